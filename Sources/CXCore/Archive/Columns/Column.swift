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
    fields.filter { self != .candles || $0 != "vwap" }.map { Column($0, content(of: $0)) } + [
      Column("extra", .text), Column("line", .text),
    ]
  }

  private func content(of field: String) -> Column.Content {
    switch field {
    case "ts", "end": .time
    case "id", "first_id", "last_id", "trades", "rev": .integer
    case "final": .flag
    case "exchange", "symbol", "tenant", "interval", "side", "window": .text
    case "rule", "state", "severity", "message", "labels", "key": .text
    default: .number
    }
  }
}
