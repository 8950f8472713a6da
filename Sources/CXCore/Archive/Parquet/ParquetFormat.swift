import CXRecord

/// Parquet as a format of the archive: columns for every engine that reads it, and each record byte
/// for byte for this one.
public struct ParquetFormat: ArchiveFormat {
  private let compression: any ParquetCompression

  /// The format, with what compresses its pages.
  public init(_ compression: any ParquetCompression) { self.compression = compression }

  /// What the files' names end in.
  public var suffix: String { "parquet" }

  /// A file of some rows.
  public func encode(_ table: RecordTable, _ rows: [Int]) throws(Fault) -> [UInt8] {
    try ParquetWriter.encode(table.selecting(rows), compression)
  }

  /// The row groups that may hold what is wanted.
  public func read(
    _ file: ArchivedFile, of kind: ArchiveKind, _ span: ArchiveSpan
  ) throws(Fault) -> RecordTable {
    let reader = try open(file)
    return try reader.table(kind, in: reader.groups(holding: span.symbols, span.times))
  }

  /// The same of some columns: no other is read.
  public func read(
    _ file: ArchivedFile, of kind: ArchiveKind, _ span: ArchiveSpan, columns: Set<String>
  ) throws(Fault) -> TableRows {
    let reader = try open(file)
    let groups = reader.groups(holding: span.symbols, span.times)
    var read = try reader.columns(kind.columns.filter { columns.contains($0.name) }, in: groups)[
      ...]
    let all = kind.columns.map { column in
      read.first?.column == column ? read.removeFirst() : ColumnData(column)
    }
    return TableRows(
      RecordTable(kind, columns: all),
      count: groups.reduce(0) { $0 + reader.footer.groups[$1].rows })
  }

  private func open(_ file: ArchivedFile) throws(Fault) -> ParquetReader {
    let reader = try ParquetReader(
      name: file.name, bytes: file.bytes, compression, file.read)
    guard reader.footer.rows == file.records else { throw file.miscounted(reader.footer.rows) }
    return reader
  }
}
