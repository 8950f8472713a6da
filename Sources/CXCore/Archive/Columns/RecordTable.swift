/// Records of one kind as columns: what files of columns hold, and tables are made of.
///
/// Nothing is lost: from the columns, `extra` and `line` each record comes back byte for byte.
public struct RecordTable: Sendable {
  /// What sort of records.
  public let kind: ArchiveKind
  /// The values, in the order of ``ArchiveKind/columns``.
  public internal(set) var columns: [ColumnData]
  // What an instrument's texts are called in the columns, by the instrument's number.
  var names: [Int32: Names] = [:]
  var lastInterval: (text: String, number: Int64)?

  /// The numbers of an instrument's texts.
  struct Names: Sendable {
    var exchange: Int64?
    var symbol: Int64?
    var tenant: Int64?
  }

  /// An empty table.
  public init(_ kind: ArchiveKind) {
    self.kind = kind
    columns = kind.columns.map { ColumnData($0) }
  }

  /// A table of columns that were read; each has as many rows.
  init(_ kind: ArchiveKind, columns: [ColumnData]) {
    self.kind = kind
    self.columns = columns
  }

  /// How many records there are.
  public var count: Int { columns.first?.count ?? 0 }

  /// The column of that name.
  public subscript(name: String) -> ColumnData? { columns.first { $0.column.name == name } }
}
