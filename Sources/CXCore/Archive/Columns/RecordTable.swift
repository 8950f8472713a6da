import CXRecord

/// Records of one kind as columns: what files of columns hold, and tables are made of.
///
/// Nothing is lost: from the columns, `extra` and `line` each record comes back byte for byte.
public struct RecordTable {
  /// What sort of records.
  public let kind: ArchiveKind
  /// The values, in the order of ``ArchiveKind/columns``.
  public internal(set) var columns: [ColumnData]
  // What an instrument's texts are called in the columns, by the instrument's number; only of one
  // table of instruments.
  var names: [Names?] = []
  var instruments: Instruments?
  var lastInterval: (name: Name, number: Int64)?
  // By ``Side``.
  var sides: [Int64?] = [nil, nil]
  // Where columns are that every kind has at another place.
  private let timePlace: Int

  /// The numbers of an instrument's texts.
  struct Names {
    var exchange: Int64?
    var symbol: Int64?
    var tenant: Int64?
  }

  /// An empty table.
  public init(_ kind: ArchiveKind) {
    self.init(kind, columns: kind.columns.map { ColumnData($0) })
  }

  /// A table of columns that were read; each has as many rows.
  init(_ kind: ArchiveKind, columns: [ColumnData]) {
    self.kind = kind
    self.columns = columns
    timePlace = columns.firstIndex { $0.column.name == "ts" } ?? 0
  }

  /// How many records there are.
  public var count: Int { columns.first?.count ?? 0 }

  /// The column of that name.
  public subscript(name: String) -> ColumnData? { columns.first { $0.column.name == name } }

  /// A decimal that no scale of its column suits, so that only the row's line has it.
  public func misfit(_ place: Int, _ row: Int) -> Decimal? {
    guard columns[place].column.content == .number,
      let line = columns[columns.count - 1].text(row)
    else { return nil }
    return line.withUnsafeBytes { line in
      guard
        case .number(let number)? = try? JSONFields.value(
          at: FieldPath([Name(columns[place].column.name)]), in: line)
      else { return nil }
      return number
    }
  }

  /// Event times.
  var times: ColumnData { columns[timePlace] }

  /// Symbols.
  var symbols: ColumnData { columns[1] }

  /// Trades' own ids.
  var ids: ColumnData? { kind == .trades ? columns[4] : nil }

  /// The first of the ids that an aggregate trade stands for.
  var firstIDs: ColumnData? { kind == .trades ? columns[5] : nil }

  /// See ``Candle/bar``.
  func bar(_ row: Int) -> Int64 {
    columns[3].text(row)?.contains(UInt8(ascii: "(")) ?? false ? columns[15].integer(row) ?? 0 : 0
  }

  /// A candle's version; see ``RecordKey/revision``.
  func revision(_ row: Int) -> Int64 {
    (columns[18].integer(row) ?? 0) &* 2 &+ (columns[17].integer(row) ?? 1)
  }

  /// Appends rows of another table of the same kind.
  mutating func append(_ other: RecordTable, _ rows: [Int]) {
    var misfits: Set<Int> = []
    for place in columns.indices.dropLast() {
      misfits.formUnion(columns[place].append(other.columns[place], rows))
    }
    let last = columns.count - 1
    if misfits.isEmpty {
      _ = columns[last].append(other.columns[last], rows)
      return
    }
    // No scale suits what came from both tables: the line has the number.
    var batch = Batch()
    for (index, row) in rows.enumerated() {
      batch.removeAll()
      if misfits.contains(index),
        (try? other.appendRecords(CollectionOfOne(row), to: &batch)) != nil,
        let record = batch.records.last
      {
        columns[last].append(newText: batch.line(of: record))
      } else {
        _ = columns[last].append(other.columns[last], [row])
      }
    }
  }

  /// The rows of a span.
  func places(_ span: ArchiveSpan) -> [Int] {
    func wants(_ symbol: Name) -> Bool { span.symbols?.contains(symbol) ?? true }
    let wanted = (0..<symbols.texts.count).map { wants(symbols.texts.name(Int64($0))) }
    let wantsNone = wants("")
    return (0..<times.count).filter { row in
      guard let time = times.integer(row), span.times.contains(time) else { return false }
      return symbols.integer(row).map { wanted[Int($0)] } ?? wantsNone
    }
  }

  /// Some of the rows, in that order.
  func selecting(_ rows: [Int]) -> RecordTable {
    if rows.count == count, rows.enumerated().allSatisfy({ $0 == $1 }) { return self }
    var chosen = RecordTable(kind)
    chosen.append(self, rows)
    return chosen
  }
}
