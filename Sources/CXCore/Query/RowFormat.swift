import CXRecord

/// Records as rows: CSV, or a table for eyes.
public struct RowFormat: Stage {
  /// How rows are written.
  public enum Style: Sendable, Codable, Equatable {
    /// RFC 4180, a heading first, lines ended by a line feed as everywhere here.
    case csv
    /// Columns aligned, at most so many characters wide; times as `zone`'s clock shows them.
    case table(width: Int, zone: ZoneRules)
  }

  /// Rows that a table's widths are made of.
  private static let sample = 500

  private let style: Style
  private let columns: [String]
  private let hasExtra: Bool
  private var table: TextTable?
  private var waiting: [[String]] = []
  private var isHeaded = false

  /// Rows of these fields of the records; with `hasExtra` one column more, `extra`, has all other
  /// fields as a JSON object.
  public init(_ style: Style, columns: [String], hasExtra: Bool) {
    self.style = style
    self.columns = columns
    self.hasExtra = hasExtra
  }

  private enum CodingKeys: String, CodingKey {
    case style, columns, hasExtra, waiting, isHeaded
  }

  private var names: [String] { columns + (hasExtra ? ["extra"] : []) }

  /// Writes rows; a table waits for its first ones.
  public mutating func apply(_ input: Batch, from first: Int, to output: inout Batch) -> Int {
    input.forEach(from: first, to: &output) { record, output in
      let row = row(input.line(of: record))
      switch style {
      case .csv: writeCSV(row, to: output.block)
      case .table:
        waiting.append(row)
        if table != nil || waiting.count >= Self.sample { writeWaiting(to: output.block) }
      }
    }
  }

  /// Writes what still waited.
  public mutating func finishPart(to output: inout Batch) -> Bool {
    if !waiting.isEmpty { writeWaiting(to: output.block) }
    return true
  }

  private func row(_ line: UnsafeRawBufferPointer) -> [String] {
    var row = names.map { _ in "" }
    let extra = Block(capacity: 64)
    JSONFields.forEachMember(of: line) { key, value in
      if let index = columns.firstIndex(where: { JSONFields.equals(key, Name($0)) }) {
        row[index] = Self.text(value)
      } else if hasExtra && !JSONFields.equals(key, "type") {
        extra.append(extra.count == 0 ? "{\"" : ",\"")
        extra.append(key)
        extra.append("\":")
        extra.append(value)
      }
    }
    if extra.count > 0 {
      extra.append("}")
      row[row.count - 1] = String(decoding: extra.bytes, as: UTF8.self)
    }
    return row
  }

  private static func text(_ value: UnsafeRawBufferPointer) -> String {
    if value.first == UInt8(ascii: "\"") {
      let inside = UnsafeRawBufferPointer(rebasing: value[1..<(value.count - 1)])
      return String(decoding: JSONText.unescape(inside), as: UTF8.self)
    }
    return value.elementsEqual("null".utf8) ? "" : String(decoding: value, as: UTF8.self)
  }

  // MARK: CSV

  private mutating func writeCSV(_ row: [String], to block: Block) {
    if !isHeaded {
      Self.appendCSV(names, to: block)
      isHeaded = true
    }
    Self.appendCSV(row, to: block)
  }

  private static func appendCSV(_ row: [String], to block: Block) {
    for (index, cell) in row.enumerated() {
      if index > 0 { block.append(",") }
      if cell.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) {
        block.append("\"" + cell.replacing("\"", with: "\"\"") + "\"")
      } else {
        block.append(cell)
      }
    }
    block.append("\n")
  }

  // MARK: Tables

  private mutating func writeWaiting(to block: Block) {
    guard case .table(let width, let zone) = style else { return }
    let rows = waiting.map { Self.shown($0, names, zone) }
    waiting.removeAll(keepingCapacity: true)
    var table = table ?? TextTable(names, width: width)
    if self.table == nil {
      block.append(table.begin(with: rows))
      block.append("\n")
    }
    self.table = table
    for row in rows {
      block.append(table.line(row))
      block.append("\n")
    }
  }

  /// A row with its times as people read them, and control characters as spaces.
  private static func shown(_ row: [String], _ names: [String], _ zone: ZoneRules) -> [String] {
    zip(names, row).map { name, cell in
      if ["ts", "end"].contains(name), let time = Int64(cell) {
        return Timestamp(microseconds: time).rfc3339(in: zone)
      }
      // Bytes of a record are not to move the cursor.
      return String(cell.map { $0.isASCII && ($0 < " " || $0 == "\u{7F}") ? " " : $0 })
    }
  }
}

extension Timestamp {
  /// The moment as RFC 3339 with the offset of a time zone, `+01:00`; `Z` for UTC.
  public func rfc3339(in zone: ZoneRules) -> String {
    if zone.isUTC { return rfc3339 }
    let offset = zone.offset(at: microseconds.floorDivided(by: Self.second)).seconds
    let (local, overflow) = microseconds.addingReportingOverflow(offset * Self.second)
    if overflow { return rfc3339 }
    func padded(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let minutes = abs(offset) / 60
    let text = Timestamp(microseconds: local).rfc3339.dropLast()
    return "\(text)\(offset < 0 ? "-" : "+")\(padded(minutes / 60)):\(padded(minutes % 60))"
  }
}
