"""Runs a command and prints its wall seconds, CPU seconds and peak memory in MB: measure.py COMMAND…

A process of its own, because a command inherits the peak memory of the process that starts it.
"""
import os
import sys
import time

start = time.perf_counter()
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(process, 0)
print(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, file=sys.stderr)
sys.exit(0 if status == 0 else 1)
