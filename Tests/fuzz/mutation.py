"""Lines and files that are nearly right."""

import json
import struct

import edges


class Text(str):
    """A number's digits as they stood."""


def split(line):
    """The members of a line as pairs of name and text; None for what is no object."""
    try:
        pairs = json.loads(line, object_pairs_hook=lambda pairs: pairs, parse_float=Text,
                           parse_int=Text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(pairs, list) or not pairs or not isinstance(pairs[0], tuple):
        return None
    return [(name, value if isinstance(value, Text)
             else json.dumps(value, ensure_ascii=False, separators=(",", ":")))
            for name, value in pairs if not isinstance(value, list)]


# Kinds that have more paths come more often.
WEIGHTS = {"trade": 8, "candle": 4, "quote": 2}


class Lines:
    """Streams of lines: mostly right ones whose time goes on, so that steps get somewhere."""

    def __init__(self, random, seeds, counts):
        self.random, self.counts = random, counts
        self.seeds = seeds
        self.time = 1_762_873_200_000_000
        self.id = 1
        # Where time was before it jumped to an edge, and how many records it stays there.
        self.home, self.stay = None, 0
        self.kinds = [kind for kind in seeds for _ in range(WEIGHTS.get(kind, 1))]

    def stream(self, count):
        random = self.random
        lines = []
        while len(lines) < count:
            kind = random.choice(self.kinds)
            fields = random.choice(self.seeds[kind])
            # Some of one shape in a row: what a reader has learnt is then used.
            for _ in range(random.randrange(1, 12)):
                lines.append(self.line(kind, self.moved(fields)))
        return lines[:count]

    def moved(self, fields):
        """The same record a little later."""
        random = self.random
        self.time += random.randrange(2_000_000)
        if random.random() < 0.05:
            self.time -= random.randrange(20_000_000)
        if self.home is None and random.random() < 0.0005:
            self.home, self.stay = self.time, random.randrange(1, 40)
            self.time = random.choice(edges.TIMES) + random.randrange(-70_000_000, 70_000_000)
        elif self.home is not None:
            self.stay -= 1
            if self.stay < 0:
                self.time, self.home = self.home, None
        self.id += random.choice((1, 1, 1, 2))
        length = 60_000_000
        start = self.time - self.time % length
        fresh = {"ts": str(self.time), "id": str(self.id)}
        names = [name for name, _ in fields]
        if "end" in names:
            fresh = {"ts": str(start), "end": str(start + length), "first_id": str(self.id),
                     "last_id": str(self.id + 3)}
            self.id += 4
        if random.random() < 0.3 and "symbol" in names:
            fresh["symbol"] = random.choice(('"BTCUSDT"', '"ETHUSDT"', '"A"', '"币"'))
        return [(name, fresh.get(name, value)) for name, value in fields]

    def line(self, kind, fields):
        random = self.random
        name, change = random.choice(CHANGES) if random.random() < 0.4 else ("none", None)
        self.counts[f"kind/{kind}"] += 1
        self.counts[f"change/{name}"] += 1
        if change in BYTE_CHANGES:
            text = encoded(joined(fields))
            return change(random, text, lambda: encoded(joined(
                random.choice(self.seeds[random.choice(list(self.seeds))]))))
        if change:
            fields = change(random, list(fields))
        text = encoded(joined(fields, random))
        return text + b"\r" if random.random() < 0.005 else text


def joined(fields, random=None):
    if random is None or random.random() < 0.97:
        return "{" + ",".join(f'"{name}":{value}' for name, value in fields) + "}"
    space = random.choice((" ", "  ", "\t"))
    return space + "{" + f",{space}".join(
        f'"{name}"{space}:{space}{value}' for name, value in fields) + space + "}"


def encoded(text):
    return text.encode("utf-8", "surrogateescape").replace(b"\n", b" ")


# Changes of fields: values, names and their order.

def other_value(random, fields):
    if fields:
        place = random.randrange(len(fields))
        fields[place] = (fields[place][0], edges.value(random))
    return fields


def edge_number(random, fields):
    places = [place for place, (_, value) in enumerate(fields) if value[:1].isdigit()]
    if places:
        place = random.choice(places)
        name = fields[place][0]
        pool = edges.INTEGERS if name.endswith(("ts", "id", "end", "rev", "trades")) else edges.NUMBERS
        number = random.choice(pool)
        fields[place] = (name, f'"{number}"' if random.random() < 0.2 else number)
    return fields


def edge_name(random, fields):
    places = [place for place, (name, _) in enumerate(fields)
              if name in ("exchange", "symbol", "tenant", "interval", "side", "type", "rule", "key")]
    if places:
        place = random.choice(places)
        fields[place] = (fields[place][0], f'"{random.choice(edges.TEXTS)}"')
    return fields


def with_tenant(random, fields):
    return fields + [("tenant", f'"{random.choice(edges.TEXTS)}"')]


def doubled(random, fields):
    if fields:
        name, value = random.choice(fields)
        value = value if random.random() < 0.5 else edges.value(random)
        fields.insert(random.randrange(len(fields) + 1), (name, value))
    return fields


def renamed(random, fields):
    if fields:
        place = random.randrange(len(fields))
        fields[place] = (random.choice(edges.FIELDS), fields[place][1])
    return fields


def dropped(random, fields):
    if fields:
        fields.pop(random.randrange(len(fields)))
    return fields


def added(random, fields):
    fields.insert(random.randrange(len(fields) + 1), (random.choice(edges.FIELDS), edges.value(random)))
    return fields


def shuffled(random, fields):
    random.shuffle(fields)
    return fields


def quoted(random, fields):
    return [(name, f'"{value}"' if value[:1].isdigit() else value) for name, value in fields]


# Changes of bytes.

def byte(random, data, other):
    data = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        if not data:
            break
        place = random.randrange(len(data))
        what = random.choice(b'",:{}[]0\\ e.-19' if random.random() < 0.6 else range(256))
        what = 0x20 if what == 0x0A else what
        way = random.randrange(4)
        if way == 0:
            data[place] = what
        elif way == 1:
            del data[place]
        elif way == 2:
            data.insert(place, what)
        else:
            data[place] ^= 1 << random.randrange(8)
            if data[place] == 0x0A:
                data[place] = 0
    return bytes(data)


def cut(random, data, other):
    return data[:random.randrange(len(data) + 1)]


def spliced(random, data, other):
    more = other()
    return data[:random.randrange(len(data) + 1)] + more[random.randrange(len(more) + 1):]


def bytes_between(random, data, other):
    place = random.randrange(len(data) + 1)
    return data[:place] + random.choice(edges.BYTES) + data[place:]


def noise(random, data, other):
    return random.randbytes(random.randrange(1, 60)).replace(b"\n", b"")


CHANGES = [(change.__name__.replace("_", " "), change) for change in (
    other_value, edge_number, edge_number, edge_number, edge_name, edge_name, with_tenant, doubled,
    renamed, dropped, added, shuffled, quoted, byte, cut, spliced, bytes_between, noise)]
BYTE_CHANGES = {byte, cut, spliced, bytes_between, noise}


# Changes of files: each is a function of the data, so that a file is its seed and a list of them.

LENGTHS = [0, 1, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1,
           2 ** 63 - 1, 2 ** 63, 2 ** 64 - 1]


def file_change(random, size, is_text):
    """A change of a file of so many bytes, as a value: (name, place, ...)."""
    place = random.randrange(size + 1)
    # Much of what matters stands at the ends: magic numbers, footers, tables of contents.
    if not is_text and random.random() < 0.4:
        place = random.choice((random.randrange(min(size, 100) + 1),
                               size - random.randrange(min(size, 400) + 1)))
    sort = random.random()
    if is_text and sort < 0.45:
        text = random.choice((
            lambda: random.choice(edges.NUMBERS), lambda: random.choice(edges.TEXTS),
            lambda: random.choice(edges.FIELDS), lambda: random.choice(edges.STRUCTURES)))()
        return ("token", random.random(), text)
    if is_text and sort < 0.55:
        return ("line", random.random(), random.choice(("drop", "double", "swap", "indent")))
    if sort < 0.62:
        return ("flip", place, random.randrange(8))
    if sort < 0.72:
        return ("set", place, random.randrange(256))
    if sort < 0.78:
        return ("insert", place, random.randbytes(random.choice((1, 1, 2, 4, 8, 100))).hex())
    if sort < 0.84:
        return ("delete", place, random.choice((1, 1, 2, 4, 8, 100, 1000)))
    if sort < 0.88:
        return ("cut", place, 0)
    if sort < 0.95:
        width = random.choice("BHIQ")
        number = random.choice(LENGTHS) % (1 << 8 * struct.calcsize(width))
        return ("put", place, struct.pack(random.choice("<>") + width, number).hex())
    if sort < 0.98:
        return ("zero", place, random.choice((4, 16, 100, 4096)))
    return ("copy", place, random.randrange(size + 1))


def changed(data, changes):
    for name, place, what in changes:
        data = change_file(bytearray(data), name, place, what)
    return data


def change_file(data, name, place, what):
    if name in ("token", "line"):
        return change_text(bytes(data), name, place, what)
    if name in ("flip", "set") and place < len(data):
        data[place] = data[place] ^ (1 << what) if name == "flip" else what
    elif name == "insert":
        data[place:place] = bytes.fromhex(what)
    elif name == "delete":
        del data[place:place + what]
    elif name == "cut":
        del data[place:]
    elif name == "put":
        data[place:place + len(what) // 2] = bytes.fromhex(what)
    elif name == "zero":
        data[place:place + what] = bytes(min(what, max(len(data) - place, 0)))
    elif name == "copy":
        data[place:place] = data[what:what + 512]
    return bytes(data)


def change_text(data, name, place, what):
    import re
    if name == "line":
        lines = data.split(b"\n")
        number = int(place * len(lines))
        if what == "drop":
            del lines[number]
        elif what == "double":
            lines.insert(number, lines[number])
        elif what == "swap":
            lines[number], lines[-1 - number] = lines[-1 - number], lines[number]
        else:
            lines[number] = b"  " + lines[number]
        return b"\n".join(lines)
    tokens = list(re.finditer(rb"[\w.+-]+", data))
    if not tokens:
        return data
    token = tokens[int(place * len(tokens))]
    return data[:token.start()] + what.encode("utf-8", "surrogateescape") + data[token.end():]
