import CXRecord

/// Fields to append by symbol: what a join with reference data needs.
public struct ReferenceTable: Codable, Sendable, Equatable {
  /// JSON members by symbol, each with a comma before it: `,"sector":"L1","tier":1`.
  public private(set) var fields: [Name: String] = [:]

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
  /// Either has a `symbol`; all else is appended. Of lines of one symbol the last wins.
  public init(parsing bytes: [UInt8]) throws(Problem) {
    if bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
      try readNDJSON(bytes)
    } else {
      try readCSV(bytes)
    }
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
    let block = Block()
    JSONFields.forEachMember(of: object) { key, value in
      if JSONFields.equals(key, "symbol"), value.first == UInt8(ascii: "\"") {
        let inner = UnsafeRawBufferPointer(rebasing: value.dropFirst().dropLast())
        symbol = JSONText.text(inner).map { Name($0) }
      } else {
        block.append(#",""#)
        block.append(key)
        block.append(#"":"#)
        block.append(value)
      }
    }
    guard let symbol else { throw Problem(line: line, reason: #""symbol" is missing"#) }
    fields[symbol] = String(decoding: block.bytes, as: UTF8.self)
  }

  private mutating func readCSV(_ bytes: [UInt8]) throws(Problem) {
    var rows = CSVRows(bytes)
    guard let header = rows.next() else { return }
    guard let key = header.fields.firstIndex(of: "symbol") else {
      throw Problem(line: 1, reason: "the header has no column \"symbol\"")
    }
    while let row = rows.next() {
      if row.fields == [""] { continue }
      guard row.fields.count == header.fields.count else {
        throw Problem(
          line: row.line,
          reason: "\(row.fields.count) columns where the header has \(header.fields.count)")
      }
      let block = Block()
      for (index, name) in header.fields.enumerated() where index != key {
        block.append(",")
        block.append(jsonString: name)
        block.append(":")
        block.append(Self.value(of: row.fields[index]))
      }
      fields[Name(row.fields[key])] = String(decoding: block.bytes, as: UTF8.self)
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
