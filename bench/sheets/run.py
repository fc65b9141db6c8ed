#!/usr/bin/python3
"""A workbook of 200,000 rows from a query beside the bare library and other engines, in one run: the same cells, held
against each other. usage: run.py SVODKA FLOOR [--rows N] [--runs N] [--node FOLDER]   FOLDER: where exceljs is installed

Svodka runs whole (`svodka build`), twice: over a query that makes its rows, and over records in its store, as they stand there
after the first build of a project, with the checks of all of them."""
import argparse
import collections
import hashlib
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
MEASURE = os.path.join(os.path.dirname(HERE), "peers", "measure.py")

SCHEMA = """collections:
  marks:
    ru: Результаты учеников
    en: Pupils' results
    fields:
      n: {type: integer, required: true, ru: Номер, en: Number}
      district: {type: text, required: true, ru: Муниципалитет, en: District}
      school: {type: text, required: true, ru: Школа, en: School}
      pupil: {type: text, required: true, ru: Ученик, en: Pupil}
      subject: {type: text, required: true, ru: Предмет, en: Subject}
      grade: {type: integer, ru: Класс, en: Grade}
      date: {type: day, ru: Дата, en: Date}
      score: {type: integer, ru: Балл, en: Score}
      most: {type: integer, ru: Наибольший балл, en: Greatest score}
      mark: {type: number, ru: Оценка, en: Mark}
"""
REPORT = """title: Результаты
outputs:
  - file: Результаты.xlsx
    sheets:
      - name: Результаты
        rows: marks
        filter: true
        columns:
          - {header: №, value: n}
          - {header: Муниципалитет, value: district}
          - {header: Школа, value: school}
          - {header: Ученик, value: pupil}
          - {header: Предмет, value: subject}
          - {header: Класс, value: grade}
          - {header: Дата, value: date}
          - {header: Балл, value: score}
          - {header: Наибольший, value: most}
          - {header: Оценка, value: mark, format: "0.00"}
          - {header: "Выполнение, %", formula: "={score}/{most}", format: "0.0%"}
          - {header: Итог, value: verdict}
data:
  marks: |
"""
OF_RECORDS = """SELECT n, district, school, pupil, subject, grade, date, score, most, mark,
       CASE WHEN CAST(score AS REAL) / most >= 0.6 THEN 'освоил' ELSE 'не освоил' END AS verdict
  FROM marks ORDER BY _row
"""
# The same rows, made by the query itself.
OF_NOTHING = """WITH RECURSIVE rows(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM rows WHERE n < {count}),
     drawn AS (SELECT n, (n * 7919 + 13) % 10007 AS a, (n * 104729 + 7) % 20011 AS b FROM rows),
     marks AS (SELECT n,
       CASE a % 4 WHEN 0 THEN 'Соль-Илецкий городской округ' WHEN 1 THEN 'Оренбургский район' WHEN 2 THEN 'Акбулакский район'
         ELSE 'Город Оренбург' END AS district,
       'МОБУ «СОШ № ' || (a % 89 + 1) || '»' AS school,
       CASE b % 8 WHEN 0 THEN 'Иванова Анна' WHEN 1 THEN 'Петров Иван' WHEN 2 THEN 'Сидорова Мария' WHEN 3 THEN 'Кузнецов Руслан'
         WHEN 4 THEN 'Ахметова Екатерина' WHEN 5 THEN 'Джумагалиев Тимур' WHEN 6 THEN 'Щербакова Ольга' ELSE 'Ковалёв Александр'
         END || ' ' || CASE a % 6 WHEN 0 THEN 'Ивановна' WHEN 1 THEN 'Петрович' WHEN 2 THEN 'Сергеевна' WHEN 3 THEN 'Маратович'
         WHEN 4 THEN 'Андреевна' ELSE 'Олегович' END AS pupil,
       CASE b % 6 WHEN 0 THEN 'Математика' WHEN 1 THEN 'Русский язык' WHEN 2 THEN 'Физика' WHEN 3 THEN 'Обществознание'
         WHEN 4 THEN 'Биология' ELSE 'История' END AS subject,
       a % 8 + 4 AS grade, printf('2020-%02d-%02d', a % 12 + 1, b % 28 + 1) AS date,
       a % (21 + b % 26) AS score, 20 + b % 26 AS most, (200 + (a + b) % 301) / 100.0 AS mark
      FROM drawn)
SELECT n, district, school, pupil, subject, grade, date, score, most, mark,
       CASE WHEN CAST(score AS REAL) / most >= 0.6 THEN 'освоил' ELSE 'не освоил' END AS verdict
  FROM marks
"""


def indented(sql):
    return "".join("    " + line + "\n" for line in sql.splitlines())


def make_rows(count):
    for row in sqlite3.connect(":memory:").execute(OF_NOTHING.format(count=count)):
        yield [*row[:9], f"{row[9]:.2f}"]


def make_query_project(folder, count):
    for part in ("inputs", "templates"):
        os.makedirs(os.path.join(folder, part))
    with open(os.path.join(folder, "templates", "marks.yaml"), "w") as out:
        out.write(REPORT + indented(OF_NOTHING.format(count=count)))


