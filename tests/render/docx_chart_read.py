"""What python-docx and openpyxl see of the charts of a document: the words of the drawing, then of its chart part the
title, and for each series its name, type of plot, points and number format. Fails when a chart's caches differ from
the cells of its embedded workbook, when a point's index is outside of its cache, or when charts share a part."""
import io
import re
import sys
import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import qn, nsmap

nsmap["c"] = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def cells(book, formula):
    sheet, first, last = re.fullmatch(r"'(.*)'!(\$[A-Z]+\$\d+)(?::(\$[A-Z]+\$\d+))?", formula).groups()
    sheet = book[sheet.replace("''", "'")]
    area = sheet[first.replace("$", "") + ":" + (last or first).replace("$", "")]
    return [row[0] for row in area]


def serial(value):
    return (value - __import__("datetime").datetime(1899, 12, 30)).days if hasattr(value, "year") else value


def cached(reference, book):
    cache = reference[-1]
    count = int(cache.find(qn("c:ptCount")).get("val"))
    values = [None] * count
    for point in cache.findall(qn("c:pt")):
        values[int(point.get("idx"))] = point.find(qn("c:v")).text or ""
    kept = [serial(cell.value) for cell in cells(book, reference.find(qn("c:f")).text)]
    if cache.tag == qn("c:numCache"):
        assert kept == [v and float(v) for v in values] or not values, (kept, values)
    else:
        assert [k or "" for k in kept] == [v or "" for v in values] or not values, (kept, values)
    return values


def words(root):
    return "".join(t.text or "" for t in root.iter(qn("a:t")))


parts = []
document = docx.Document(sys.argv[1])
for drawing in document.part.element.iter(qn("wp:docPr")):
    chart = next(drawing.getparent().iter(qn("c:chart")))
    part = document.part.related_parts[chart.get(qn("r:id"))]
    parts.append(part.partname)
    root = parse_xml(part.blob)
    external = root.find(qn("c:externalData"))
    book = openpyxl.load_workbook(io.BytesIO(part.related_parts[external.get(qn("r:id"))].blob))
    parts.append(part.related_parts[external.get(qn("r:id"))].partname)
    print(repr(drawing.get("descr")), repr(words(root.find(qn("c:chart")))))
    indices = []
    for series in root.iter(qn("c:ser")):
        indices.append(series.find(qn("c:idx")).get("val"))
        names = [cached(r, book) for r in series.find(qn("c:tx"))]
        kind = series.getparent().tag.split("}")[1]
        tags = [child.tag.split("}")[1] for child in series]
        x, y = ("xVal", "yVal") if "xVal" in tags else ("cat", "val")
        labels, values = (cached(series.find(qn("c:" + tag))[0], book) for tag in (x, y))
        code = series.find(qn("c:" + y))[0][-1].find(qn("c:formatCode")).text
        print(" ", kind, names[0][0], code, ", ".join(f"{a}={b}" for a, b in zip(labels, values)))
    assert len(set(indices)) == len(indices), indices
assert len(set(parts)) == len(parts), parts
