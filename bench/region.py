#!/usr/bin/python3
"""A region's month: 40 municipalities, 900 schools, 20,000 activities a year, 60,000 rows of results.

    region.py SVODKA [--floor PROGRAM] [--small] [--curve N…]

Prints Markdown tables: all documents cold with one job and with two (whose files are compared), again with nothing
changed, again after one activity changed; the stages of the cold runs; the floor: a process that only deflates the
same parts as Svodka does and writes the files; then how time and memory grow with the number of documents. --small: two
municipalities, and few documents: whether all of it works.
"""
import argparse
import collections
import filecmp
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

import batch
import region_data

STAGE = re.compile(r"^([^\s:]+): (\d+\.\d+) s$", re.MULTILINE)


class Run:
    """What a run took: wall and CPU seconds, peak memory in MB, seconds by stage (of all projects together)."""

    def __init__(self, svodka, folder, *words):
        command = [svodka, "build", "--period", region_data.PERIOD, "--lang", "en", "-v", "--progress", "never", *words]
        (self.wall, self.cpu, self.peak), said = batch.measured(command, folder)
        self.stages = {stage: float(seconds) for stage, seconds in STAGE.findall(said)}

    def line(self, what, more=""):
        print(f"| {what} | {self.wall:.2f} | {self.cpu:.2f} | {self.peak:.0f} |{more}", flush=True)


class Bench:
    def __init__(self, svodka, floor, room, municipalities):
        self.svodka, self.floor, self.room = svodka, floor, room
        self.root = os.path.join(room, "region")
        region_data.Region(self.root, municipalities)
        self.projects = [self.root] + [os.path.join(self.root, "municipalities", name)
                                       for name in sorted(os.listdir(os.path.join(self.root, "municipalities")))]

    def build(self, *words):
        return Run(self.svodka, self.root, *words)

    def made(self):
        """All documents by their paths in the region."""
        found = []
        for project in self.projects:
            folder = os.path.join(project, "outputs", region_data.PERIOD)
            found += [os.path.relpath(os.path.join(folder, name), self.root) for name in os.listdir(folder)
                      if name.endswith((".docx", ".xlsx", ".html"))]
        return sorted(found)

    def set_aside(self):
        """The outputs, taken away; returns where they are."""
        aside = os.path.join(self.room, "one-job")
        for project in self.projects:
            shutil.move(os.path.join(project, "outputs"), os.path.join(aside, os.path.relpath(project, self.root), "outputs"))
        return aside

    def change_one_activity(self):
        name = os.path.join(self.projects[1], f"inputs/activities/{region_data.PERIOD}.yaml")
        with open(name, encoding="utf-8") as file:
            text = file.read()
        with open(name, "w", encoding="utf-8") as file:
            file.write(text.replace("outcome: ", "outcome: Изменённый итог. ", 1))

    def changed_since(self, before):
        return [name for name in self.made() if os.stat(os.path.join(self.root, name)).st_mtime_ns > before]

    def floor_line(self):
        tree = os.path.join(self.room, "documents")
        os.makedirs(tree)
        for i, name in enumerate(self.made()):
            os.link(os.path.join(self.root, name), os.path.join(tree, f"{i}{os.path.splitext(name)[1]}"))
        done = subprocess.run([self.floor, tree, "all", "own", os.path.join(self.room, "floor")], check=True,
                              capture_output=True, text=True)
        documents, wall, cpu = done.stdout.split()
        print(f"| the floor: {documents} documents deflated and written, one thread | {float(wall):.2f} | {float(cpu):.2f} | |")

    def measure(self):
        print("| what | wall, s | CPU, s | peak, MB |\n|---|---|---|---|")
        one = self.build("--jobs", "1")
        one.line("cold, one job")
        names = self.made()
        aside = self.set_aside()
        two = self.build("--jobs", "2")
        two.line("cold, two jobs")
        self.compare(names, aside)
        self.build().line("again, nothing changed")
        self.change_one_activity()
        before = time.time_ns()
        changed = self.build()
        made_again = self.changed_since(before)
        changed.line(f"again, one activity changed ({len(made_again)} documents made)")
        if self.floor:
            self.floor_line()
        kinds = collections.Counter(os.path.splitext(name)[1][1:] for name in names)
        print(f"\n{len(names)} documents: " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) + ".")
        self.stages(one, two)
        if not 0 < len(made_again) < len(names) / 2:
            sys.exit(f"after one change {len(made_again)} of {len(names)} documents were made")

    def compare(self, names, aside):
        if self.made() != names:
            sys.exit("one job and two made documents of other names")
        for name in names:
            if not filecmp.cmp(os.path.join(self.root, name), os.path.join(aside, name), shallow=False):
                sys.exit(f"one job and two made a different {name}")
        shutil.rmtree(aside)

    @staticmethod
    def stages(one, two):
        print("\n| stage of the cold run, all projects together, s | one job | two jobs |\n|---|---|---|")
        for stage, seconds in one.stages.items():
            print(f"| {stage} | {seconds:.2f} | {two.stages.get(stage, 0):.2f} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("svodka", type=os.path.abspath)
    parser.add_argument("--floor", type=os.path.abspath)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--curve", type=int, nargs="*")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="svodka-region-") as room:
        Bench(options.svodka, options.floor, room, 2 if options.small else 40).measure()
    counts = options.curve if options.curve is not None else [50, 100] if options.small else [1000, 3000, 10_000, 30_000, 100_000]
    if counts:
        batch.curve(options.svodka, counts)


if __name__ == "__main__":
    main()
