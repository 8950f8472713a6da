import CXCore

/// The columns of a table of records, named and typed as the hot store's views have them.
struct StoreColumns {
  /// Where a column's value comes from.
  enum Origin: Equatable {
    /// A column of ``RecordTable``, by its place.
    case place(Int)
    /// The whole record.
    case record
  }

  let kind: ArchiveKind
  let names: [String]
  let origins: [Origin]

  /// Tickers and alerts are lines here: the views over them take them apart.
  init(_ kind: ArchiveKind) {
    self.kind = kind
    let places = kind.columns.map(\.name)
    let isLine = kind == .tickers || kind == .alerts
    let shown =
      ["tenant", "exchange", "symbol"]
      + places.filter {
        isLine ? $0 == "ts" : !["tenant", "exchange", "symbol", "line", "retracted"].contains($0)
      }
    names = shown + [isLine ? "line" : "record"]
    origins = shown.map { .place(places.firstIndex(of: $0) ?? 0) } + [.record]
  }

  /// The table as SQL declares it; a number has no affinity, as expressions have none.
  var declaration: String {
    let columns = names.map { name in
      switch name {
      case "record": "record TEXT HIDDEN"
      case "tenant", "exchange", "symbol", "interval", "extra", "line": "\(name) TEXT"
      case "ts", "end", "first_id", "last_id", "trades", "final", "rev": "\"\(name)\" INTEGER"
      default: "\"\(name)\""
      }
    }
    return "CREATE TABLE records(\(columns.joined(separator: ", ")))"
  }

  /// The columns of ``RecordTable`` that a mask of SQLite names, a bit a column.
  ///
  /// Nil where whole records are needed.
  func used(_ mask: UInt64) -> Set<String>? {
    let used = names.indices.filter { mask & (1 << min(UInt64($0), 63)) != 0 }
    guard used.allSatisfy({ origins[$0] != .record }) else { return nil }
    return Set(used.map { names[$0] })
  }

  /// What makes the tables and views of a connection.
  static var tables: String {
    ArchiveKind.allCases.map { kind in
      switch kind {
      case .trades, .candles, .quotes:
        "CREATE VIRTUAL TABLE \(kind.rawValue) USING cx(\(kind.rawValue));"
      case .tickers, .alerts:
        """
        CREATE VIRTUAL TABLE \(kind.type)_lines USING cx(\(kind.rawValue));
        CREATE VIEW \(kind.rawValue) AS SELECT tenant, exchange, symbol, ts,
          \(HotSchema.members(of: kind)), line FROM \(kind.type)_lines;
        """
      }
    }.joined(separator: "\n")
  }
}
