"""Reads workbooks with openpyxl, for sheet_test.cc.

dump FILE       sheets and cells as lines
same FILE FILE  the cells whose cached values differ
features FILE   links, comments, input rules, conditional formats, names, tables, pictures as lines
widths FILE     whether the columns of the first sheet fit their cells, by the font itself
"""
import sys
import warnings

warnings.simplefilter("ignore")
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


def rich_runs(path):
    """Cells with rich text: openpyxl of Debian 12 does not read them."""
    import zipfile
    from lxml import etree
    ns = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    found = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/sheet"):
                continue
            for cell in etree.fromstring(archive.read(name)).iter(ns + "c"):
                runs = cell.findall(f"{ns}is/{ns}r")
                if runs:
                    found[(int(name[19:-4]) - 1, cell.get("r"))] = "|".join(
                        ("b:" if r.find(f"{ns}rPr/{ns}b") is not None else "i:" if r.find(f"{ns}rPr/{ns}i") is not None else "")
                        + r.find(ns + "t").text for r in runs)
    return found


def print_rule(sheet, area, rule):
    words = f"{sheet.title}!{area.sqref} {rule.type}"
    if rule.type == "iconSet":
        words += f" {rule.iconSet.iconSet or '3TrafficLights1'}" + (" reversed" if rule.iconSet.reverse else "")
    if rule.type == "colorScale":
        words += " " + " ".join(c.rgb for c in rule.colorScale.color)
    if rule.type == "expression":
        words += f" {rule.formula[0]}"
        if rule.dxf and rule.dxf.font:
            words += f" {rule.dxf.font.color.rgb}" + (" italic" if rule.dxf.font.i else "")
    print(words)


def print_outline(sheet):
    rows = []
    for number, row in sorted(sheet.row_dimensions.items()):
        if row.outlineLevel or row.collapsed:
            rows.append(f"{number}:{row.outlineLevel}" + ("h" if row.hidden else "") + ("c" if row.collapsed else ""))
    if rows:
        print(f"{sheet.title} outline " + " ".join(rows) + (" above" if sheet.sheet_properties.outlinePr.summaryBelow is False else " below"))


def print_pictures(sheet):
    for picture in sheet._images:
        start, end = picture.anchor._from, picture.anchor.to
        def edge(mark):
            from openpyxl.utils import get_column_letter
            x = sum(round((sheet.column_dimensions[get_column_letter(i + 1)].width or 8.43) * 7 + 5) for i in range(mark.col))
            y = sum((sheet.row_dimensions[i + 1].height or 15) / 0.75 for i in range(mark.row))
            return x + mark.colOff / 9525, y + mark.rowOff / 9525
        (x1, y1), (x2, y2) = edge(start), edge(end)
        from openpyxl.utils import get_column_letter
        print(f"{sheet.title}!{get_column_letter(start.col + 1)}{start.row + 1} picture {(x2 - x1) / (y2 - y1):.1f}:1 height {round((y2 - y1) / 96 * 25.4)} mm")


def features(path):
    book = openpyxl.load_workbook(path)
    p = book.properties
    print(f"properties {p.category} {book_manager(path)} {p.description}")
    print("sheets " + "; ".join(book.sheetnames))
    for name, defined in ((n.name, n) for n in book.defined_names.definedName):
        print(f"name {name} = {defined.attr_text}")
    rich = rich_runs(path)
    for index, sheet in enumerate(book.worksheets):
        if sheet.sheet_state == "hidden":
            print(f"{sheet.title} hidden: " + "; ".join(str(r[0].value) for r in sheet.iter_rows()))
            continue
        if sheet.protection.sheet:
            print(f"{sheet.title} protected {'password' if sheet.protection.password else 'open'} "
                  f"sort={'locked' if sheet.protection.sort else 'free'} filter={'locked' if sheet.protection.autoFilter else 'free'}")
        if sheet.sheet_properties.tabColor:
            print(f"{sheet.title} tab {sheet.sheet_properties.tabColor.rgb}")
        for table in sheet.tables.values():
            print(f"{sheet.title} table {table.name} {table.ref} {table.tableStyleInfo.name} " + " ".join(c.name for c in table.tableColumns[:3]))
        for v in sheet.data_validations.dataValidation:
            rule = v.formula1 if v.type == "list" else f"{v.operator or 'between'} {v.formula1} {v.formula2}"
            print(f"{sheet.title}!{v.sqref} {v.type} {rule} prompt={v.prompt} error={v.error} {v.errorStyle or 'stop'}")
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                print_rule(sheet, area, rule)
        print_outline(sheet)
        print_pictures(sheet)
        for row in sheet.iter_rows():
            for cell in row:
                where = f"{sheet.title}!{cell.coordinate}"
                if cell.hyperlink:
                    location = f" #{cell.hyperlink.location}" if cell.hyperlink.location else ""
                    print(f"{where} link {cell.hyperlink.target}{location}")
                if cell.comment:
                    print(f"{where} comment {cell.comment.text}")
                if not cell.protection.locked:
                    print(f"{where} unlocked")
                if (index, cell.coordinate) in rich:
                    print(f"{where} rich {rich[(index, cell.coordinate)]}")
                elif cell.data_type == "f":
                    print(f"{where} {cell.value}")
                elif isinstance(cell.value, str):
                    print(f"{where} {shown(cell.value)}")


def book_manager(path):
    import re
    import zipfile
    with zipfile.ZipFile(path) as archive:
        found = re.search("<Manager>(.*?)</Manager>", archive.read("docProps/app.xml").decode())
    return found.group(1) if found else None


def widths(path):
    """Measures with the font's file, by FreeType, what the workbook gives room for."""
    from PIL import ImageFont
    font = ImageFont.truetype("/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf", 1100)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    for column in sheet.iter_cols():
        letter = column[0].column_letter
        room = sheet.column_dimensions[letter].width * 7  # pixels that show digits
        height = max(sheet.row_dimensions[c.row].height or 15 for c in column)
        texts = [f"{c.value:,}" if isinstance(c.value, int) else str(c.value) for c in column]
        widest = max(font.getlength(t) * 11 / 1100 * 96 / 72 for t in texts)
        if widest <= room:
            loose = room > widest * 1.1 + 14
            print(f"{letter} {'is too wide' if loose and room > 35 else 'fits'}: {widest:.0f} in {room:.0f}" if loose and room > 35 else f"{letter} fits")
        else:
            import math
            lines = math.ceil(widest / room * 1.05)
            print(f"{letter} wraps {lines} lines into {height:.0f} pt")


{"dump": dump, "same": same, "features": features, "widths": widths}[sys.argv[1]](*sys.argv[2:])
