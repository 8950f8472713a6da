/// Records on their way into a cold store: a file for each day and kind, closed when the records'
/// own time has passed the day, or by size, never by the clock.
///
/// A file's records are compared with those that are stored already, and only what is new or better
/// is written: archiving twice changes nothing, and after kill -9 the same input again completes
/// what was begun.
public struct ColdWriter<Store: ObjectStore>: Sink {
  /// How files are cut.
  public struct Options: Sendable {
    /// Lines of a file, before compression, in bytes.
    public var fileBytes = 64 << 20
    /// Lines that are held in memory in all.
    public var heldBytes = 256 << 20
    /// How far time has to be behind a day before its file is closed, in microseconds.
    public var lateness: Int64 = 600 * Timestamp.second

    /// The defaults.
    public init() {}
  }

  private final class Part {
    var lines = ArchiveLines()
    /// Event time at which it may be closed, by instrument.
    var closing: [Int32: Int64] = [:]
  }

  private let store: Store
  private let formats: ArchiveFormats
  private let options: Options
  private var parts: [ArchivePartition: Part] = [:]
  // Most records belong where the one before did.
  private var last: (partition: ArchivePartition, part: Part)?
  private var held = 0
  private var forms = LineForms()
  // The latest time of each instrument, by its number.
  private var newest: [Int64] = []
  /// What has been committed.
  public private(set) var tally = ColdTally()

  /// A writer into a store.
  public init(_ store: Store, _ formats: ArchiveFormats, _ options: Options = Options()) {
    self.store = store
    self.formats = formats
    self.options = options
  }

  /// Takes the records that stores keep; they are in the store when their file has been closed.
  public mutating func write(_ batch: Batch) throws(Fault) {
    for record in batch.records {
      guard let kind = ArchiveKind(record, of: batch),
        let key = RecordKey(record, of: batch, &forms)
      else { continue }
      try take(batch.line(of: record), key, kind, in: batch.instruments)
    }
    for partition in due() { try close(partition) }
  }

  /// Does nothing: files close by time and size, and ``finish()`` closes all.
  public mutating func flush() throws(Fault) {}

  /// Closes all files, the oldest day first.
  public mutating func finish() throws(Fault) {
    for partition in parts.keys.sorted() { try close(partition) }
  }

  private mutating func take(
    _ line: UnsafeRawBufferPointer, _ key: RecordKey, _ kind: ArchiveKind,
    in instruments: Instruments
  ) throws(Fault) {
    let partition = ArchivePartition(
      tenant: key.instrument.tenant, exchange: key.instrument.exchange, kind: kind.type,
      interval: key.interval, day: Int(key.time.floorDivided(by: Timestamp.day)))
    let number = instruments.number(of: key.instrument)
    while newest.count <= Int(number) { newest.append(.min) }
    newest[Int(number)] = max(newest[Int(number)], key.time)
    let part = part(of: partition)
    if part.closing[number] == nil {
      // What comes late is gathered for as long as a day in time is waited for.
      let (moment, overflow) = max(partition.span.upperBound, newest[Int(number)])
        .addingReportingOverflow(options.lateness)
      part.closing[number] = overflow ? .max : moment
    }
    let before = part.lines.size
    part.lines.append(line, key, origin: .max)
    held += part.lines.size - before
    if part.lines.size >= options.fileBytes { return try close(partition) }
    if held > options.heldBytes,
      let largest = parts.max(by: { $0.value.lines.size < $1.value.lines.size })
    {
      try close(largest.key)
    }
  }

  private mutating func part(of partition: ArchivePartition) -> Part {
    if let last, last.partition == partition { return last.part }
    let part = parts[partition] ?? Part()
    parts[partition] = part
    last = (partition, part)
    return part
  }

  private func due() -> [ArchivePartition] {
    parts.filter { _, part in
      part.closing.allSatisfy { number, moment in newest[Int(number)] >= moment }
    }.keys.sorted()
  }

  private mutating func close(_ partition: ArchivePartition) throws(Fault) {
    guard let part = parts.removeValue(forKey: partition) else { return }
    if last?.partition == partition { last = nil }
    held -= part.lines.size
    let folder = ColdFolder(store: store, partition: partition, formats: formats)
    try folder.add(part.lines, &tally)
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
