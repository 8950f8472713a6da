/// Parquet as a format of the archive: columns for every engine that reads it, and each record byte
/// for byte for this one.
public struct ParquetFormat: ArchiveFormat {
  private let compression: any ParquetCompression

  /// The format, with what compresses its pages.
  public init(_ compression: any ParquetCompression) { self.compression = compression }

  /// What the files' names end in.
  public var suffix: String { "parquet" }

  /// A file of the lines' records.
  public func encode(_ lines: Block) throws(Fault) -> [UInt8] {
    var batch = Batch(block: lines)
    var reader = RecordReader()
    _ = reader.read(into: &batch)
    guard let kind = batch.records.first.flatMap({ ArchiveKind($0, of: batch) }) else {
      throw Fault(.inputOutput, "no records for a file of Parquet")
    }
    var table = RecordTable(kind)
    do throws(EvaluationProblem) {
      try table.append(batch)
    } catch {
      throw Fault(.inputOutput, "a file of Parquet: \(error.reason)")
    }
    return try ParquetWriter.encode(table, compression)
  }

  /// Appends the records of the row groups that may hold what is wanted.
  public func read(
    _ file: ArchivedFile, _ span: ArchiveSpan, into batch: inout Batch
  ) throws(Fault) {
    let reader = try ParquetReader(
      name: file.name, bytes: file.bytes, compression, file.read)
    guard reader.footer.rows == file.records else { throw file.miscounted(reader.footer.rows) }
    guard let kind = reader.kind else {
      throw Fault(.inputOutput, "\(file.name): does not say what its records are")
    }
    for group in reader.groups(holding: span.symbols, span.times) {
      let table = try reader.table(kind, in: [group])
      do throws(EvaluationProblem) {
        try table.appendRecords(0..<table.count, to: &batch)
      } catch {
        throw Fault(.inputOutput, "\(file.name): a record \(error.reason)")
      }
    }
  }
}
