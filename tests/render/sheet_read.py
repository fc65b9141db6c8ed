"""Reads workbooks with openpyxl, for sheet_test.cc.

dump FILE       sheets and cells as lines
same FILE FILE  the cells whose cached values differ
"""
import sys

try:
    import openpyxl
except ImportError:
    print("no openpyxl")
    sys.exit(0)


def shown(value):
    if hasattr(value, "strftime"):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, str):
        return '"' + value + '"'
    return "-" if value is None else repr(value)


def dump(path):
    formulas = openpyxl.load_workbook(path)
    values = openpyxl.load_workbook(path, data_only=True)
    p = formulas.properties
    print(f"book title={p.title} author={p.creator} created={p.created:%Y-%m-%d}")
    for sheet in formulas.worksheets:
        page = sheet.page_setup
        print(f"sheet {sheet.title} freeze={sheet.freeze_panes} titles={sheet.print_title_rows} filter={sheet.auto_filter.ref} "
              f"{page.orientation} paper={page.paperSize} fit={page.fitToWidth}x{page.fitToHeight}")
        print("merged " + " ".join(sorted(str(r) for r in sheet.merged_cells.ranges)))
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                print(f"rule {area.sqref} {rule.formula[0]}")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                cached = values[sheet.title][cell.coordinate].value
                formula = f" {cell.value}" if cell.data_type == "f" else ""
                print(f"{sheet.title}!{cell.coordinate} {shown(cached)} [{cell.number_format}]{formula}")


def same(one, other):
    a = openpyxl.load_workbook(one, data_only=True)
    b = openpyxl.load_workbook(other, data_only=True)
    for sheet in a.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                theirs = b[sheet.title][cell.coordinate].value
                if (cell.value or "") != (theirs or "") and not (cell.value in (0, None, "") and theirs in (0, None, "")):
                    print(f"{sheet.title}!{cell.coordinate}: {shown(cell.value)} | {shown(theirs)}")
    print("compared")


{"dump": dump, "same": same}[sys.argv[1]](*sys.argv[2:])
