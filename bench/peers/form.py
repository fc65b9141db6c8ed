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

from openpyxl import Workbook, load_workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation

ROWS, FIRST = 1000, 6
FIELDS = ["no", "name", "students", "teachers", "success", "quality", "result", "activities"]
SHEET = "Форма 1"


def make_blank(path, engine="svodka"):
    """xlsx-template has markers of its own: `${table:rows.name}`."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    own = engine == "svodka"
    one = (lambda name: "{{%s}}" % name) if own else (lambda name: "${%s}" % name)
    sheet["A1"], sheet["A2"] = "Сведения о школах", one("municipality") + ", " + one("period")
    for letter, words in zip("ABCDEFGH", ["№", "Школа", "Контингент", None, "Результаты", None, None, "Мероприятия"]):
        sheet[letter + "4"] = words
    for letter, words in zip("CDEFG", ["учеников", "учителей", "успеваемость", "качество", "ОГЭ"]):
        sheet[letter + "5"] = words
    for letter, field in zip("ABCDEFGH", FIELDS):
        sheet[f"{letter}6"] = "{{%s}}" % field if own else "${table:rows.%s}" % field
    if own:
        sheet["A6"], sheet["H6"] = "{{#rows}}{{no}}", "{{activities}}{{/rows}}"
    sheet["B7"] = "ИТОГО"
    for letter in "CDH":
        sheet[f"{letter}7"] = f"=SUM({letter}6:{letter}6)"
    for letter in "EFG":
        sheet[f"{letter}7"] = f"=ROUND(AVERAGE({letter}6:{letter}6),2)"
    sheet["A9"], sheet["F9"] = "Директор", one("director")
    for area in ("A1:H1", "A2:H2", "A4:A5", "B4:B5", "C4:D4", "E4:G4", "H4:H5", "A9:B9", "F9:H9"):
        sheet.merge_cells(area)
    thin = Border(*[Side(style="thin")] * 4)
    for row in sheet["A4:H7"]:
        for cell in row:
            cell.border, cell.font = thin, Font(bold=cell.row != FIRST)
    sheet["G6"].number_format = "0.00"
    sheet.conditional_formatting.add("G6:G6", CellIsRule(operator="lessThan", formula=["3"], fill=PatternFill(bgColor="F4CCCC")))
    whole = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0")
    whole.add("C6:D6")
    sheet.add_data_validation(whole)
    sheet.print_area, sheet.print_title_rows, sheet.freeze_panes = "A1:H10", "4:5", "A6"
    book.create_sheet("Свод")["B1"] = f"='{SHEET}'!C7"
    book.save(path)


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
