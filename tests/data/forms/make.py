#!/usr/bin/python3
"""Makes the blanks of this folder: make.py (python3-openpyxl, python3-xlsxwriter, python3-pil; LibreOffice for one).

They are made up after the forms that a ministry sends to municipalities. The data beside them (NAME.yaml) are written
by hand.
"""
import io
import pathlib
import re
import subprocess
import tempfile
import zipfile

import xlsxwriter
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table
from PIL import Image as Picture

FOLDER = pathlib.Path(__file__).resolve().parent
THIN = Border(*[Side(style="thin")] * 4)
HEAD = PatternFill("solid", fgColor="DDE6F0")


def write(sheet, cells):
    for name, value in cells.items():
        sheet[name] = value


def grid(sheet, area, head=False):
    for row in sheet[area]:
        for cell in row:
            cell.border = THIN
            if head:
                cell.fill, cell.font = HEAD, Font(bold=True)
                cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")


def picture():
    bytes_ = io.BytesIO()
    Picture.new("RGB", (60, 24), (31, 58, 95)).save(bytes_, "PNG")
    bytes_.seek(0)
    return Image(bytes_)


def monitoring():
    """Rows with all that must move with them; markers."""
    book = Workbook()
    form = book.active
    form.title = "Форма 1"
    write(form, {"A1": "Мониторинг исполнения плана", "A2": "{{municipality}}, {{period:date=month}}", "A4": "№", "B4": "Школа",
                 "C4": "Мероприятия", "C5": "план", "D5": "факт", "E4": "Исполнение, %", "F4": "Дата отчёта",
                 "G4": "Состояние", "A6": "{{#schools}}{{number}}", "B6": "{{name}}", "C6": "{{planned}}",
                 "D6": "{{done}}", "E6": "=IF(C6=0,0,ROUND(D6/C6*100,1))", "F6": "{{reported}}",
                 "G6": "{{state}}{{/schools}}", "A7": "Итого", "C7": "=SUM(C6:C6)", "D7": "=SUM(D6:D6)",
                 "E7": "=IF(C7=0,0,ROUND(D7/C7*100,1))", "G7": '=COUNTIF(G6:G6,"сдан")', "A9": "Худшая доля", "C9": "=MIN(E6:E6)",
                 "A10": "Директор ИМЦ", "E10": "{{director}}"})
    for area in ("A1:G1", "A2:G2", "A4:A5", "B4:B5", "C4:D4", "E4:E5", "F4:F5", "G4:G5", "A7:B7", "A10:B10", "E10:G10"):
        form.merge_cells(area)
    grid(form, "A4:G5", head=True)
    grid(form, "A6:G7")
    form["E6"].number_format = form["E7"].number_format = "0.0"
    form["F6"].number_format = "DD.MM.YYYY"
    form.row_dimensions[6].height = 18
    for letter, width in zip("ABCDEFG", (5, 32, 10, 10, 14, 14, 14)):
        form.column_dimensions[letter].width = width
    form.conditional_formatting.add("E6:E6", CellIsRule(operator="lessThan", formula=["50"], fill=PatternFill(bgColor="F4CCCC")))
    form.conditional_formatting.add("A6:G6", FormulaRule(formula=['$G6="нет"'], font=Font(color="990000")))
    states = DataValidation(type="list", formula1="Списки!$A$1:$A$3", allow_blank=True)
    states.add("G6")
    form.add_data_validation(states)
    form["D6"].comment = Comment("Только состоявшиеся", "Минобр")
    form["A10"].comment = Comment("Подпись {{director}}", "Минобр")
    form["A9"].hyperlink = "https://example.org/form"
    form.print_area = "A1:G11"
    form.print_title_rows = "4:5"
    form.freeze_panes = "A6"
    form.auto_filter.ref = "A5:G6"
    form.row_breaks.append(Break(id=8))
    form.oddFooter.center.text = "{{municipality}}, стр. &P из &N"
    form.add_image(picture(), "F12")
    chart = BarChart()
    chart.title = "Исполнение, %"
    chart.add_data(Reference(form, min_col=5, min_row=6, max_row=6), titles_from_data=False)
    chart.set_categories(Reference(form, min_col=2, min_row=6, max_row=6))
    form.add_chart(chart, "A13")
    form.protection.sheet = True
    form["B6"].protection = Protection(locked=False)
    total = book.create_sheet("Свод")
    write(total, {"A1": "Всего мероприятий", "B1": "='Форма 1'!C7", "A2": "Исполнено", "B2": "='Форма 1'!D7",
                  "A3": "Средний процент", "B3": "=ROUND(AVERAGE('Форма 1'!E6:E6),1)",
                  "A4": "По названию", "B4": "=SUMPRODUCT('Форма 1'!C6:C6,'Форма 1'!D6:D6)", "A5": "Имя", "B5": "=Итого_факт*2"})
    total.append(["Отчёт", '="За "&"{{municipality}}"'])
    book.defined_names.append(DefinedName("Итого_факт", attr_text="'Форма 1'!$D$7"))
    lists = book.create_sheet("Списки")
    for i, state in enumerate(("сдан", "на проверке", "нет"), 1):
        lists.cell(i, 1, state)
    lists.sheet_state = "hidden"
    book.save(FOLDER / "monitoring.xlsx")


