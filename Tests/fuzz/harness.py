"""Runs the program over and over, judges each run, keeps what fell, and can be stopped at any time."""

import collections
import contextlib
import json
import multiprocessing
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

# The statuses that the manual knows.
TABLE = {0, 1, 2, 3, 64, 65, 66, 69, 74, 75, 77, 78}
MOST_MEMORY = 200  # MB
# The machine is not to suffer from what is being looked for; the program reserves more than it uses.
ADDRESS_SPACE = 4 << 30
MOST_KEPT = 5

Outcome = collections.namedtuple("Outcome", "status signal seconds memory output errors")


class Program:
    """The program under test, in a folder of its own, with nobody's configuration."""

    def __init__(self, path, folder, seconds, profile=None):
        self.path, self.folder, self.seconds = str(path), Path(folder), seconds
        self.environment = {
            "PATH": os.environ.get("PATH", ""), "HOME": str(folder), "TZ": "UTC", "LC_ALL": "C.UTF-8",
            "SWIFT_BACKTRACE": "enable=no"}
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            self.environment[f"XDG_{name}_HOME"] = str(folder)
        self.environment["XDG_RUNTIME_DIR"] = str(folder)
        if profile:
            # %m: runs of one build add up in one file; %p would leave a million of them.
            self.environment["LLVM_PROFILE_FILE"] = f"{profile}/%2m.profraw"

    def run(self, *arguments, input=None):
        """Runs to its end, or kills it after too many seconds: the signal then is SIGALRM's."""
        output, errors = self.folder / ".output", self.folder / ".errors"
        with open(input or os.devnull, "rb") as stdin, open(output, "wb") as out, \
                open(errors, "wb") as err:
            process = subprocess.Popen(
                [self.path, *arguments], cwd=self.folder, env=self.environment, stdin=stdin,
                stdout=out, stderr=err)
            begin, pause, late = time.monotonic(), 0.0005, False
            while True:
                number, status, usage = os.wait4(process.pid, os.WNOHANG)
                if number:
                    break
                if not late and time.monotonic() - begin > self.seconds:
                    process.send_signal(signal.SIGKILL)
                    late = True
                time.sleep(pause)
                pause = min(pause * 1.3, 0.02)
        code = process.returncode = os.waitstatus_to_exitcode(status)
        killer = "timeout" if late else signal.Signals(-code).name if code < 0 else None
        return Outcome(
            None if code < 0 else code, killer, usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss / 1024, output, errors)


def fault(outcome, allowed=TABLE):
    """What is wrong with an outcome, as a word; None for nothing."""
    if outcome.signal == "timeout":
        return "hang"
    if outcome.signal:
        return f"trap-{outcome.signal}"
    if outcome.memory > MOST_MEMORY:
        return "memory"
    if outcome.status not in allowed:
        return f"status-{outcome.status}"
    return None


def keep(work, name, files, note):
    """Puts what fell into a folder of its own, a few of each name; says whether there was room."""
    home = Path(work) / "fallen"
    for number in range(MOST_KEPT):
        place = home / f"{name}-{number}"
        with contextlib.suppress(FileExistsError):
            place.mkdir(parents=True)
            for file, content in files.items():
                (place / file).write_bytes(content)
            (place / "note").write_text(note)
            return place
    return None


def smaller(items, falls, most=200):
    """The least items with which it still falls, more or less: halves, quarters and so on are left out."""
    size, tries = max(len(items) // 2, 1), 0
    while tries < most:
        start, shrunk = 0, False
        while start < len(items) and tries < most and len(items) > 1:
            rest = items[:start] + items[start + size:]
            tries += 1
            if rest and falls(rest):
                items, shrunk = rest, True
            else:
                start += size
        if size == 1 and not shrunk:
            break
        size = max(size // 2, 1)
    return items


def said(text):
    """A message without what differs from run to run, to count messages by their kind."""
    text = re.sub(r"^cx \w+: ", "", text)
    # Places: a file, with a line or without.
    text = re.sub(r'^[^ ":]*[./\w-]+(:\d+)?: (?=.)', "", text) if '"' not in text[:1] else text
    text = re.sub(r'unexpected (".*?"|byte \d+)', "unexpected …", text)
    text = re.sub(r'^("[^"]*"[^:]*|[^":]*): .*', r"\1", text)
    return re.sub(r"-?\d[\d.eE+:-]*", "N", text)[:100]


def options(parser, default):
    parser.add_argument("--cx", default=os.environ.get("CX"), help="the program, a release build")
    parser.add_argument("--work", default=".build/fuzz", help="progress, counts and what fell")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=default)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--seconds", type=float, default=60, help="longer is a hang")
    parser.add_argument("--profile", help="a folder for llvm's coverage, of an instrumented build")
    parsed = parser.parse_args()
    if not parsed.cx:
        parsed.cx = str(Path(__file__).resolve().parents[2] / ".build/release/cx")
    parsed.cx = str(Path(parsed.cx).resolve())
    # A folder for each seed and task, so that another seed begins anew.
    parsed.work = Path(parsed.work).resolve() / f"{Path(sys.argv[0]).name}-{parsed.seed}"
    parsed.work.mkdir(parents=True, exist_ok=True)
    return parsed


def guarded(work):
    """Called first in each worker: limits, and a folder in memory where there is one."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def run_rounds(settings, round_of, describe):
    """Runs round_of(settings, number) for all numbers not done yet; counts go to `progress`."""
    progress = settings.work / "progress"
    total, done = collections.Counter(), set()
    if progress.exists():
        for line in progress.read_text().splitlines():
            with contextlib.suppress(ValueError):
                record = json.loads(line)
                done.add(record["round"])
                total.update(record["counts"])
    left = [number for number in range(settings.rounds) if number not in done]
    print(f"seed {settings.seed}: {len(done)} rounds are done, {len(left)} to do; {settings.work}",
          flush=True)
    begin = shown = time.monotonic()
    try:
        with multiprocessing.Pool(settings.jobs, guarded, (settings.work,)) as pool, \
                open(progress, "a") as file:
            work = ((round_of, settings, number) for number in left)
            for number, counts in pool.imap_unordered(one, work):
                total.update(counts)
                done.add(number)
                file.write(json.dumps({"round": number, "counts": counts}) + "\n")
                file.flush()
                if time.monotonic() - shown > 30:
                    shown = time.monotonic()
                    print(f"{len(done)} of {settings.rounds}, {fallen(total)} fell, "
                          f"{shown - begin:.0f} s", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        print("stopped; the same command goes on from here", file=sys.stderr)
    print(describe(total))
    return 1 if fallen(total) else 0


def one(job):
    round_of, settings, number = job
    folder = Path("/dev/shm" if os.path.isdir("/dev/shm") else settings.work) \
        / f"cx-fuzz-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        return number, dict(round_of(settings, number, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fallen(total):
    return sum(count for name, count in total.items() if name.startswith("fell/"))


def report(total):
    """All counts, by their groups."""
    lines = []
    groups = collections.defaultdict(dict)
    for name, count in total.items():
        group, _, rest = name.partition("/")
        groups[group][rest] = count
    for group in sorted(groups):
        lines.append(f"\n{group}")
        for name, count in sorted(groups[group].items(), key=lambda item: -item[1]):
            lines.append(f"  {count:>12,}  {name}")
    return "\n".join(lines)
