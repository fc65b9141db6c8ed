"""Makes templates/totals.docx: a paragraph, and a table with a row for each municipality."""
import docx

document = docx.Document()
document.add_paragraph("Проведено мероприятий: {{total.done}}, писали {{total.participants}}.")
table = document.add_table(rows=1, cols=3)
table.cell(0, 0).text = "{{#by_project}}{{municipality}}"
table.cell(0, 1).text = "{{done}}"
table.cell(0, 2).text = "{{participants}}{{/by_project}}"
document.save("templates/totals.docx")
