#!/usr/bin/env python3
"""Candles by the plain definition, to compare `cx window` with: no code of the house in it.

Reads trades from stdin: records of `cx`, or raw payloads of Binance (socket lines with or without
a leading receive time, REST arrays, CSV rows of the bulk files, which need --symbol). Collects all,
drops duplicates by id, sorts by (time, id), cuts, and adds up with exact decimals.

  cx fetch simulate --count 1000 | candles.py 60
  zcat recording.gz | candles.py 60 --raw
"""

import argparse
import json
import sys
from decimal import ROUND_HALF_EVEN, Decimal, getcontext

getcontext().prec = 60


def micros(count):
    """Microseconds of a count since 1970 in s, ms, us or ns: its size tells."""
    for limit, factor in ((10**11, 10**6), (10**14, 1000), (10**17, 1)):
        if count < limit:
            return count * factor
    return count // 1000


def trade(symbol, time, first, last, price, qty, taker_buys):
    return {
        "symbol": symbol, "time": micros(int(time)), "first": int(first), "last": int(last),
        "price": Decimal(str(price)), "qty": Decimal(str(qty)), "buy": taker_buys,
    }


def of_payload(data, symbol, name):
    """A raw trade of Binance; None for anything else."""
    kind = data.get("e")
    if kind == "trade" or kind == "aggTrade" or (kind is None and "a" in data and "f" in data):
        first = data["f"] if "f" in data else data["t"]
        last = data["l"] if "l" in data else data["t"]
        return trade(data.get("s", symbol), data["T"], first, last, data["p"], data["q"],
                     not data["m"])
    if kind is None and "isBuyerMaker" in data:
        return trade(symbol, data["time"], data["id"], data["id"], data["price"], data["qty"],
                     not data["isBuyerMaker"])
    return None


def of_record(record):
    """A trade of `cx`; None for records of other types."""
    if record.get("type") != "trade":
        return None
    first = record.get("first_id", record.get("id"))
    last = record.get("last_id", first)
    return trade(record["symbol"], record["ts"], first, last, record["price"], record["qty"],
                 record.get("side") == "buy")


def of_row(row, symbol):
    """A row of a bulk file: aggregates have eight columns, trades seven."""
    cells = row.split(",")
    if not cells[0].isdigit():
        return None
    if cells[-1].lower() not in ("true", "false"):
        raise ValueError("not a trade: " + row)
    # The column before the last tells the maker; the last one whether the price was the best.
    buys = cells[-2].lower() == "false"
    if len(cells) == 8:
        return trade(symbol, cells[5], cells[3], cells[4], cells[1], cells[2], buys)
    return trade(symbol, cells[4], cells[0], cells[0], cells[1], cells[2], buys)


def read(lines, raw, symbol):
    for line in lines:
        line = line.strip()
        if not line:
            continue
        if not raw:
            yield of_record(json.loads(line, parse_float=Decimal))
            continue
        if line[0] not in "[{":
            head, space, rest = line.partition(" ")
            if not space:
                yield of_row(line, symbol)
                continue
            line = rest
        data = json.loads(line, parse_float=Decimal)
        for item in data if isinstance(data, list) else [data]:
            if isinstance(item, dict):
                yield of_payload(item.get("data", item), symbol, raw)


def plain(value):
    """The number without exponent and without zeros at the end."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def candle(symbol, start, end, trades):
    trades.sort(key=lambda t: (t["time"], t["first"]))
    prices = [t["price"] for t in trades]
    volume = sum(t["qty"] for t in trades)
    quote = sum(t["price"] * t["qty"] for t in trades)
    places = max([8] + [len(plain(p).partition(".")[2]) for p in
                        (prices[0], max(prices), min(prices), prices[-1])])
    vwap = (quote / volume).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    bought = [t for t in trades if t["buy"]]
    return {
        "symbol": symbol, "ts": start, "end": end, "open": plain(prices[0]),
        "high": plain(max(prices)), "low": plain(min(prices)), "close": plain(prices[-1]),
        "volume": plain(volume), "quote_volume": plain(quote),
        "trades": sum(t["last"] - t["first"] + 1 for t in trades),
        "taker_buy_volume": plain(sum((t["qty"] for t in bought), Decimal(0))),
        "taker_buy_quote_volume": plain(sum((t["price"] * t["qty"] for t in bought), Decimal(0))),
        "vwap": plain(vwap), "first_id": min(t["first"] for t in trades),
        "last_id": max(t["last"] for t in trades),
    }


def compare(ours, theirs):
    """Compares with the lines of `cx window`; the last revision of each candle counts."""
    last = {}
    for line in theirs:
        record = json.loads(line, parse_float=str, parse_int=str)
        if record["type"] == "candle":
            last[(record["symbol"], int(record["ts"]))] = record
    expected = {(c["symbol"], c["ts"]): c for c in ours}
    differences = 0
    for key in sorted(expected.keys() | last.keys()):
        if key not in expected or key not in last:
            print("only", "here" if key in expected else "there", *key)
            differences += 1
            continue
        for name, value in expected[key].items():
            if str(value) != last[key].get(name):
                print(*key, name, "here", value, "there", last[key].get(name))
                differences += 1
    fields = sum(len(c) for c in ours)
    print(f"{len(expected)} candles, {fields} fields, {differences} differences")
    return differences or not expected


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("seconds", type=int, help="length of the windows")
    parser.add_argument("--raw", action="store_true", help="stdin holds raw payloads")
    parser.add_argument("--symbol", default="", help="the symbol of payloads that name none")
    parser.add_argument("--compare", metavar="FILE", help="compare with this output of cx window")
    arguments = parser.parse_args()
    length = arguments.seconds * 10**6
    windows, seen = {}, set()
    for item in read(sys.stdin, arguments.raw, arguments.symbol):
        if item is None:
            continue
        key = (item["symbol"], item["first"], item["last"])
        if key in seen:
            continue
        seen.add(key)
        start = item["time"] // length * length
        windows.setdefault((item["symbol"], start), []).append(item)
    candles = [candle(symbol, start, start + length, trades)
               for (symbol, start), trades in sorted(windows.items())]
    if arguments.compare:
        with open(arguments.compare, encoding="utf-8") as theirs:
            sys.exit(1 if compare(candles, theirs) else 0)
    for item in candles:
        print(json.dumps(item))


if __name__ == "__main__":
    main()