def make_project(folder, rows):
    os.makedirs(os.path.join(folder, "inputs"))
    os.makedirs(os.path.join(folder, "templates"))
    with open(os.path.join(folder, "inputs", "schema.yaml"), "w") as out:
        out.write(SCHEMA)
    with open(os.path.join(folder, "templates", "marks.yaml"), "w") as out:
        out.write(REPORT + indented(OF_RECORDS))
    fields = ["n", "district", "school", "pupil", "subject", "grade", "date", "score", "most", "mark"]
    with open(os.path.join(folder, "inputs", "marks.yaml"), "w") as out:
        out.write("tables:\n  - {file: marks.csv, collection: marks, columns: {" + ", ".join(f"{f}: {f}" for f in fields) + "}}\n")
    with open(os.path.join(folder, "inputs", "marks.csv"), "w") as out:
        out.write(";".join(fields) + "\n")
        for row in rows:
            out.write(";".join(str(v).replace(".", ",") if i == 9 else str(v) for i, v in enumerate(row)) + "\n")


def measure(command, **options):
    done = subprocess.run([sys.executable, MEASURE, *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **options)
    lines = done.stderr.strip().splitlines()
    if done.returncode:
        sys.exit("\n".join(lines))
    return [float(v) for v in lines[-1].split()]


def cells(path):
    """A sum over what the cells say, without styles: values, types and formulas in their order."""
    from lxml import etree
    ns = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    digest, count, strings = hashlib.sha256(), 0, []
    with zipfile.ZipFile(path) as archive:
        if "xl/sharedStrings.xml" in archive.namelist():
            strings = ["".join(item.itertext()) for item in etree.fromstring(archive.read("xl/sharedStrings.xml"))]
        with archive.open("xl/worksheets/sheet1.xml") as part:
            for _, cell in etree.iterparse(part, tag=ns + "c"):
                formula, value = cell.find(ns + "f"), "".join(cell.itertext())
                if formula is not None:
                    value = "=" + formula.text
                elif cell.get("t") == "s":
                    value = strings[int(value)]
                elif cell.get("t") not in ("inlineStr", "str"):
                    value = f"{float(value):.10g}"
                digest.update(f"{cell.get('r')} {value}\n".encode())
                count += 1
                cell.clear()
                while cell.getprevious() is not None:
                    del cell.getparent()[0]
    return count, digest.hexdigest()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("svodka")
    parser.add_argument("floor")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--node")
    options = parser.parse_args()
    work = tempfile.mkdtemp()
    try:
        rows = list(make_rows(options.rows))
        queried, stored, sheet = (os.path.join(work, name) for name in ("queried", "stored", "sheet.tsv"))
        make_query_project(queried, options.rows)
        make_project(stored, rows)
        with open(sheet, "w") as out:
            out.writelines("\t".join(str(v) for v in row) + "\n" for row in rows)
        build = [options.svodka, "build", "--period", "2020-12", "--as-of", "2020-12-31", "--force", "-q", "-C"]
        subprocess.run([*build, stored], check=True, stdout=subprocess.DEVNULL)
        engines = {"libxlsxwriter alone": ([options.floor, sheet, "OUT"], {}),
                   "svodka build, rows made by the query": ([*build, queried], {}),
                   "svodka build, records in the store, with their checks": ([*build, stored], {}),
                   "openpyxl, write-only": (["/usr/bin/python3", os.path.join(HERE, "write_openpyxl.py"), sheet, "OUT"], {})}
        if options.node:
            engines["exceljs, streaming"] = (["node", os.path.join(HERE, "write_exceljs.js"), sheet, "OUT"],
                                             {"env": {**os.environ, "NODE_PATH": os.path.join(options.node, "node_modules")}})
        figures, made = collections.defaultdict(list), {}
        for name, project in (("svodka build, rows made by the query", queried),
                              ("svodka build, records in the store, with their checks", stored)):
            made[name] = os.path.join(project, "outputs", "2020-12", "Результаты.xlsx")
        for turn in range(options.runs):  # by turns, so that a busy machine is busy for all of them
            for name, (command, extra) in engines.items():
                if turn > 0 and name.startswith(("openpyxl", "exceljs")):
                    continue
                out = made.setdefault(name, os.path.join(work, f"{len(made)}.xlsx"))
                figures[name].append(measure([out if part == "OUT" else part for part in command], **extra))
        expected = cells(made["libxlsxwriter alone"])
        print(f"{options.rows:,} rows of 12 columns; the engines' cells are {'the same' if all(cells(p) == expected for p in made.values()) else 'NOT THE SAME'}\n")
        print("| engine | wall, s | CPU, s | peak, MB | file, MB | to the library alone: wall / CPU |")
        print("|---|---|---|---|---|---|")
        floor = [statistics.median(f[i] for f in figures["libxlsxwriter alone"]) for i in range(3)]
        for name, lines in figures.items():
            wall, cpu, peak = (statistics.median(f[i] for f in lines) for i in range(3))
            print(f"| {name} | {wall:.2f} | {cpu:.2f} | {peak:.0f} | {os.path.getsize(made[name]) / 1e6:.1f} | {wall / floor[0]:.2f} / {cpu / floor[1]:.2f} |")
    finally:
        shutil.rmtree(work)


main()
