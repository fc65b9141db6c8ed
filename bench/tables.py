"""The table of `./dev bench tables`: 100,000 rows x 12 columns of made-up results.

usage: tables.py make DIR    a project with the table as inputs/results.xlsx and its map
       tables.py read FILE   reads the same table with openpyxl in its read-only mode, every value of every row
"""
import os
import sys

ROWS = 100_000
HEADINGS = ["Школа", "Предмет", "Класс", "Дата", "По списку", "Писали", "«2»", "«3»", "«4»", "«5»", "Средний балл", "Учитель"]
SUBJECTS = ["математика", "русский язык", "физика", "химия", "история", "биология", "география"]


def make(folder):
    import datetime

    import xlsxwriter

    os.makedirs(f"{folder}/inputs", exist_ok=True)
    book = xlsxwriter.Workbook(f"{folder}/inputs/results.xlsx")
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet = book.add_worksheet("Результаты")
    sheet.write_row(0, 0, HEADINGS)
    start = datetime.datetime(2020, 9, 1)
    for n in range(1, ROWS + 1):
        marks = [n % 4, n % 7, n % 6, n % 3]
        sheet.write_string(n, 0, f"school-{n % 500}")
        sheet.write_string(n, 1, SUBJECTS[n % len(SUBJECTS)])
        sheet.write_number(n, 2, 5 + n % 6)
        sheet.write_datetime(n, 3, start + datetime.timedelta(days=n % 200), day)
        sheet.write_number(n, 4, sum(marks) + n % 3)
        sheet.write_number(n, 5, sum(marks))
        for k, mark in enumerate(marks):
            sheet.write_number(n, 6 + k, mark)
        sheet.write_number(n, 10, 2 + n % 300 / 100)
        sheet.write_string(n, 11, f"Фамилия-{n} И. О.")
    book.close()
    with open(f"{folder}/inputs/schools.yaml", "w") as out:
        out.write("organisations:\n")
        for n in range(500):
            out.write(f"  - {{id: school-{n}, kind: school, name: Школа № {n}}}\n")
    with open(f"{folder}/inputs/results.yaml", "w") as out:
        out.write(
            "tables:\n  - file: results.xlsx\n    collection: results\n    constants: {exam: vpr, year: 2020}\n    columns:\n"
            "      Школа: school\n      Предмет: subject\n      Класс: grade\n      Дата: date\n      По списку: roll\n"
            "      Писали: participants\n      «2»: marks-2\n      «3»: marks-3\n      «4»: marks-4\n      «5»: marks-5\n"
            "      Средний балл: mean-score\n      Учитель:\n"
        )


def read(file):
    import openpyxl

    sheet = openpyxl.load_workbook(file, read_only=True)["Результаты"]
    count = 0
    for row in sheet.iter_rows(values_only=True):
        count += sum(value is not None for value in row)
    assert count == (ROWS + 1) * len(HEADINGS), count


{"make": make, "read": read}[sys.argv[1]](sys.argv[2])
