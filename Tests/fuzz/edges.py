"""Values at the ends of what is allowed, and just beyond, as JSON texts."""

ENDS = [2 ** 63 - 1, -2 ** 63, 2 ** 62, 2 ** 53, 2 ** 31, 2 ** 32, 2 ** 64, 2 ** 127, 2 ** 128]
# Where the unit of a time changes, and where times begin and end.
TIMES = [10 ** 11, 10 ** 14, 10 ** 17, 9 * 10 ** 15, 0, 253_402_300_800_000_000,
         1_762_873_200_000_000, 1_762_873_200_000, 1_762_873_200, 1_762_873_200_000_000_000]
DIGITS = "1234567890" * 9

INTEGERS = [str(end + step) for end in ENDS + TIMES for step in (-1, 0, 1)] \
    + ["0", "-0", "1", "-1", "00", "01", "+1", "1.0", "1e3", "1e-1", "1E+18", "7", "60000000"]

NUMBERS = INTEGERS + [
    form for count in (1, 9, 17, 18, 19, 20, 37, 38, 39, 40, 75, 76, 77, 90)
    for form in (
        DIGITS[:count], "0." + DIGITS[:count], DIGITS[:count] + "." + DIGITS[:count],
        "-" + DIGITS[:count], "9" * count, "0." + "9" * count, "0." + "0" * (count - 1) + "1",
        "1" + "0" * count, "1." + "0" * count, f"1e{count}", f"1e-{count}", f"9.99e{count}",
        "0" * count + "1")
] + [
    "0.30000000000000004", "103456.78", "1e400", "1e-400", "1e999999999999999999999", "1e+", "1.",
    ".5", "-", "-.1", "0x10", "1_000", "NaN", "Infinity", "-Infinity", "1,5", "0.0", "-0.0",
    "0e0", "1e", "2.5E-7", "99999999999999999.999999999999999999"]

# Raw bytes between quotes; not all of them are texts.
TEXTS = [
    "", "default", "BTCUSDT", "ETHUSDT", "A", "0123456789ABCDEF", "0123456789ABCDEFG", "K" * 19,
    "X" * 254, "X" * 255, "X" * 256, "X" * 5000, "K", "\u212a", "\u00e9", "e\u0301", "\u00c5", "\u212b",
    "A\u030a", "\ufb01", "fi", "\u1e9b\u0323", "\uac00", "\u1100\u1161", "币安人生USDT", "😀", "\u202e",
    "\u2028", "\u0085", "\u009b1m", "\x7f", "\ufeffA", "\ufffd", "\U0010ffff", "..", ".", "/", "a/b",
    "../../x", "-", "=", "a=b", "%2F", "%", "%00", "__HIVE_DEFAULT_PARTITION__", "con", "NUL", "a b",
    " ", "\\u0000", "\\ud800", "\\udc00", "\\ud83d\\ude00", "\\ude00\\ud83d", "\\ud800x", "\\u00e9",
    "\\u004b", "\\n", "\\\\", "\\\"", "\\/", "\\x", "\\u12", "\\", "a\\u0000b", "'; DROP TABLE t; --",
    "{symbol}", "$HOME", "`id`", "1m", "60s", "1h", "1d", "1w", "1M", "0s", "200ms", "3x", "1500m",
    "99999999999d", "buy", "sell", "BUY", "trade", "candle", "quote", "ticker", "depth", "alert",
    "gap", "tick", "firing", "resolved", "2025-11-11T15:00:00Z", "2025-11-11 15:00:00",
    "2025-11-11T15:00:00.123456789+05:30", "2025-02-29T00:00:00Z", "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:60Z", "2025-11-11T24:00:00Z", "2025-11-11", "T", "1969-12-31T23:59:59Z"]

# Bytes that are no UTF-8, or are where UTF-8 ends.
BYTES = [b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\x00", b"\x1f",
         b"\xef\xbb\xbf", b"\xf0\x9f\x98\x80", b"\x80", b"\xc3"]

STRUCTURES = [
    "null", "true", "false", "[]", "{}", "[1,2]", '{"a":1}', '{"price":1,"price":2}', "nul", "tru",
    "[" * 64 + "]" * 64, "[" * 512 + "]" * 512, "[" * 1025, '{"a":' * 512 + "1" + "}" * 512,
    '{"a":[{"b":[null,true,"x",1e5]}]}', "[[1,2],[3,4]]", '[["1","2"]]', '"']

FIELDS = [
    "type", "exchange", "symbol", "tenant", "ts", "id", "first_id", "last_id", "price", "qty", "side",
    "interval", "end", "open", "high", "low", "close", "volume", "quote_volume", "trades",
    "taker_buy_volume", "taker_buy_quote_volume", "vwap", "final", "rev", "retracted", "bid",
    "bid_qty", "ask", "ask_qty", "from_id", "to_id", "reason", "rule", "state", "key", "window",
    "last", "notional", "base", "quote", "tick", "mid", "sma_3", "return", "range", "Price", "ts ",
    "pr\\u0069ce", "prıce", "", "a\\u0000", "x" * 300]


def quoted(text):
    return f'"{text}"'


def value(random):
    """Any value, as text or, now and then, as bytes that no text is."""
    sort = random.random()
    if sort < 0.45:
        number = random.choice(NUMBERS)
        return quoted(number) if random.random() < 0.3 else number
    if sort < 0.8:
        return quoted(random.choice(TEXTS))
    if sort < 0.95:
        return random.choice(STRUCTURES)
    return quoted(random.choice(BYTES).decode("utf-8", "surrogateescape"))
