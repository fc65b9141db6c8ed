"""Files that vanish while a run needs them, that cannot be read, that somebody has open; names that are taken.

What cannot be read is named, in Russian; no document is made of half of the data.
"""
import os
import shutil
import time

from project import Project, expect, is_russian, undisturbed

SCHOOLS = 20
OLD, NEW = ("Первой", 1), ("Второй", 1)
VANISHING = ["inputs/schools/0005.yaml", "templates/letter.docx", "templates/note.txt", "templates/sheet.yaml"]
LETTER = "Письмо s-0003.docx"


class Files:
    def __init__(self, svodka, random):
        self.svodka, self.random = svodka, random
        self.old, self.new = (undisturbed(svodka, SCHOOLS, *state) for state in (OLD, NEW))

    def project(self):
        """Documents of the old data in place, new data in the inputs."""
        project = Project(self.svodka, SCHOOLS)
        project.check_completed(self.old)
        project.say(*NEW)
        return project

    def complains(self, run, name, codes=(3,)):
        expect(run.returncode in codes, f"exit {run.returncode}, not one of {codes}:", run.stderr)
        lines = [line for line in run.stderr.splitlines() if name in line]
        expect(lines and is_russian(lines[0]), f"«{name}» is not named:", run.stderr)

    def vanish(self, rounds):
        """Taken away for good at some moment: made with it, made without it, or an error that names it."""
        project = Project(self.svodka, SCHOOLS)
        failed = 0
        for n in range(rounds):
            name = VANISHING[n % len(VANISHING)]
            project.say(*OLD)
            project.check_completed(self.old)
            project.say(*NEW)
            aside = project.path("tmp-aside")
            process = project.start("build", "--force")
            time.sleep(self.random.random() * 0.12)
            os.rename(project.path(name), aside)
            said, complained = process.communicate(timeout=60)
            found = project.documents()
            if process.returncode == 0:
                self.check_made_whole(found, name)
            else:
                failed += 1
                expect(process.returncode in (1, 3), f"exit {process.returncode}:", complained)
                expect(name in complained or os.path.basename(name) in complained, f"«{name}» is not named:", complained)
                expect(found == self.old, "documents changed although it failed:", complained)
            os.rename(aside, project.path(name))
            project.check_completed(self.new)
        project.remove()
        return failed

    def check_made_whole(self, found, name):
        """Without an error: all documents of the new data, or all but those that speak of what is gone."""
        wrong = [each for each, hash in found.items() if each != "index.html" and hash not in (self.new[each], self.old[each])]
        expect(not wrong, f"documents of half the data without {name}:", *wrong)
        stale = [each for each, hash in found.items() if each != "index.html" and hash == self.old[each] != self.new[each]]
        gone = range(5, 10) if name.startswith("inputs/") else range(SCHOOLS)
        expect(all(any(f"s-{n:04}" in each for n in gone) for each in stale), "old documents stay without a word:", *stale)

    def unreadable(self):
        """As a user without rights: a file of the inputs, a template, the folder of inputs."""
        for name, codes in [("inputs/schools/0005.yaml", (1, 3)), ("templates/letter.docx", (1, 3)),
                            ("templates/letter.yaml", (1, 3)), ("inputs/schools", (1, 3))]:
            project = self.project()
            for at, folders, files in os.walk(project.folder):
                for each in [at] + [os.path.join(at, file) for file in folders + files]:
                    if os.geteuid() == 0:
                        os.chown(each, 65534, 65534)
            os.chmod(os.path.dirname(project.folder), 0o711)
            mode = os.stat(project.path(name)).st_mode
            os.chmod(project.path(name), 0)
            nobody = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
            run = project.build(**nobody)
            os.chmod(project.path(name), mode)
            self.complains(run, name, codes)
            expect(project.documents() == self.old, f"documents changed although {name} cannot be read")
            project.check_completed(self.new)
            project.remove()

    def taken_names(self):
        project = self.project()
        place = os.path.join(project.made, LETTER)
        os.remove(place)
        os.makedirs(place + "/folder of a user")
        run = project.build()
        self.complains(run, LETTER)
        project.check_between(self.old, self.new)
        shutil.rmtree(place)
        project.check_completed(self.new)
        # A link: what it points to is not ours to write.
        project.say(*OLD)
        outside = project.path("outside.docx")
        shutil.copy(place, outside)
        before = open(outside, "rb").read()
        os.remove(place)
        os.symlink(outside, place)
        project.check_completed(self.old)
        expect(open(outside, "rb").read() == before, "a file outside was written through a link")
        project.remove()

    def open_elsewhere(self):
        """A warning names a document that somebody has open in LibreOffice or Word; it is made all the same."""
        for lock, content in [(f".~lock.{LETTER}#", ",ivanova,pc-17,28.11.2026 12:00,file:///home/ivanova/.config;".encode()),
                              ("~$" + LETTER[2:], bytes([7]) + b"ivanova" + b" " * 46 + bytes([7, 0]) + "ivanova".encode("utf-16-le") + bytes(90))]:
            project = self.project()
            with open(os.path.join(project.made, lock), "wb") as file:
                file.write(content)
            run = project.build()
            expect(run.returncode == 0, run.stderr)
            said = [line for line in run.stderr.splitlines() if "document-open" in line]
            expect(len(said) == 1 and LETTER in said[0] and "ivanova" in said[0], "it should name who has it open:", run.stderr)
            again = project.build()  # nothing is written: nothing to warn of
            expect("document-open" not in again.stderr, again.stderr)
            os.remove(os.path.join(project.made, lock))
            project.check_is(self.new)
            project.remove()


def check(svodka, random, rounds):
    files = Files(svodka, random)
    files.unreadable()
    files.taken_names()
    files.open_elsewhere()
    failed = files.vanish(rounds)
    return f"{rounds} files taken away, {failed} of them named in an error; files that cannot be read, taken names, open documents"
