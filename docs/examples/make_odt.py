#!/usr/bin/python3
"""Makes the templates of docs/examples/odt: what docs/templates.md teaches about OpenDocument.

usage: make_odt.py      (python3-pil)

The data beside them (report.yaml) are written by hand. tests/render/odt_examples_test.cc fills the template; pictures.sh
draws template and result side by side for the documentation.
"""
import pathlib
import zipfile

from PIL import Image, ImageDraw

FOLDER = pathlib.Path(__file__).resolve().parent / "odt"
TEXT = "application/vnd.oasis.opendocument.text"
CHART = "application/vnd.oasis.opendocument.chart"
URN = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = "".join(
    f' xmlns:{prefix}="{URN}{name}"'
    for prefix, name in [
        ("office", "office:1.0"), ("style", "style:1.0"), ("text", "text:1.0"), ("table", "table:1.0"),
        ("draw", "drawing:1.0"), ("fo", "xsl-fo-compatible:1.0"), ("svg", "svg-compatible:1.0"), ("chart", "chart:1.0"),
    ]
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

STYLES = """<office:styles>
<style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.15cm"/>
<style:text-properties style:font-name="Liberation Sans" fo:font-family="'Liberation Sans'" fo:font-size="10pt"
 fo:language="ru" fo:country="RU"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
 style:parent-style-name="Standard" style:default-outline-level="1"><style:text-properties fo:font-size="14pt"
 fo:font-weight="bold" fo:color="#1f3a5f"/></style:style>%s</office:styles>
<office:automatic-styles><style:page-layout style:name="pm1"><style:page-layout-properties fo:page-width="12cm"
 fo:page-height="16cm" fo:margin="1cm"/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm1"/></office:master-styles>"""


def column(name, width):
    return (f'<style:style style:name="{name}" style:family="table-column"><style:table-column-properties '
            f'style:column-width="{width}"/></style:style>')


AUTOMATIC = (
    column("t.A", "4cm") + column("t.B", "6cm") +
    '<style:style style:name="t" style:family="table"><style:table-properties style:width="10cm" table:align="left" '
    'fo:margin-bottom="0.2cm"/></style:style>'
    '<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties fo:padding="0.08cm" '
    'fo:border="0.5pt solid #7f8fa5"/></style:style>'
    '<style:style style:name="bold" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties '
    'fo:text-align="center" fo:margin-bottom="0cm"/><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="plain" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties '
    'fo:margin-bottom="0cm"/></style:style>'
    '<style:style style:name="photo" style:family="graphic"><style:graphic-properties style:wrap="none" '
    'style:horizontal-pos="center" style:horizontal-rel="paragraph" style:vertical-pos="top" style:vertical-rel="baseline" '
    'fo:border="1.5pt solid #1f3a5f" fo:padding="0.05cm"/></style:style>'
    '<style:style style:name="inline" style:family="graphic"><style:graphic-properties style:vertical-pos="top" '
    'style:vertical-rel="baseline"/></style:style>'
)


def p(content, style="Standard"):
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def row(*cells, style="plain"):
    made = "".join(f'<table:table-cell table:style-name="cell" office:value-type="string">{p(cell, style)}</table:table-cell>'
                   for cell in cells)
    return f"<table:table-row>{made}</table:table-row>"


TITLE = (f'<table:table-row><table:table-cell table:style-name="cell" table:number-columns-spanned="2">'
         f'{p("Средний балл за {{year}} год", "bold")}</table:table-cell><table:covered-table-cell/></table:table-row>')
MARKS = ('<table:table table:name="Баллы" table:style-name="t"><table:table-column table:style-name="t.A"/>'
         '<table:table-column table:style-name="t.B"/>' + TITLE +
         row("Школа", "{{#subjects:columns}}{{title}}{{/subjects}}", style="bold") +
         row("{{#schools}}{{name}}", "{{#marks:columns}}{{mark:number=1}}{{/marks}}{{/schools}}") + "</table:table>")


def frame(style, name, width, height, inside, description):
    return (f'<draw:frame draw:style-name="{style}" draw:name="{name}" text:anchor-type="as-char" svg:width="{width}" '
            f'svg:height="{height}">{inside}<svg:desc>{description}</svg:desc></draw:frame>')


PHOTO = frame("photo", "Фото", "3.6cm", "2.4cm",
              '<draw:image xlink:href="Pictures/blank.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>',
              "{{photo:image:fit=cover}}")
RESULTS = frame("inline", "Диаграмма", "10cm", "4.6cm",
                '<draw:object xlink:href="./Object 1" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>',
                "{{results:chart}}")
BODY = (p("{{&gt;letterhead}}") + p("Итоги {{year}} года", "Heading_20_1") + MARKS + p(PHOTO, "bold") + p(RESULTS))

LETTERHEAD_STYLE = (
    '<style:style style:name="Бланк" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties '
    'fo:text-align="center" fo:border-bottom="1pt solid #a02020" fo:border-top="none" fo:border-left="none" '
    'fo:border-right="none" fo:padding-bottom="0.1cm" fo:margin-bottom="0.3cm"/><style:text-properties fo:color="#a02020" '
    'fo:font-weight="bold"/></style:style>')
LETTERHEAD = p("{{authority}}<text:line-break/>{{address}}", "Бланк")


def style(name, properties, text=""):
    return f'<style:style style:name="{name}" style:family="chart">{properties}{text}</style:style>'


def chart():
    styles = (
        style("title", '<style:text-properties fo:font-size="11pt" fo:font-weight="bold"/>') +
        style("small", '<style:chart-properties chart:display-label="true"/><style:text-properties fo:font-size="8pt"/>') +
        style("plot", '<style:chart-properties chart:auto-position="true" chart:auto-size="true"/>') +
        style("first", '<style:graphic-properties draw:stroke="none" draw:fill-color="#c9d3e0"/>') +
        style("second", '<style:graphic-properties draw:stroke="none" draw:fill-color="#1f3a5f"/>'))
    series = "".join(
        f'<chart:series chart:style-name="{name}" chart:values-cell-range-address="local-table.${letter}$2:.${letter}$4" '
        f'chart:label-cell-address="local-table.${letter}$1" chart:class="chart:bar"><chart:data-point chart:repeated="3"/>'
        "</chart:series>" for name, letter in (("first", "B"), ("second", "C")))
    words = lambda value: f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    number = lambda value: (f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p>'
                            "</table:table-cell>")
    rows = "".join(f"<table:table-row>{words(f'Строка {i}')}{number(3 * i)}{number(2 * i + 1)}</table:table-row>"
                   for i in (1, 2, 3))
    return (f"{HEAD}<office:document-content{NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
            '<office:body><office:chart><chart:chart svg:width="10cm" svg:height="4.6cm" chart:class="chart:bar">'
            f'<chart:title chart:style-name="title"><text:p>План и факт, {{{{year}}}}</text:p></chart:title>'
            '<chart:legend chart:legend-position="bottom" chart:style-name="small"/>'
            '<chart:plot-area chart:style-name="plot" chart:data-source-has-labels="both">'
            '<chart:axis chart:dimension="x" chart:name="primary-x" chart:style-name="small"><chart:categories '
            'table:cell-range-address="local-table.$A$2:.$A$4"/></chart:axis>'
            '<chart:axis chart:dimension="y" chart:name="primary-y" chart:style-name="small"><chart:grid/></chart:axis>'
            f'{series}</chart:plot-area><table:table table:name="local-table"><table:table-header-columns>'
            '<table:table-column/></table:table-header-columns><table:table-columns><table:table-column '
            'table:number-columns-repeated="2"/></table:table-columns><table:table-header-rows><table:table-row>'
            f'{words("")}{words("Ряд 1")}{words("Ряд 2")}</table:table-row></table:table-header-rows><table:table-rows>{rows}'
            "</table:table-rows></table:table></chart:chart></office:chart></office:body></office:document-content>")


def picture(name, draw_on):
    image = Image.new("RGB", (360, 240), (232, 236, 241))
    draw_on(ImageDraw.Draw(image))
    path = FOLDER / name
    image.save(path)
    data = path.read_bytes()
    return data


def write(name, body, styles, more=()):
    parts = [
        ("content.xml", "text/xml", f"{HEAD}<office:document-content{NAMESPACES}><office:automatic-styles>{AUTOMATIC}"
         f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"),
        ("styles.xml", "text/xml", f"{HEAD}<office:document-styles{NAMESPACES}>{STYLES % styles}</office:document-styles>"),
        *more,
    ]
    manifest = f'{HEAD}<manifest:manifest xmlns:manifest="{URN}manifest:1.0" manifest:version="1.3">\n' + "".join(
        f' <manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>\n'
        for path, kind in [("/", TEXT), *((path, kind) for path, kind, _ in parts)]) + "</manifest:manifest>"
    with zipfile.ZipFile(FOLDER / name, "w") as package:
        def put(path, content, method=zipfile.ZIP_DEFLATED):
            package.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), content, method)
        put("mimetype", TEXT, zipfile.ZIP_STORED)
        for path, _, content in parts:
            if not path.endswith("/"):
                put(path, content)
        put("META-INF/manifest.xml", manifest)


