/// Lines as feeds, people and broken disks write them: from a trade as `cx` writes it to noise.
struct LineFuzz {
  var random: Generator
  /// What the lines of the last shape are, mostly.
  private var kind = "trade"

  init(seed: UInt64) {
    random = Generator(seed: seed)
  }

  /// Many lines, most of them of one shape, as a template needs them.
  mutating func lines(_ count: Int) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    while lines.count < count {
      let shape = random.oneIn(3) ? nil : self.shape()
      for _ in 0..<(1 + random.next() % 6) {
        let fields = shape ?? self.shape()
        let text = line(fields.map { (name: $0, value: value(of: $0)) })
        lines.append(random.oneIn(4) ? damaged(Array(text.utf8)) : Array(text.utf8))
      }
    }
    return lines
  }

  /// The names of a line's fields: the house's order mostly.
  private mutating func shape() -> [String] {
    kind = random.pick(["trade", "trade", "candle", "quote"])
    var names = names(of: kind)
    if random.oneIn(4) { names.append("tenant") }
    for _ in 0..<(random.next() % 3) {
      names.insert(random.pick(Self.unknown), at: Int(random.next() % UInt64(names.count + 1)))
    }
    if random.oneIn(6) { names.remove(at: Int(random.next() % UInt64(names.count))) }
    if random.oneIn(6) { names.append(random.pick(names)) }
    if random.oneIn(5) { names.shuffle(using: &random) }
    return names
  }

  private mutating func names(of kind: String) -> [String] {
    var names = ["type", "exchange", "symbol"]
    switch kind {
    case "candle":
      names += ["interval", "ts", "end", "open", "high", "low", "close", "volume"]
      for name in [
        "quote_volume", "trades", "taker_buy_volume", "taker_buy_quote_volume", "vwap", "first_id",
        "last_id", "final", "rev",
      ] where !random.oneIn(4) { names.append(name) }
    case "quote": names += ["ts", "bid", "bid_qty", "ask", "ask_qty"]
    default:
      names += ["ts", "id", "price", "qty", "side"]
      if random.oneIn(3) { names.insert("first_id", at: 5) }
      if random.oneIn(3) { names.insert("last_id", at: min(6, names.count)) }
    }
    return names
  }

  private static let unknown = [
    "x", "note", "m", "end", "open", "trades", "tradés", "a\\u0062", "bid",
  ]

  private mutating func value(of name: String) -> String {
    switch name {
    case "type": random.oneIn(20) ? string() : "\"\(kind)\""
    case "symbol":
      random.pick([#""BTCUSDT""#, #""ETHUSDT""#, #""A""#, #""""#, #""0123456789ABCDEF""#, string()])
    case "exchange": random.oneIn(9) ? #""other""# : #""binance""#
    case "tenant": random.pick([#""""#, #""default""#, #""t1""#, "null"])
    case "side": random.oneIn(9) ? any() : random.pick([#""buy""#, #""sell""#, #""buy""#])
    case "ts": time()
    case "end": random.oneIn(6) ? time() : "\(1_793_000_000 + random.next() % 1_000_000)000000"
    case "interval": random.pick([#""1m""#, #""1m""#, #""5m""#, #""1h""#, string()])
    case "final": random.oneIn(9) ? any() : random.pick(["true", "false"])
    case "id", "first_id", "last_id", "trades", "rev":
      random.oneIn(8) ? number() : "\(random.next() % 1_000_000)"
    case "price", "qty": random.oneIn(4) ? #""\#(number())""# : number()
    case "open", "high", "low", "close", "volume", "quote_volume", "taker_buy_volume",
      "taker_buy_quote_volume", "vwap", "bid", "bid_qty", "ask", "ask_qty":
      if random.oneIn(80) {
        any()
      } else if random.oneIn(40) {
        number()
      } else {
        // So that a candle's highest price is above its lowest, mostly.
        "\(name == "high" ? "1" : "")\(1 + random.next() % 90_000).\(random.next() % 1_000)"
      }
    default: any()
    }
  }

  private mutating func line(_ fields: [(name: String, value: String)]) -> String {
    let spaced = random.oneIn(6)
    var space: String { spaced ? " " : "" }
    let members = fields.map { field in
      let name =
        random.oneIn(60)
        ? "\\u00" + String(field.name.utf8.first ?? 0, radix: 16)
          + field.name.dropFirst() : field.name
      return "\"\(name)\"\(space):\(space)\(field.value)"
    }
    let text = space + "{" + members.joined(separator: "," + space) + space + "}"
    return text + (random.oneIn(12) ? "\r" : "")
  }

  private mutating func time() -> String {
    let seconds = 1_762_873_200 + random.next() % 10_000_000
    switch random.next() % 12 {
    case 0: return "\(seconds)"
    case 1: return "\(seconds * 1000)"
    case 2: return "\(seconds * 1_000_000_000 + random.next() % 1_000_000_000)"
    case 3: return "\(seconds).\(random.next() % 100_000_000)"
    case 4: return #""2025-11-11T15:00:0\#(random.next() % 10).5+01:00""#
    case 5: return #""\#(seconds)""#
    case 6: return number()
    default: return "\(seconds * 1_000_000 + random.next() % 1_000_000)"
    }
  }

  /// Numbers of any size and form, now and then one that is none.
  private mutating func number() -> String {
    func digits(_ most: UInt64) -> String {
      String((0..<(1 + random.next() % most)).map { _ in Character("\(random.next() % 10)") })
    }
    func whole() -> String {
      let text = digits(random.oneIn(6) ? 25 : 9).drop { $0 == "0" }
      return text.isEmpty ? "0" : String(text)
    }
    switch random.next() % 16 {
    case 0: return "-" + whole()
    case 1: return whole() + "e\(random.next() % 30)"
    case 2: return whole() + "." + digits(8) + random.pick(["e-7", "E+3", "e0", "e400", "e-400"])
    case 3: return "0" + whole()
    case 4: return whole() + "." + digits(40)
    case 5: return whole()
    case 6: return whole() + "." + digits(8) + "00000000"
    case 7:
      return random.pick(["0", "0.0", "0.00000001", "1.", ".5", "+1", "-", "9223372036854775807"])
    default: return whole() + "." + digits(10)
    }
  }

  private mutating func string() -> String {
    random.pick([
      #""é""#, #""\u00e9\ud83d\ude00""#, #""a\"b\\c\/d\n""#, #""\ud800""#, #""😀 and more text""#,
      #""tr\u0061de""#, #""candle""#, #""""#, #""an unknown type""#, #""quote""#, #""tick""#,
    ])
  }

  private mutating func any() -> String {
    random.pick([
      number(), string(), "true", "false", "null", "[]", "{}", #"{"a":[1,{"b":null}],"price":3}"#,
      "[1,\"]\",[2,[3]]]", #""plain""#, "12", String(repeating: "[", count: 600), "nul",
      "\"\u{1}\"",
      String(repeating: "[", count: 500) + String(repeating: "]", count: 500),
    ])
  }

  /// The line with a byte changed, taken out, put in, doubled or everything behind one cut off.
  private mutating func damaged(_ line: [UInt8]) -> [UInt8] {
    var line = line
    for _ in 0..<(1 + random.next() % 2) where !line.isEmpty {
      let place = Int(random.next() % UInt64(line.count))
      let byte =
        random.oneIn(3)
        ? UInt8(random.next() % 256) : random.pick(Array(#"",:{}[]0\ e.-"#.utf8) + [0, 0xC3, 0xFF])
      // A line feed would make two lines of it.
      let safe = byte == 0x0A ? 0x20 : byte
      switch random.next() % 5 {
      case 0: line[place] = safe
      case 1: line.remove(at: place)
      case 2: line.insert(safe, at: place)
      case 3: line.removeLast(line.count - place)
      default:
        // Eight bytes at once, as a template compares them.
        for index in place..<min(place + 8, line.count) { line[index] = safe }
      }
    }
    return line
  }
}
