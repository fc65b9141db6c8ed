"""Makes chart-template.docx: three charts in the shape in which Word 2016 writes them (parts, extensions, style and
colour parts, embedded workbooks), drawn with data of their own, with markers in alternative texts and titles."""
import io
import zipfile
import docx
import openpyxl
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import qn

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "http://schemas.microsoft.com/office/2011/relationships/"
TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def fill(colour):
    return f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'


def unique(number, index):
    return ('<c:extLst><c:ext uri="{C3380CC4-5D6E-409C-BE32-E72D297353CC}" xmlns:c16="http://schemas.microsoft.com/'
            f'office/drawing/2014/chart"><c16:uniqueId val="{{{index:08X}-{number:04X}-4A11-9C33-000000000000}}"/>'
            "</c:ext></c:extLst>")


def cache(kind, formula, values, code=""):
    points = "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(values))
    code = f"<c:formatCode>{code}</c:formatCode>" if code else ""
    return (f"<c:{kind}Ref><c:f>{formula}</c:f><c:{kind}Cache>{code}<c:ptCount val=\"{len(values)}\"/>{points}"
            f"</c:{kind}Cache></c:{kind}Ref>")


def series(number, index, name, look, categories, values, code="General", points="", end=""):
    column, last = "BCDE"[index], len(values) + 1
    return (f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx>'
            + cache("str", f"Лист1!${column}$1", [name]) + f"</c:tx>{look}{points}<c:cat>"
            + cache("str", f"Лист1!$A$2:$A${last}", categories) + "</c:cat><c:val>"
            + cache("num", f"Лист1!${column}$2:${column}${last}", values, code)
            + f"</c:val>{end}{unique(number, index)}</c:ser>")


def title(*runs):
    words = "".join(f'<a:r><a:rPr lang="ru-RU" sz="1400" b="1"/><a:t>{run}</a:t></a:r>' for run in runs)
    return ('<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1400" b="1"/></a:pPr>'
            f'{words}</a:p></c:rich></c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>')


def axes(category, value, position="l", deleted=0, crosses="autoZero"):
    return (f'<c:catAx><c:axId val="{category}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val='
            f'"{deleted}"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="1"/><c:majorTickMark '
            'val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
            f'<c:crossAx val="{value}"/><c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/>'
            f'<c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx><c:valAx><c:axId val="{value}"/>'
            f'<c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="{position}"/>'
            '<c:numFmt formatCode="General" sourceLinked="1"/><c:majorTickMark val="none"/><c:minorTickMark '
            f'val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="{category}"/><c:crosses val="{crosses}"/>'
            '<c:crossBetween val="between"/></c:valAx>')


def chart(heading, plots):
    return (f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" '
            f'xmlns:r="{R}" xmlns:c16r2="http://schemas.microsoft.com/office/drawing/2015/06/chart">'
            '<c:date1904 val="0"/><c:lang val="ru-RU"/><c:roundedCorners val="0"/><mc:AlternateContent xmlns:mc='
            '"http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="c14" xmlns:c14='
            '"http://schemas.microsoft.com/office/drawing/2007/8/2/chart"><c14:style val="102"/></mc:Choice>'
            f'<mc:Fallback><c:style val="2"/></mc:Fallback></mc:AlternateContent><c:chart>{heading}<c:plotArea>'
            f'<c:layout/>{plots}</c:plotArea><c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'
            '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:solidFill><a:schemeClr '
            'val="bg1"/></a:solidFill></c:spPr><c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr/></a:pPr>'
            '<a:endParaRPr lang="ru-RU"/></a:p></c:txPr><c:externalData r:id="rId3"><c:autoUpdate val="0"/>'
            "</c:externalData></c:chartSpace>")


def bars_and_line():
    names, categories = ["Ряд 1", "Ряд 2", "Доля"], ["Категория 1", "Категория 2", "Категория 3", "Категория 4"]
    look = "<c:spPr>" + fill("accent1") + '</c:spPr><c:invertIfNegative val="0"/>'
    other = "<c:spPr>" + fill("accent2") + '</c:spPr><c:invertIfNegative val="0"/>'
    line = ('<c:spPr><a:ln w="28575" cap="rnd">' + fill("accent6") + '<a:round/></a:ln></c:spPr><c:marker>'
            '<c:symbol val="circle"/><c:size val="7"/></c:marker>')
    bars = ('<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
            + series(1, 0, names[0], look, categories, [4.3, 2.5, 3.5, 4.5])
            + series(1, 1, names[1], other, categories, [2.4, 4.4, 1.8, 2.8])
            + '<c:gapWidth val="150"/><c:axId val="111"/><c:axId val="112"/></c:barChart>')
    lines = ('<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
             + series(1, 2, names[2], line, categories, [0.5, 0.4, 0.3, 0.9], "0%", end='<c:smooth val="0"/>')
             + '<c:marker val="1"/><c:axId val="113"/><c:axId val="114"/></c:lineChart>')
    second = axes(113, 114, "r", 1, "max").replace("</c:catAx><c:valAx>", "|").split("|")
    plots = bars + lines + axes(111, 112) + "<c:valAx>" + second[1] + second[0] + "</c:catAx>"
    return chart(title("Выполнение плана за {{ye", "ar}}", " год"), plots), names, categories


