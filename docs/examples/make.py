#!/usr/bin/python3
"""Makes the templates of docs/examples/word: one for each thing that docs/templates.md teaches.

usage: make.py [NAME...]      (python3-docx, python3-pil)

The data beside them (NAME.yaml) are written by hand. tests/render/word_examples_test.cc fills every template;
pictures.sh draws template and result side by side for the documentation.
"""
import pathlib
import sys

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from PIL import Image, ImageDraw

FOLDER = pathlib.Path(__file__).resolve().parent / "word"


def document():
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Cm(12), Cm(16)
    section.left_margin = section.right_margin = Cm(1)
    section.top_margin = section.bottom_margin = Cm(1)
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Liberation Sans", Pt(10)
    style.element.rPr.rFonts.set(qn("w:cs"), "Liberation Sans")
    style.paragraph_format.space_after = Pt(4)
    for name in ("Heading 1", "Heading 2"):
        made.styles[name].font.name = "Liberation Sans"
        made.styles[name].element.rPr.rFonts.attrib.clear()
        made.styles[name].element.rPr.rFonts.set(qn("w:ascii"), "Liberation Sans")
        made.styles[name].element.rPr.rFonts.set(qn("w:hAnsi"), "Liberation Sans")
        made.styles[name].font.color.rgb = RGBColor(0x1F, 0x3A, 0x5F)
    made.settings.element.find(qn("w:zoom")).set(qn("w:percent"), "100")
    properties = made.core_properties
    properties.author = "Svodka"
    properties.comments = ""
    return made


def paragraph(made, text, style=None, bold=False):
    one = made.add_paragraph(style=style)
    one.add_run(text).bold = bold
    return one


def table(made, rows, header=True):
    grid = made.add_table(rows=len(rows), cols=max(map(len, rows)), style="Table Grid")
    for row, texts in zip(grid.rows, rows):
        for cell, text in zip(row.cells, texts):
            cell.paragraphs[0].add_run(text).bold = header and row is grid.rows[0]
    if header:
        for cell in grid.rows[0].cells:
            for run in cell.paragraphs[0].runs:
                run.bold = True
    return grid


def values(made):
    made.add_heading("Справка", 1)
    one = made.add_paragraph("В школе «")
    one.add_run("{{school.").bold = True
    one.add_run("name}}")
    one.add_run("» на {{as_of:date=long}} учится {{pupils:plural=\"ученик, ученика, учеников\"}}.")
    paragraph(made, "Адрес: {{school.address:default=«не указан»}}")


def sections(made):
    paragraph(made, "Школы: {{#schools}}{{name}}{{#schools_separator}}, {{/schools_separator}}{{/schools}}.")
    paragraph(made, "{{#schools}}")
    paragraph(made, "{{name}}", bold=True)
    paragraph(made, "Выполнено {{done}} из {{planned}}.{{#late}} Есть просроченные!{{/late}}")
    paragraph(made, "{{/schools}}")
    paragraph(made, "{{^remarks}}Замечаний нет.{{/remarks}}")


def lists(made):
    paragraph(made, "{{#schools:restart}}")
    paragraph(made, "{{name}}:", bold=True)
    paragraph(made, "{{#tasks}}", style="List Number")
    paragraph(made, "{{title}}", style="List Number")
    paragraph(made, "{{/tasks}}", style="List Number")
    paragraph(made, "{{/schools}}")


def rows(made):
    table(made, [["№", "Школа", "Учеников"], ["{{#schools}}{{number}}", "{{name}}", "{{pupils}}{{/schools}}"], ["", "Всего", "{{total}}"]])


def merge(made):
    table(made, [["Район", "Школа", "Учеников"], ["{{#schools}}{{district:merge}}", "{{name}}", "{{pupils}}{{/schools}}"]])


