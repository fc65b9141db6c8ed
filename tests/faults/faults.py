#!/usr/bin/env python3
"""Faults of the machine and of the hour, and what svodka makes of them.

    faults.py SVODKA [--short] [--rounds N] [--seed S] [NAME…]

NAME: a module of this folder (killed, …); all by default. Says what was done; exit 1, with the seed and the folder
that was left, when something did not hold.
"""
import argparse
import importlib
import os
import random
import subprocess
import sys
import tempfile
import time
import traceback

# A module, its rounds in full and in short.
SCENARIOS = {"killed": (1000, 6), "interrupted": (200, 5), "two_runs": (50, 2), "disk": (300, 6), "files": (100, 4),
             "signing_off": (10000, 10)}
IN_A_NAMESPACE = {"disk"}  # mounts


def in_a_namespace(name, options, rounds):
    """Runs a scenario that mounts, where that is allowed. Returns how many failed."""
    alone = ["unshare", *([] if os.geteuid() == 0 else ["-r"]), "-m", "--propagation", "private"]
    if subprocess.run([*alone, "true"], capture_output=True).returncode != 0:
        print(f"{name}: SKIPPED: this machine allows no mount namespace", flush=True)
        return 0
    words = [sys.executable, __file__, options.svodka, name, "--rounds", str(rounds), "--seed", str(options.seed)]
    return subprocess.run([*alone, *words], env={**os.environ, "SVODKA_IN_A_NAMESPACE": "yes"}).returncode


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("svodka", type=os.path.abspath)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    options = parser.parse_args()
    if not os.environ.get("SVODKA_IN_A_NAMESPACE"):
        print(f"seed {options.seed}", flush=True)
    failed = 0
    for name in options.names or SCENARIOS:
        rounds = options.rounds or SCENARIOS[name][options.short]
        if name in IN_A_NAMESPACE and not os.environ.get("SVODKA_IN_A_NAMESPACE"):
            failed += in_a_namespace(name, options, rounds)
            continue
        start = time.monotonic()
        room = tempfile.mkdtemp(prefix=f"svodka-{name}-")
        tempfile.tempdir = room
        try:
            said = importlib.import_module(name).check(options.svodka, random.Random(options.seed), rounds)
            print(f"{name}: {said} ({time.monotonic() - start:.1f} s)", flush=True)
            tempfile.tempdir = None
            os.rmdir(room)
        except Exception as wrong:  # the other scenarios are still worth their while
            failed += 1
            tempfile.tempdir = None
            where = "" if isinstance(wrong, AssertionError) else traceback.format_exc()
            print(f"{name}: FAULT with seed {options.seed} in {room}:\n{wrong}\n{where}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
