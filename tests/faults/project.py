"""A project of many documents for the fault tests, and what must hold of its folder after each fault.

Documents: for each school a letter (.docx), a sheet (.xlsx) and a note (.txt), besides the page of the period.
"""
import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import zipfile

import docx

PERIOD = "2026-09"
LETTER = """title: Письмо школе
one-per: SELECT id AS school, name AS whom FROM organisations WHERE kind = 'school' ORDER BY id
outputs:
  - {template: letter.docx, file: "Письмо {{school}}.docx"}
  - {template: note.txt, file: "Справка {{school}}.txt"}
data:
  own: SELECT name, "full" FROM organisations WHERE id = :school
"""
SHEET = """title: Таблица школы
one-per: SELECT id AS school, name AS whom FROM organisations WHERE kind = 'school' ORDER BY id
outputs:
  - file: "Таблица {{school}}.xlsx"
    sheets:
      - name: Школа
        rows: own
        no-rows: Школы нет
        columns:
          - {header: Школа, value: name, width: 40}
          - {header: Полностью, value: full, width: 20}
data:
  own: SELECT name, "full" FROM organisations WHERE id = :school
"""
NOTE = "{{whom}}\n{{#own}}{{name}}, {{full}}\n{{/own}}КОНЕЦ\n"
SCHOOLS_A_FILE = 5
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1767225600"}


class Fault(AssertionError):
    """What was found is not what must hold."""


def expect(holds, *words):
    if not holds:
        raise Fault("\n".join(str(word) for word in words))


class Project:
    """A project in a folder of its own. `schools` × 3 documents and the page."""

    def __init__(self, svodka, schools=20, folder=None):
        self.svodka, self.schools = os.path.abspath(svodka), schools
        self.folder = folder or tempfile.mkdtemp(prefix="svodka-faults-")
        for name in ("inputs/schools", "templates", "tmp"):
            os.makedirs(self.path(name), exist_ok=True)
        self.write("templates/letter.yaml", LETTER)
        self.write("templates/sheet.yaml", SHEET)
        self.write("templates/note.txt", NOTE)
        letter = docx.Document()
        letter.add_paragraph("{{whom}}")
        table = letter.add_table(rows=1, cols=2)
        table.rows[0].cells[0].text, table.rows[0].cells[1].text = "{{#own}}{{name}}", "{{full}}{{/own}}"
        letter.save(self.path("templates/letter.docx"))
        self.say("Первой")

    def path(self, name=""):
        return os.path.join(self.folder, name)

    @property
    def outputs(self):
        return self.path("outputs")

    @property
    def made(self):
        return self.path("outputs/" + PERIOD)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as out:
            out.write(text)

    def say(self, word, share=1):
        """Puts a word into the data, so that every `share`-th school's documents change."""
        for first in range(0, self.schools, SCHOOLS_A_FILE):
            self.write(f"inputs/schools/{first:04}.yaml", "organisations:\n" + "".join(
                f"  - {{id: s-{n:04}, kind: school, name: МБОУ «СОШ № {n}», "
                f"full: Школа улицы {word if n % share == 0 else 'Прежней'}}}\n"
                for n in range(first, min(first + SCHOOLS_A_FILE, self.schools))))

    def command(self, *words):
        return [self.svodka, *(words or ("build",)), "--period", PERIOD, "--lang", "ru"]

    def start(self, *words, **more):
        return subprocess.Popen(self.command(*words), cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True, env={**ENVIRONMENT, "TMPDIR": self.path("tmp")}, **more)

    def build(self, *words, **more):
        return finished(self.start("build", *words, **more))

    def duration(self):
        """How long a run that makes all documents takes here and now."""
        start = time.monotonic()
        expect(self.build("--force").returncode == 0, "it does not build")
        return time.monotonic() - start

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    # What holds always.

    def documents(self, folder=None):
        """The documents' names and hashes; each is looked at: a torn one is a fault."""
        hashes, folder = {}, folder or self.made
        for name in os.listdir(folder) if os.path.isdir(folder) else []:
            path = os.path.join(folder, name)
            if name.startswith(".") or not os.path.isfile(path) or not name.endswith((".docx", ".xlsx", ".txt", ".html")):
                continue
            with open(path, "rb") as file:
                data = file.read()
            expect(is_whole(path, data), f"{path} is torn ({len(data)} bytes)")
            hashes[name] = hashlib.sha256(data).hexdigest()
        return hashes

    def leftovers(self):
        """Temporary files below outputs/ and in the folder for them."""
        below = [os.path.join(at, name) for at, _, names in os.walk(self.outputs) for name in names
                 if name.endswith((".tmp", ".tmp-journal")) or name.startswith((".~", "~"))]
        return below + [self.path("tmp/" + name) for name in os.listdir(self.path("tmp"))]

    def check_between(self, old, new):
        """After a fault: every document is whole, and of the run before or of the one to come."""
        for name, found in self.documents().items():
            expect(found in (old.get(name), new.get(name)), f"«{name}» is neither the old document nor the new one")

    def check_completed(self, new):
        """A plain run completes: the bytes of an undisturbed project, and nothing besides."""
        run = self.build()
        expect(run.returncode == 0, "the next run fails:", run.stderr)
        self.check_is(new)

    def check_is(self, new):
        found = self.documents()
        wrong = sorted(name for name in {*found, *new} if found.get(name) != new.get(name))
        expect(not wrong, f"{len(wrong)} documents are not those of an undisturbed run:", *wrong[:5])
        expect(not self.leftovers(), "leftovers:", *self.leftovers())


def is_whole(path, data):
    if path.endswith((".docx", ".xlsx")):
        try:
            with zipfile.ZipFile(path) as package:
                return package.testzip() is None and "[Content_Types].xml" in package.namelist()
        except zipfile.BadZipFile:
            return False
    if path.endswith(".html"):
        return data.rstrip().endswith(b"</html>")
    return data.endswith("КОНЕЦ\n".encode())


def finished(process, limit=60):
    """A process that ended, with what it said; one that does not end is a fault."""
    try:
        said, complained = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
        raise Fault(f"{process.args} did not end in {limit} s") from None
    return subprocess.CompletedProcess(process.args, process.returncode, said, complained)


def undisturbed(svodka, schools, word, share=1):
    """The documents of a project in which nothing ever went wrong."""
    project = Project(svodka, schools)
    project.say(word, share)
    run = project.build()
    expect(run.returncode == 0, run.stderr)
    made = project.documents()
    project.remove()
    return made


def is_russian(text):
    return re.search("[а-яё]", text) is not None
