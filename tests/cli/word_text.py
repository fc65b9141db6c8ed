#!/usr/bin/python3
"""Prints what python-docx reads of a Word file: header, body (tables as rows of cells), footer, pictures, links."""
import sys

from docx import Document
from docx.oxml.ns import qn

document = Document(sys.argv[1])


def text_of(element):
    words = ""
    for node in element.iter():
        if node.tag == qn("w:t"):
            words += node.text or ""
        elif node.tag in (qn("w:br"), qn("w:tab")) and node.getparent().tag == qn("w:r"):
            words += " / " if node.tag == qn("w:br") else "\t"
    return words


def look_of(paragraph):
    style = document.styles.element.xpath(f'w:style[@w:styleId="{paragraph.pPr.pStyle.val}"]/w:name/@w:val')[0] if (
        paragraph.pPr is not None and paragraph.pPr.pStyle is not None) else ""
    number = paragraph.xpath("w:pPr/w:numPr/w:numId/@w:val")
    return (f"[{style}] " if style else "") + (f"(список {number[0]}) " if number else "")


def show(body, indent=""):
    for block in body:
        if block.tag == qn("w:p"):
            print(indent + look_of(block) + text_of(block))
        elif block.tag == qn("w:tbl"):
            for row in block.iter(qn("w:tr")):
                cells = []
                for cell in row.iter(qn("w:tc")):
                    merge = cell.xpath("w:tcPr/w:vMerge/@w:val") or (["…"] if cell.xpath("w:tcPr/w:vMerge") else [])
                    cells.append(text_of(cell) + (f" ({merge[0]})" if merge else ""))
                print(indent + "| " + " | ".join(cells))
        elif block.tag == qn("w:sdt"):
            show(block.find(qn("w:sdtContent")), indent)


section = document.sections[0]
for name, part in (("колонтитул", section.header), ("нижний колонтитул", section.footer)):
    if not part.is_linked_to_previous:
        print(f"{name}: {text_of(part._element)}")
show(document.element.body)
for picture in document.element.body.iter(qn("wp:inline")):
    extent = picture.find(qn("wp:extent"))
    print(f"рисунок {int(extent.get('cx')) // 36000} × {int(extent.get('cy')) // 36000} мм, «{picture.find(qn('wp:docPr')).get('descr')}»")
for field in document.element.body.iter(qn("w:fldSimple")):
    print("поле:" + field.get(qn("w:instr")).rstrip())
