"""Templates of one look (look.py) in the marker language of each engine: templates.py FOLDER"""
import re
import sys
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt

from look import REGISTER, REPORT, Paragraph, Repeat, When

ALIGN = {"left": None, "right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER,
         "justify": WD_ALIGN_PARAGRAPH.JUSTIFY}


class Writer:
    """`{{#list}}`, `{{/list}}` in paragraphs of their own, in the first and last cell of a row: Svodka."""

    left, right = "{{", "}}"

    def __init__(self):
        self.document = Document()
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Times New Roman", Pt(12)
        normal.paragraph_format.space_after = Pt(4)
        page = self.document.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin, page.right_margin = Cm(3), Cm(1.5)
        page.top_margin = page.bottom_margin = Cm(2)

    # What the engines differ in.

    def value(self, name, scope):
        return f"{self.left}{name}{self.right}"

    def start(self, kind, name, scope):
        return f"{self.left}#{name}{self.right}"

    def end(self, kind, name):
        return f"{self.left}/{name}{self.right}"

    def repeat(self, item, scope):
        self.paragraph(Paragraph(self.start("p", item.name, scope)), scope)
        self.items(item.inside, scope + [item.name])
        self.paragraph(Paragraph(self.end("p", item.name)), scope)

    def when(self, item, scope):
        self.repeat(Repeat(item.name, [Paragraph(item.text)]), scope[:])

    def rows(self, table, item, scope):
        cells = [self.text(cell, scope + [item.name]) for cell in item.cells]
        cells[0] = self.start("tr", item.name, scope) + cells[0]
        cells[-1] += self.end("tr", item.name)
        self.row(table, cells)

    # What they share.

    def text(self, text, scope):
        return re.sub(r"<(\w+)>", lambda found: self.value(found[1], scope), text)

    def paragraph(self, item, scope, before="", after=""):
        made = self.document.add_paragraph(style=item.style)
        made.add_run(before + self.text(item.text, scope) + after).bold = item.bold or None
        made.alignment = ALIGN[item.align]

    def row(self, table, cells):
        for cell, text in zip(table.add_row().cells, cells):
            cell.text = text
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(10)

    def table(self, item, scope):
        table = self.document.add_table(rows=0, cols=len(item.heads), style="Table Grid")
        self.row(table, item.heads)
        head = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(head)
        self.rows(table, item, scope)
        if item.last:
            self.row(table, [self.text(cell, scope) for cell in item.last])

    def items(self, look, scope):
        for item in look:
            if isinstance(item, Paragraph):
                self.paragraph(item, scope)
            elif isinstance(item, Repeat):
                self.repeat(item, scope)
            elif isinstance(item, When):
                self.when(item, scope)
            else:
                self.table(item, scope)

    def write(self, look, footer, path):
        self.items(look, [])
        if footer:
            self.document.sections[0].footer.paragraphs[0].text = self.text(footer, [])
        self.document.save(path)


class Docxtemplater(Writer):
    left, right = "{", "}"


class EasyTemplateX(Docxtemplater):
    """A loop in paragraphs of its own leaves them empty; inside of the repeated ones it does not."""

    def start(self, kind, name, scope):
        return f"{{#{name}}}" if kind == "tr" else f'{{#{name} [loopOver: "paragraph"]}}'

    def repeat(self, item, scope):
        inner = scope + [item.name]
        for index, part in enumerate(item.inside):
            before = self.start("p", item.name, scope) if index == 0 else ""
            after = self.end("p", item.name) if index == len(item.inside) - 1 else ""
            if isinstance(part, Repeat):
                self.repeat(part, inner)
            else:
                self.paragraph(part, inner, before, after)


class Carbone(Writer):
    """The example row [i] with [i+1] behind it says what is repeated."""

    def path(self, name, scope, next_one=False):
        parts = [f"{list_name}[i{'+1' if next_one and list_name == scope[-1] else ''}]" for list_name in scope]
        return "d." + ".".join(parts + [name])

    def value(self, name, scope):
        return f"{{{self.path(name, scope)}}}"

    def repeat(self, item, scope):
        inner = scope + [item.name]
        self.items(item.inside, inner)
        first = re.search(r"<(\w+)>", item.inside[0].text)[1]
        self.paragraph(Paragraph(f"{{{self.path(first, inner, True)}}}", item.inside[0].style), scope)

    def when(self, item, scope):
        condition = self.path(item.name, scope)
        self.paragraph(Paragraph(f"{{{condition}:ifGT(0):showBegin}}{item.text}{{{condition}:showEnd}}"), scope)

    def rows(self, table, item, scope):
        inner = scope + [item.name]
        self.row(table, [self.text(cell, inner) for cell in item.cells])
        first = re.search(r"<(\w+)>", item.cells[0])[1]
        self.row(table, [f"{{{self.path(first, inner, True)}}}"] + [""] * (len(item.cells) - 1))


class Docxtpl(Writer):
    """Jinja: `{%p for %}` in paragraphs of their own, `{%tr for %}` in rows."""

    def value(self, name, scope):
        return f"{{{{ {scope[-1]}_.{name} }}}}" if scope else f"{{{{ {name} }}}}"

    def start(self, kind, name, scope):
        source = f"{scope[-1]}_.{name}" if scope else name
        return f"{{%{kind} for {name}_ in {source} %}}"

    def end(self, kind, name):
        return f"{{%{kind} endfor %}}"

    def when(self, item, scope):
        self.paragraph(Paragraph(f"{{%p if {item.name} %}}"), scope)
        self.paragraph(Paragraph(item.text), scope)
        self.paragraph(Paragraph("{%p endif %}"), scope)

    def rows(self, table, item, scope):
        self.row(table, [self.start("tr", item.name, scope)])
        self.row(table, [self.text(cell, scope + [item.name]) for cell in item.cells])
        self.row(table, [self.end("tr", item.name)])


ENGINES = {"svodka": Writer, "docxtemplater": Docxtemplater, "easy-template-x": EasyTemplateX, "carbone": Carbone,
           "docxtpl": Docxtpl}


def main(folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, engine in ENGINES.items():
        engine().write(REPORT, "№ <number> от <date>", folder / f"report.{name}.docx")
        engine().write(REGISTER, "", folder / f"register.{name}.docx")
    long = Document()
    for number in range(500):
        long.add_paragraph(f"Пункт {number}: {{{{name}}}} и {{{{address:trim}}}}, ").add_run("{{date}}").bold = True
    long.save(folder / "compile.docx")


if __name__ == "__main__":
    main(sys.argv[1])
