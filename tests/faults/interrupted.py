"""SIGINT (Ctrl-C), SIGTERM and SIGHUP at random moments of `svodka build`; a second one while the first is obeyed.

It ends with 128 + signal within some seconds and says in one message what was made and how many documents are left;
every document is whole, of the run before or the new one; the next run completes to the same bytes.
"""
import json
import os
import re
import shutil
import signal
import subprocess
import time

from project import PERIOD, Project, expect, is_russian, undisturbed

SCHOOLS = 25
OLD, NEW = ("Первой", 1), ("Второй", 1)
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


def check_kept(project, made, new):
    """What was made waits for the next run: as many documents as it said, with the bytes that they will have."""
    folder = project.path("outputs/.svodka/unfinished/" + PERIOD)
    kept = project.documents(folder)
    expect(len(kept) <= made, f"{len(kept)} documents are kept, it said that {made} were made")
    expect(made == 0 or kept, f"it said that {made} documents were made, and none is kept")
    wrong = [name for name, hash in kept.items() if hash != new[name]]
    expect(not wrong, "kept documents are not those to come:", *wrong)


def check_said(run, sent, documents):
    """What an interrupted run says. Returns how many documents it says are made."""
    expect(run.returncode == 128 + sent, f"exit {run.returncode} after {sent.name}:", run.stderr)
    said = [line for line in run.stderr.splitlines() if "прервано" in line]
    expect(len(said) == 1 and is_russian(said[0]), "it should say once that it was interrupted:", run.stderr)
    counts = re.search(r"создано документов (\d+), осталось (\d+)", said[0])
    if not counts:
        expect("прежние документы не тронуты" in said[0], "it says not what became of the documents:", said[0])
        return 0
    made, left = map(int, counts.groups())
    expect(0 < made + left <= documents, f"{made} made and {left} left of {documents}")
    return made


def at_document(process, wanted):
    """Waits until so many documents are made (--progress json); returns what stderr said by then."""
    said = []
    for line in process.stderr:
        said.append(line)
        if line.startswith("{") and json.loads(line)["done"] >= wanted:
            break
    return "".join(said)


def rest_of(process, said):
    """The process once it has ended, with all that it said."""
    said += process.stderr.read()
    shown = process.stdout.read()
    return subprocess.CompletedProcess(process.args, process.wait(20), shown, said)


def check(svodka, random, rounds):
    project = Project(svodka, SCHOOLS)
    old, new = (undisturbed(svodka, SCHOOLS, *state) for state in (OLD, NEW))
    stopped = twice = kept = 0
    span = project.duration()
    for n in range(rounds):
        cold = random.random() < 0.5
        if cold:
            shutil.rmtree(project.outputs, ignore_errors=True)
        else:
            project.say(*OLD)
            project.check_completed(old)
        project.say(*NEW)
        sent, again = random.choice(SIGNALS), n > 0 and random.random() < 0.3
        process = project.start("build", "--jobs", str(random.randrange(1, 4)), "--progress", "json")
        if n == 0 or random.random() < 0.5:
            said = at_document(process, random.randrange(1, 3 * SCHOOLS) if n else 1)
        else:
            said = ""
            time.sleep(0.02 + random.random() * span)
        process.send_signal(sent)
        if again:
            time.sleep(random.random() * 0.02)
            process.send_signal(sent)
        run = rest_of(process, said)
        project.check_between({} if cold else old, new)
        if run.returncode == -sent:
            twice += 1
            expect(again, f"{sent.name} killed it instead of ending it")
        elif run.returncode != 0:
            stopped += 1
            made = check_said(run, sent, len(new))
            check_kept(project, made, new)
            kept += made
            expect(not project.leftovers(), "leftovers:", *project.leftovers())
        project.check_completed(new)
        expect(not os.path.exists(project.path("outputs/.svodka/unfinished")), "what was taken over is still there")
    project.remove()
    expect(stopped > rounds // 10, f"only {stopped} of {rounds} signals came in time: the moments are badly chosen")
    return f"{rounds} signals, {stopped} ended a run in order ({kept} documents were made by then), {twice} second ones at once"
