#!/usr/bin/env python3
"""Kills cx while it delivers, again and again, and counts what arrives.

    kill.py KILLS [SEED]

Runs in an empty folder with cx on the path. Candles are made up, every turn of the price is an
event; delivery goes to double.py, and at random moments `cx alert --notify --state` or `cx alert
deliver` is killed (SIGKILL). Then the rest is drained. Says how many keys there were, how many
requests brought them, and fails if a key is missing or one came that no event has.
"""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

KILLS = int(sys.argv[1])
random.seed(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
MINUTE = 60_000_000
RULE = "close > prev(close)"
WATCH = ["cx", "alert", RULE, "candles.ndjson", "--notify", "--state", "state", "--to", "file:out"]
DELIVER = ["cx", "alert", "deliver"]
WHERE = ["--receivers", "receivers.yaml", "--outbox", "outbox.db"]


def main():
    candles = []
    for index in range(6 * KILLS + 20):
        close = 100 + index % 2
        start = 1_762_873_200_000_000 + index * MINUTE
        candles.append(json.dumps({
            "type": "candle", "symbol": "X", "interval": "1m", "ts": start, "end": start + MINUTE,
            "open": close, "high": close, "low": close, "close": close, "volume": 1,
            "final": True, "rev": 0}) + "\n")
    unbroken = subprocess.run(
        ["cx", "alert", RULE], input="".join(candles), check=True, capture_output=True, text=True)
    wanted = [json.loads(line)["key"] for line in unbroken.stdout.splitlines()]

    double = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("double.py"), "requests", "0.04"],
        stdout=subprocess.PIPE, text=True)
    try:
        port = double.stdout.readline().split()[1]
        Path("receivers.yaml").write_text(
            f"receivers: [{{name: hook, kind: webhook, url: 'http://127.0.0.1:{port}/ok',"
            " allow_private: true, limit: 100000/1m}]\n")
        killed = 0
        while killed < KILLS:
            watches = killed == 0 or random.random() < 0.6
            if watches:
                feed(candles, 8)
            process = subprocess.Popen(
                (WATCH if watches else DELIVER) + WHERE, stderr=subprocess.DEVNULL)
            time.sleep(random.uniform(0.01, 0.25))
            process.kill()
            killed += process.wait() == -9
        feed(candles, len(candles))
        subprocess.run(WATCH + WHERE, check=True)
        subprocess.run(DELIVER + WHERE, check=True)
    finally:
        double.kill()
        double.wait()

    lines = [json.loads(line) for line in Path("requests").read_text().splitlines()]
    came = [line["headers"]["cx-delivery"] for line in lines]
    lost, strange = set(wanted) - set(came), set(came) - set(wanted)
    print(
        f"{killed} kills, {len(wanted)} keys, {len(came)} requests,"
        f" {len(came) - len(set(came))} repeated, {len(lost)} lost, {len(strange)} unknown")
    sys.exit(1 if lost or strange or len(set(wanted)) != len(wanted) else 0)


def feed(candles, count):
    """Lets the file of candles grow."""
    with open("candles.ndjson", "a") as file:
        file.writelines(candles[:count])
    del candles[:count]


if __name__ == "__main__":
    main()
