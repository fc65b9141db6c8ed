"""The workbook of run.py by openpyxl in its write-only mode: write_openpyxl.py SHEET.tsv OUT.xlsx"""
import datetime
import sys

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side

HEADS = ["№", "Муниципалитет", "Школа", "Ученик", "Предмет", "Класс", "Дата", "Балл", "Наибольший", "Оценка",
         "Выполнение, %", "Итог"]
side = Side(style="thin")
font, border = Font(name="Times New Roman", size=11), Border(left=side, right=side, top=side, bottom=side)
aligns = {name: Alignment(horizontal=name, vertical="top", wrap_text=True) for name in ("left", "right", "center")}

book = Workbook(write_only=True)
sheet = book.create_sheet("Результаты")
sheet.freeze_panes = "A2"


def cell(value, align="left", number=None):
    made = WriteOnlyCell(sheet, value=value)
    made.font, made.border, made.alignment = font, border, aligns[align]
    if number:
        made.number_format = number
    return made


sheet.append([cell(head) for head in HEADS])
row = 1
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        v = line.rstrip("\n").split("\t")
        row += 1
        score, most = int(v[7]), int(v[8])
        formula = f'=IF(COUNT(H{row},I{row})=2,IFERROR(ROUND(ROUND(H{row}/I{row},9),3),""),"")'
        sheet.append([cell(int(v[0]), "right"), cell(v[1]), cell(v[2]), cell(v[3]), cell(v[4]), cell(int(v[5]), "right"),
                      cell(datetime.date.fromisoformat(v[6]), "center", "dd.mm.yyyy"), cell(score, "right"),
                      cell(most, "right"), cell(float(v[9]), "right", "0.00"), cell(formula, "right", "0.0%"),
                      cell("освоил" if score / most >= 0.6 else "не освоил")])
sheet.auto_filter.ref = f"A1:L{row}"
book.save(sys.argv[2])