def columns(made):
    table(made, [["Школа", "{{#subjects:columns}}{{title}}{{/subjects}}"],
                 ["{{#schools}}{{name}}", "{{#marks:columns}}{{mark}}{{/marks}}{{/schools}}"]])


def markdown(made):
    paragraph(made, "Пояснение", bold=True)
    paragraph(made, "{{note:markdown}}")


def picture_file(name, color, words):
    picture = Image.new("RGB", (320, 200), color)
    draw = ImageDraw.Draw(picture)
    draw.polygon([(40, 110), (160, 30), (280, 110)], fill="white")
    draw.rectangle((60, 110, 260, 180), fill="white")
    draw.rectangle((140, 130, 180, 180), fill=color)
    picture.save(FOLDER / name, dpi=(150, 150))


def pictures(made):
    picture_file("school.png", (31, 90, 140), "")
    picture_file("placeholder.png", (170, 170, 170), "")
    one = paragraph(made, "{{photo:image:width=4cm}}")
    one.alignment = WD_ALIGN_PARAGRAPH.CENTER
    two = paragraph(made, "Рисунок шаблона: ")
    two.add_run().add_picture(str(FOLDER / "placeholder.png"), width=Cm(2.5))
    two._p.xpath(".//wp:docPr")[0].set("descr", "{{photo:image}}")
    paragraph(made, "Код документа: {{number:qr:size=2cm}}")
    (FOLDER / "placeholder.png").unlink()


def links(made):
    paragraph(made, "Сайт: {{site:link}}")
    paragraph(made, "Подробности — {{site:link=\"на странице школы\"}}, почта {{mail:link}}.")


def notes(made):
    section = made.sections[0]
    section.page_height = Cm(6)
    section.header.paragraphs[0].text = "{{authority}}"
    section.footer.paragraphs[0].text = "Исполнитель: {{executor}}"
    paragraph(made, "Отчёт «{{title}}» составлен {{as_of:date}}.")


def letterhead(made):
    one = paragraph(made, "{{authority:upper}}", bold=True)
    one.alignment = WD_ALIGN_PARAGRAPH.CENTER
    two = paragraph(made, "{{address}}")
    two._p.get_or_add_pPr().append(parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="8" w:space="4" w:color="1F3A5F"/></w:pBdr>'))
    two.alignment = WD_ALIGN_PARAGRAPH.CENTER


def include(made):
    paragraph(made, "{{>letterhead}}")
    paragraph(made, "О результатах: {{title}}")


def chart(made):
    """The first chart of the tests' template, which is written as Word writes charts."""
    source = Document(FOLDER.parent.parent.parent / "tests/data/docx/chart-template.docx")
    body = source.element.body
    with_charts = [block for block in body if block.xpath(".//*[local-name()='chart']")]
    for block in list(body):
        if block is not with_charts[0] and block.tag != qn("w:sectPr"):
            body.remove(block)
    section = source.sections[0]
    section.page_width, section.page_height = Cm(17), Cm(12)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1)
    return source


def contents(made):
    one = made.add_paragraph()
    for kind, text in (("begin", None), (None, ' TOC \\o "1-2" \\h \\z \\u '), ("separate", None)):
        run = one.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)
    one.add_run("(оглавление)")
    end = OxmlElement("w:fldChar")
    end.set(qn("w:fldCharType"), "end")
    one.add_run()._r.append(end)
    paragraph(made, "{{#schools}}")
    made.add_heading("{{name}}", 1)
    paragraph(made, "{{text}}")
    paragraph(made, "{{/schools}}")


EXAMPLES = [values, sections, lists, rows, merge, columns, markdown, pictures, links, notes, letterhead, include, chart, contents]


def main():
    wanted = set(sys.argv[1:])
    for example in EXAMPLES:
        if wanted and example.__name__ not in wanted:
            continue
        made = document()
        made = example(made) or made
        made.save(FOLDER / f"{example.__name__}.docx")


if __name__ == "__main__":
    main()
