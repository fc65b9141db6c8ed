"""Opens documents as their readers' programs do and says what is wrong. usage: open_documents.py FILE…
Word files through python-docx, workbooks through openpyxl (with the results that formulas were saved with)."""
import re
import sys
import zipfile

import docx
import openpyxl

faults = []
for name in sys.argv[1:]:
    if zipfile.ZipFile(name).testzip():
        faults.append(f"{name}: bad CRC")
    if name.endswith(".docx"):
        document = docx.Document(name)
        body = document.element.body
        text = "\n".join("".join(t.text or "" for t in p.iter(docx.oxml.ns.qn("w:t"))) for p in body.iter(docx.oxml.ns.qn("w:p")))
        for cell in body.iter(docx.oxml.ns.qn("w:tc")):
            if cell[-1].tag != docx.oxml.ns.qn("w:p"):
                faults.append(f"{name}: a cell does not end with a paragraph")
        print(name, "paragraphs", len(document.paragraphs), "tables", len(document.tables))
    else:
        book = openpyxl.load_workbook(name)
        values = openpyxl.load_workbook(name, data_only=True)
        text, formulas = "", 0
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        formulas += 1
                        if values[sheet.title][cell.coordinate].value is None:
                            faults.append(f"{name}: {sheet.title}!{cell.coordinate} has no saved result")
                    elif isinstance(cell.value, str):
                        text += cell.value + "\n"
        print(name, "sheets", len(book.sheetnames), "formulas", formulas)
    left = re.search(r"\{\{.{0,40}|\}\}|<\?svodka", text)
    if left:
        faults.append(f"{name}: a marker is left: {left.group(0)}")
for fault in faults:
    print("FAULT", fault)
sys.exit(1 if faults else 0)
