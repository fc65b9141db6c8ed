"""What the measured documents look like, said once for all engines, and the text that they must hold.

`<name>` in a text is a value; Repeat and Table repeat for each record of a list; When shows for a value that is not 0.
"""
import re
from dataclasses import dataclass, field


@dataclass
class Paragraph:
    text: str
    style: str = "Normal"
    align: str = "left"
    bold: bool = False


@dataclass
class Repeat:
    name: str
    inside: list


@dataclass
class When:
    name: str
    text: str


@dataclass
class Table:
    name: str
    heads: list
    cells: list
    last: list = field(default_factory=list)  # a row below all records


REPORT = [
    Paragraph("<addressee>", align="right"),
    Paragraph("Управление образования, <district>"),
    Paragraph("<date> № <number>"),
    Paragraph("О выполнении плана поддержки школ с низкими результатами за <period>", align="center", bold=True),
    Paragraph("По приказу № <order> от <order_date> в муниципалитете (<district>) действует план поддержки школ с низкими "
              "образовательными результатами. Ведущая организация — <lead_school>. Ниже перечислено сделанное за <period>, "
              "участники и результаты, а также показатели школ на <date>.", align="justify"),
    Paragraph("За отчётный период проведены мероприятия:"),
    Repeat("activities", [
        Paragraph("<day>: <title> (<place>). <summary>", style="List Number"),
        Repeat("people", [Paragraph("<name>, <post>, <school>;", style="List Bullet 2")]),
        Paragraph("Итог: <outcome>"),
    ]),
    Paragraph("Показатели школ", align="center", bold=True),
    Table("schools", ["№", "Школа", "Учеников", "Учителей", "Успеваемость, %", "Качество, %", "ОГЭ", "Вывод"],
          ["<no>", "<title>", "<pupils>", "<teachers>", "<success>", "<quality>", "<exam>", "<verdict>"],
          ["", "Всего", "<pupils_total>", "<teachers_total>", "", "", "", ""]),
    When("late", "<late_note>"),
    Paragraph("<signer_post> ____________ <signer>"),
    Paragraph("Исполнитель: <author>, тел. <phone>"),
]

REGISTER = [
    Paragraph("<title> за <period>", align="center", bold=True),
    Table("rows", ["№", "Дата", "Школа", "Вид", "Тема", "Ответственный", "Охват", "Итог"],
          ["<no>", "<day>", "<school>", "<kind>", "<topic>", "<person>", "<reach>", "<outcome>"]),
    Paragraph("Всего охвачено: <reach_total>"),
]


def filled(text, record):
    return re.sub(r"<(\w+)>", lambda found: str(record[found[1]]), text)


def text_of(look, record):
    """The lines of a document that is filled with `record`, empty ones left out."""
    lines = []
    for item in look:
        if isinstance(item, Paragraph):
            lines.append(filled(item.text, record))
        elif isinstance(item, Repeat):
            for inner in record[item.name]:
                lines += text_of(item.inside, inner)
        elif isinstance(item, When):
            lines += [filled(item.text, record)] if record[item.name] else []
        else:
            lines += item.heads
            for inner in record[item.name]:
                lines += [filled(cell, inner) for cell in item.cells]
            lines += [filled(cell, record) for cell in item.last]
    return [line for line in lines if line]
