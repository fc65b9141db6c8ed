"""Fills blanks as schools do: with openpyxl, and saved once more by LibreOffice.  usage: collect_returns.py BLANKS MAIL"""
import os
import subprocess
import sys
import tempfile

import openpyxl

blanks, mail = sys.argv[1:3]
os.makedirs(mail, exist_ok=True)


def check(condition, what):
    if not condition:
        sys.exit(what)


book = openpyxl.load_workbook(f"{blanks}/pokrovskaya.xlsx")
check(book.sheetnames == ["Данные", "_svodka"], book.sheetnames)
check(book["_svodka"].sheet_state == "hidden", "the technical sheet is not hidden")
sheet = book["Данные"]
check(sheet.protection.sheet, "the sheet is not protected")
check([cell.value for cell in sheet[5]] == ["Предмет", "Класс", "Писали", "Форма", "Учитель", "Дата", "Сдан"], [c.value for c in sheet[5]])
check(sheet["A1"].value == "Результаты ВПР" and sheet["A2"].value == "Покровская СОШ", "title")
check("15.12.2020" in sheet["A3"].value, sheet["A3"].value)
check([sheet["A6"].value, sheet["B6"].value, sheet["A7"].value] == ["математика", 5, "русский язык"], "known rows")
check(sheet["A6"].protection.locked and not sheet["C6"].protection.locked and not sheet["A8"].protection.locked, "locks")
rules = {str(rule.sqref).split(":")[0][0]: rule for rule in sheet.data_validations.dataValidation}
check(rules["C"].type == "whole" and rules["C"].formula1 == "0", (rules["C"].type, rules["C"].formula1))
check(rules["D"].formula1 == '"очно,дистанционно"', rules["D"].formula1)
check(rules["E"].formula1 == "_svodka!$C$3:$C$4", rules["E"].formula1)
check(rules["F"].type == "date" and rules["G"].formula1 == '"да,нет"', "rules")

sheet["C6"], sheet["D6"], sheet["E6"], sheet["F6"], sheet["G6"] = 14, "очно", "Петрова А. А.", "09.12.2020", "да"
sheet["B7"], sheet["C7"], sheet["D7"] = 6, "пятнадцать", "заочно"
sheet["A8"], sheet["B8"], sheet["C8"] = "физика", 8, 9
book.save(f"{mail}/Сводная школа (1).xlsx")

book = openpyxl.load_workbook(f"{blanks}/vetlyanskaya.xlsx")
sheet = book["Данные"]
sheet["A6"], sheet["B6"], sheet["C6"], sheet["E6"] = "химия", 9, 7, "Сидорова Б. Б."
sheet["A7"], sheet["B7"] = "биология", 9
with tempfile.TemporaryDirectory() as work:
    book.save(f"{work}/ответ.xlsx")
    subprocess.run(["soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
                    "--outdir", mail, f"{work}/ответ.xlsx"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

book = openpyxl.load_workbook(f"{blanks}/izobilnaya.xlsx")
book["_svodka"]["B2"] = "nobody"
book.save(f"{mail}/чужая школа.xlsx")
with open(f"{mail}/испорчен.xlsx", "wb") as broken:
    broken.write(open(f"{blanks}/izobilnaya.xlsx", "rb").read()[:3000])

stranger = openpyxl.Workbook()
stranger.active.append(["Предмет", "Писали"])
stranger.save(f"{mail}/своя таблица.xlsx")
