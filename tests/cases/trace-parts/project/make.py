"""Makes templates/parts.docx: values in the text, a header, a footer, a footnote, an endnote and a text box."""
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def paragraph(words, more=""):
    return f'<w:p>{more}<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def notes(kind, words):
    return (f'<w:{kind}s {W}><w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
            f'<w:{kind} w:id="2">{paragraph(words)}</w:{kind}></w:{kind}s>')


box = ('<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:200pt;height:40pt"><v:textbox><w:txbxContent>'
       + paragraph("Управление: {{authority.name}}") + '</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>')
body = (paragraph("{{title}}: {{plan.title}}")
        + '<w:p><w:r><w:t>Утверждён</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t xml:space="preserve"> и начат</w:t></w:r>'
        '<w:r><w:endnoteReference w:id="2"/></w:r></w:p>' + box
        + '<w:sectPr><w:headerReference w:type="default" r:id="h"/><w:footerReference w:type="default" r:id="f"/></w:sectPr>')
parts = {
    "document": ("document.main", f"<w:document {W}><w:body>{body}</w:body></w:document>"),
    "header1": ("header", f'<w:hdr {W}>{paragraph("На {{as_of:date}}")}</w:hdr>'),
    "footer1": ("footer", f'<w:ftr {W}>{paragraph("Цель: {{plan.goal}}")}</w:ftr>'),
    "footnotes": ("footnotes", notes("footnote", "Приказ № {{order.number}}")),
    "endnotes": ("endnotes", notes("endnote", "от {{order.date:date}}")),
}
with zipfile.ZipFile("templates/parts.docx", "w") as package:
    package.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                     '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                     + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{TYPE}{kind}+xml"/>' for name, (kind, _) in parts.items()) + "</Types>")
    package.writestr("_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                     f'<Relationship Id="d" Type="{OFFICE}officeDocument" Target="word/document.xml"/></Relationships>')
    package.writestr("word/_rels/document.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                     + "".join(f'<Relationship Id="{i}" Type="{OFFICE}{kind}" Target="{target}.xml"/>' for i, kind, target in
                               [("h", "header", "header1"), ("f", "footer", "footer1"), ("n", "footnotes", "footnotes"), ("e", "endnotes", "endnotes")])
                     + "</Relationships>")
    for name, (_, xml) in parts.items():
        package.writestr(f"word/{name}.xml", xml)
