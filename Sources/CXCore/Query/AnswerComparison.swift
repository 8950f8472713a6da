/// Compares what two stores answer to one question, record by record.
public struct AnswerComparison {
  private struct Reader {
    var source: any Source
    var batch: Batch?
    var place = 0
    var forms = LineForms()

    mutating func next() throws(Fault) -> (key: RecordKey, line: [UInt8])? {
      while true {
        guard let batch, place < batch.records.count else {
          guard let more = try source.next() else { return nil }
          self.batch = more
          place = 0
          continue
        }
        let record = batch.records[place]
        place += 1
        guard let key = RecordKey(record, of: batch, &forms) else { continue }
        return (key, Array(batch.line(of: record)))
      }
    }
  }

  private var left: Reader
  private var right: Reader

  /// Compares two answers, both ordered as ``RecordKey`` says, oldest first.
  public init(_ left: any Source, with right: any Source) {
    self.left = Reader(source: left)
    self.right = Reader(source: right)
  }

  /// The first record of the left answer that the right one has neither byte for byte nor in a later
  /// revision; nil when there is none.
  public mutating func firstMissing() throws(Fault) -> RecordKey? {
    var other = try right.next()
    while let (key, line) = try left.next() {
      while let found = other, found.key.precedes(key) { other = try right.next() }
      guard let found = other, found.key.isSame(as: key) else { return key }
      let isKept = found.key.revision > key.revision
      guard isKept || (found.key.revision == key.revision && found.line == line) else { return key }
    }
    return nil
  }
}
