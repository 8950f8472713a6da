import CXRecord

/// Records on their way into a cold store: a file for each day and kind, closed when the records'
/// own time has passed the day, or by size, never by the clock.
///
/// A file's records are compared with those that are stored already, and only what is new or better
/// is written: archiving twice changes nothing, and after kill -9 the same input again completes
/// what was begun.
public struct ColdWriter<Store: ObjectStore>: Sink {
  private let store: Store
  private let formats: ArchiveFormats
  private var parts: ColdParts
  /// What has been committed.
  public private(set) var tally = ColdTally()

  /// A writer into a store.
  public init(_ store: Store, _ formats: ArchiveFormats, _ limits: ColdLimits = ColdLimits()) {
    self.store = store
    self.formats = formats
    parts = ColdParts(limits)
  }

  /// Whether all that was taken is in the store.
  public var isSettled: Bool { parts.isEmpty }

  /// Takes the records that stores keep; they are in the store when their file has been closed.
  public mutating func write(_ batch: Batch) throws(Fault) {
    var next = 0
    while next < batch.records.count {
      let full: ArchivePartition?
      do throws(EvaluationProblem) {
        full = try parts.take(batch, from: &next)
      } catch {
        throw Fault(error, in: store.place)
      }
      if let full { try close(full) }
    }
    for partition in parts.due() { try close(partition) }
  }

  /// Does nothing: files close by time and size, and ``finish()`` closes all.
  public mutating func flush() throws(Fault) {}

  /// Closes all files, the oldest day first.
  public mutating func finish() throws(Fault) {
    for partition in parts.partitions { try close(partition) }
  }

  private mutating func close(_ partition: ArchivePartition) throws(Fault) {
    guard let rows = parts.remove(partition) else { return }
    let folder = ColdFolder(store: store, partition: partition, formats: formats)
    try folder.add(rows, &tally)
  }
}

/// What a writer has done.
public struct ColdTally: Equatable, Sendable {
  /// Records that were written.
  public var records = 0
  /// Records that were stored already, or came in a worse version.
  public var known = 0
  /// Files that were committed.
  public var files = 0
  /// Their bytes.
  public var bytes = 0

  /// Nothing yet.
  public init() {}
}
