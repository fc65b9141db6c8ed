#!/usr/bin/python3
"""Validates workbooks against the transitional schemas of ECMA-376, as validate_docx.py does Word documents.

usage: validate_xlsx.py [--template TEMPLATE] FILE...

Beyond the schemas: cells and rows in order and each once, merged cells that do not overlap, indices of shared strings
and styles that are there, tables whose columns are those of their heading, names of sheets. With --template only kinds
of faults that the template does not have count.
"""
import argparse
import re
import sys
import zipfile

import validate_docx
from lxml import etree

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = validate_docx.R
validate_docx.SCHEMA_OF.update({
    "spreadsheetml.sheet.main+xml": "sml.xsd",
    "spreadsheetml.worksheet+xml": "sml.xsd",
    "spreadsheetml.styles+xml": "sml.xsd",
    "spreadsheetml.sharedStrings+xml": "sml.xsd",
    "spreadsheetml.comments+xml": "sml.xsd",
    "spreadsheetml.table+xml": "sml.xsd",
    "drawing+xml": "dml-spreadsheetDrawing.xsd",
})


# Excel itself writes xml:space where the schema of 18.4.12 has no attributes.
_apply = validate_docx.apply_compatibility


def apply_compatibility(element, ignored=frozenset()):
    _apply(element, ignored)
    for text in element.iter(S + "t"):
        text.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)


validate_docx.apply_compatibility = apply_compatibility


def place(name):
    letters, digits = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", name).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits), column


def box(area):
    first, _, last = area.partition(":")
    (top, left), (bottom, right) = place(first), place(last or first)
    return top, left, bottom, right


class Workbook(validate_docx.Package):
    def __init__(self, path):
        super().__init__(path)
        self.strings = self.count("spreadsheetml.sharedStrings+xml", S + "si")
        self.formats = self.count("spreadsheetml.styles+xml", S + "cellXfs/" + S + "xf")

    def of_type(self, end):
        return [(n, etree.fromstring(d, validate_docx.PARSER)) for n, d in self.parts.items() if self.type_of(n).endswith(end)]

    def count(self, end, path):
        return sum(len(root.findall(path)) for _, root in self.of_type(end))

    def sheet_faults(self):
        cells = {}
        for name, root in self.of_type("spreadsheetml.worksheet+xml"):
            cells[name] = {}
            last_row = 0
            for row in root.iter(S + "row"):
                number = int(row.get("r"))
                if number <= last_row:
                    yield f"{name}: row {number} stands behind row {last_row}"
                last_row, last_column = number, 0
                for cell in row:
                    at = place(cell.get("r"))
                    if at[0] != number or at[1] <= last_column:
                        yield f"{name}: the cell {cell.get('r')} stands in the wrong place"
                    last_column = at[1]
                    value = cell.find(S + "v")
                    if int(cell.get("s", 0)) >= max(1, self.formats):
                        yield f"{name}: {cell.get('r')} has a style that is not there"
                    if cell.get("t") == "s" and int(value.text) >= self.strings:
                        yield f"{name}: {cell.get('r')} has a string that is not there"
                    cells[name][at] = cell
            boxes = [box(e.get("ref")) for e in root.iter(S + "mergeCell")]
            for i, one in enumerate(boxes):
                for two in boxes[:i]:
                    if one[0] <= two[2] and two[0] <= one[2] and one[1] <= two[3] and two[1] <= one[3]:
                        yield f"{name}: merged cells overlap"
            known = {relation.get("Id") for relation in self.relations(name)}
            for element in root.iter():
                for key, value in element.attrib.items():
                    if key.startswith(R) and value not in known:
                        yield f"{name}: no relation {value}"
            masters = {f.get("si") for f in root.iter(S + "f") if f.get("t") == "shared" and f.text}
            for formula in root.iter(S + "f"):
                if formula.get("t") == "shared" and formula.get("si") not in masters:
                    yield f"{name}: a shared formula without its first cell"

    def table_faults(self):
        ids, names = [], []
        for name, root in self.of_type("spreadsheetml.table+xml"):
            ids.append(root.get("id"))
            names.append(root.get("displayName").lower())
            top, left, bottom, right = box(root.get("ref"))
            columns = root.findall(f"{S}tableColumns/{S}tableColumn")
            if len(columns) != right - left + 1 or bottom <= top:
                yield f"{name}: {len(columns)} columns in {root.get('ref')}"
        for value in validate_docx.twice(ids) + validate_docx.twice(names):
            yield f"two tables have the id or the name {value}"

    def workbook_faults(self):
        for part, root in self.of_type("spreadsheetml.sheet.main+xml"):
            sheets = root.findall(f"{S}sheets/{S}sheet")
            known = {relation.get("Id"): relation for relation in self.relations(part)}
            for sheet in sheets:
                name = sheet.get("name")
                if not name or len(name) > 31 or re.search(r"[\[\]:*?/\\]", name) or name[0] == "'" or name[-1] == "'":
                    yield f"the sheet's name {name!r}"
                if sheet.get(R + "id") not in known:
                    yield f"the sheet {name} has no part"
            for attribute in ("name", "sheetId", R + "id"):
                for value in validate_docx.twice((sheet.get(attribute) or "").lower() for sheet in sheets):
                    yield f"two sheets have {attribute} {value}"
            for name in root.iter(S + "definedName"):
                if int(name.get("localSheetId", 0)) >= len(sheets):
                    yield f"the name {name.get('name')} belongs to no sheet"
        if any("calcChain" in name for name in self.parts):
            yield "there is a calcChain"


def faults(path):
    try:
        book = Workbook(path)
        return [*book.package_faults(), *book.schema_faults(), *book.sheet_faults(), *book.table_faults(), *book.workbook_faults()]
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, AttributeError) as e:
        return [f"{type(e).__name__}: {e}"]


def kind(fault):
    """A fault without its places, for a blank's own may stand elsewhere, and more often, in the form."""
    return re.sub(r"\d+", "#", fault)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--template")
    arguments.add_argument("files", nargs="+")
    options = arguments.parse_args()
    forgiven = {kind(fault) for fault in faults(options.template)} if options.template else set()
    code = 0
    for path in options.files:
        for fault in faults(path):
            if kind(fault) not in forgiven:
                print(f"{path}: {fault}")
                code = 1
    return code


if __name__ == "__main__":
    sys.exit(main())
