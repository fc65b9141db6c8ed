"""Measures Svodka and its peers in one run: run.py SVODKA FLOOR COMPILE WORK [--runs N]

Each line is a whole process: wall and CPU seconds, peak memory. Of each task the engines take turns (A B C, A B C), so
that a busy machine is as unkind to one as to the other; the median counts. Every document is read and its text compared
with text computed from the data. Prints a table in Markdown.
"""
import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import zipfile
from pathlib import Path

from lxml import etree

import data
import form
import templates
from look import REGISTER, REPORT, text_of

HERE = Path(__file__).parent
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NODE_ENGINES = ["docxtemplater", "easy-template-x", "carbone"]


def measure(command, environment):
    done = subprocess.run([sys.executable, "-S", "-E", str(HERE / "measure.py"), *command], env=environment, text=True,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(f"failed: {' '.join(command)}\n{done.stderr}")
    return [float(word) for word in done.stderr.splitlines()[-1].split()]


def lines_of(path):
    """The text of a document's paragraphs, empty ones left out."""
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    lines = ("".join(words.text or "" for words in paragraph.iter(W + "t")) for paragraph in root.iter(W + "p"))
    return [line for line in lines if line]


def check(engine, look, records, output):
    for record in records:
        path = output / f"{record['id']}.docx" if output.is_dir() else output
        got, wanted = lines_of(path), text_of(look, record)
        if got != wanted:
            at = next((i for i, pair in enumerate(zip(got, wanted)) if pair[0] != pair[1]), min(len(got), len(wanted)))
            sys.exit(f"{engine}: wrong text in {path}, line {at + 1}: {got[at:at + 1]}, wanted {wanted[at:at + 1]}")


class Bench:
    def __init__(self, arguments):
        self.svodka, self.work, self.runs = arguments.svodka, Path(arguments.work), arguments.runs
        self.templates, self.data = self.work / "templates", self.work / "data"
        self.environment = dict(os.environ, NODE_PATH=str(self.work / "node_modules"))

    def prepare(self):
        templates.main(self.templates)
        data.main(self.data)
        shutil.rmtree(self.work / "out", ignore_errors=True)
        (self.work / "out").mkdir()

    def command(self, engine, template, records, output):
        template, records = str(self.templates / f"{template}.{engine}.docx"), str(self.data / f"{records}.json")
        if engine == "svodka":
            many = output.suffix != ".docx"
            target = f"{output}/{{{{id}}}}.docx" if many else str(output)
            return [self.svodka, "render", template, records, "-o", target] + (["--each"] if many else [])
        if engine == "docxtpl":
            return [sys.executable, str(HERE / "fill_docxtpl.py"), template, records, str(output)]
        return ["node", str(HERE / "fill.js"), engine, template, records, str(output)]

    def task(self, name, template, records, look, suffix, runs):
        """The median of each engine, and of Svodka's ratio to the fastest peer."""
        wanted = json.loads((self.data / f"{records}.json").read_text(encoding="utf-8"))
        wanted = wanted if isinstance(wanted, list) else [wanted]
        engines = ["svodka", *NODE_ENGINES, "docxtpl"]
        taken = {engine: [] for engine in engines}
        for run in range(runs):
            for engine in engines:
                output = self.work / "out" / f"{template}.{records}.{engine}.{run}{suffix}"
                taken[engine].append(measure(self.command(engine, template, records, output), self.environment))
                if run == 0:
                    check(engine, look, wanted, output)
        rows = {engine: [statistics.median(column) for column in zip(*lines)] for engine, lines in taken.items()}
        self.print_task(name, rows, len(wanted))
        return rows

    @staticmethod
    def print_task(name, rows, count):
        print(f"\n### {name}\n\n| engine | wall, s | documents/s | CPU, s | peak, MB | Svodka is faster (wall / CPU) |")
        print("|---|---|---|---|---|---|")
        own_wall, own_cpu, _ = rows["svodka"]
        for engine, (wall, cpu, peak) in sorted(rows.items(), key=lambda row: row[1][0]):
            ratio = "" if engine == "svodka" else f"{wall / own_wall:.1f} / {cpu / own_cpu:.1f} times"
            print(f"| {engine} | {wall:.3f} | {count / wall:.0f} | {cpu:.3f} | {peak:.0f} | {ratio} |", flush=True)

    def form(self, runs):
        """A form with 1,000 inserted rows; the peers' mistakes are told, for they do less work."""
        blanks = {engine: str(self.templates / f"form.{engine}.xlsx") for engine in ("svodka", "xlsx-template")}
        records = str(self.data / "form.json")
        for engine, path in blanks.items():
            form.make_blank(path, engine)
        form.make_data(records)
        commands = {
            "svodka": lambda out: [self.svodka, "render", blanks["svodka"], records, "-o", out],
            "xlsx-template": lambda out: ["node", str(HERE / "fill.js"), "xlsx-template", blanks["xlsx-template"], records, out],
            "openpyxl by hand": lambda out: [sys.executable, str(HERE / "form.py"), "openpyxl", blanks["svodka"], records, out],
        }
        taken, faults = {engine: [] for engine in commands}, {}
        for run in range(runs):
            for engine, command in commands.items():
                output = str(self.work / "out" / f"form.{engine.split()[0]}.{run}.xlsx")
                taken[engine].append(measure(command(output), self.environment))
                faults[engine] = list(form.faults(records, output))
        if faults["svodka"]:
            sys.exit(f"svodka: wrong form: {', '.join(faults['svodka'])}")
        rows = {engine: [statistics.median(column) for column in zip(*lines)] for engine, lines in taken.items()}
        self.print_task("A form with 1,000 inserted rows", rows, 1)
        for engine, wrong in faults.items():
            print(f"\n{engine}: {'wrong: ' + ', '.join(wrong) if wrong else 'all right'}", flush=True)

    def floor(self, program, reports):
        print("\n### The floor of 1,000 reports\n\n| what | wall, s | CPU, s | Svodka's wall / CPU to it |\n|---|---|---|---|")
        document = self.work / "out" / "report.reports.svodka.0" / "0001.docx"
        for how in ("own", "1", "6"):
            lines = [measure([program, str(document), "1000", how, str(self.work / "out" / f"floor{how}.{run}")],
                             self.environment) for run in range(self.runs)]
            wall, cpu, _ = [statistics.median(column) for column in zip(*lines)]
            name = "deflate as Svodka does" if how == "own" else f"libdeflate at level {how}"
            print(f"| {name}, write | {wall:.3f} | {cpu:.3f} | "
                  f"{reports['svodka'][0] / wall:.1f} / {reports['svodka'][1] / cpu:.1f} |")

    def sizes(self, rows):
        print("\n### Memory and size of the table\n")
        for engine in rows:
            path = self.work / "out" / f"register.register.{engine}.0.docx"
            with zipfile.ZipFile(path) as package:
                xml = package.getinfo("word/document.xml").file_size / 2**20
            print(f"* {engine}: document.xml {xml:.1f} MB, file {path.stat().st_size / 2**20:.2f} MB, "
                  f"peak {rows[engine][2] / xml:.1f} times document.xml")

    def compile(self, program):
        taken = subprocess.run([program, str(self.templates / "compile.docx"), "31", "name", "address", "date"],
                               capture_output=True, text=True, check=True)
        print(f"\nA template of 500 paragraphs and 1,500 markers is compiled in {float(taken.stdout):.1f} ms (median of 31).")


def versions():
    wanted = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    docxtpl = subprocess.run(["dpkg-query", "-W", "-f=${Version}", "python3-docxtpl"], capture_output=True, text=True)
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    processor = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    packages = [f"{name} {wanted[name]}" for name in NODE_ENGINES] + [f"docxtpl {docxtpl.stdout.split('+')[0]}"]
    print(f"{', '.join(packages)}; node {node.stdout.strip()}, Python {sys.version.split()[0]}; "
          f"{processor[1] if processor else 'unknown processor'}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")


def main():
    parser = argparse.ArgumentParser()
    for name in ("svodka", "floor", "compile", "work"):
        parser.add_argument(name)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only-form", action="store_true", help="the form alone")
    arguments = parser.parse_args()
    bench = Bench(arguments)
    bench.prepare()
    versions()
    if arguments.only_form:
        bench.form(arguments.runs)
        return
    bench.task("One report, cold", "report", "report", REPORT, ".docx", arguments.runs)
    reports = bench.task("1,000 reports in one process", "report", "reports", REPORT, "", max(1, arguments.runs // 2))
    bench.floor(arguments.floor, reports)
    table = bench.task("A table of 5,000 rows", "register", "register", REGISTER, ".docx", arguments.runs)
    bench.sizes(table)
    bench.form(arguments.runs)
    bench.compile(arguments.compile)
    shutil.rmtree(bench.work / "out")


if __name__ == "__main__":
    main()
