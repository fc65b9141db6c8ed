#!/usr/bin/python3
"""What openpyxl reads in a form.

form_read.py cells FILE SHEET AREA...        the values of areas, cells by " | ", rows on lines; empty ones are "."
form_read.py formulas FILE SHEET AREA...     the same, formulas as they are
form_read.py about FILE SHEET                merged cells, formats, validations, print set-up, notes, links, charts
form_read.py strip FILE...                   takes the results of formulas out of the files, for LibreOffice to compute
form_read.py compare FILE COMPUTED           results of FILE that are not those of COMPUTED; formulas without one
form_read.py keep BLANK FILE                 what FILE, filled with nothing, has otherwise than BLANK; rows with markers are blank in it
"""
import datetime
import re
import sys
import zipfile

from openpyxl import load_workbook


def shown(value):
    if value is None:
        return "."
    if isinstance(value, datetime.datetime):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, float):
        return format(value, ".12g")
    return str(value).replace("\n", "\\n")


def areas(path, sheet, names, formulas):
    book = load_workbook(path, data_only=not formulas)
    for name in names:
        rows = book[sheet][name]
        for row in rows if isinstance(rows, tuple) else ((rows,),):
            print(" | ".join(shown(cell.value) for cell in row))


def about(path, sheet):
    page = load_workbook(path)[sheet]
    print("merged", *sorted(str(area) for area in page.merged_cells.ranges))
    for area in page.conditional_formatting:
        for rule in area.rules:
            print("format", area.sqref, *rule.formula)
    for rule in page.data_validations.dataValidation:
        print("validation", rule.sqref, rule.formula1)
    print("print", page.print_area, page.print_title_rows)
    print("freeze", page.freeze_panes, "filter", page.auto_filter.ref)
    print("breaks", *(brk.id for brk in page.row_breaks.brk))
    for row in page.iter_rows():
        for cell in row:
            if cell.comment:
                print("note", cell.coordinate, cell.comment.text)
            if cell.hyperlink:
                print("link", cell.coordinate, cell.hyperlink.target or "#" + cell.hyperlink.location)
    for chart in page._charts:
        series = chart.series[0]
        print("chart", chart.anchor._from.row + 1, series.val.numRef.f, series.cat.numRef.f if series.cat else "")
    for image in page._images:
        print("image", image.anchor._from.row + 1)
    for table in page.tables.values():
        print("table", table.displayName, table.ref)
    print("footer", page.oddFooter.center.text)


def strip(path):
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if name.startswith("xl/worksheets/"):
                text = data.decode()
                data = re.sub(r'(<c [^>]*?)( t="(?:str|b|e)")?(>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>))<v>[^<]*</v>', r"\1\3", text).encode()
            archive.writestr(name, data)


def same(one, two):
    if isinstance(one, bool) or isinstance(two, bool) or isinstance(one, str) or isinstance(two, str):
        return one == two
    if one is None or two is None:
        return one == two
    return abs(one - two) <= 1e-12 * max(1, abs(one), abs(two))


def compare(path, computed):
    formulas, own, other = load_workbook(path), load_workbook(path, data_only=True), load_workbook(computed, data_only=True)
    count = 0
    for page in formulas:
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                count += 1
                mine, theirs = own[page.title][cell.coordinate].value, other[page.title][cell.coordinate].value
                if re.search(r"(?<![\w\]])\[(?!\d)", str(cell.value)):
                    continue  # LibreOffice knows the columns of a table by the table's name only
                if mine is None:
                    print(f"{page.title}!{cell.coordinate} {cell.value}: no result")
                elif not same(mine, theirs):
                    print(f"{page.title}!{cell.coordinate} {cell.value}: {mine!r}, computed {theirs!r}")
    print(count, "formulas")


def look(cell):
    return [repr(getattr(cell, part)) for part in ("font", "fill", "border", "alignment", "protection", "number_format")]


def page_look(page):
    return {
        "merged": sorted(map(str, page.merged_cells.ranges)),
        "widths": {name: column.width for name, column in page.column_dimensions.items()},
        "heights": {row: line.height for row, line in page.row_dimensions.items() if line.height},
        "validations": sorted((str(rule.sqref), rule.formula1 or "") for rule in page.data_validations.dataValidation),
        "formats": sorted((str(area.sqref), *map(str, rule.formula)) for area in page.conditional_formatting for rule in area.rules),
        "set-up": (page.print_area, page.print_title_rows, page.freeze_panes, page.auto_filter.ref, page.protection.sheet),
        "tables": {table.displayName: table.ref for table in page.tables.values()},
        "drawings": (len(page._charts), len(page._images)),
        "notes": sorted((cell.coordinate, re.sub(r"\{\{.*?\}\}", "", cell.comment.text)) for row in page.iter_rows() for cell in row if cell.comment),
    }


def keep(blank, filled):
    before, after = load_workbook(blank), load_workbook(filled)
    print(*(f"sheets {before.sheetnames}: {after.sheetnames}\n" if before.sheetnames != after.sheetnames else ""), sep="", end="")
    count = 0
    for page in before:
        other = after[page.title]
        one, two = page_look(page), page_look(other)
        for part in one:
            if one[part] != two[part]:
                print(f"{page.title} {part}: {one[part]}: {two[part]}")
        for row in page.iter_rows():
            marked = any(isinstance(cell.value, str) and "{{" in cell.value for cell in row)
            for cell in row:
                count += 1
                twin = other[cell.coordinate]
                if look(cell) != look(twin):
                    print(f"{page.title}!{cell.coordinate}: another look")
                if cell.value != twin.value and not (marked and "{{" not in str(twin.value)):
                    print(f"{page.title}!{cell.coordinate}: {cell.value!r}: {twin.value!r}")
    print(count, "cells")


def main():
    verb, *rest = sys.argv[1:]
    if verb in ("cells", "formulas"):
        areas(rest[0], rest[1], rest[2:], verb == "formulas")
    elif verb == "about":
        about(*rest)
    elif verb == "strip":
        for path in rest:
            strip(path)
    elif verb == "keep":
        keep(*rest)
    else:
        compare(*rest)


if __name__ == "__main__":
    main()
