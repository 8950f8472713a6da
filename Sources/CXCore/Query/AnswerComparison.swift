import CXRecord

/// Compares what two stores answer to one question, record by record.
public struct AnswerComparison {
  private var left: any Source
  private var right: any Source

  /// Compares two answers, both ordered as ``RecordKey`` says, oldest first.
  public init(_ left: any Source, with right: any Source) {
    self.left = left
    self.right = right
  }

  /// The first record of the left answer that the right one has neither byte for byte nor in a later
  /// revision; nil when there is none.
  public mutating func firstMissing() throws(Fault) -> RecordKey? {
    var ours = KeyedRecords()
    var theirs = KeyedRecords()
    try theirs.advance(from: &right)
    try ours.advance(from: &left)
    while let key = ours.key {
      while let other = theirs.key, other.precedes(key) { try theirs.advance(from: &right) }
      guard let other = theirs.key, other.isSame(as: key) else { return key }
      let isKept =
        other.revision > key.revision
        || (other.revision == key.revision && ours.line.elementsEqual(theirs.line))
      guard isKept else { return key }
      try ours.advance(from: &left)
    }
    return nil
  }
}
