import CXRecord

/// Several ordered answers as one, without doubles: of records with one key, the highest revision
/// counts, and of equal ones the earlier source's.
public struct MergedSource: Source {
  private struct Head {
    var key: RecordKey
    var input: Int
  }

  /// Records of a batch at most.
  private static let batchSize = 1_024

  private struct Input {
    var source: any Source
    var records = KeyedRecords()

    mutating func advance() throws(Fault) { try records.advance(from: &source) }
  }

  private var inputs: [Input]
  // The inputs' next records, the one to be told next at the end.
  private var heads: [Head] = []
  private let newestFirst: Bool
  private let instruments: Instruments
  private var isStarted = false

  /// Merges sources, each ordered by ``RecordKey`` and numbering its instruments by `instruments`.
  public init(_ inputs: [any Source], newestFirst: Bool, instruments: Instruments) {
    self.inputs = inputs.map { Input(source: $0) }
    self.newestFirst = newestFirst
    self.instruments = instruments
  }

  /// Stores answer at once.
  public var wouldBlock: Bool { false }

  /// The next records, or nil at the end.
  public mutating func next() throws(Fault) -> Batch? {
    if inputs.count == 1 { return try inputs[0].source.next() }
    if !isStarted {
      for input in inputs.indices { try advance(input) }
      isStarted = true
    }
    var output = Batch(instruments: instruments)
    while output.records.count < Self.batchSize, let first = heads.popLast() {
      var best = first
      var same = [first.input]
      while let other = heads.last, other.key.isSame(as: first.key) {
        heads.removeLast()
        same.append(other.input)
        if other.key.revision > best.key.revision
          || (other.key.revision == best.key.revision && other.input < best.input)
        {
          best = other
        }
      }
      inputs[best.input].records.append(to: &output)
      for input in same { try advance(input) }
    }
    return output.records.isEmpty ? nil : output
  }

  /// Puts an input's next record in its place among the heads.
  private mutating func advance(_ input: Int) throws(Fault) {
    try inputs[input].advance()
    if let key = inputs[input].records.key { insert(Head(key: key, input: input)) }
  }

  private mutating func insert(_ head: Head) {
    var low = 0
    var high = heads.count
    while low < high {
      let middle = (low + high) / 2
      if comesBefore(head.key, heads[middle].key) { low = middle + 1 } else { high = middle }
    }
    heads.insert(head, at: low)
  }

  private func comesBefore(_ left: RecordKey, _ right: RecordKey) -> Bool {
    newestFirst ? right.precedes(left) : left.precedes(right)
  }
}
