"""The form of `./dev bench peers`: its blank, its data, and what must come of it.

form.py blank FILE | data FILE | openpyxl BLANK DATA OUT | check DATA FILE...

A blank like a ministry's: merged headings, one row to repeat, totals under it, a signature, a conditional format, a
validation, a print area, a second sheet that refers to the totals. `openpyxl` fills it as a person would by hand, with
all that must move moved for this one form.
"""
import copy
import json
import random
import re
import sys

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.formatting.formatting import ConditionalFormattingList

ROWS, FIRST = 1000, 6
FIELDS = ["no", "name", "students", "teachers", "success", "quality", "result", "activities"]
SHEET = "Форма 1"


def make_blank(path, engine="svodka"):
    """xlsx-template has markers of its own, `${table:rows.name}`, and reads shared strings only: XlsxWriter writes them."""
    book = xlsxwriter.Workbook(path)
    sheet, total = book.add_worksheet(SHEET), book.add_worksheet("Свод")
    thin, bold, two = book.add_format({"border": 1}), book.add_format({"border": 1, "bold": True}), book.add_format({"border": 1, "num_format": "0.00"})
    own = engine == "svodka"
    one = (lambda name: "{{%s}}" % name) if own else (lambda name: "${%s}" % name)
    sheet.merge_range("A1:H1", "Сведения о школах", bold)
    sheet.merge_range("A2:H2", one("municipality") + ", " + one("period"), thin)
    for area, words in {"A4:A5": "№", "B4:B5": "Школа", "C4:D4": "Контингент", "E4:G4": "Результаты", "H4:H5": "Мероприятия"}.items():
        sheet.merge_range(area, words, bold)
    sheet.write_row("C5", ["учеников", "учителей", "успеваемость", "качество", "ОГЭ"], bold)
    for column, field in enumerate(FIELDS):
        words = "{{%s}}" % field if own else "${table:rows.%s}" % field
        words = "{{#rows}}" + words if own and column == 0 else words + "{{/rows}}" if own and column == 7 else words
        sheet.write_string(FIRST - 1, column, words, two if column == 6 else thin)
    sheet.write("A7", "", bold)
    sheet.write("B7", "ИТОГО", bold)
    for letter in "CDEFGH":
        sheet.write_formula(f"{letter}7", f"=SUM({letter}6:{letter}6)" if letter in "CDH" else f"=ROUND(AVERAGE({letter}6:{letter}6),2)", bold)
    sheet.merge_range("A9:B9", "Директор")
    sheet.merge_range("F9:H9", one("director"))
    sheet.conditional_format("G6:G6", {"type": "cell", "criteria": "<", "value": 3, "format": book.add_format({"bg_color": "#F4CCCC"})})
    sheet.data_validation("C6:D6", {"validate": "integer", "criteria": ">=", "value": 0})
    sheet.print_area("A1:H10")
    sheet.repeat_rows(3, 4)
    sheet.freeze_panes("A6")
    total.write_formula("B1", f"='{SHEET}'!C7")
    book.close()


def make_data(path):
    random.seed(7)
    rows = [{"no": i + 1, "name": f"МОБУ «Школа № {i + 1}» & филиал", "students": random.randint(60, 900), "teachers": random.randint(9, 60),
             "success": random.randint(700, 1000) / 10, "quality": random.randint(300, 900) / 10,
             "result": random.randint(250, 500) / 100, "activities": random.randint(0, 20)} for i in range(ROWS)]
    record = {"municipality": "Соль-Илецкий городской округ", "period": "декабрь 2020 года", "director": "Иванова А. А.", "rows": rows}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(record, file, ensure_ascii=False)


def fill_by_hand(blank, data, out):
    record, book = json.load(open(data, encoding="utf-8")), load_workbook(blank)
    sheet, added = book[SHEET], len(record["rows"]) - 1
    below = [str(area) for area in sheet.merged_cells.ranges if area.min_row > FIRST]
    for area in below:
        sheet.unmerge_cells(area)
    sheet.insert_rows(FIRST + 1, added)
    looks = [copy.copy(sheet.cell(FIRST, column)._style) for column in range(1, 9)]
    for i, row in enumerate(record["rows"]):
        for column, field in enumerate(FIELDS, 1):
            cell = sheet.cell(FIRST + i, column)
            cell.value, cell._style = row[field], looks[column - 1]
    moved = lambda area: re.sub(r"([A-Z]+)(\d+)", lambda m: m[1] + str(int(m[2]) + added), area)
    for column in range(1, 9):
        cell = sheet.cell(FIRST + added + 1, column)
        if isinstance(cell.value, str) and cell.value.startswith("="):
            cell.value = re.sub(r"([A-Z])6:([A-Z])6", rf"\g<1>6:\g<2>{FIRST + added}", cell.value)
    for area in below:
        sheet.merge_cells(moved(area))
    for name in ("A2", f"F{9 + added}"):
        sheet[name].value = re.sub(r"\{\{(\w+)\}\}", lambda m: str(record[m[1]]), sheet[name].value)
    old, sheet.conditional_formatting = sheet.conditional_formatting, ConditionalFormattingList()
    for area in old:
        for rule in area.rules:
            sheet.conditional_formatting.add(f"G6:G{FIRST + added}", rule)
    for rule in sheet.data_validations.dataValidation:
        rule.sqref = type(rule.sqref)(f"C6:D{FIRST + added}")
    sheet.print_area = f"A1:H{10 + added}"
    book["Свод"]["B1"] = f"='{SHEET}'!C{FIRST + added + 1}"
    book.save(out)


def faults(data, path):
    """What is wrong with a filled form."""
    record, book = json.load(open(data, encoding="utf-8")), load_workbook(path)
    sheet, results = book[SHEET], load_workbook(path, data_only=True)
    last = FIRST + len(record["rows"]) - 1
    if any(sheet.cell(FIRST + i, column).value != row[field]
           for i, row in enumerate(record["rows"]) for column, field in enumerate(FIELDS, 1)):
        yield "values"
    if sheet[f"C{last + 1}"].value != f"=SUM(C6:C{last})":
        yield "total"
    if [str(area.sqref) for area in sheet.conditional_formatting] != [f"G6:G{last}"]:
        yield "conditional format"
    if sum(r.size["rows"] * r.size["columns"] for v in sheet.data_validations.dataValidation for r in v.sqref.ranges) != 2 * len(record["rows"]):
        yield "validation"
    if f"$A$1:$H${last + 4}" not in str(sheet.print_area):
        yield "print area"
    if book["Свод"]["B1"].value != f"='{SHEET}'!C{last + 1}":
        yield "the other sheet"
    if f"A{last + 3}:B{last + 3}" not in map(str, sheet.merged_cells.ranges):
        yield "merged cells below"
    if results[SHEET][f"C{last + 1}"].value != sum(row["students"] for row in record["rows"]):
        yield "the stored result of the total"


if __name__ == "__main__":
    verb, *names = sys.argv[1:]
    if verb == "openpyxl":
        fill_by_hand(*names)
    elif verb == "data":
        make_data(*names)
    elif verb == "blank":
        make_blank(*names)
    else:
        for name in names[1:]:
            print(name, *faults(names[0], name), sep=", ")
