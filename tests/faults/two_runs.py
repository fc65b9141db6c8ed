"""Two runs of one project at once: one works, the other ends with exit 3 and the process number of the first."""
import shutil
import signal
import time

from project import Project, expect, finished, undisturbed

SCHOOLS = 25
STATE = ("Первой", 1)


def check(svodka, random, rounds):
    project = Project(svodka, SCHOOLS)
    new = undisturbed(svodka, SCHOOLS, *STATE)
    refused = 0
    for _ in range(rounds):
        shutil.rmtree(project.outputs, ignore_errors=True)
        first = project.start()
        time.sleep(random.random() * 0.1)
        second = project.start()
        runs = {process.pid: finished(process) for process in (first, second)}
        losers = [pid for pid, run in runs.items() if run.returncode != 0]
        expect(len(losers) <= 1, "neither run worked:", *(run.stderr for run in runs.values()))
        for pid in losers:
            refused += 1
            winner = next(other for other in runs if other != pid)
            said = runs[pid].stderr
            expect(runs[pid].returncode == 3, f"exit {runs[pid].returncode}:", said)
            expect(said.strip() == f"svodka: проект занят другим запуском (процесс {winner})", "it says:", said)
        project.check_is(new)
    # A lock goes with its process, however that ends.
    killed = project.start("build", "--force")
    time.sleep(0.05)
    killed.send_signal(signal.SIGKILL)
    finished(killed)
    project.check_completed(new)
    project.remove()
    expect(rounds < 10 or refused > 0, "the two runs never met")
    return f"{rounds} pairs of runs, {refused} times the second was refused"
