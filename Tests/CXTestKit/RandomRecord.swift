import CXRecord

/// A record of a kind, made up from what the table says of its fields: values at the ends of all
/// bounds, and names of any Unicode.
///
/// A new kind, or a new field, is tested by being in the table.
public struct RandomRecord: Sendable {
  /// What it is a record of.
  public let kind: RecordKind
  /// Its members after `type`, each with its value as JSON.
  public private(set) var members: [(field: Field, value: String)] = []
  private var texts: [Field: String] = [:]

  /// The most digits that a decimal of any kind may have, and the most behind its point.
  public static let digits = 38

  /// A record in the house's spelling; with `isTimed` it has a `ts` even where its kind needs none,
  /// as stores do.
  public init(
    _ kind: RecordKind, isTimed: Bool = false, using random: inout some RandomNumberGenerator
  ) {
    self.kind = kind
    let rare = Bool.random(using: &random)
    for field in kind.fields {
      let isWanted = field.isRequired || (isTimed && field.field == .ts) || field.field == .end
      if isWanted || !Self.oneIn(rare ? 2 : 5, &random) {
        members.append((field.field, value(of: field, &random)))
      }
    }
    // The one id of a trade is its first and last; another last one needs a first one.
    if kind[.id] != nil, !members.contains(where: { $0.field == .firstID }) {
      members.removeAll { $0.field == .lastID }
    }
    if members.contains(where: { $0.field == .retracted && $0.value == "true" }) {
      // What ceased to exist has its key and no values, and is final.
      members.removeAll { member in
        if case .decimal = kind[member.field]?.content { return true }
        return [.trades, .lastID, .final].contains(member.field)
      }
    }
    keepOrder(.low, .high)
    keepOrder(.firstID, .lastID)
    keepOrder(.fromID, .toID)
    keepOrder(.ts, .end)
  }

  /// So many records, no two of them with the same key, as a store holds them.
  public static func distinct(
    _ kind: RecordKind, _ count: Int, using random: inout some RandomNumberGenerator
  ) -> [RandomRecord] {
    var keys: Set<[UInt8]> = []
    var records: [RandomRecord] = []
    while records.count < count {
      let record = RandomRecord(kind, isTimed: true, using: &random)
      if keys.insert(record.key).inserted { records.append(record) }
    }
    return records
  }

