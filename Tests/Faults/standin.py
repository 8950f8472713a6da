"""What the scripts here share: the stand-in exchange, and a cx that runs against it."""

import os
import re
import signal
import subprocess
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(HERE, "..", "..", ".build")


def built(name, given):
    """The path of a program: as given, else the newest that was built."""
    if given:
        return os.path.abspath(given)
    paths = [os.path.join(BUILD, kind, name) for kind in ("release", "debug")]
    paths = [path for path in paths if os.path.exists(path)]
    if not paths:
        raise SystemExit(f"{name} is not built: swift build --build-tests")
    return os.path.abspath(max(paths, key=os.path.getmtime))


class Exchange:
    """A stand-in exchange that runs as long as this lives."""

    def __init__(self, program, options):
        self.process = subprocess.Popen(
            [program, "--port", "0", *options.split()], stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening on"):
            raise SystemExit(f"the stand-in does not start: {line}")
        self.url = "http://" + line.split()[-1]

    def ask(self, path):
        with urllib.request.urlopen(f"{self.url}/standin/{path}", timeout=60) as answer:
            return answer.read().decode()

    def hosts(self):
        socket = self.url.replace("http", "ws", 1)
        return ["--base-url", self.url, "--bulk-url", self.url, "--ws-url", socket]

    def close(self):
        self.process.kill()
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Run:
    """A cx fetch whose output goes to a file, with what it said on stderr."""

    def __init__(self, program, arguments, exchange, folder=None, hosts=True):
        self.folder = folder or tempfile.mkdtemp(prefix="cx-faults-")
        self.path = os.path.join(self.folder, "out")
        self.errors_path = os.path.join(self.folder, "errors")
        command = [program, "fetch", *arguments.split()]
        if hosts:
            command += exchange.hosts()
        to_file = "--to" in arguments
        with open(self.path, "ab" if to_file else "wb") as output, \
                open(self.errors_path, "ab") as errors:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=errors if to_file else output,
                stderr=errors, cwd=self.folder, env=os.environ | {"XDG_RUNTIME_DIR": self.folder})

    def lines(self):
        with open(self.path, "rb") as file:
            return file.read().decode().splitlines()

    def errors(self):
        with open(self.errors_path, "rb") as file:
            text = file.read().decode()
        return [line for line in re.split("[\r\n]|\x1b\\[K", text) if line]

    def wait_lines(self, more, seconds):
        """Waits for so many lines more; false when they did not come in time."""
        wanted = self.count() + more
        return self.wait(seconds, lambda: self.count() >= wanted)

    def wait(self, seconds, condition):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return True
            if self.process.poll() is not None:
                return condition()
            time.sleep(0.02)
        return False

    def count(self):
        with open(self.path, "rb") as file:
            return file.read().count(b"\n")

    def finish(self, seconds=120):
        """Waits for its end; its status, negative for a signal."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return "hangs"

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.finish(20)


def number(line, name):
    found = re.search(rf'"{name}":(-?\d+)', line)
    return int(found.group(1)) if found else None