def pie():
    names, categories = ["Продажи"], ["Кв. 1", "Кв. 2", "Кв. 3", "Кв. 4", "Кв. 5", "Кв. 6"]
    points = "".join(f'<c:dPt><c:idx val="{i}"/><c:bubble3D val="0"/><c:spPr>{fill(f"accent{i + 1}")}</c:spPr>'
                     f"{unique(2, i + 1)}</c:dPt>" for i in range(6))
    labels = ('<c:dLbls><c:dLbl><c:idx val="5"/><c:delete val="1"/></c:dLbl><c:spPr><a:noFill/></c:spPr><c:showLegendKey '
              'val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
              '<c:showBubbleSize val="0"/></c:dLbls>')
    plot = ('<c:pieChart><c:varyColors val="1"/>'
            + series(2, 0, names[0], "", categories, [8, 3, 2, 1, 1, 1], points=points + labels)
            + '<c:firstSliceAng val="0"/></c:pieChart>')
    return chart(title("Доли школ"), plot), names, categories


def lines():
    names, categories = ["План", "Факт"], ["Январь", "Февраль", "Март"]
    look = '<c:spPr><a:ln w="28575" cap="rnd">' + fill("{}") + '<a:round/></a:ln></c:spPr><c:marker><c:symbol val="none"/></c:marker>'
    plot = ('<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
            + series(3, 0, names[0], look.format("accent1"), categories, [1, 2, 3], end='<c:smooth val="0"/>')
            + series(3, 1, names[1], look.format("accent2"), categories, [1, 1, 2], end='<c:smooth val="0"/>')
            + '<c:marker val="1"/><c:axId val="311"/><c:axId val="312"/></c:lineChart>' + axes(311, 312))
    return chart(title("{{na", "me}}: по месяцам"), plot), names, categories


def workbook(names, categories):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Лист1"
    sheet.append([None] + names)
    for number, category in enumerate(categories):
        sheet.append([category] + [number + 1] * len(names))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def add_chart(document, number, made, description):
    xml, names, categories = made
    package = document.part.package
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), TYPE, xml.encode(), package)
    for kind, name, root in (("chartStyle", "style", "chartStyle"), ("chartColorStyle", "colors", "colorStyle")):
        words = (f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cs:{root} xmlns:cs="http://schemas.microsoft'
                 f'.com/office/drawing/2012/chartStyle" id="201"/>')
        other = Part(PackURI(f"/word/charts/{name}{number}.xml"), f"application/vnd.ms-office.{kind.lower()}+xml",
                     words.encode(), package)
        part.rels.add_relationship(OFFICE + kind, other, "rId1" if kind == "chartStyle" else "rId2")
    book = Part(PackURI(f"/word/embeddings/Microsoft_Excel_Worksheet{number}.xlsx"), BOOK, workbook(names, categories),
                package)
    part.rels.add_relationship(RT.PACKAGE, book, "rId3")
    relation = document.part.relate_to(part, RT.CHART)
    run = document.add_paragraph().add_run()
    run._r.append(parse_xml(
        f'<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="http://schemas.'
        f'openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="{A}"><wp:inline distT="0" distB="0" '
        f'distL="0" distR="0"><wp:extent cx="5486400" cy="2400000"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr '
        f'id="{number}" name="Диаграмма {number}" descr="{description}"/><wp:cNvGraphicFramePr/><a:graphic>'
        f'<a:graphicData uri="{C}"><c:chart xmlns:c="{C}" xmlns:r="{R}" r:id="{relation}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"))


def main():
    document = docx.Document()
    document.add_heading("Отчёт за {{year}} год", 1)
    add_chart(document, 1, bars_and_line(), "{{results:chart}} Выполнение плана школами")
    add_chart(document, 2, pie(), "{{results:chart:series=Выполнено}}")
    document.add_paragraph("{{#schools}}")
    document.add_heading("{{name}}", 2)
    add_chart(document, 3, lines(), "{{months:chart:names=template}}")
    document.add_paragraph("{{/schools}}")
    document.settings.element.find(qn("w:zoom")).set(qn("w:percent"), "100")
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile("chart-template.docx", "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)


main()
