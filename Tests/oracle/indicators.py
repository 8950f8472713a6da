#!/usr/bin/env python3
"""Indicators by their definitions, to compare `cx enrich --with` with: no code of the house in it.

Makes candles of a seeded walk, times 10 to each of some powers, has `cx enrich` append indicators,
and computes them anew: with Python's decimals (34 digits, given with 18, half to even, as the manual
says), where every digit must be the same, and, with --talib, by TA-Lib (`pip install TA-Lib`), where
12 must be.

  indicators.py --cx .build/release/cx
  venv/bin/python indicators.py --cx .build/release/cx --talib --powers=-9,-6,-3,0,3,6,9

What TA-Lib's binary numbers cannot tell is compared otherwise, and the report says how far it is off:
- differences of nearly equal numbers (macd, the bands) are measured against the price,
- TA-Lib takes sums below 1e-14 for zero, so its deviations vanish for prices of 1e-9: it computes
  them, and the rsi, of the prices before they are multiplied,
- its deviation cancels, E[x^2] - E[x]^2: measured against the price as well,
- its atr leaves the first candle out and its macd begins the fast mean with the slow one: compared
  from the row on where the beginnings have faded below the thirteenth digit.
"""

import argparse
import json
import random
import subprocess
import sys
from decimal import ROUND_HALF_EVEN, Context, Decimal

EXACT = Context(prec=500, rounding=ROUND_HALF_EVEN, Emax=999999, Emin=-999999)
WORK = Context(prec=34, rounding=ROUND_HALF_EVEN, Emax=999999, Emin=-999999)
OUT = Context(prec=18, rounding=ROUND_HALF_EVEN, Emax=999999, Emin=-999999)
SPECS = "sma(20),ema(20),wma(20),rsi(14),macd(12,26,9),bbands(20,2.5),atr(14),zscore(20),stddev(20)"


def walk(count, seed):
    """High, low and close in hundredths."""
    rng = random.Random(seed)
    close = 1_000_000
    for _ in range(count):
        close = max(1000, close + rng.randrange(-20_000, 20_001))
        high = close + rng.randrange(0, 9_000)
        low = max(1, close - rng.randrange(0, 9_000))
        yield high, low, close


def total(values):
    result = Decimal(0)
    for value in values:
        result = EXACT.add(result, value)
    return result


def mean(values):
    return WORK.divide(total(values), Decimal(len(values)))


def windows(values, length):
    for index in range(len(values)):
        yield values[index + 1 - length : index + 1] if index + 1 >= length else None


def sma(values, n):
    return [mean(w) if w else None for w in windows(values, n)]


