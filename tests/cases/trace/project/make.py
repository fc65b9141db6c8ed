"""Makes templates/report.docx: a paragraph, and a table that repeats a row."""
import docx

document = docx.Document()
document.add_paragraph("Качество знаний {{total.quality}} %, писали {{total.participants}}.")
table = document.add_table(rows=1, cols=2)
table.cell(0, 0).text = "{{#schools}}{{school}}"
table.cell(0, 1).text = "{{participants}}{{/schools}}"
document.save("templates/report.docx")
