"""Prints the comments of a copy for review with the words that they stand at. usage: notes.py FILE"""
import re
import sys
import zipfile

import docx
import openpyxl

name = sys.argv[1]
if name.endswith(".xlsx"):
    for sheet in openpyxl.load_workbook(name):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment:
                    print(f"{sheet.title}!{cell.coordinate}: " + " | ".join(cell.comment.text.splitlines()))
else:
    docx.Document(name)  # opens
    package = zipfile.ZipFile(name)
    notes = next(name for name in package.namelist() if name.startswith("word/comments"))
    body, comments = (package.read(part).decode() for part in ("word/document.xml", notes))
    for number, text in re.findall(r'<w:comment [^>]*w:id="(\d+)"[^>]*>(.*?)</w:comment>', comments, re.S):
        inside = re.search(rf'<w:commentRangeStart w:id="{number}"\s*/>(.*?)<w:commentRangeEnd w:id="{number}"', body, re.S).group(1)
        words = "".join(re.findall(r"<w:t[^>]*>([^<]*)", inside))
        print(f"{words}: " + " | ".join(re.findall(r"<w:t[^>]*>([^<]*)", text)))
