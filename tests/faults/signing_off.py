"""SIGKILL at random moments of build, approve, sign and register.

After each kill the ledger must open and its chain hold, its numbers be 1, 2, 3, … without gap or double, and every
document be whole.
"""
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time

REPORT = """title: Справка
outputs:
  - template: note.txt
    file: "Справка {{name}}.txt"
one-per: SELECT 'А' AS name UNION ALL SELECT 'Б' UNION ALL SELECT 'В'
data:
  activities: SELECT text FROM done_activities ORDER BY starts, id
sign-off: {approve: [methodist, head], sign: head}
"""
TEMPLATE = "{{name}}\n{{#activities}}{{text}}\n{{/activities}}КОНЕЦ\n"
STEPS = [["build", "-q"], ["approve", "2026-09", "--by", "methodist"], ["approve", "2026-09", "--by", "head"],
         ["sign", "2026-09", "--key", "key.pem", "--cert", "cert.pem"], ["register", "2026-09"]]


class Kills:
    def __init__(self, svodka, random):
        self.svodka, self.random = svodka, random
        self.folder = tempfile.mkdtemp(prefix="svodka-kills-")
        self.run(["new", "."])
        shutil.rmtree(os.path.join(self.folder, "templates"))
        os.mkdir(os.path.join(self.folder, "templates"))
        self.write("templates/note.yaml", REPORT)
        self.write("templates/note.txt", TEMPLATE)
        with open(self.path("inputs/authority.yaml"), "a", encoding="utf-8") as out:
            out.write('  outgoing-number: "{n}"\n')
        self.log = open(self.path("inputs/activities/2026-09.yaml"), encoding="utf-8").read()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", "key.pem", "-out", "cert.pem", "-days", "30", "-utf8", "-subj",
                        "/SN=Иванова/CN=Иванова"], cwd=self.folder, check=True, capture_output=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as out:
            out.write(text)

    def change_data(self, n):
        self.write("inputs/activities/2026-09.yaml", self.log.replace("text: проведён", f"text: {n}-й раз проведён"))

    def run(self, words):
        return subprocess.run([self.svodka, *words], cwd=self.folder, capture_output=True, text=True)

    def killed(self, words, within):
        """Starts a command and kills it after a random part of the time that it needs."""
        process = subprocess.Popen([self.svodka, *words], cwd=self.folder, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        time.sleep(self.random.random() * within)
        process.send_signal(signal.SIGKILL)
        return process.wait() == -signal.SIGKILL

    def check(self):
        verified = self.run(["verify"])
        assert verified.returncode == 0, verified.stdout + verified.stderr
        folder = self.path("outputs/2026-09")
        for name in os.listdir(folder) if os.path.isdir(folder) else []:
            if name.endswith(".txt") and not name.startswith("."):
                text = open(os.path.join(folder, name), encoding="utf-8").read()
                assert text.endswith("КОНЕЦ\n"), f"{name} is torn"
        if os.path.exists(self.path("outputs/register.db")):
            ledger = sqlite3.connect(self.path("outputs/register.db"))
            numbers = [int(n) for (n,) in ledger.execute(
                "SELECT outgoing FROM entries WHERE outgoing IS NOT NULL ORDER BY number")] if ledger.execute(
                "SELECT count(*) FROM sqlite_schema WHERE name = 'entries'").fetchone()[0] else []
            ledger.close()
            assert numbers == list(range(1, len(numbers) + 1)), f"numbers: {numbers}"
            return len(numbers)
        return 0


# Kills in one project: its ledger gets longer with each round, and all of it is checked after each kill.
KILLS_A_PROJECT = 250


def kill_in_one(world, kills):
    """Kills so many times in one project; returns how many numbers were given."""
    done = rounds = numbers = 0
    while done < kills:
        rounds += 1
        world.change_data(rounds)
        for step in STEPS:
            while world.random.random() < 0.8 and done < kills:
                done += world.killed(step, 0.05 + world.random.random() * 0.1)
                numbers = world.check()
            world.run(step)  # what was left is carried through
        numbers = world.check()
    assert numbers > 0, "no number was given"
    return numbers


def check(svodka, random, rounds):
    done = numbers = projects = 0
    while done < rounds:
        world = Kills(svodka, random)
        part = min(KILLS_A_PROJECT, rounds - done)
        numbers += kill_in_one(world, part)
        shutil.rmtree(world.folder)
        done, projects = done + part, projects + 1
    return f"{done} kills in {projects} projects; {numbers} numbers given, none twice, none lost"