def schools():
    """A sheet for each school, rows in it, a total over the sheets."""
    book = Workbook()
    total = book.active
    total.title = "Свод"
    write(total, {"A1": "Всего учеников", "B1": "=SUM('{{#schools}}{{title}}'!C7)", "A2": "У первой школы",
                  "B2": "='{{#schools}}{{title}}'!C7"})
    sheet = book.create_sheet("{{#schools}}{{title}}")
    write(sheet, {"A1": "{{title}}", "A3": "Класс", "B3": "Предмет", "C3": "Учеников", "A4": "{{#classes}}{{class}}",
                  "A5": "{{#subjects}}", "B5": "{{subject}}", "C5": "{{pupils}}{{/subjects}}",
                  "B6": "Всего по классу", "C6": "=SUM(C5:C5){{/classes}}", "A7": "Итого", "C7": "=SUMIF(B4:B6,\"Всего*\",C4:C6)"})
    sheet["C6"] = "=SUM(C5:C5)"
    sheet["D6"] = "{{/classes}}"
    sheet.merge_cells("A1:C1")
    grid(sheet, "A3:C3", head=True)
    grid(sheet, "A4:C7")
    sheet["C5"].comment = Comment("По списку", "Минобр")
    sheet.print_area = "A1:C8"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=5, max_row=5), titles_from_data=False)
    sheet.add_chart(chart, "F3")
    book.save(FOLDER / "schools.xlsx")


