#!/usr/bin/env python3
"""Seeded trades for the benchmarks, as different programs spell them.

    Benchmarks/inputs.py NAME LINES > FILE

The market is 20 instruments on five exchanges, a few of them busy: trades come in bursts, sizes are
log-normal, and two in a hundred arrive up to two seconds after their time, as when feeds are
merged. The spelling is one of INPUTS below. Equal names and counts give equal bytes.
"""

import math
import random
import sys

# Exchange, symbol, price, decimals of price and of quantity, the busiest first.
INSTRUMENTS = [
    ("binance", "BTCUSDT", 103512.07, 2, 5), ("binance", "ETHUSDT", 3519.44, 2, 4),
    ("bybit", "BTCUSDT", 103509.5, 1, 3), ("binance", "SOLUSDT", 163.97, 2, 3),
    ("okx", "BTC-USDT", 103511.3, 1, 8), ("coinbase", "BTC-USD", 103531.62, 2, 8),
    ("binance", "XRPUSDT", 2.4173, 4, 1), ("bybit", "ETHUSDT", 3519.02, 2, 2),
    ("binance", "DOGEUSDT", 0.17893, 5, 0), ("coinbase", "ETH-USD", 3520.11, 2, 8),
    ("okx", "ETH-USDT", 3519.36, 2, 6), ("kraken", "XBT/USD", 103540.8, 1, 8),
    ("binance", "BNBUSDT", 971.38, 2, 3), ("binance", "PEPEUSDT", 0.00000604, 8, 0),
    ("okx", "SOL-USDT", 163.93, 2, 6), ("kraken", "ETH/USD", 3520.4, 2, 8),
    ("binance", "TRXUSDT", 0.2981, 4, 1), ("coinbase", "SOL-USD", 164.02, 2, 8),
    ("bybit", "XRPUSDT", 2.4171, 4, 2), ("kraken", "ADA/USD", 0.58213, 6, 8),
]
# 2025-11-11T00:00:00Z, microseconds since 1970.
START = 1_762_819_200_000_000
# Microseconds between trades of all instruments, on average, outside bursts.
PACE = 2_400
# `cx window` waits so long by default, and then is exact: disorder stays below.
MOST_LATE = 1_900_000

# Drawn from tables: a gauss() a line costs more than all the rest. Their lengths have no
# common divisor, so that tables walked in step do not repeat together.
_RANDOM = random.Random(20)
STEPS = [_RANDOM.gauss(0, 0.00004) for _ in range(8191)]
SIZES = [min(math.exp(_RANDOM.gauss(5, 1.8)), 30_000) for _ in range(8179)]
PAUSES = [_RANDOM.expovariate(1 / PACE) for _ in range(8171)]


def trades(lines, instruments=INSTRUMENTS):
    """(instrument's number, microseconds, id, price's and quantity's text, side) of each trade."""
    draw = random.Random(10).random
    weights = [1 / (rank + 1) for rank in range(len(instruments))]
    picked = random.Random(30).choices(range(len(instruments)), weights, k=65521)
    prices = [price for _, _, price, _, _ in instruments]
    ids = [1_000_000_007 * (rank % 5 + 1) for rank in range(len(instruments))]
    forms = [(f"%.{p}f", f"%.{q}f", 10 ** -q) for _, _, _, p, q in instruments]
    texts = [form[0] % price for form, price in zip(forms, prices)]
    now, burst, chosen = float(START), 0, 0
    for line in range(lines):
        if burst:
            burst -= 1
        else:
            chosen = picked[line % 65521]
            now += PAUSES[line % 8171]
            if draw() < 0.1:
                burst = int(2 + 9 * draw())
        luck = draw()
        if luck < 0.35:
            prices[chosen] *= 1 + STEPS[line % 8191]
            texts[chosen] = forms[chosen][0] % prices[chosen]
        _, form, least = forms[chosen]
        late = draw()
        time = int(now)
        if late < 0.02:
            time -= int(MOST_LATE * draw())
        elif late < 0.25:
            time -= int(30_000 * draw())
        ids[chosen] += 1
        quantity = form % (SIZES[line % 8179] / prices[chosen] + least)
        yield (chosen, max(time, START), ids[chosen], texts[chosen], quantity,
               "buy" if luck * 1e4 % 1 < 0.51 else "sell")


def plain(text):
    """A decimal without the zeros at its end."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def heads(instruments, form):
    return [form % (exchange, symbol) for exchange, symbol, *_ in instruments]


def house(lines, unit=1, instruments=INSTRUMENTS):
    """As cx spells trades; unit is how many microseconds a unit of time has."""
    begin = heads(instruments, '{"type":"trade","exchange":"%s","symbol":"%s","ts":')
    for number, time, id, price, quantity, side in trades(lines, instruments):
        yield (f'{begin[number]}{time // unit},"id":{id},"price":{plain(price)},'
               f'"qty":{plain(quantity)},"side":"{side}"}}\n')


def mixed(lines):
    """As several feeds merged look: times in milliseconds, decimals as strings, id before time."""
    begin = heads(INSTRUMENTS, '{"type":"trade","exchange":"%s","symbol":"%s","id":')
    for number, time, id, price, quantity, side in trades(lines):
        yield (f'{begin[number]}{id},"ts":{time // 1000},"price":"{price}",'
               f'"qty":"{quantity}","side":"{side}"}}\n')


def shuffled(lines):
    """As cx spells the fields, in an order of its own in each line."""
    names = heads(INSTRUMENTS, '"exchange":"%s" "symbol":"%s"')
    names = [name.split(" ") for name in names]
    shuffle = random.Random(40).sample
    orders = [shuffle(range(8), 8) for _ in range(4099)]
    line = 0
    for number, time, id, price, quantity, side in trades(lines):
        exchange, symbol = names[number]
        fields = (
            '"type":"trade"', exchange, symbol, f'"ts":{time}', f'"id":{id}',
            f'"price":{plain(price)}', f'"qty":{plain(quantity)}', f'"side":"{side}"')
        line += 1
        yield "{" + ",".join([fields[place] for place in orders[line % 4099]]) + "}\n"


def symbols(lines, count):
    """As cx spells trades, of so many symbols of one exchange, each as busy as any other."""
    draw = random.Random(50).randrange
    # Without those that would end in a zero, which cx would not write.
    fractions = [number for number in range(1, 98) if number % 10]
    begin = [f'{{"type":"trade","exchange":"binance","symbol":"S{number}USDT","ts":'
             for number in range(count)]
    ids = [0] * count
    time = START
    for line in range(lines):
        number = draw(count)
        ids[number] += 1
        time += 700
        yield (f'{begin[number]}{time},"id":{ids[number]},"price":{100 + number % 97}.'
               f'{fractions[line % 88]},"qty":0.{fractions[line % 83]},"side":"buy"}}\n')


INPUTS = {
    "five": house,
    "five-ms": lambda lines: house(lines, 1000),
    "five-s": lambda lines: house(lines, 1_000_000),
    "mixed": mixed,
    "shuffled": shuffled,
    "symbols-1000": lambda lines: symbols(lines, 1000),
    "symbols-10000": lambda lines: symbols(lines, 10_000),
    "symbols-100000": lambda lines: symbols(lines, 100_000),
}


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in INPUTS:
        sys.exit(f"{__doc__.strip()}\n\nNAME is one of {', '.join(INPUTS)}.")
    sys.stdout.writelines(INPUTS[sys.argv[1]](int(sys.argv[2])))


if __name__ == "__main__":
    main()
