"""What the scripts here share about stores: a made-up market, sums over what a store holds, and a cx
that is killed."""

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import urllib.request
from collections import defaultdict
from decimal import Context, Decimal

from standin import HERE

# Sums of millions of decimals are exact: nothing is ever rounded.
EXACT = Context(prec=60, traps=[])


def sums(lines):
    """For each symbol of trades: how many there are, and the exact sums of prices and quantities."""
    result = defaultdict(lambda: [0, Decimal(0), Decimal(0)])
    for line in lines:
        record = json.loads(line, parse_float=Decimal, parse_int=Decimal)
        entry = result[record["symbol"]]
        entry[0] += 1
        entry[1] = EXACT.add(entry[1], record["price"])
        entry[2] = EXACT.add(entry[2], record["qty"])
    return dict(result)


def files(folder):
    """The bytes of all files of a folder store, as their hashes by name."""
    found = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = hashlib.sha256(file.read()).hexdigest()
    return found


class Cx:
    """A cx that runs in a folder of its own."""

    def __init__(self, program, folder, variables=None):
        self.program = program
        self.folder = folder
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        self.environment.update({"HOME": folder, **(variables or {})})

    def start(self, *arguments, before=(), **options):
        return subprocess.Popen(
            [*before, self.program, *arguments], cwd=self.folder, env=self.environment, **options)

    def run(self, *arguments, before=()):
        """Runs to the end: status, output, errors."""
        process = self.start(
            *arguments, before=before, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        output, errors = process.communicate()
        return process.returncode, output, errors

    def must(self, *arguments):
        """The output of a run that has to succeed."""
        status, output, errors = self.run(*arguments)
        if status != 0 or errors:
            raise SystemExit(f"cx {' '.join(arguments)}: status {status}: {errors}")
        return output

    def kill(self, arguments, within, chance):
        """Starts, and kills after a random time below `within` seconds; whether it still ran."""
        process = self.start(*arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            process.wait(chance.uniform(0, within))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.communicate()
        return process.returncode == -signal.SIGKILL

    def trades(self, *stores):
        """The trades of stores, line by line."""
        where = [word for store in stores for word in ("--from", store)]
        process = self.start("query", "trades", *where, stdout=subprocess.PIPE, text=True)
        with process.stdout:
            yield from process.stdout
        if process.wait() not in (0, 1):
            raise SystemExit(f"cx query: status {process.returncode}")


@contextlib.contextmanager
def object_store():
    """A real S3, its address: see Tests/s3/service.py; and what tells cx of it."""
    script = os.path.join(HERE, "..", "s3", "service.py")
    process = subprocess.Popen(
        ["python3", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        if not line.startswith("listening "):
            raise SystemExit("the S3 service does not start")
        url = line.split()[1]
        make_bucket(url)
        yield url
    finally:
        process.stdin.close()
        process.wait()


def make_bucket(url):
    """Makes the bucket market, by the service's own interface beside S3."""
    key = {"X-Auth-User": "test:tester", "X-Auth-Key": "testing"}
    with urllib.request.urlopen(urllib.request.Request(f"{url}/auth/v1.0", headers=key)) as answer:
        token = answer.headers["X-Auth-Token"]
    request = urllib.request.Request(
        f"{url}/v1/AUTH_test/market", headers={"X-Auth-Token": token}, method="PUT", data=b"")
    urllib.request.urlopen(request).close()


def credentials(url):
    """What tells cx of the service."""
    return {"AWS_ACCESS_KEY_ID": "test:tester", "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_ENDPOINT_URL": url}


# The system calls by which a store changes what is on a disk.
CHANGES = ["pwrite64", "write", "fsync", "fdatasync", "rename", "unlink", "ftruncate", "mkdir"]


def injected(call, what, number):
    """What stands before a command so that the call of that number meets a fault.

    strace counts for each thread; one that never comes to that number changes nothing.
    """
    return ["strace", "-f", "-qqq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
            f"inject={call}:{what}:when={number}"]
