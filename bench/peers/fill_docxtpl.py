"""Fills a template for a record, or for each record of a list: fill_docxtpl.py TEMPLATE DATA.json OUTPUT"""
import json
import os
import sys

from docxtpl import DocxTemplate


def fill(template, record, output):
    document = DocxTemplate(template)
    document.render(record, autoescape=True)
    document.save(output)


template, data, output = sys.argv[1:]
with open(data, encoding="utf-8") as file:
    records = json.load(file)
if isinstance(records, list):
    os.makedirs(output, exist_ok=True)
    for each in records:
        fill(template, each, os.path.join(output, f"{each['id']}.docx"))
else:
    fill(template, records, output)
