#!/usr/bin/python3
"""Makes the blanks of docs/examples/forms and docs/examples/map: what docs/spreadsheets.md teaches (python3-openpyxl).

The data beside them are written by hand; form_pictures.sh draws blank and form side by side for the documentation.
"""
import pathlib

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

FOLDER = pathlib.Path(__file__).resolve().parent
THIN = Border(*[Side(style="thin")] * 4)


def sheet(title, widths, cells):
    book = Workbook()
    page = book.active
    page.title = title
    page.sheet_view.showGridLines = False
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 11
    page.page_setup.fitToHeight = False
    page.sheet_properties.pageSetUpPr.fitToPage = True
    for letter, width in widths.items():
        page.column_dimensions[letter].width = width
    for name, value in cells.items():
        page[name] = value
    return book, page


def table(page, area, heads):
    for row in page[area]:
        for cell in row:
            cell.border = THIN
    for row in page[heads]:
        for cell in row:
            cell.fill, cell.font = PatternFill("solid", fgColor="DDE6F0"), Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")


def title(page, area):
    page.merge_cells(area)
    page[area.split(":")[0]].font = Font(bold=True, size=13)
    page[area.split(":")[0]].alignment = Alignment(horizontal="center")


def rows():
    book, page = sheet("Форма 1", {"A": 16, "B": 26, "C": 13, "D": 21, "E": 17}, {
        "A1": "Исполнение плана на {{as_of:date}}", "A3": "№", "B3": "Школа", "C3": "План", "D3": "Факт", "E3": "Исполнение, %",
        "A4": "{{#schools}}{{n}}", "B4": "{{school}}", "C4": "{{planned}}", "D4": "{{done}}{{/schools}}", "E4": "=ROUND(D4/C4*100,1)",
        "A5": "Итого", "C5": "=SUM(C4:C4)", "D5": "=SUM(D4:D4)", "E5": "=ROUND(D5/C5*100,1)", "A7": "Руководитель", "D7": "{{head}}"})
    title(page, "A1:E1")
    page.merge_cells("A5:B5")
    table(page, "A3:E5", "A3:E3")
    page.conditional_formatting.add("E4:E4", CellIsRule(operator="lessThan", formula=["50"], fill=PatternFill(bgColor="F4CCCC")))
    book.save(FOLDER / "forms/rows.xlsx")


def months():
    book, page = sheet("Динамика", {"A": 30, "B": 34, "C": 15}, {
        "A1": "Мероприятия по месяцам", "A3": "Школа", "B3": "{{#months:columns}}{{month}}{{/months}}", "C3": "Всего",
        "A4": "{{#schools}}{{school}}", "B4": "{{#values:columns}}{{n}}{{/values}}", "C4": "=SUM(B4:B4)", "D4": "{{/schools}}",
        "A5": "Итого", "B5": "=SUM(B4:B4)", "C5": "=SUM(C4:C4)"})
    title(page, "A1:C1")
    table(page, "A3:C5", "A3:C3")
    page["A5"].font = Font(bold=True)
    book.save(FOLDER / "forms/months.xlsx")


def blank():
    book, page = sheet("Раздел 1", {"A": 5, "B": 48, "C": 12, "D": 12, "E": 13, "F": 17}, {
        "A1": "Сведения об исполнении плана", "B2": "Муниципалитет:", "B3": "На дату:", "A5": "№", "B5": "Направление", "C5": "Пунктов",
        "D5": "Исполнено", "E5": "Просрочено", "F5": "Исполнение, %", "F6": "=IF(C6>0,ROUND(D6/C6*100,1),0)", "B7": "Всего", "C7": "=SUM(C6:C6)",
        "D7": "=SUM(D6:D6)", "E7": "=SUM(E6:E6)", "F7": "=IF(C7>0,ROUND(D7/C7*100,1),0)"})
    title(page, "A1:F1")
    page.merge_cells("C2:F2")
    page["C3"].number_format = "DD.MM.YYYY"
    page["C3"].alignment = page["C2"].alignment = Alignment(horizontal="left")
    table(page, "A5:F7", "A5:F5")
    page["B6"].alignment = Alignment(wrap_text=True)
    page["B7"].font = Font(bold=True)
    book.save(FOLDER / "map/form.xlsx")


if __name__ == "__main__":
    rows()
    months()
    blank()