  /// The values that tell it from others; what is empty or the default is as if it were not there.
  private var key: [UInt8] {
    let values = members.filter { member in
      kind[member.field]?.isKey == true && member.value != #""""#
        && !(member.field == .tenant && member.value == #""default""#)
    }
    return values.flatMap { Array("\($0.field.name)=\($0.value),".utf8) }
  }

  /// The line, its line feed not counted.
  public var line: [UInt8] { Array(text.utf8) }

  private var text: String {
    #"{"type":"\#(kind.name)""#
      + members.map { #","\#($0.field.name)":\#($0.value)"# }.joined() + "}"
  }

  /// The same record as others spell it: fields in any order, spaces, decimals as texts, escapes
  /// where there need be none.
  public func respelt(using random: inout some RandomNumberGenerator) -> [UInt8] {
    var pairs = [(#""type""#, #""\#(kind.name)""#)]
    for (field, value) in members {
      var value = value
      if case .decimal = kind[field]?.content, Bool.random(using: &random) {
        value = Self.oneIn(3, &random) ? value + "e0" : #""\#(value)""#
      } else if let text = texts[field], Self.oneIn(3, &random) {
        value = Self.escaped(text)
      }
      pairs.append((#""\#(field.name)""#, value))
    }
    if Self.oneIn(2, &random) { pairs.shuffle(using: &random) }
    let space = Self.oneIn(3, &random) ? " " : ""
    let members = pairs.map { "\($0.0)\(space):\(space)\($0.1)" }
    return Array("\(space){\(space)\(members.joined(separator: ",\(space)"))}\(space)".utf8)
  }

  /// The same record with another value of one field, and the field if it has none.
  public func with(_ field: Field, _ value: String) -> RandomRecord {
    var copy = self
    if let place = copy.members.firstIndex(where: { $0.field == field }) {
      copy.members[place].value = value
    } else {
      copy.members.append((field, value))
    }
    return copy
  }

  /// What a text of it is, its escapes undone; nil where it is not there or no text.
  public func text(of field: Field) -> String? { texts[field] }

  /// Values of a field just beyond what the table allows.
  public static func beyond(_ content: FieldContent) -> [String] {
    switch content {
    case .time:
      // The ends of Int64 are nanoseconds: the upper one is a time in 2262.
      [
        "\(Timestamp.range.upperBound)", "0", "-1", "1", "\(Int64.min)", "9223372036854775808",
        #""1969-12-31T23:59:59Z""#, #""yesterday""#, "true",
      ]
    case .identifier, .count:
      [
        "\(RecordKind.identifiers.upperBound)", "\(Int64.max)", "9223372036854775808",
        "\(Int64.min)",
        "-2", "1.5", "1e400", "true", "{}",
      ]
    case .decimal(let isSigned):
      ["1e400", "1e-400", #""""#, #""1,5""#, "true", "[]", #""0x10""#]
        + (isSigned ? [] : ["-1", "-0.\(String(repeating: "0", count: 17))1", #""-1""#])
    case .text: ["1", "true", "[]", "{}"]
    case .choice: [#""""#, #""Buy""#, #""k""#, #""\u212a""#, "1"]
    case .flag: ["1", #""true""#, "[]"]
    case .levels: [#""""#, "{}", "[1]", "[[]]", "[[1]]", "[[-1,1]]", "[[1,true]]", "1"]
    case .labels, .record: ["[]", #""""#, "1"]
    case .scalar: ["[]", "{}"]
    }
  }

  // MARK: - Values

  private mutating func value(
    of field: RecordField, _ random: inout some RandomNumberGenerator
  ) -> String {
    switch field.content {
    case .time: return "\(Self.time(&random))"
    case .identifier, .count: return "\(Self.identifier(&random))"
    case .decimal(let isSigned):
      let number = Self.decimal(&random)
      return isSigned && number != "0" && Self.oneIn(2, &random) ? "-\(number)" : number
    case .text:
      let text = Self.text(&random)
      texts[field.field] = text
      return Self.quoted(text)
    case .choice(let choices): return Self.quoted(choices.randomElement(using: &random) ?? "")
    case .flag: return Bool.random(using: &random) ? "true" : "false"
    case .levels:
      let levels = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        "[\(Self.decimal(&random)),\(Self.decimal(&random))]"
      }
      return "[\(levels.joined(separator: ","))]"
    case .labels:
      let labels = (0..<Int.random(in: 0...3, using: &random)).map {
        #""\#($0)":\#(Self.quoted(Self.text(&random)))"#
      }
      return "{\(labels.joined(separator: ","))}"
    case .scalar:
      return [Self.decimal(&random), Self.quoted(Self.text(&random)), "true"]
        .randomElement(using: &random) ?? ""
    case .record: return RandomRecord(.alert, using: &random).text
    }
  }

  /// Puts two numbers in order where both are there, a time a microsecond apart at least.
  private mutating func keepOrder(_ first: Field, _ last: Field) {
    guard let low = members.firstIndex(where: { $0.field == first }),
      let high = members.firstIndex(where: { $0.field == last }),
      let lower = try? Decimal(parsing: members[low].value),
      let upper = try? Decimal(parsing: members[high].value)
    else { return }
    if upper < lower {
      (members[low].value, members[high].value) = (members[high].value, members[low].value)
    } else if first == .ts, upper == lower {
      members[low].value = "\(Timestamp.range.lowerBound)"
      members[high].value = "\(Timestamp.range.upperBound - 1)"
    }
  }

  private static func oneIn(_ times: Int, _ random: inout some RandomNumberGenerator) -> Bool {
    Int.random(in: 0..<times, using: &random) == 0
  }

  private static func time(_ random: inout some RandomNumberGenerator) -> Int64 {
    let range = Timestamp.range
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return range.lowerBound + Int64.random(in: 0..<3, using: &random)
    case 1: return range.upperBound - Int64.random(in: 1...3, using: &random)
    // 2^53, where a binary64 stops being exact.
    case 2: return (1 << 53) + Int64.random(in: -2...2, using: &random)
    case 3: return Int64.random(in: range, using: &random)
    default: return 1_762_819_200_000_000 + Int64.random(in: 0..<86_400_000_000, using: &random)
    }
  }

  private static func identifier(_ random: inout some RandomNumberGenerator) -> Int64 {
    let range = RecordKind.identifiers
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return range.lowerBound + Int64.random(in: 0..<3, using: &random)
    case 1: return range.upperBound - Int64.random(in: 1...3, using: &random)
    case 2: return 1 << Int64.random(in: 0..<62, using: &random)
    default: return Int64.random(in: range, using: &random)
    }
  }

  /// A decimal as the house spells it: no zero at either end that could be left out.
  private static func decimal(_ random: inout some RandomNumberGenerator) -> String {
    let ends = [1, 9, 17, 18, 19, 20, 37, 38]
    let count =
      oneIn(3, &random)
      ? ends.randomElement(using: &random) ?? 1 : Int.random(in: 1...12, using: &random)
    var digits = (0..<count).map { _ in Int.random(in: 0...9, using: &random) }
    if oneIn(6, &random) { digits = Array(repeating: 9, count: count) }
    let behind = Int.random(
      in: 0...(oneIn(4, &random) ? Self.digits : min(count, 12)), using: &random)
    while digits.count < behind { digits.insert(0, at: 0) }
    var whole = digits.dropLast(behind).drop { $0 == 0 }.map(String.init).joined()
    if whole.isEmpty { whole = "0" }
    var part = digits.suffix(behind)
    while part.last == 0 { part.removeLast() }
    return part.isEmpty ? whole : "\(whole).\(part.map(String.init).joined())"
  }

  /// Texts that are hard to keep apart, hard to spell, or long.
  private static func text(_ random: inout some RandomNumberGenerator) -> String {
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return twins.randomElement(using: &random) ?? ""
    case 1: return hard.randomElement(using: &random) ?? ""
    case 2: return ["BTCUSDT", "ETHUSDT", "binance", "1m"].randomElement(using: &random) ?? ""
    default:
      let count = Int.random(in: 0...(oneIn(20, &random) ? 300 : 18), using: &random)
      var text = ""
      for _ in 0..<count { text.unicodeScalars.append(scalar(&random)) }
      return text
    }
  }

  private static func scalar(_ random: inout some RandomNumberGenerator) -> Unicode.Scalar {
    let last: UInt32 = [0x7F, 0x7F, 0x7FF, 0xFFFF, 0x10FFFF].randomElement(using: &random) ?? 0x7F
    // No surrogates: they are no scalars.
    return Unicode.Scalar(UInt32.random(in: 0...last, using: &random)) ?? "\u{FFFD}"
  }

  /// Texts of which some are canonically equal to others, and none is the other's bytes.
  public static let twins = [
    "K", "\u{212A}", "\u{E9}", "e\u{301}", "\u{C5}", "\u{212B}", "A\u{30A}", "\u{AC00}",
    "\u{1100}\u{1161}", "\u{1E9B}\u{323}", "\u{1E9B}\u{323}\u{307}", "\u{3A9}", "\u{2126}",
    "\u{F900}", "\u{8C48}", "q\u{307}\u{323}", "q\u{323}\u{307}", "KUSDT", "\u{212A}USDT",
  ]

  private static let hard = [
    "", "default", "\u{0}", "A\u{0}", "\u{1F}", "\u{7F}", "\"", "\\", "a\\u0041", "/", "..", "-",
    "%2F",
    "__HIVE_DEFAULT_PARTITION__", "0123456789ABCDEF", "0123456789ABCDEFG", "币安人生USDT", "😀",
    "\u{FEFF}", "\u{FFFD}", "\u{10FFFF}", "\u{2028}", "\u{202E}", "null", "\r", "\n", "\t",
    String(repeating: "X", count: 255), String(repeating: "币", count: 100),
  ]

  // MARK: - Spelling

  private static func quoted(_ text: String) -> String {
    let block = Block()
    block.append(jsonString: text)
    return String(decoding: block.bytes, as: UTF8.self)
  }

  /// All of it by escapes.
  private static func escaped(_ text: String) -> String {
    "\""
      + text.utf16.map { unit in
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }.joined() + "\""
  }
}
