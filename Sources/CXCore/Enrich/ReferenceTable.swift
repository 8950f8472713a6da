import CXRecord

/// Fields to append by symbol: what a join with reference data needs.
public struct ReferenceTable: Codable, Sendable, Equatable {
  /// JSON members by symbol, each with a comma before it: `,"sector":"L1","tier":1`.
  public private(set) var fields: [Name: String] = [:]
  /// The names of all of them, in the order of their first appearance.
  public private(set) var names: [Name] = []
  /// Default fields of ``Enrich`` that it gives, by symbol.
  private(set) var given: [Name: Set<Name>] = [:]
  private var known: Set<Name> = []

  /// Why a file is no reference data.
  public struct Problem: Error, Equatable, Sendable {
    /// The line, from 1.
    public var line: Int
    /// What is wrong with it.
    public var reason: String
  }

  /// An empty table.
  public init() {}

  /// Reads NDJSON when the first byte that is no white space is `{`, else CSV (RFC 4180) with a
  /// header.
  ///
  /// Either may have a byte order mark. An exchange's own list of its pairs is read too: the answer of
  /// Binance's `exchangeInfo`, or of Kraken's `AssetPairs`.
  ///
  /// Either has a `symbol`; all else is appended. Of lines of one symbol the last wins.
  public init(parsing bytes: [UInt8]) throws(Problem) {
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    if bytes.first(where: { $0 > 0x20 }) != UInt8(ascii: "{") {
      try readCSV(bytes)
    } else if let pairs = PairListing.pairs(in: bytes) {
      for pair in pairs {
        let members = [("base" as Name, Value.name(pair.base)), ("quote", .name(pair.quote))]
        for symbol in pair.symbols { add(symbol, members) }
      }
    } else {
      try readNDJSON(bytes)
    }
  }

  /// Adds a row, in the place of an earlier one of that symbol.
  private mutating func add(_ symbol: Name, _ members: [(name: Name, value: Value)]) {
    let block = Block(capacity: 64)
    for member in members {
      block.append(",")
      block.append(jsonString: member.name)
      block.append(":")
      block.append(member.value)
    }
    add(symbol, members.map(\.name), block)
  }

  private mutating func add(_ symbol: Name, _ names: [Name], _ block: Block) {
    fields[symbol] = String(decoding: block.bytes, as: UTF8.self)
    for name in names where known.insert(name).inserted { self.names.append(name) }
    let given = Enrich.Defaults.all.intersection(names)
    self.given[symbol] = given.isEmpty ? nil : given
  }

  private mutating func readNDJSON(_ bytes: [UInt8]) throws(Problem) {
    // A block is readable behind its end, which the scanner relies on.
    let block = Block()
    block.append(bytes)
    var line = 0
    for raw in block.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      line += 1
      if raw.allSatisfy({ $0 <= 0x20 }) { continue }
      let object = UnsafeRawBufferPointer(rebasing: raw)
      guard let start = object.baseAddress else { continue }
      do {
        _ = try LineScanner.check(start, object.count)
      } catch {
        throw Problem(line: line, reason: error.reason)
      }
      try add(object, line: line)
    }
  }

  private mutating func add(_ object: UnsafeRawBufferPointer, line: Int) throws(Problem) {
    var symbol: Name?
    var names: [Name] = []
    var values: [Name: UnsafeRawBufferPointer] = [:]
    var isText = true
    JSONFields.forEachMember(of: object) { key, value in
      guard let name = JSONText.text(key).map({ Name($0) }) else {
        isText = false
        return
      }
      if name == "symbol", value.first == UInt8(ascii: "\"") {
        let inner = UnsafeRawBufferPointer(rebasing: value.dropFirst().dropLast())
        symbol = JSONText.text(inner).map { Name($0) }
        if symbol == nil { isText = false }
      } else {
        // Of a key that is there twice the last value counts, as in jq.
        if values.updateValue(value, forKey: name) == nil { names.append(name) }
      }
    }
    guard isText else { throw Problem(line: line, reason: "a name \(JSONText.halfPair)") }
    guard let symbol else { throw Problem(line: line, reason: #""symbol" is missing"#) }
    let block = Block()
    for name in names {
      guard let value = values[name] else { continue }
      block.append(",")
      block.append(jsonString: name)
      block.append(":")
      block.append(value)
    }
    add(symbol, names, block)
  }

  private mutating func readCSV(_ bytes: [UInt8]) throws(Problem) {
    // Names are bytes: none is made by replacing what is no text.
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Problem(line: 1, reason: "the file is not UTF-8")
    }
    var rows = CSVRows(bytes)
    guard let header = rows.next() else { return }
    let columns = header.fields.map { Name($0) }
    guard let key = columns.firstIndex(of: "symbol") else {
      throw Problem(line: 1, reason: "the header has no column \"symbol\"")
    }
    if let (index, name) = columns.enumerated().first(where: { columns[..<$0].contains($1) }) {
      throw Problem(line: 1, reason: "column \(index + 1) is another \"\(name)\"")
    }
    while let row = rows.next() {
      if row.fields == [""] { continue }
      guard row.fields.count == columns.count else {
        throw Problem(
          line: row.line,
          reason: "\(row.fields.count) columns where the header has \(columns.count)")
      }
      let members = columns.indices.filter { $0 != key }.map { index in
        (columns[index], Self.value(of: row.fields[index]))
      }
      add(Name(row.fields[key]), members)
    }
  }

  /// A number where the text is one in JSON's grammar, true and false, null where it is empty.
  private static func value(of text: String) -> Value {
    switch text {
    case "": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default:
      do {
        return .number(try Decimal(parsing: text))
      } catch {
        return .text(text)
      }
    }
  }
}
