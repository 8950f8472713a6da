import CXRecord

/// A column of the tables that records are kept in, named as the field is in NDJSON.
public struct Column: Hashable, Sendable {
  /// What the values are.
  public enum Content: Sendable {
    /// Microseconds since 1970 UTC.
    case time
    /// A whole number of 64 bits.
    case integer
    /// An exact decimal.
    case number
    /// UTF-8.
    case text
    /// True or false.
    case flag
  }

  /// The field's name.
  public let name: String
  /// What the values are.
  public let content: Content

  /// A column; see its parts.
  public init(_ name: String, _ content: Content) {
    self.name = name
    self.content = content
  }
}

extension ArchiveKind {
  /// The columns of a table of this kind.
  ///
  /// They are the ``fields`` but for what follows from others (`vwap`), and two more: `extra`, a JSON
  /// object of the members that have no column, and `line`, the whole record where the columns are
  /// not the whole truth. Tickers and alerts keep their `line` always.
  public var columns: [Column] {
    record.fields.filter { self != .candles || $0.field != .vwap }
      .map { Column($0.field.name, Column.Content($0.content)) } + [
        Column("extra", .text), Column("line", .text),
      ]
  }
}

extension Column.Content {
  /// What the values of a field are as a column's.
  init(_ content: FieldContent) {
    switch content {
    case .time: self = .time
    case .identifier, .count: self = .integer
    case .decimal: self = .number
    case .flag: self = .flag
    // A scalar's text is as good as its number where a table is read; the line has it exactly.
    case .scalar: self = .number
    case .text, .choice, .levels, .labels, .record: self = .text
    }
  }
}
