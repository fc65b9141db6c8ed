"""Says which files hold one of the words, however deep they are packed. usage: leaks.py FOLDER WORD…

Looks into zips within zips (a chart's workbook within a Word document), at names of files and at their bytes:
UTF-8 and UTF-16, any case, hexadecimal and base64 of the word."""
import base64
import io
import pathlib
import sys
import zipfile


def forms(word):
    for text in {word, word.lower(), word.upper()}:
        raw = text.encode()
        yield raw
        yield text.encode("utf-16-le")
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        yield base64.b64encode(raw)[: len(raw) * 4 // 3 - 3]


def look(name, data, needles, found):
    for word, needle in needles:
        if needle in data or needle in name.encode():
            found.add(f"{name}: {word}")
    if data[:4] == b"PK\x03\x04":
        archive = zipfile.ZipFile(io.BytesIO(data))
        for entry in archive.namelist():
            look(f"{name}!{entry}", archive.read(entry), needles, found)


needles = [(word, form) for word in sys.argv[2:] for form in forms(word)]
found = set()
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*")):
    if path.is_file():
        look(str(path.relative_to(sys.argv[1])), path.read_bytes(), needles, found)
print("\n".join(sorted(found)))
sys.exit(bool(found))
