"""Three-page Word documents to PDF/A: Svodka's workers beside one call of `soffice --convert-to`.

usage: run.py SVODKA [--documents 100] [--runs 3] [--workers 2]

Both convert the same files: svodka build makes the documents first without PDFs, then `svodka build` with `pdf: true` is
timed, so that its time is all that a PDF costs: the store is warm and the documents are unchanged.
"""
import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import docx

SENTENCE = ("В октябре 2020 года проведён семинар по подготовке обучающихся к государственной итоговой аттестации; участники "
            "рассмотрели типичные ошибки, критерии оценивания и порядок апелляции. ")


def write_template(place):
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.add_heading("Информация № {{n}}", 0)
    for page in range(3):
        for _ in range(3):
            document.add_paragraph(SENTENCE * 3)
        table = document.add_table(6, 4)
        table.style = "Table Grid"
        for row in table.rows:
            for cell in row.cells:
                cell.text = "школа {{n}}"
        if page < 2:
            document.add_page_break()
    document.save(place)


def write_report(folder, documents, pdf):
    rows = ", ".join(f"({n})" for n in range(1, documents + 1))
    (folder / "templates" / "page.yaml").write_text(
        f"title: Страницы\noutputs:\n  - {{template: page.docx, file: \"{{{{n}}}}.docx\", pdf: {pdf}}}\ndata: {{}}\n"
        f"one-per: SELECT column1 AS n FROM (VALUES {rows})\n", encoding="utf-8")


def measured(command, **options):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def pages(pdf):
    out = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    return int(next(line.split()[1] for line in out.splitlines() if line.startswith("Pages:")))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("svodka")
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="svodka-bench-"))
    try:
        subprocess.run([options.svodka, "new", work, "-q"], check=True)
        shutil.rmtree(work / "templates")
        (work / "templates").mkdir()
        write_template(work / "templates" / "page.docx")
        period = ["--period", "2026-09"]
        ours, theirs = [], []
        for _ in range(options.runs):
            shutil.rmtree(work / "outputs", ignore_errors=True)
            write_report(work, options.documents, "false")
            subprocess.run([options.svodka, "-C", work, "build", "-q", *period], check=True)
            folder = next((work / "outputs").glob("2026-09"))
            files = sorted(folder.glob("*.docx"))
            write_report(work, options.documents, "true")
            ours.append(measured([options.svodka, "-C", work, "build", "-q", "--jobs", str(options.workers), *period]))
            assert len(list(folder.glob("*.pdf"))) == options.documents
            assert pages(folder / "1.pdf") == 3, pages(folder / "1.pdf")
            there = work / "soffice"
            there.mkdir(exist_ok=True)
            theirs.append(measured([
                "soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--convert-to",
                'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},'
                '"UseTaggedPDF":{"type":"boolean","value":"true"}}', "--outdir", there, *files]))
            assert len(list(there.glob("*.pdf"))) == options.documents
            shutil.rmtree(there)
        print("| what | wall, s | CPU, s | Svodka is faster (wall) |\n|---|---|---|---|")
        wall, cpu = (statistics.median(column) for column in zip(*ours))
        print(f"| svodka build, {options.workers} workers | {wall:.1f} | {cpu:.1f} | |")
        other, other_cpu = (statistics.median(column) for column in zip(*theirs))
        print(f"| soffice --convert-to, one call | {other:.1f} | {other_cpu:.1f} | {other / wall:.2f} times |")
    finally:
        shutil.rmtree(work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
