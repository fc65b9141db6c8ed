#!/usr/bin/python3
"""Validates Word documents against the transitional schemas of ECMA-376.

usage: validate_docx.py [--template TEMPLATE] FILE...

Each part is checked after markup compatibility (ECMA-376 part 3) has been applied; then the package: content types,
targets of relations, ids that must not stand twice. With --template only faults that the template does not have count.
Prints one fault a line and exits with 1 when there are any.
"""
import argparse
import collections
import pathlib
import posixpath
import sys
import zipfile

from lxml import etree

SCHEMAS = pathlib.Path(__file__).resolve().parent.parent / "data" / "ooxml-schemas"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

# What a content type ends with, and the schema that describes it.
SCHEMA_OF = {
    "wordprocessingml.document.main+xml": "wml.xsd",
    "wordprocessingml.header+xml": "wml.xsd",
    "wordprocessingml.footer+xml": "wml.xsd",
    "wordprocessingml.footnotes+xml": "wml.xsd",
    "wordprocessingml.endnotes+xml": "wml.xsd",
    "wordprocessingml.comments+xml": "wml.xsd",
    "wordprocessingml.styles+xml": "wml.xsd",
    "wordprocessingml.numbering+xml": "wml.xsd",
    "wordprocessingml.settings+xml": "wml.xsd",
    "drawingml.chart+xml": "dml-chart.xsd",
    "extended-properties+xml": "shared-documentPropertiesExtended.xsd",
    "custom-properties+xml": "shared-documentPropertiesCustom.xsd",
    "core-properties+xml": "opc-coreProperties.xsd",
}
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
_schemas = {}


def schema(name):
    if name not in _schemas:
        _schemas[name] = etree.XMLSchema(etree.parse(str(SCHEMAS / name)))
    return _schemas[name]


def ignorable(element):
    names = element.get(MC + "Ignorable", "").split()
    return {element.nsmap[name] for name in names if name in element.nsmap}


def apply_compatibility(element, ignored=frozenset()):
    """Takes away what a reader of the transitional schemas would: ignorable names, alternates but the fallback."""
    ignored = ignored | ignorable(element)
    for name in list(element.attrib):
        namespace = etree.QName(name).namespace
        if namespace and (namespace in ignored or name.startswith(MC)):
            del element.attrib[name]
    for child in list(element):
        if not isinstance(child.tag, str):
            continue
        if child.tag == MC + "AlternateContent":
            fallback = child.find(MC + "Fallback")
            at = element.index(child)
            element[at : at + 1] = list(fallback) if fallback is not None else []
        elif etree.QName(child).namespace in ignored:
            element.remove(child)
    for child in element:
        if isinstance(child.tag, str):
            apply_compatibility(child, ignored)


def twice(values):
    return [value for value, count in collections.Counter(values).items() if count > 1]


def id_faults(part, root):
    for value in twice(e.get("id") for e in root.iter(WP + "docPr")):
        yield f"{part}: two drawings have the id {value}"
    for value in twice(e.get(W + "id") for e in root.iter(W + "bookmarkStart")):
        yield f"{part}: two bookmarks have the id {value}"
    for value in twice((e.get(W + "name") or "").lower() for e in root.iter(W + "bookmarkStart")):
        yield f"{part}: two bookmarks have the name {value}"
    for value in twice(e.get(W14 + "paraId") for e in root.iter(W + "p") if e.get(W14 + "paraId")):
        yield f"{part}: two paragraphs have the id {value}"
    for value in twice(e.get(W + "val") for e in root.iter(W + "id") if e.getparent().tag == W + "sdtPr"):
        yield f"{part}: two content controls have the id {value}"
    for kind in ("footnote", "endnote", "comment"):
        for value in twice(e.get(W + "id") for e in root.iter(W + kind)):
            yield f"{part}: two of {kind} have the id {value}"
    starts = sorted(e.get(W + "id") for e in root.iter(W + "bookmarkStart"))
    if starts != sorted(e.get(W + "id") for e in root.iter(W + "bookmarkEnd")):
        yield f"{part}: bookmarks without their other end"
    depth = collections.Counter(e.get(W + "fldCharType") for e in root.iter(W + "fldChar"))
    if depth["begin"] != depth["end"]:
        yield f"{part}: {depth['begin']} fields begin, {depth['end']} end"


class Package:
    def __init__(self, path):
        self.parts = {}
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name in self.parts:
                    raise ValueError(f"{name} stands twice in the package")
                self.parts[name] = archive.read(name)
        types = etree.fromstring(self.parts["[Content_Types].xml"], PARSER)
        self.default = {}
        self.override = {}
        for element in types:
            if element.get("Extension") is not None:
                self.default[element.get("Extension").lower()] = element.get("ContentType")
            else:
                self.override[element.get("PartName").lstrip("/")] = element.get("ContentType")

    def type_of(self, name):
        return self.override.get(name) or self.default.get(name.rsplit(".", 1)[-1].lower(), "")

    def relations(self, part):
        folder, name = posixpath.split(part)
        rels = self.parts.get(posixpath.join(folder, "_rels", name + ".rels"))
        return [] if rels is None else list(etree.fromstring(rels, PARSER))

    def package_faults(self):
        for name in self.override:
            if name not in self.parts:
                yield f"[Content_Types].xml: {name} is not in the package"
        for name in self.parts:
            if name != "[Content_Types].xml" and not name.endswith("/") and not self.type_of(name):
                yield f"{name}: no content type"
        for part in [""] + list(self.parts):
            known = set()
            for relation in self.relations(part):
                if relation.get("Id") in known:
                    yield f"{part}: two relations {relation.get('Id')}"
                known.add(relation.get("Id"))
                target = relation.get("Target")
                if relation.get("TargetMode") == "External":
                    continue
                path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
                if path not in self.parts:
                    yield f"{part}: the relation {relation.get('Id')} leads to {path}, which is not there"
            if part.startswith("word/") and part.endswith(".xml"):
                root = etree.fromstring(self.parts[part], PARSER)
                for element in root.iter():
                    for name, value in element.attrib.items():
                        if name.startswith(R) and value and value not in known:
                            yield f"{part}: no relation {value}"

    def schema_faults(self):
        for name, data in self.parts.items():
            content_type = self.type_of(name)
            xsd = next((x for end, x in SCHEMA_OF.items() if content_type.endswith(end)), None)
            if xsd is None:
                continue
            root = etree.fromstring(data, PARSER)
            yield from id_faults(name, root)
            apply_compatibility(root)
            if not schema(xsd).validate(root):
                for error in schema(xsd).error_log:
                    yield f"{name}: {error.message}"


def faults(path):
    try:
        package = Package(path)
        return list(package.package_faults()) + list(package.schema_faults())
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError) as e:
        return [f"{type(e).__name__}: {e}"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--template")
    arguments.add_argument("files", nargs="+")
    options = arguments.parse_args()
    forgiven = set(faults(options.template)) if options.template else set()
    code = 0
    for path in options.files:
        for fault in faults(path):
            if fault in forgiven:
                continue
            print(f"{path}: {fault}")
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main())