def wma(values, n):
    weights = Decimal(n * (n + 1) // 2)
    return [
        WORK.divide(total(EXACT.multiply(Decimal(i + 1), v) for i, v in enumerate(w)), weights)
        if w else None
        for w in windows(values, n)
    ]


def recursion(values, n, kept, taken, parts):
    """(kept * y + taken * x) / parts, begun with the mean of the first n."""
    result, seen, y = [], [], None
    for x in values:
        if x is None:
            result.append(None)
            continue
        if y is None:
            seen.append(x)
            y = mean(seen) if len(seen) == n else None
        else:
            y = WORK.divide(
                EXACT.add(EXACT.multiply(y, Decimal(kept)), EXACT.multiply(x, Decimal(taken))),
                Decimal(parts))
        result.append(y)
    return result


def ema(values, n):
    return recursion(values, n, n - 1, 2, n + 1)


def wilder(values, n):
    return recursion(values, n, n - 1, 1, n)


def rsi(values, n):
    changes = [None] + [EXACT.subtract(b, a) for a, b in zip(values, values[1:])]
    rises = wilder([c if c is None else max(c, Decimal(0)) for c in changes], n)
    falls = wilder([c if c is None else max(-c, Decimal(0)) for c in changes], n)
    result = []
    for rise, fall in zip(rises, falls):
        if rise is None:
            result.append(None)
            continue
        both = WORK.add(rise, fall)
        result.append(
            WORK.divide(EXACT.multiply(rise, Decimal(100)), both) if both else Decimal(50))
    return result


def macd(values, fast, slow, signal):
    line = [
        None if b is None else WORK.subtract(a, b)
        for a, b in zip(ema(values, fast), ema(values, slow))
    ]
    mean = ema(line, signal)
    return line, mean, [None if b is None else WORK.subtract(a, b) for a, b in zip(line, mean)]


def deviation(values, n):
    result = []
    for w in windows(values, n):
        if w is None:
            result.append(None)
            continue
        squares = total(EXACT.multiply(v, v) for v in w)
        spread = EXACT.subtract(
            EXACT.multiply(Decimal(n), squares), EXACT.multiply(total(w), total(w)))
        result.append(WORK.sqrt(WORK.divide(spread, Decimal(n * n))))
    return result


def zscore(values, n):
    return [
        None if not d else WORK.divide(WORK.subtract(x, m), d)
        for x, m, d in zip(values, sma(values, n), deviation(values, n))
    ]


def bands(values, n, width):
    middle, sides = sma(values, n), deviation(values, n)
    reach = [None if d is None else EXACT.multiply(d, Decimal(width)) for d in sides]
    return (
        [None if m is None else WORK.subtract(m, r) for m, r in zip(middle, reach)], middle,
        [None if m is None else WORK.add(m, r) for m, r in zip(middle, reach)],
    )


def atr(highs, lows, closes, n):
    ranges = [EXACT.subtract(highs[0], lows[0])] + [
        EXACT.subtract(max(last, high), min(last, low))
        for last, high, low in zip(closes, highs[1:], lows[1:])
    ]
    return wilder(ranges, n)


def oracle(highs, lows, closes):
    line, signal, hist = macd(closes, 12, 26, 9)
    lower, middle, upper = bands(closes, 20, "2.5")
    return {
        "sma_20": sma(closes, 20), "ema_20": ema(closes, 20), "wma_20": wma(closes, 20),
        "rsi_14": rsi(closes, 14), "macd_12_26_9": line, "macd_12_26_9_signal": signal,
        "macd_12_26_9_hist": hist, "bbands_20_2p5_lower": lower, "bbands_20_2p5_middle": middle,
        "bbands_20_2p5_upper": upper, "atr_14": atr(highs, lows, closes, 14),
        "zscore_20": zscore(closes, 20), "stddev_20": deviation(closes, 20),
    }


def talib_values(highs, lows, closes, scale):
    """TA-Lib's values; those that vanish for small prices are of prices not multiplied."""
    import numpy
    import talib

    high, low, close = (numpy.array([float(v) for v in c]) for c in (highs, lows, closes))
    plain = numpy.array([float(v / scale) for v in closes])
    line, signal, hist = talib.MACD(close, 12, 26, 9)
    upper, middle, lower = (b * float(scale) for b in talib.BBANDS(plain, 20, 2.5, 2.5, 0))
    deviation = talib.STDDEV(plain, 20)
    return {
        "sma_20": talib.SMA(close, 20), "ema_20": talib.EMA(close, 20),
        "wma_20": talib.WMA(close, 20), "rsi_14": talib.RSI(plain, 14), "macd_12_26_9": line,
        "macd_12_26_9_signal": signal, "macd_12_26_9_hist": hist, "bbands_20_2p5_lower": lower,
        "bbands_20_2p5_middle": middle, "bbands_20_2p5_upper": upper,
        "atr_14": talib.ATR(high, low, close, 14), "stddev_20": deviation * float(scale),
        "zscore_20": (plain - talib.SMA(plain, 20)) / deviation,
    }


# Rows after which beginnings that differ have faded: (13/14)^n and (25/27)^n below 1e-14.
FADES = {"atr": 500, "macd": 500}
# Measured against the price: differences of nearly equal numbers in binary.
AGAINST_PRICE = ("macd", "bbands", "stddev")
# (x - mean) / deviation has the error of the deviation, some 1e-16 * price^2 / deviation^2.
LOOSE = {"zscore": 1e-9, "stddev": 1e-10}


def compare_talib(rows, values, closes):
    """The largest difference of each field, and whether all are below 1e-12."""
    fine = True
    for name, series in values.items():
        kind = name.split("_")[0]
        worst = 0.0
        for index in range(FADES.get(kind, 0), len(rows)):
            found, wanted = rows[index].get(name), float(series[index])
            if found is None or wanted != wanted:
                continue
            base = float(closes[index]) if kind in AGAINST_PRICE else abs(wanted)
            worst = max(worst, abs(float(found) - wanted) / base)
        limit = LOOSE.get(kind, 1e-12)
        fine = fine and worst < limit
        print(f"  talib {name:22} {worst:.1e}{'' if worst < limit else '  TOO FAR'}")
    return fine


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cx", default="cx", help="the program")
    parser.add_argument("--powers", default="-30,-9,-6,0,6,9,30", help="powers of ten")
    parser.add_argument("--rows", type=int, default=400, help="candles of each")
    parser.add_argument("--talib", action="store_true", help="compare with TA-Lib too")
    options = parser.parse_args()
    rows = max(options.rows, 1500) if options.talib else options.rows
    differences = compared = 0
    fine = True
    for power in map(int, options.powers.split(",")):
        bars = list(walk(rows, seed=7))
        lines = [
            '{"type":"candle","exchange":"x","symbol":"A","interval":"1m","ts":%d,"open":%de%d,'
            '"high":%de%d,"low":%de%d,"close":%de%d,"volume":1}'
            % (1_762_819_200_000_000 + i * 60_000_000, c, power - 2, h, power - 2, l, power - 2, c,
               power - 2)
            for i, (h, l, c) in enumerate(bars)
        ]
        run = subprocess.run(
            [options.cx, "enrich", "--with", SPECS], input="\n".join(lines) + "\n",
            capture_output=True, text=True, check=False)
        if run.returncode != 0:
            print(run.stderr, file=sys.stderr)
            return 1
        found = [json.loads(line, parse_float=Decimal, parse_int=Decimal)
                 for line in run.stdout.splitlines()]
        scale = Decimal(1).scaleb(power, EXACT)
        highs, lows, closes = (
            [Decimal(bar[i]).scaleb(power - 2, EXACT) for bar in bars] for i in range(3))
        for name, series in oracle(highs, lows, closes).items():
            for index, wanted in enumerate(series):
                compared += 1
                value = found[index].get(name)
                if (wanted is None) != (value is None) or (
                        wanted is not None and OUT.plus(wanted) != value):
                    differences += 1
                    if differences < 10:
                        print(f"1e{power} row {index} {name}: {value}, right is {wanted}")
        if options.talib:
            print(f"1e{power}")
            values = talib_values(highs, lows, closes, scale)
            fine = compare_talib(found, values, closes) and fine
    print(f"{compared} values, {differences} differences")
    return 0 if differences == 0 and fine else 1


if __name__ == "__main__":
    sys.exit(main())
