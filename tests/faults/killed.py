"""SIGKILL of `svodka build` at random moments, cold and over documents of a run before, once or several times.

Every name holds the whole old or the whole new document; the next run makes the bytes of a run that nothing disturbed.
"""
import shutil
import time

from project import Project, expect, finished, undisturbed

SCHOOLS = 25
STATES = [("Первой", 1), ("Второй", 1), ("Второй", 7), ("Третьей", 3)]


def check(svodka, random, rounds):
    project = Project(svodka, SCHOOLS)
    made_of = {state: undisturbed(svodka, SCHOOLS, *state) for state in STATES}
    old, kills, struck, span = {}, 0, 0, project.duration()
    while kills < rounds:
        state = random.choice(STATES)
        project.say(*state)
        if not old or random.random() < 0.4:
            shutil.rmtree(project.outputs, ignore_errors=True)
            old = {}
        words = ["build", "--jobs", str(random.randrange(1, 5))] + ["--force"] * (random.random() < 0.2)
        for _ in range(random.choice([1, 1, 2, 4])):
            process = project.start(*words)
            time.sleep(random.random() * span)
            process.kill()
            struck += finished(process).returncode < 0
            kills += 1
            project.check_between(old, made_of[state])
        project.check_completed(made_of[state])
        old = made_of[state]
    project.remove()
    expect(kills < 50 or struck > kills // 4, f"only {struck} of {kills} kills struck: the moments are badly chosen")
    return f"{kills} kills of svodka build, {struck} of them before its end: documents whole, completed to the same bytes"
