"""A disk that is full while documents, their manifest, the store are written; a folder that is read-only.

In a mount namespace (small tmpfs; root ignores modes, but no read-only mount). For each there is one message that
names the file, exit 3, the documents of the run before; when there is room again, the bytes of an undisturbed run.
"""
import os
import subprocess

from project import Project, expect, is_russian, undisturbed

SCHOOLS = 12
OLD, NEW = ("Первой", 1), ("Второй", 2)
NO_ROOM, READ_ONLY = "нет места на диске", "только для чтения"
FOLDERS = ["outputs", "outputs/2026-09", "outputs/.svodka"]
NEEDED = 2_000_000  # bytes; more than a run needs


class Disk:
    """A folder of a project on a tmpfs, of whose room one can leave so and so much."""

    def __init__(self, folder):
        self.folder, self.filler = folder, os.path.join(folder, "filler")
        os.makedirs(folder, exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder], check=True)

    def leave(self, room):
        status = os.statvfs(self.folder)
        with open(self.filler, "wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(status.f_bavail * status.f_bsize - room, 1))

    def leave_names(self, names):
        """Room enough, but only for so many files more."""
        os.remove(self.filler)
        status = os.statvfs(self.folder)
        subprocess.run(["mount", "-o", f"remount,nr_inodes={status.f_files - status.f_ffree + names}", self.folder],
                       check=True)

    def free(self):
        if os.path.exists(self.filler):
            os.remove(self.filler)
        subprocess.run(["mount", "-o", "remount,nr_inodes=100000", self.folder], check=True)

    def unmount(self):
        subprocess.run(["umount", self.folder], check=True)


def check_message(run, why, *names):
    """One message, in Russian, with what is wrong and the file it is about; exit 3. Nothing else is said."""
    expect(run.returncode == 3, f"exit {run.returncode}, not 3:", run.stderr)
    said = [line for line in run.stderr.splitlines() if line.startswith("svodka: ")]
    expect(len(said) == 1 and why in said[0] and is_russian(said[0]), f"it should say once «{why}»:", run.stderr)
    expect(any(f"{name}/" in said[0] or f"{name}»" in said[0] for name in names), "the file is not named:", said[0])
    expect(".tmp" not in said[0], "a temporary name is named:", said[0])
    expect("ERROR" not in run.stderr and "rror:" not in run.stderr, "something else speaks:", run.stderr)


class Disks:
    def __init__(self, svodka, random):
        self.svodka, self.random = svodka, random
        self.old, self.new = (undisturbed(svodka, SCHOOLS, *state) for state in (OLD, NEW))
        self.struck = 0

    def begin(self, project, cold):
        """Before the fault: nothing made, or all documents of the old data."""
        if cold:
            project.say(*NEW)
            return {}
        project.say(*OLD)
        project.check_completed(self.old)
        project.say(*NEW)
        return self.old

    def full(self, folder, cold, names=None):
        """`names`: there is room, but only for so many files more."""
        project = Project(self.svodka, SCHOOLS)
        disk = Disk(project.path(folder))
        before = self.begin(project, cold)
        disk.leave(int(self.random.random() ** 1.5 * NEEDED) if names is None else 0)
        if names is not None:
            disk.leave_names(names)
        run = project.build("-q")
        project.check_between(before, self.new)
        if run.returncode:
            self.struck += 1
            check_message(run, NO_ROOM, folder)
        expect(not project.leftovers(), "leftovers:", *project.leftovers())
        disk.free()
        project.check_completed(self.new)
        disk.unmount()
        project.remove()

    def read_only(self, folder):
        """A run before has made the documents of the old data; then the folder can no longer be written to."""
        project = Project(self.svodka, SCHOOLS)
        disk = Disk(project.path(folder))
        self.begin(project, False)
        subprocess.run(["mount", "-o", "remount,ro", disk.folder], check=True)
        run = project.build("-q")
        check_message(run, READ_ONLY, folder)
        project.check_is(self.old)
        subprocess.run(["mount", "-o", "remount,rw", disk.folder], check=True)
        project.check_completed(self.new)
        disk.unmount()
        project.remove()


def check(svodka, random, rounds):
    disks = Disks(svodka, random)
    for folder in FOLDERS:
        disks.read_only(folder)
    for names in range(6):  # the first of the files, which the store is among
        disks.full("outputs", True, names)
    for _ in range(rounds):
        names = random.randrange(60) if random.random() < 0.2 else None
        disks.full(random.choice(FOLDERS), random.random() < 0.5, names)
    expect(rounds < 50 or disks.struck > rounds // 5, f"the disk was full in only {disks.struck} of {rounds} runs")
    return f"{rounds} runs, in {disks.struck} the disk became full; {len(FOLDERS)} read-only folders"
