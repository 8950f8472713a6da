"""What the programs answered, read exactly, and compared."""

import json
import sys
from decimal import Decimal

# Sums in binary floating point, relative to the exact ones.
TOLERANCE = Decimal("1e-9")
FIELDS = ("open", "high", "low", "close", "volume", "quote_volume", "trades")


def records(path):
    with open(path) as lines:
        for line in lines:
            yield json.loads(line, parse_float=Decimal, parse_int=Decimal)


def instrument(record, keys):
    """The exchange too where there are several."""
    return tuple(record[key] for key in keys)


def windows(path, keys):
    return {
        (*instrument(record, keys), int(record["ts"])): [Decimal(record[field]) for field in FIELDS]
        for record in records(path) if record.get("type", "candle") == "candle"}


def notionals(path, keys):
    return {
        (*instrument(record, keys), int(record["id"])): [Decimal(record["notional"])]
        for record in records(path)}


def ranges(path, keys):
    return {
        (*instrument(record, keys), int(record["ts"])): [Decimal(record["range"])]
        for record in records(path)}


def changes(path, keys):
    """How many conditions began or ended at a moment, by instrument."""
    counted = {}
    for record in records(path):
        key = (*instrument(record, keys), int(record["ts"]))
        counted[key] = [Decimal(counted.get(key, [0])[0] + 1)]
    return counted


def compare(title, what, expected, answer):
    """True when both are equal, false when within the tolerance, else the end."""
    if expected.keys() != answer.keys():
        only = sorted(expected.keys() ^ answer.keys())[:3]
        sys.exit(f"bench: {title} and cx differ on {what}: only one has {only}")
    exact = True
    for key, values in expected.items():
        for mine, theirs in zip(values, answer[key]):
            if mine != theirs:
                exact = False
                if abs(mine - theirs) > TOLERANCE * abs(mine):
                    sys.exit(f"bench: {title} and cx differ on {what} at {key}: {theirs}, {mine}")
    return exact
