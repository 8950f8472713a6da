"""The rows of the benchmark: which input, and how a peer has to be told about it."""

import itertools
import re
import subprocess
from collections import namedtuple
from pathlib import Path

import inputs

HERE = Path(__file__).resolve().parent

# Name; how it stands in the table; "trades" or "candles"; microseconds in a unit of ts; whether
# decimals are strings; whether lines are out of the order of time; what makes an instrument.
Row = namedtuple("Row", "name title kind unit quoted disorder keys")

BOTH, SYMBOL = ("exchange", "symbol"), ("symbol",)
ROWS = {
    row.name: row for row in [
        Row("own", "`cx fetch simulate`", "trades", 1, False, False, SYMBOL),
        Row("own-ms", "`cx fetch simulate`, times in ms", "trades", 1000, False, False, SYMBOL),
        Row("own-s", "`cx fetch simulate`, times in s", "trades", 1_000_000, False, False, SYMBOL),
        Row("five", "five exchanges", "trades", 1, False, True, BOTH),
        Row("five-ms", "five exchanges, times in ms", "trades", 1000, False, True, BOTH),
        Row("five-s", "five exchanges, times in s", "trades", 1_000_000, False, True, BOTH),
        Row("mixed", "merged feeds: five exchanges, ms, decimals as strings", "trades", 1000,
            True, True, BOTH),
        Row("shuffled", "five exchanges, fields shuffled line by line", "trades", 1, False, True,
            BOTH),
        Row("candles", "candles of 200 ms, five exchanges", "candles", 1, False, False, BOTH),
        Row("symbols-1000", "1,000 symbols", "trades", 1, False, False, SYMBOL),
        Row("symbols-10000", "10,000 symbols", "trades", 1, False, False, SYMBOL),
        Row("symbols-100000", "100,000 symbols", "trades", 1, False, False, SYMBOL),
    ]}


def make(row, cx, count, folder):
    """The file of a row, made once; candles are those of as many trades."""
    path = folder / f"{row.name}-{count}.ndjson"
    if path.exists():
        return path
    part = path.with_suffix(".part")
    if row.name in ("own-ms", "own-s"):
        digits = 13 if row.name == "own-ms" else 10
        times = re.compile(rb'("ts":\d{%d})\d+' % digits)
        with open(make(ROWS["own"], cx, count, folder), "rb") as source, open(part, "wb") as target:
            while lines := source.readlines(1 << 20):
                target.write(times.sub(rb"\1", b"".join(lines)))
    else:
        with open(part, "wb") as target:
            subprocess.run(command(row, cx, count, folder), stdout=target, check=True)
    part.rename(path)
    return path


def command(row, cx, count, folder):
    if row.name == "own":
        return [cx, "fetch", "simulate", "--seed", "1", "--count", str(count)]
    if row.kind == "candles":
        return [cx, "window", "200ms", str(make(ROWS["five"], cx, count, folder))]
    return [str(HERE / "inputs.py"), row.name, str(count)]


def first(path, count, target):
    """A file of the first lines of another."""
    with open(path, "rb") as source, open(target, "wb") as file:
        file.writelines(itertools.islice(source, count))
    return target


def environment(row):
    """What a peer is told."""
    told = {"KIND": row.kind, "KEYS": " ".join(row.keys), "UNIT": str(row.unit)}
    if row.quoted:
        told["QUOTED"] = "1"
    if row.disorder:
        told["DISORDER"] = "1"
    return told


assert all(name in ROWS for name in inputs.INPUTS)
