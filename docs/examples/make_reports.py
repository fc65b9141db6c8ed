#!/usr/bin/python3
"""Makes the Word templates of the built-in reports: generator/domain/reports/templates.

usage: make_reports.py      (python3-docx)

A covering letter and the register of outgoing documents. Their definitions beside them are written by hand.
"""
import pathlib

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "generator/domain/reports/templates"
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def document(title, landscape=False):
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin, section.right_margin = Cm(3 if not landscape else 2), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14 if not landscape else 11)
    style.element.rPr.rFonts.set(qn("w:cs"), "Times New Roman")
    style.paragraph_format.space_after = Pt(0)
    made.settings.element.find(qn("w:zoom")).set(qn("w:percent"), "100")
    made.core_properties.author, made.core_properties.comments = "", ""
    made.core_properties.title = title
    return made


def line(made, text, align=None, bold=False, size=None, after=0, indent=0):
    paragraph = made.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(after)
    if indent:
        paragraph.paragraph_format.first_line_indent = Cm(indent)
    run = paragraph.add_run(text)
    run.bold = bold
    if size:
        run.font.size = Pt(size)
    return paragraph


def cell_text(cell, text, size, bold=False, align=None):
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.bold = bold
    run.font.size = Pt(size)


def table(made, widths, header, row, size, centred):
    """One header row, repeated on each page, and the rows of a section that stretches over one row."""
    grid = made.add_table(rows=2, cols=len(widths), style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    for place, width in enumerate(widths):
        grid.columns[place].width = Cm(width)
        for line_of in grid.rows:
            line_of.cells[place].width = Cm(width)
        cell_text(grid.rows[0].cells[place], header[place], size, True, CENTRE)
        cell_text(grid.rows[1].cells[place], row[place], size, False, CENTRE if place in centred else None)
    repeat = OxmlElement("w:tblHeader")
    grid.rows[0]._tr.get_or_add_trPr().append(repeat)
    for each in grid.rows:
        each._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return grid


def register():
    made = document("Журнал регистрации исходящих документов", landscape=True)
    line(made, "{{reporting.authority_name}}", CENTRE, after=6)
    line(made, "Журнал регистрации исходящих документов за {{year}} год", CENTRE, True, 13, after=10)
    table(made, (1.2, 2.8, 2.3, 5.0, 6.2, 1.6, 4.0, 2.3),
          ("№ п/п", "Исходящий номер", "Дата", "Адресат", "Краткое содержание", "Листов", "Кто подписал", "Подписан"),
          ("{{#outgoing}}{{place}}", "{{number}}", "{{date:date}}", "{{addressee}}",
           "{{title}} ({{name}})", "{{pages:default=—}}", "{{signer_name:default=—}}",
           "{{signed:date:default=—}}{{/outgoing}}"), 10, {0, 1, 2, 5, 7})
    line(made, "").paragraph_format.space_after = Pt(0)
    line(made, "Всего за {{year}} год: {{total.count:plural=документ,документа,документов}}.")
    made.save(FOLDER / "outgoing-register.docx")


def letter():
    made = document("О направлении документов")
    head = made.add_table(rows=1, cols=2)
    head.autofit = False
    left, right = head.rows[0].cells
    left.width, right.width = Cm(8.5), Cm(8)
    head.columns[0].width, head.columns[1].width = Cm(8.5), Cm(8)
    for place, (text, size) in enumerate((("{{reporting.authority_full}}", 12),
                                          ("{{reporting.address}}", 10),
                                          ("{{#reporting.phone}}тел. {{reporting.phone}}{{/reporting.phone}}", 10),
                                          ("{{reporting.email}}", 10), ("", 10),
                                          ("от ______________ № ______________", 12))):
        paragraph = left.paragraphs[0] if place == 0 else left.add_paragraph()
        paragraph.alignment = CENTRE
        paragraph.add_run(text).font.size = Pt(size)
    cell_text(right, "{{reporting.recipient_name}}", 14)
    right.paragraphs[0].paragraph_format.left_indent = Cm(1)
    line(made, "")
    line(made, "{{title}}", size=12, after=12)
    line(made, "Направляем документы за {{period:date=full}}: "
               "{{total.count:plural=документ,документа,документов}}"
               "{{#total.pages}} на {{total.pages:plural=листе,листах}}{{/total.pages}}"
               "{{#total.signatures}}, с {{total.signatures:plural=электронной подписью,электронными подписями}}"
               "{{/total.signatures}}.", WD_ALIGN_PARAGRAPH.JUSTIFY, indent=1.25, after=8)
    line(made, "Приложение:", after=4)
    table(made, (1.2, 5.2, 1.7, 3.0, 5.4),
          ("№ п/п", "Документ", "Листов", "Исх. номер, дата", "Электронная подпись"),
          ("{{#documents}}{{place}}", "{{title}} ({{name}})", "{{pages:default=—}}",
           "{{#number}}№ {{number}} от {{date:date}}{{/number}}{{^number}}—{{/number}}",
           "{{#signed}}{{signer_name}}, {{signer_post:small}}, {{signed:date}}, сертификат {{certificate}}"
           " (файл {{name}}.p7s){{/signed}}{{^signed}}—{{/signed}}{{/documents}}"), 11, {0, 2})
    line(made, "", after=18)
    sign = made.add_table(rows=1, cols=2)
    sign.autofit = False
    sign.columns[0].width, sign.columns[1].width = Cm(10.5), Cm(6)
    sign.rows[0].cells[0].width, sign.rows[0].cells[1].width = Cm(10.5), Cm(6)
    cell_text(sign.rows[0].cells[0], "{{reporting.head_post}}", 14)
    cell_text(sign.rows[0].cells[1], "{{reporting.head_initials}}", 14, align=RIGHT)
    line(made, "", after=18)
    line(made, "{{#reporting.executor_name}}{{reporting.executor_name}}"
               "{{#reporting.executor_phone}}, {{reporting.executor_phone}}{{/reporting.executor_phone}}"
               "{{/reporting.executor_name}}", size=10)
    made.save(FOLDER / "covering-letter.docx")


if __name__ == "__main__":
    register()
    letter()
