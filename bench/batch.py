#!/usr/bin/python3
"""A document for each of N schools, built cold, again, after one change, and with one job. usage: batch.py SVODKA [N…]

Each line is a whole process; the outputs of one job and of several are held against each other."""
import filecmp
import os
import shutil
import subprocess
import sys
import tempfile

import docx

REPORT = """title: Письмо школе
one-per: SELECT id AS school, name AS whom FROM organisations WHERE kind = 'school' ORDER BY id
outputs:
  - {template: letter.docx, file: "{{school}}.docx"}
data:
  own: SELECT name AS title, id AS date FROM organisations WHERE id = :school
  total: SELECT count(*) AS schools FROM organisations
"""


def project(folder, schools):
    os.makedirs(os.path.join(folder, "inputs"), exist_ok=True)
    os.makedirs(os.path.join(folder, "templates"), exist_ok=True)
    with open(os.path.join(folder, "inputs/schools.yaml"), "w", encoding="utf-8") as out:
        out.write("organisations:\n")
        for i in range(schools):
            out.write(f"  - {{id: school-{i:06}, kind: school, name: Школа № {i}}}\n")
    with open(os.path.join(folder, "templates/letter.yaml"), "w", encoding="utf-8") as out:
        out.write(REPORT)
    letter = docx.Document()
    letter.add_paragraph("{{whom}}")
    letter.add_paragraph("Школ в округе: {{total.schools}}. Ваша:")
    table = letter.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "{{#own}}{{title}}", "{{date}}{{/own}}"
    letter.save(os.path.join(folder, "templates/letter.docx"))


def measured(command, folder):
    """Wall and CPU seconds and peak memory in MB of a command, and what it said on stderr."""
    measure = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers", "measure.py")
    done = subprocess.run([sys.executable, "-S", "-E", measure, *command], cwd=folder, text=True, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    said, figures = done.stderr.rstrip("\n").rpartition("\n")[::2]
    return tuple(map(float, figures.split())), said


def run(svodka, folder, *words):
    return measured([svodka, "build", "--period", "2020-12", "--progress", "never", "-q", *words], folder)[0]


def line(what, figures):
    print(f"| {what} | {figures[0]:.2f} | {figures[1]:.2f} | {figures[2]:.0f} |", flush=True)


def curve(svodka, counts):
    """How time and memory grow with the number of documents: all of them made, then looked at again."""
    print("\n| documents | cold: wall, s | CPU, s | CPU, ms a document | peak, MB | unchanged: wall, s | peak, MB |\n"
          "|---|---|---|---|---|---|---|")
    for count in counts:
        with tempfile.TemporaryDirectory(prefix="svodka-curve-") as folder:
            project(folder, count)
            cold, again = run(svodka, folder), run(svodka, folder)
            print(f"| {count} | {cold[0]:.2f} | {cold[1]:.2f} | {1000 * cold[1] / count:.3f} | {cold[2]:.0f} | "
                  f"{again[0]:.2f} | {again[2]:.0f} |", flush=True)


def measure(svodka, schools):
    print(f"\n{schools} documents\n\n| what | wall, s | CPU, s | peak, MB |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="svodka-batch-") as root:
        folder = os.path.join(root, "project")
        project(folder, schools)
        line("cold, one job", run(svodka, folder, "--jobs", "1"))
        shutil.move(os.path.join(folder, "outputs"), os.path.join(root, "one"))
        line(f"cold, {os.cpu_count()} jobs", run(svodka, folder, "--jobs", str(os.cpu_count())))
        made = os.path.join(folder, "outputs/2020-12")
        same = filecmp.cmpfiles(os.path.join(root, "one/2020-12"), made, os.listdir(made), shallow=False)
        if same[1] or same[2]:
            sys.exit(f"one job makes other files: {(same[1] + same[2])[:5]}")
        line("again, nothing changed", run(svodka, folder))
        schools_file = os.path.join(folder, "inputs/schools.yaml")
        text = open(schools_file, encoding="utf-8").read()
        with open(schools_file, "w", encoding="utf-8") as out:
            out.write(text.replace("Школа № 7}", "Школа имени Гагарина}"))
        line("again, one record changed", run(svodka, folder))


if __name__ == "__main__":
    svodka = os.path.abspath(sys.argv[1])
    for count in sys.argv[2:] or ["1000", "10000", "100000"]:
        measure(svodka, int(count))
