#!/usr/bin/env python3
"""Hold PDFs against what of ISO 19005-2:2011 (PDF/A-2), level b, can be told from outside.

    pdfa.py FILE...            a line a fault, with the clause; exit status 1 when there is one
    pdfa.py --broken FILE      break a sound file in many ways, and see that each is found

Reads by qpdf --json. Not looked at: glyphs and their widths inside of fonts, JPEG 2000, optional content's names.
"""
import base64
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

OPERATORS = set("""b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n
q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"""".split())
ANNOTATIONS = {"/" + name for name in """Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly
StrikeOut Stamp Caret Ink Popup FileAttachment Widget PrinterMark TrapNet Watermark Redact""".split()}
ACTIONS = {"/GoTo", "/GoToR", "/GoToE", "/Thread", "/URI", "/Named", "/SubmitForm"}
NAMED = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"}
BLENDS = {"/" + name for name in """Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight
SoftLight Difference Exclusion Hue Saturation Color Luminosity""".split()}
INTENTS = {"/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"}
PREDEFINED = {  # namespaces of XMP that ISO 19005-2, 6.6.2.3 takes without a schema of their own
    "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/xap/1.0/", "http://ns.adobe.com/pdf/1.3/",
    "http://ns.adobe.com/xap/1.0/mm/", "http://ns.adobe.com/xap/1.0/rights/", "http://www.aiim.org/pdfa/ns/id/",
    "http://www.aiim.org/pdfa/ns/extension/", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "adobe:ns:meta/"}
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def read(path, level):
    said = subprocess.run(["qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=" + level, path],
                          capture_output=True)
    if said.returncode not in (0, 3):  # 3: with warnings
        raise RuntimeError(said.stderr.decode())
    return json.loads(said.stdout)["qpdf"][1]


class Check:
    def __init__(self, path):
        self.faults = []
        self.bytes = open(path, "rb").read()
        self.objects = read(path, "generalized")
        self.stored = read(path, "none")
        self.root = self.get(self.trailer().get("/Root"))

    def fault(self, clause, words):
        self.faults.append(f"{clause}: {words}")

    def trailer(self):
        return self.objects["trailer"]["value"]

    def get(self, value, objects=None):
        """What a reference refers to; a stream is {"dict", "data"}."""
        for _ in range(32):
            if not isinstance(value, str) or not re.fullmatch(r"\d+ \d+ R", value):
                return value
            found = (objects or self.objects).get("obj:" + value, {})
            value = found["stream"] if "stream" in found else found.get("value")
        return None

    def dict(self, value):
        value = self.get(value)
        if not isinstance(value, dict):
            return {}
        return self.get(value["dict"]) if self.is_stream(value) else value

    def is_stream(self, value):
        value = self.get(value)
        return isinstance(value, dict) and isinstance(value.get("dict"), dict) and not any(
            key.startswith("/") for key in value)

    def data(self, value):
        return base64.b64decode(self.get(value).get("data", ""))

    def array(self, value):
        value = self.get(value)
        return value if isinstance(value, list) else []

    def dictionaries(self):
        """Every dictionary, wherever it stands."""
        def within(value):
            if isinstance(value, dict):
                yield value
                for each in value.values():
                    yield from within(each)
            elif isinstance(value, list):
                for each in value:
                    yield from within(each)
        for one in self.objects.values():
            yield from within(one["stream"]["dict"] if "stream" in one else one.get("value"))

    def strings(self):
        def within(value):
            if isinstance(value, dict):
                for key, each in value.items():
                    yield key
                    yield from within(each)
            elif isinstance(value, list):
                for each in value:
                    yield from within(each)
            elif isinstance(value, str):
                yield value
        for one in self.objects.values():
            yield from within(one["stream"]["dict"] if "stream" in one else one.get("value"))

    def pages(self):
        def below(node, inherited):
            node = self.dict(node)
            inherited = {**inherited, **{k: v for k, v in node.items() if k in ("/Resources", "/MediaBox")}}
            if "/Kids" in node:
                for kid in self.array(node["/Kids"]):
                    yield from below(kid, inherited)
            else:
                yield {**inherited, **node}
        yield from below(self.root.get("/Pages"), {})

    def run(self):
        self.file_structure()
        self.streams()
        self.output_intent()
        self.metadata()
        self.forbidden()
        self.fonts()
        for page in self.pages():
            self.page(page)
        self.forms()
        self.signatures()
        self.embedded_files()
        return self.faults

    def file_structure(self):
        if not re.match(rb"%PDF-1\.[0-7][\r\n]+%[\x80-\xff]{4}", self.bytes):
            self.fault("6.1.2", "the header is not %PDF-1.n with a comment of four binary bytes below")
        trailer = self.trailer()
        if len(self.array(trailer.get("/ID"))) != 2:
            self.fault("6.1.3", "the trailer has no /ID")
        if "/Encrypt" in trailer:
            self.fault("6.1.3", "encrypted")
        if not re.search(rb"%%EOF(\r\n|\r|\n)?\Z", self.bytes):
            self.fault("6.1.3", "something follows the last %%EOF")
        shown = subprocess.run(["qpdf", "--show-xref", self.path_of()], capture_output=True, text=True).stdout
        for number, offset in re.findall(r"^(\d+)/0: uncompressed; offset = (\d+)", shown, re.M):
            start = int(offset)
            words = b"%s 0 obj" % number.encode()
            if self.bytes[start:start + len(words)] != words or self.bytes[start - 1:start] not in (b"\n", b"\r"):
                self.fault("6.1.9", f"object {number} does not begin a line where the table says")
        for key in self.dict(self.root.get("/Perms")):
            if key not in ("/UR3", "/DocMDP"):
                self.fault("6.1.12", f"{key} in /Perms")
        for words in self.strings():
            if words.startswith("/") and len(words.encode()) > 128:
                self.fault("6.1.13", "a name of more than 127 bytes")
            size = len(words[2:]) // 2 if words.startswith("b:") else len(words.encode()) - 2
            if size > 32767:
                self.fault("6.1.13", f"a string of {size} bytes")

    def path_of(self):
        path = os.path.join(tempfile.gettempdir(), f"pdfa-{os.getpid()}.pdf")
        with open(path, "wb") as out:
            out.write(self.bytes)
        return path

    def streams(self):
        for name, one in self.stored.items():
            if "stream" not in one:
                continue
            stream = one["stream"]["dict"]
            filters = self.get(stream.get("/Filter"))
            for used in filters if isinstance(filters, list) else [filters]:
                if used == "/LZWDecode":
                    self.fault("6.1.7.2", f"{name} is compressed by LZW")
                if used == "/Crypt":
                    self.fault("6.1.7.2", f"{name} has a /Crypt filter")
            for key in ("/F", "/FFilter", "/FDecodeParms"):
                if key in stream:
                    self.fault("6.1.7.1", f"{name} lies outside of the file")
            subtype = stream.get("/Subtype")
            if subtype == "/Image":
                for key in ("/Alternates", "/OPI"):
                    if key in stream:
                        self.fault("6.2.8", f"image {name} has {key}")
                if stream.get("/Interpolate"):
                    self.fault("6.2.8", f"image {name} is to be interpolated")
                self.colour_space(stream.get("/ColorSpace"), f"image {name}")
            if subtype == "/Form":
                for key in ("/OPI", "/PS", "/Ref"):
                    if key in stream:
                        self.fault("6.2.9", f"form {name} has {key}")
                self.content(self.data("%s" % name.removeprefix("obj:")), self.dict(stream.get("/Resources")),
                             f"form {name}")
            if subtype == "/PS":
                self.fault("6.2.9", f"{name} is a PostScript XObject")

    def output_intent(self):
        intents = [self.dict(one) for one in self.array(self.root.get("/OutputIntents"))]
        own = [one for one in intents if one.get("/S") == "/GTS_PDFA1"]
        if not own:
            return self.fault("6.2.3", "no output intent of PDF/A")
        profile = own[0].get("/DestOutputProfile")
        if not self.is_stream(profile):
            return self.fault("6.2.3", "the output intent has no profile")
        icc = self.data(profile)
        if icc[36:40] != b"acsp" or int.from_bytes(icc[:4], "big") != len(icc) or icc[8] > 4:
            self.fault("6.2.3", "the profile of the output intent is no ICC profile of version 4 or before")
        if icc[12:16] not in (b"mntr", b"prtr") or icc[16:20] != b"RGB ":
            self.fault("6.2.3", "the profile of the output intent is of no RGB device")
        if self.dict(profile).get("/N") != 3:
            self.fault("6.2.3", "/N of the profile is not 3")
        return None

    def metadata(self):
        place = self.root.get("/Metadata")
        if not self.is_stream(place):
            return self.fault("6.6.2.1", "no metadata")
        if "/Filter" in self.get(place, self.stored)["dict"]:
            self.fault("6.6.2.1", "the metadata are compressed")
        packet = self.data(place)
        head = re.match(rb"\s*(<\?xpacket [^>]*\?>)", packet)
        if not head or b"bytes=" in head[1] or b"encoding=" in head[1]:
            self.fault("6.6.2.1", "the metadata have no sound header")
        try:
            tree = xml.fromstring(packet.decode("utf-8").strip("\ufeff \n\0"))
        except (xml.ParseError, UnicodeDecodeError) as why:
            return self.fault("6.6.2.1", f"the metadata cannot be read: {why}")
        values, described = {}, set()
        for description in tree.iter(RDF + "Description"):
            values.update({name: text for name, text in description.attrib.items() if not name.startswith(RDF)})
            for one in description:
                values[one.tag] = "".join(one.itertext()).strip()
        for one in tree.iter("{http://www.aiim.org/pdfa/ns/schema#}namespaceURI"):
            described.add(one.text)
        for name in values:
            space = name[1:].split("}")[0]
            if space not in PREDEFINED | described and "aiim.org/pdfa/ns/" not in space:
                self.fault("6.6.2.3", f"{name} belongs to no described schema")
        of = "{http://www.aiim.org/pdfa/ns/id/}"
        if values.get(of + "part") != "2" or values.get(of + "conformance") not in ("A", "B", "U"):
            self.fault("6.6.4", "the metadata do not say that it is PDF/A-2")
        info = self.dict(self.trailer().get("/Info"))
        pairs = {"/Title": "{http://purl.org/dc/elements/1.1/}title", "/Author": "{http://purl.org/dc/elements/1.1/}creator",
                 "/Subject": "{http://purl.org/dc/elements/1.1/}description",
                 "/Keywords": "{http://ns.adobe.com/pdf/1.3/}Keywords", "/Producer": "{http://ns.adobe.com/pdf/1.3/}Producer",
                 "/Creator": "{http://ns.adobe.com/xap/1.0/}CreatorTool",
                 "/CreationDate": "{http://ns.adobe.com/xap/1.0/}CreateDate",
                 "/ModDate": "{http://ns.adobe.com/xap/1.0/}ModifyDate"}
        for key, name in pairs.items():
            if key not in info:
                continue
            here, there = info[key][2:], values.get(name)
            if key.endswith("Date"):
                here = re.sub(r"\D", "", here)[:14]
                there = re.sub(r"\D", "", there or "")[:14]
            if here != there:
                self.fault("6.6.3", f"{key} is {here!r}, but the metadata say {there!r}")
        return None

    def forbidden(self):
        for key in ("/AA", "/Requirements", "/NeedsRendering"):
            if key in self.root:
                self.fault("6.5", f"{key} in the catalogue")
        names = self.dict(self.root.get("/Names"))
        for key, clause in (("/JavaScript", "6.5.1"), ("/AlternatePresentations", "6.10")):
            if key in names:
                self.fault(clause, f"{key} in /Names")
        for one in self.dictionaries():
            action = one.get("/S")
            is_action = one.get("/Type") == "/Action" or any(
                key in one for key in ("/JS", "/URI", "/D", "/F", "/N")) and action in (
                    "/Launch", "/JavaScript", "/URI", "/GoTo", "/GoToR", "/Named", "/ImportData", "/SubmitForm")
            if is_action and action not in ACTIONS:
                self.fault("6.5.1", f"an action {action}")
            if is_action and action == "/Named" and one.get("/N") not in NAMED:
                self.fault("6.5.1", f"a named action {one.get('/N')}")
            if one.get("/Type") == "/ExtGState" or {"/CA", "/ca", "/BM", "/SMask"} & set(one):
                if "/TR" in one or one.get("/TR2", "/Default") != "/Default" or "/HTP" in one:
                    self.fault("6.2.5", "a transfer function or halftone in a graphics state")
                modes = self.get(one.get("/BM", "/Normal"))
                if one.get("/Type") == "/ExtGState" and not set(modes if isinstance(modes, list) else [modes]) <= BLENDS:
                    self.fault("6.2.10", f"blend mode {modes}")
            if "/RI" in one and one["/RI"] not in INTENTS:
                self.fault("6.2.6", f"rendering intent {one['/RI']}")
            if one.get("/S") == "/Transparency" and "/CS" in one:
                self.colour_space(one["/CS"], "a transparency group")
        for config in self.dictionaries():
            if "/AS" in config and "/Order" in config:
                self.fault("6.9", "optional content switches itself")

    def colour_space(self, space, where):
        """Of a device only those that the RGB output intent covers (6.2.4.3)."""
        space = self.get(space)
        name = space[0] if isinstance(space, list) and space else space
        if name in ("/DeviceCMYK", "/CMYK"):
            self.fault("6.2.4.3", f"{where}: DeviceCMYK, which the output intent does not cover")
        if isinstance(space, list):
            if name in ("/Indexed", "/I", "/Pattern") and len(space) > 1:
                self.colour_space(space[1], where)
            if name in ("/Separation", "/DeviceN"):
                self.colour_space(space[2], where)
            if name == "/ICCBased" and self.data(space[1])[36:40] != b"acsp":
                self.fault("6.2.4.2", f"{where}: no ICC profile")

    def content(self, data, resources, where):
        data = data.decode("latin-1")
        data = re.sub(r"\bBI\b.*?\bID\s.*?\sEI\b", " ", data, flags=re.S)
        data = re.sub(r"\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\)|<[0-9A-Fa-f\s]*>|%[^\r\n]*", " ", data, flags=re.S)
        used = {"/Font": r"(/\S+)\s+\S+\s+Tf\b", "/XObject": r"(/\S+)\s+Do\b", "/ExtGState": r"(/\S+)\s+gs\b"}
        for kind, pattern in used.items():
            there = self.dict(resources.get(kind))
            for name in re.findall(pattern, data):
                if name not in there:
                    self.fault("6.2.2", f"{where} uses {name}, which its own resources lack")
        for space in self.dict(resources.get("/ColorSpace")).values():
            self.colour_space(space, where)
        for name in re.findall(r"(/\S+)\s+(?:cs|CS)\b", data):
            self.colour_space(name, where)
        for intent in re.findall(r"(/\S+)\s+ri\b", data):
            if intent not in INTENTS:
                self.fault("6.2.6", f"{where}: rendering intent {intent}")
        for token in re.findall(r"/[^\s/\[\]<>]*|[A-Za-z'\"][A-Za-z0-9*]*", data):
            if token.startswith("/") or token in ("true", "false", "null"):
                continue
            if token not in OPERATORS:
                self.fault("6.2.2", f"{where}: operator {token}")
            if token in ("k", "K"):
                self.fault("6.2.4.3", f"{where}: a colour of DeviceCMYK")

    def fonts(self):
        for font in self.dictionaries():
            if font.get("/Type") != "/Font" or "/Subtype" not in font:
                continue
            name, kind = font.get("/BaseFont"), font["/Subtype"]
            if kind == "/Type0":
                if self.get(font.get("/Encoding")) not in ("/Identity-H", "/Identity-V") and not self.is_stream(
                        font.get("/Encoding")):
                    self.fault("6.2.11.3", f"{name}: the CMap is not embedded")
                continue
            if kind == "/Type3":
                continue
            descriptor = self.dict(font.get("/FontDescriptor"))
            if not any(self.is_stream(descriptor.get(key)) for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                self.fault("6.2.11.4.1", f"{name} is not embedded")
            if kind == "/CIDFontType2":
                mapping = self.get(font.get("/CIDToGIDMap"))
                if mapping != "/Identity" and not self.is_stream(mapping):
                    self.fault("6.2.11.3", f"{name}: no CIDToGIDMap")
            if kind == "/TrueType":
                symbolic = descriptor.get("/Flags", 0) & 4
                encoding = self.get(font.get("/Encoding"))
                base = encoding.get("/BaseEncoding") if isinstance(encoding, dict) else encoding
                if not symbolic and base not in ("/WinAnsiEncoding", "/MacRomanEncoding"):
                    self.fault("6.2.11.6", f"{name}: a font of letters without WinAnsi or MacRoman")
                if symbolic and encoding is not None:
                    self.fault("6.2.11.6", f"{name}: a font of symbols with an encoding")
            if kind in ("/TrueType", "/Type1"):
                widths = self.array(font.get("/Widths"))
                if len(widths) != font.get("/LastChar", -1) - font.get("/FirstChar", 0) + 1:
                    self.fault("6.2.11.5", f"{name}: widths are missing")

    def page(self, page):
        for key, clause in (("/AA", "6.5.2"), ("/PresSteps", "6.10")):
            if key in page:
                self.fault(clause, f"{key} in a page")
        box = [float(one) for one in self.array(page.get("/MediaBox"))]
        if len(box) != 4 or not all(3 <= side <= 14400 for side in (box[2] - box[0], box[3] - box[1])):
            self.fault("6.1.13", "the size of a page")
        contents = self.get(page.get("/Contents"))
        parts = contents if isinstance(contents, list) else [page.get("/Contents")]
        self.content(b"\n".join(self.data(part) for part in parts if part), self.dict(page.get("/Resources")), "a page")
        for one in self.array(page.get("/Annots")):
            self.annotation(self.dict(one))

    def annotation(self, one):
        kind = one.get("/Subtype")
        if kind not in ANNOTATIONS:
            self.fault("6.3.1", f"an annotation {kind}")
        if kind == "/Popup":
            return
        flags = one.get("/F")
        hidden = 1 | 2 | 32 | 256  # Invisible, Hidden, NoView, ToggleNoView
        if flags is None or not flags & 4 or flags & hidden:
            self.fault("6.3.2", f"an annotation {kind} that is not printed or is hidden")
        box = [float(side) for side in self.array(one.get("/Rect"))]
        seen = len(box) == 4 and box[0] != box[2] and box[1] != box[3]
        if kind != "/Link" and seen:
            appearance = self.dict(one.get("/AP"))
            if set(appearance) != {"/N"}:
                self.fault("6.3.3", f"an annotation {kind} without an appearance, or with more than one")
            elif not self.is_stream(appearance["/N"]) and one.get("/FT") != "/Btn":
                self.fault("6.3.3", f"the appearance of an annotation {kind} is no stream")
        if kind == "/Widget" and ("/A" in one or "/AA" in one):
            self.fault("6.4.1", "a field acts")
        for key in ("/C", "/IC"):
            if len(self.array(one.get(key))) == 4:
                self.fault("6.2.4.3", f"{key} of an annotation is CMYK")

    def forms(self):
        form = self.dict(self.root.get("/AcroForm"))
        if form.get("/NeedAppearances"):
            self.fault("6.4.1", "/NeedAppearances")
        if "/XFA" in form:
            self.fault("6.4.2", "/XFA")

    def signatures(self):
        for one in self.dictionaries():
            if one.get("/Type") != "/Sig" or "/ByteRange" not in one:
                continue
            a, b, c, d = self.array(one["/ByteRange"])
            if a != 0 or c + d > len(self.bytes) or self.bytes[b:b + 1] != b"<" or self.bytes[c - 1:c] != b">":
                self.fault("6.4.3", "/ByteRange of a signature leaves out more than its contents")
            else:
                cms = subprocess.run(["openssl", "cms", "-cmsout", "-print", "-inform", "DER"], capture_output=True,
                                     input=bytes.fromhex(self.bytes[b + 1:c - 1].decode())).stdout.decode()
                if cms.partition("signerInfos:")[2].count("digestAlgorithm:") != 1 or "d.certificate:" not in cms:
                    self.fault("6.4.3", "a signature without one signer and a certificate")
            for reference in self.array(one.get("/Reference")):
                if {"/DigestMethod", "/DigestValue", "/DigestLocation"} & set(self.dict(reference)):
                    self.fault("6.4.3", "a signature refers by a digest")

    def embedded_files(self):
        for one in self.dictionaries():
            if "/EF" not in one:
                continue
            for key, place in self.dict(one["/EF"]).items():
                with tempfile.NamedTemporaryFile(suffix=".pdf") as inner:
                    inner.write(self.data(place))
                    inner.flush()
                    if not self.data(place).startswith(b"%PDF-") or Check(inner.name).run():
                        self.fault("6.8", f"an embedded file is no PDF/A: {one.get('/UF', key)}")


def rewritten(path, change, folder):
    """The file after `change` of its objects, which are named by "obj:1 0 R" and "trailer"."""
    data = json.loads(subprocess.run(["qpdf", "--json=2", "--json-stream-data=inline", path], capture_output=True,
                                     check=True).stdout)
    change(data["qpdf"][1])
    as_json, as_pdf = os.path.join(folder, "a.json"), os.path.join(folder, "a.pdf")
    json.dump(data, open(as_json, "w"))
    subprocess.run(["qpdf", "--json-input", "--compress-streams=n", as_json, as_pdf], check=True, capture_output=True)
    return as_pdf


def breakages():
    """Name of the clause that must be found, and what is done to the objects."""
    def catalogue(objects):
        return next(one["value"] for one in objects.values() if "value" in one and isinstance(one["value"], dict)
                    and one["value"].get("/Type") == "/Catalog")

    def first(objects, **wanted):
        for one in objects.values():
            value = one["stream"]["dict"] if "stream" in one else one.get("value")
            if isinstance(value, dict) and all(value.get("/" + key) == name for key, name in wanted.items()):
                return one, value
        raise LookupError(wanted)

    def text_of(objects, old, new):
        stream = objects["obj:" + catalogue(objects)["/Metadata"]]["stream"]
        packet = base64.b64decode(stream["data"])
        assert old in packet, old
        stream["data"] = base64.b64encode(packet.replace(old, new)).decode()

    def content(objects, words):
        _, page = first(objects, Type="/Page")
        place = page["/Contents"]
        stream = objects["obj:" + (place[0] if isinstance(place, list) else place)]["stream"]
        stream["data"] = base64.b64encode(base64.b64decode(stream["data"]) + words).decode()

    def annotation(objects, one):
        _, page = first(objects, Type="/Page")
        old = page.get("/Annots", [])
        page["/Annots"] = (old if isinstance(old, list) else objects["obj:" + old]["value"]) + [one]

    yield "6.2.3", lambda o: catalogue(o).pop("/OutputIntents")
    yield "6.6.2.1", lambda o: catalogue(o).pop("/Metadata")
    yield "6.6.4", lambda o: text_of(o, b"<pdfaid:part>2<", b"<pdfaid:part>1<")
    yield "6.6.3", lambda o: o["obj:" + o["trailer"]["value"]["/Info"]]["value"].update({"/Producer": "u:another"})
    yield "6.2.11.4.1", lambda o: [first(o, Type="/FontDescriptor")[1].pop(key, None) for key in
                                   ("/FontFile", "/FontFile2", "/FontFile3")]
    yield "6.5.1", lambda o: catalogue(o).update({"/OpenAction": {"/S": "/JavaScript", "/JS": "u:app.alert(1)"}})
    yield "6.5.1", lambda o: annotation(o, {"/Type": "/Annot", "/Subtype": "/Link", "/F": 4, "/Rect": [0, 0, 9, 9],
                                            "/A": {"/S": "/Launch", "/F": "u:a.exe"}})
    yield "6.3.2", lambda o: annotation(o, {"/Type": "/Annot", "/Subtype": "/Link", "/Rect": [0, 0, 9, 9]})
    yield "6.3.3", lambda o: annotation(o, {"/Type": "/Annot", "/Subtype": "/Square", "/F": 4, "/Rect": [0, 0, 9, 9]})
    yield "6.3.1", lambda o: annotation(o, {"/Type": "/Annot", "/Subtype": "/Movie", "/F": 4, "/Rect": [0, 0, 9, 9]})
    yield "6.2.4.3", lambda o: content(o, b"\n0 1 0 0 k\n")
    yield "6.2.2", lambda o: content(o, b"\n/Nothing99 Do\n")
    yield "6.2.2", lambda o: content(o, b"\nwhatever\n")
    yield "6.4.2", lambda o: catalogue(o).update({"/AcroForm": {"/Fields": [], "/XFA": "u:x"}})
    yield "6.1.12", lambda o: catalogue(o).update({"/Perms": {"/Other": 1}})
    yield "6.2.10", lambda o: content(o, b"") or first(o, Type="/Page")[1].update(
        {"/Group": {"/S": "/Transparency", "/CS": "/DeviceRGB"}, "/X": {"/Type": "/ExtGState", "/BM": "/Glow"}})
    yield "6.8", lambda o: catalogue(o).update({"/Names": {"/EmbeddedFiles": {"/Names": ["u:a", {
        "/Type": "/Filespec", "/UF": "u:a.txt", "/EF": {"/F": first(o, Type="/Metadata")[0] and catalogue(o)["/Metadata"]}}]}}})


def try_broken(path):
    faults = Check(path).run()
    with tempfile.TemporaryDirectory() as folder:
        for clause, change in breakages():
            found = Check(rewritten(path, change, folder)).run()
            if not any(one.startswith(clause + ":") for one in found):
                faults.append(f"not found: {clause} {found}")
        whole = open(path, "rb").read()
        for clause, other in (("6.1.2", re.sub(rb"\n%[\x80-\xff]+", b"\n%abcd", whole, count=1)),
                              ("6.1.3", whole + b"% more\n")):
            place = os.path.join(folder, "b.pdf")
            open(place, "wb").write(other)
            if not any(one.startswith(clause + ":") for one in Check(place).run()):
                faults.append(f"not found: {clause}")
    return faults


def main(words):
    broken = words[:1] == ["--broken"]
    faults = 0
    for path in words[1:] if broken else words:
        for fault in try_broken(path) if broken else Check(path).run():
            print(f"{path}: {fault}")
            faults += 1
    return 1 if faults else 0


sys.exit(main(sys.argv[1:]))
