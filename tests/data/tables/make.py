#!/usr/bin/env python3
"""Makes the workbooks of this folder anew: ./make.py (python3-openpyxl, python3-xlsxwriter, LibreOffice).

All schools' results in them are made up. Each file has the shapes that real returns have; the tests say which.
"""
import datetime
import os
import shutil
import subprocess
import tempfile

import openpyxl
import xlsxwriter
from openpyxl.styles import Alignment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HERE = os.path.dirname(os.path.abspath(__file__))
NBSP, NARROW = "\u00a0", "\u202f"


def path(name):
    return os.path.join(HERE, name)


def returns():
    """A district's table as schools fill it: title, two levels of merged headings, column numbers, units, totals."""
    book = openpyxl.Workbook()
    front = book.active
    front.title = "Титул"
    front["A1"] = "Сведения о результатах ВПР"
    front["B2"] = "за 2020 год"
    sheet = book.create_sheet("Результаты")
    sheet["A1"] = "Результаты всероссийских проверочных работ"
    sheet.merge_cells("A1:J1")
    sheet["A2"] = "заполняется образовательной организацией"
    for cells, words in {
        "A4:A5": "Образовательная\nорганизация",
        "B4:B5": "Предмет",
        "C4:C5": "Дата",
        "D4:D5": "Участников, чел.",
        "E4:H4": "Отметки",
        "I4:I5": "Качество, %",
        "J4:J5": "Проверено",
    }.items():
        sheet[cells.split(":")[0]] = words
        sheet.merge_cells(cells)
        sheet[cells.split(":")[0]].alignment = Alignment(wrap_text=True, horizontal="center")
    for column, mark in zip("EFGH", ("«2»", "«3»", "«4»", "«5»")):
        sheet[column + "5"] = mark
    for number, column in enumerate("ABCDEFGHIJ", 1):
        sheet[column + "6"] = number
    rows = [
        ("Покровская СОШ", "Русский язык", datetime.date(2020, 9, 22), f"1{NBSP}234", 3, 6, 4, 1, 0.357, True),
        (None, "Математика", "23 сентября 2020 г.", "15 чел.", "3", 7, 4, 1, "33,3 %", False),
        (None, "Физика", "24.09.2020", f"2{NARROW}005 чел", 0, "–", 4, 1, 0.5, None),
        (None,) * 10,
        ("Ветлянская  СОШ", "Русский язык", datetime.datetime(2020, 9, 22, 10, 30), 12, 2, 6, 3, 1, 0.333, "да"),
        ("Изобильная СОШ", "Русский язык", "сентябрь 2020", 16, 2, 6, 3, 1, 0.25, "+"),
        ("Итого по району", None, None, "=SUM(D7:D12)", 10, 25, 18, 5, None, None),
        ("Итоговая контрольная школа", "Русский язык", "2020", 7, 1, 2, 3, 1, 0.571, "нет"),
        ("Руководитель: Иванова И.И.", None, None, None, None, None, None, None, None, None),
    ]
    for number, row in enumerate(rows, 7):
        for column, value in zip("ABCDEFGHIJ", row):
            cell = sheet[f"{column}{number}"]
            cell.value = value
            if column == "I" and isinstance(value, float):
                cell.number_format = "0.0%"
            if isinstance(value, datetime.datetime):
                cell.number_format = "dd.mm.yyyy\\ hh:mm"
            elif isinstance(value, datetime.date):
                cell.number_format = "[$-419]d\\ mmmm\\ yyyy;@"
    sheet.merge_cells("A7:A9")
    sheet.row_dimensions[12].hidden = True
    old = book.create_sheet("Прошлый год")
    old.sheet_state = "hidden"
    old["A1"] = "Предмет"
    book.save(path("returns.xlsx"))


def faults():
    """Cells that cannot mean what their field takes."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Лист 1"
    sheet.append(["Школа", "Предмет", "Участников", "Средний балл", "Дата", "Проверено"])
    sheet.append(["Покровская СОШ", "Физика", "#REF!", 3.5, 44097, True])
    sheet["C2"].data_type = "e"
    sheet.append(["Покровска СОШ", "Химия", "=1+1", datetime.date(2020, 5, 3), datetime.date(2020, 9, 22), "может быть"])
    sheet.append(["Покровская СОШ", "История", "12 тыс. чел.", "1.234,5", "31 ноября 2020 г.", None])
    sheet.append(["Покровская СОШ", "Биология", 12.5, True, "#Н/Д", None])
    book.save(path("faults.xlsx"))


def wide():
    """An exam centre's export: a column for each subject, a sheet for each class, leading zeros by format."""
    book = xlsxwriter.Workbook(path("oge-2020-wide.xlsx"))
    book.set_properties({"created": datetime.datetime(2020, 12, 1)})
    code = book.add_format({"num_format": "00000"})
    head = book.add_format({"bold": True, "align": "center"})
    for grade in (9, 11):
        sheet = book.add_worksheet(f"{grade} класс")
        sheet.write("A1", "Выгрузка РЦОИ от 01.07.2020")
        sheet.merge_range("A3:A4", "Код ОО", head)
        sheet.merge_range("B3:B4", "Школа", head)
        sheet.merge_range("C3:D3", "Математика", head)
        sheet.merge_range("E3:F3", "Русский язык", head)
        for column in (2, 4):
            sheet.write(3, column, "Участников")
            sheet.write(3, column + 1, "Средний балл")
        sheet.write_row(4, 0, [7])
        sheet.write(4, 0, 7, code)
        sheet.write_row(4, 1, ["Покровская СОШ", 14, 3.6 + grade / 100, 15, 4.1])
        sheet.write(5, 0, 12, code)
        sheet.write_row(5, 1, ["Ветлянская СОШ", 9, 3.2, "-", None])
        sheet.write_row(6, 1, ["Всего", 23, "", 15, ""])
    book.close()


def mac():
    """Days counted from 1904, as Excel for Macintosh did."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "Результаты"
    sheet.append(["Школа", "Предмет", "Дата"])
    sheet.append(["pokrovskaya", "Физика", datetime.date(2020, 12, 9)])
    sheet["C2"].number_format = "dd/mm/yy"
    book.save(path("dates-1904.xlsx"))


def office(source, kind, *filters):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
                        kind, "--outdir", folder, path(source)], check=True, stdout=subprocess.DEVNULL)
        extension = kind.split(":")[0]
        made = os.path.join(folder, os.path.splitext(source)[0] + "." + extension)
        target = path(os.path.splitext(source)[0] + "-office." + extension)
        shutil.copyfile(made, target)


def locked():
    """What an encrypted workbook looks like from outside: a compound file with one stream of this name."""
    with open(path("encrypted.xlsx"), "wb") as out:
        out.write(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(480))


if __name__ == "__main__":
    returns()
    faults()
    wide()
    mac()
    locked()
    office("returns.xlsx", "xlsx")
    office("returns.xlsx", "xls")
    office("returns.xlsx", "ods")
    office("dates-1904.xlsx", "xlsx")
    # Semicolons, quotes, UTF-8: the first sheet, without what was merged.
    office("oge-2020-wide.xlsx", "csv:Text - txt - csv (StarCalc):59,34,76,1")