def main():
    FOLDER.mkdir(exist_ok=True)
    blank = picture("blank.png", lambda d: (d.rectangle((4, 4, 355, 235), outline=(150, 160, 175), width=3),
                                            d.line((4, 4, 355, 235), fill=(190, 198, 210), width=3),
                                            d.line((4, 235, 355, 4), fill=(190, 198, 210), width=3)))
    (FOLDER / "blank.png").unlink()
    picture("school.png", lambda d: (d.rectangle((0, 0, 359, 170), fill=(173, 205, 232)),
                                     d.rectangle((0, 170, 359, 239), fill=(120, 160, 96)),
                                     d.rectangle((70, 90, 290, 200), fill=(222, 196, 160)),
                                     d.polygon([(55, 90), (180, 40), (305, 90)], fill=(150, 60, 50)),
                                     d.rectangle((160, 140, 200, 200), fill=(100, 70, 50)),
                                     *(d.rectangle((x, 110, x + 36, 145), fill=(90, 130, 170)) for x in (90, 225))))
    write("letterhead.odt", LETTERHEAD, LETTERHEAD_STYLE)
    write("report.odt", BODY, "", [("Pictures/blank.png", "image/png", blank), ("Object 1/", CHART, ""),
                                   ("Object 1/content.xml", "text/xml", chart())])


if __name__ == "__main__":
    main()
