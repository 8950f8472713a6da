"""One run of a program: its time, its processor time and its memory."""

import os
import shutil
import subprocess
import time
from collections import namedtuple

# Seconds by the clock, seconds of processors (user and system), peak memory in MB or None.
Run = namedtuple("Run", "wall cpu memory")


def run(command, report, cores=1, **arguments):
    """Runs a command on the first cores; report is a file that may be written."""
    # getrusage of our own child would begin with our own memory: time(1) is small.
    timer = shutil.which("time")
    if timer:
        command = [timer, "-f", "%M", "-o", str(report), *command]
    if shutil.which("taskset"):
        command = ["taskset", "-c", ",".join(map(str, range(cores))), *command]
    start = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **arguments)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}: status {process.returncode}")
    memory = int(report.read_text().split()[-1]) / 1024 if timer else None
    return Run(wall, usage.ru_utime + usage.ru_stime, memory)
