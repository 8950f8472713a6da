import CXRecord

/// Records of one kind as one file of Parquet, which is written when they end.
public struct ParquetSink<Target: Sink>: Sink {
  private var table: RecordTable
  private var forms = LineForms()
  private let compression: any ParquetCompression
  private var target: Target

  /// A file of records of a kind, whose bytes go to `target`.
  public init(_ kind: ArchiveKind, _ compression: any ParquetCompression, to target: Target) {
    table = RecordTable(kind)
    self.compression = compression
    self.target = target
  }

  /// Gathers records.
  public mutating func write(_ batch: Batch) throws(Fault) {
    for record in batch.records {
      do throws(EvaluationProblem) {
        try table.append(record, of: batch, &forms)
      } catch {
        throw Fault(.inputOutput, "a file of Parquet: \(error.reason)")
      }
    }
  }

  /// Does nothing: a file is whole or not at all.
  public mutating func flush() throws(Fault) {}

  /// Writes the file.
  public mutating func finish() throws(Fault) {
    let bytes = Batch()
    bytes.block.append(try ParquetWriter.encode(table, compression))
    try target.write(bytes)
    try target.finish()
  }
}