def months():
    """Columns for months, rows for schools."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Динамика"
    write(sheet, {"A1": "Динамика по месяцам", "A3": "Школа", "B3": "{{#months:columns}}{{month}}{{/months}}", "C3": "Всего",
                  "D3": "Доля", "A4": "{{#schools}}{{name}}", "B4": "{{#values:columns}}{{count}}{{/values}}", "C4": "=SUM(B4:B4)",
                  "D4": "=ROUND(C4/C$5,3)", "E4": "{{/schools}}", "A5": "Итого", "B5": "=SUM(B4:B4)", "C5": "=SUM(C4:C4)"})
    sheet.merge_cells("A1:D1")
    grid(sheet, "A3:D3", head=True)
    grid(sheet, "A4:D5")
    sheet["D4"].number_format = "0.0%"
    sheet.column_dimensions["A"].width = 30
    sheet.column_dimensions["B"].width = 9
    sheet.column_dimensions["C"].width = 12
    sheet.conditional_formatting.add("B4:B4", CellIsRule(operator="equal", formula=["0"], fill=PatternFill(bgColor="F4CCCC")))
    sheet.print_area = "A1:D5"
    book.save(FOLDER / "months.xlsx")


def blank():
    """No markers: a map fills it. Written by XlsxWriter: shared strings, a table, an array formula, a sparkline."""
    book = xlsxwriter.Workbook(str(FOLDER / "blank.xlsx"))
    bold = book.add_format({"bold": True, "border": 1, "text_wrap": True, "bg_color": "#DDE6F0", "align": "center"})
    cell, percent = book.add_format({"border": 1}), book.add_format({"border": 1, "num_format": "0.0"})
    day = book.add_format({"border": 1, "num_format": "dd.mm.yyyy"})
    form = book.add_worksheet("Раздел 1.2")
    form.set_column("A:A", 6)
    form.set_column("B:B", 34)
    form.merge_range("A1:F1", "Сведения о работе с низкими результатами", book.add_format({"bold": True, "align": "center"}))
    form.write_row("A2", ["Муниципалитет", "", "", "Дата"])
    form.write_blank("E2", None, day)
    form.write_rich_string("A3", "Заполняется ", bold, "до 5 числа", " месяца")
    for column, words in enumerate(["№", "Школа", "План", "Факт", "%", "Отметка"]):
        form.write(4, column, words, bold)
    for row in range(5, 8):
        for column in (0, 1, 2, 3, 5):
            form.write_blank(row, column, None, cell)
        form.write_formula(row, 4, f"=IF(C{row + 1}>0,ROUND(D{row + 1}/C{row + 1}*100,1),0)", percent, 0)
    form.write("B9", "Всего", bold)
    form.write_formula("C9", "=SUM(C6:C8)", cell, 0)
    form.write_formula("D9", "=SUM(D6:D8)", cell, 0)
    form.write_array_formula("E9:E9", "{=MAX(IF(1,C6:C8-D6:D8))}", cell, 0)
    form.conditional_format("E6:E8", {"type": "data_bar"})
    form.data_validation("F6:F8", {"validate": "list", "source": ["да", "нет"]})
    form.add_sparkline("G6", {"range": "'Раздел 1.2'!C6:D6"})
    book.define_name("Ответственный", "='Раздел 1.2'!$C$11")
    form.write("B11", "Ответственный")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": "='Раздел 1.2'!$B$6:$B$8", "values": "='Раздел 1.2'!$D$6:$D$8", "name": "Факт"})
    form.insert_chart("I2", chart)
    form.write_comment("C5", "По плану на год")
    form.set_landscape()
    form.print_area("A1:F11")
    table = book.add_worksheet("Реестр")
    table.add_table("A1:C3", {"name": "Реестр", "total_row": True, "columns": [
        {"header": "Мероприятие", "total_string": "Всего"}, {"header": "Участники", "total_function": "sum"},
        {"header": "Доля", "formula": "=ROUND([@Участники]/SUM([Участники]),2)"}]})
    check = book.add_worksheet("Проверка")
    check.write_formula("A1", "=IF('Раздел 1.2'!D9=SUM('Раздел 1.2'!D6:D8),\"верно\",\"ошибка\")", None, "")
    check.write_formula("A2", "=SUM(Реестр[Участники])", None, 0)
    book.set_properties({"title": "Форма", "created": __import__("datetime").datetime(2020, 1, 1)})
    book.close()


def full():
    """All that a form may have beside its cells: a pivot table, protected ranges, custom XML, a thread of comments.

    Neither library writes these: the parts are added here (ECMA-376 part 1, 18.10, 18.3.1.69; part 2; MS-XLSX 2.6.205).
    """
    book = Workbook()
    form = book.active
    form.title = "Форма"
    write(form, {"A1": "Участники {{title}}", "A3": "Школа", "B3": "Предмет", "C3": "Участников", "A4": "{{#rows}}{{school}}",
                 "B4": "{{subject}}", "C4": "{{count}}{{/rows}}", "A5": "Всего", "C5": "=SUM(C4:C4)", "A7": "Проверил"})
    grid(form, "A3:C5")
    form["A7"].comment = Comment("[Цепочка комментариев]\n\nКто проверил?", "tc={6B1E7A52-0D8C-4F7B-9E51-4C1D2E3F4A5B}")
    form.protection.sheet = True
    pivot = book.create_sheet("Сводная")
    write(pivot, {"A3": "Школа", "B3": "Сумма", "A4": "Общий итог"})
    buffer = io.BytesIO()
    book.save(buffer)
    main, rel = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    office = "http://schemas.microsoft.com/office/2017/10/relationships"
    threads = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    fields = ("Школа", "Предмет", "Участников")
    cached = "".join(f'<cacheField name="{name}" numFmtId="0"><sharedItems containsBlank="1"/></cacheField>' for name in fields)
    person = "{0F1E2D3C-4B5A-4697-8879-6A5B4C3D2E1F}"
    new = {
        "xl/pivotCache/pivotCacheDefinition1.xml": f'{head}<pivotCacheDefinition xmlns="{main}" xmlns:r="{rel}" r:id="rId1" refreshedBy="Минобр" recordCount="0">'
            f'<cacheSource type="worksheet"><worksheetSource ref="A3:C4" sheet="Форма"/></cacheSource><cacheFields count="3">{cached}</cacheFields></pivotCacheDefinition>',
        "xl/pivotCache/pivotCacheRecords1.xml": f'{head}<pivotCacheRecords xmlns="{main}" count="0"/>',
        "xl/pivotTables/pivotTable1.xml": f'{head}<pivotTableDefinition xmlns="{main}" name="Сводная1" cacheId="7" dataCaption="Значения">'
            '<location ref="A3:B4" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="3">'
            '<pivotField axis="axisRow" showAll="0"><items count="1"><item t="default"/></items></pivotField><pivotField showAll="0"/>'
            '<pivotField dataField="1" showAll="0"/></pivotFields><rowFields count="1"><field x="0"/></rowFields>'
            '<dataFields count="1"><dataField name="Сумма" fld="2"/></dataFields></pivotTableDefinition>',
        "xl/threadedComments/threadedComment1.xml": f'{head}<ThreadedComments xmlns="{threads}"><threadedComment ref="A7" dT="2020-11-02T09:00:00.00" '
            f'personId="{person}" id="{{6B1E7A52-0D8C-4F7B-9E51-4C1D2E3F4A5B}}"><text>Кто проверил?</text></threadedComment></ThreadedComments>',
        "xl/persons/person.xml": f'{head}<personList xmlns="{threads}"><person displayName="Минобр" id="{person}" userId="m" providerId="None"/></personList>',
        "customXml/item1.xml": f'{head}<form xmlns="urn:example:form" code="ОО-1"/>',
        "customXml/itemProps1.xml": f'{head}<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
            'ds:itemID="{11111111-2222-4333-8444-555555555555}"><ds:schemaRefs/></ds:datastoreItem>',
    }

    def relations(name, *those):
        body = "".join(f'<Relationship Id="rId{i}" Type="{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(those, 1))
        new[name] = f'{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{body}</Relationships>'

    relations("xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels", (rel + "/pivotCacheRecords", "pivotCacheRecords1.xml"))
    relations("xl/pivotTables/_rels/pivotTable1.xml.rels", (rel + "/pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml"))
    relations("xl/worksheets/_rels/sheet2.xml.rels", (rel + "/pivotTable", "../pivotTables/pivotTable1.xml"))
    relations("customXml/_rels/item1.xml.rels", (rel + "/customXmlProps", "itemProps1.xml"))
    sheet_kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    kinds = {"xl/pivotCache/pivotCacheDefinition1.xml": sheet_kind + "pivotCacheDefinition+xml",
             "xl/pivotCache/pivotCacheRecords1.xml": sheet_kind + "pivotCacheRecords+xml",
             "xl/pivotTables/pivotTable1.xml": sheet_kind + "pivotTable+xml",
             "xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
             "xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
             "customXml/itemProps1.xml": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"}
    overrides = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in kinds.items())
    added = {
        "[Content_Types].xml": ("</Types>", overrides + "</Types>"),
        "xl/workbook.xml": ("<calcPr", f'<pivotCaches><pivotCache cacheId="7" xmlns:r="{rel}" r:id="rIdPivot"/></pivotCaches><calcPr'),
        "xl/_rels/workbook.xml.rels": ("</Relationships>", f'<Relationship Id="rIdPivot" Type="{rel}/pivotCacheDefinition" Target="pivotCache/pivotCacheDefinition1.xml"/>'
            f'<Relationship Id="rIdPersons" Type="{office}/person" Target="persons/person.xml"/>'
            f'<Relationship Id="rIdXml" Type="{rel}/customXml" Target="../customXml/item1.xml"/></Relationships>'),
        "xl/worksheets/_rels/sheet1.xml.rels": ("</Relationships>", f'<Relationship Id="rIdThread" Type="{office}/threadedComment" Target="/xl/threadedComments/threadedComment1.xml"/></Relationships>'),
    }
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(FOLDER / "full.xlsx", "w", zipfile.ZIP_DEFLATED) as made:
        for part in old.namelist():
            text = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                ranges = '<protectedRanges><protectedRange name="Данные" sqref="A4:C4"/><protectedRange name="Подпись" sqref="B7"/></protectedRanges>'
                text = re.sub(r"(<sheetProtection[^>]*/>)", lambda m: m[1] + ranges, text.decode(), count=1).encode()
            elif part in added:
                before, after = added[part]
                text = text.decode().replace(before, after, 1)
                # calcPr stands before pivotCaches (18.2.27)
                text = re.sub(r"(<pivotCaches>.*</pivotCaches>)(<calcPr[^>]*/>)", r"\2\1", text).encode()
            made.writestr(part, text)
        for part, text in new.items():
            made.writestr(part, text)


def by_office():
    """The same blank as LibreOffice writes it."""
    with tempfile.TemporaryDirectory() as work:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--convert-to", "xlsx",
                        "--outdir", work, str(FOLDER / "blank.xlsx")], check=True, stdout=subprocess.DEVNULL)
        (FOLDER / "blank-office.xlsx").write_bytes((pathlib.Path(work) / "blank.xlsx").read_bytes())


if __name__ == "__main__":
    monitoring()
    schools()
    months()
    blank()
    full()
    by_office()
