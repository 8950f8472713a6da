import CXRecord

/// A source's records one after the other, each with its key: what comparing and merging walk along.
///
/// Records without a key, gaps and ticks, are passed over.
public struct KeyedRecords {
  /// The key of the record that it stands at; nil at the end, and before the first
  /// ``advance(from:)``.
  public private(set) var key: RecordKey?
  /// What the source refused on the way; the caller's to take out.
  public var rejects: [Reject] = []
  private var batch = Batch()
  private var place = -1
  private var forms = LineForms()

  /// Stands before the first record.
  public init() {}

  /// Whether the next record is at hand, so that the source will not be asked.
  public var hasMore: Bool { place + 1 < batch.records.count }

  /// Goes to the next record, for which the source is asked where need be: always the same one.
  public mutating func advance(from source: inout some Source) throws(Fault) {
    while true {
      place += 1
      while place >= batch.records.count {
        // Held here, its arrays would be copied when the source clears them.
        batch = Batch(block: Block(capacity: 0), instruments: batch.instruments)
        place = 0
        key = nil
        guard let more = try source.next() else { return }
        rejects += more.rejects
        batch = more
      }
      key = RecordKey(batch.records[place], of: batch, &forms)
      if key != nil { return }
    }
  }

  /// The line of the record that it stands at; valid until the next ``advance(from:)``.
  public var line: UnsafeRawBufferPointer { batch.line(of: batch.records[place]) }

  /// Appends the record that it stands at to a batch of the same instruments.
  public func append(to output: inout Batch) { output.append(batch.records[place], of: batch) }

  /// Appends the record that it stands at to a batch of the same instruments, with a further member
  /// behind the others.
  public func append(to output: inout Batch, _ name: Name, _ value: String) {
    let copy = LineCopy(of: line, to: output.block)
    copy.append(name, .text(value))
    copy.close()
    output.appendEvent(of: batch.records[place], of: batch, lineFrom: copy.start)
  }
}
