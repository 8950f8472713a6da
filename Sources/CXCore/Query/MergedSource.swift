/// Several ordered answers as one, without doubles: of records with one key, the highest revision
/// counts, and of equal ones the earlier source's.
public struct MergedSource: Source {
  private struct Head {
    var key: RecordKey
    var input: Int
  }

  /// Records of a batch at most.
  private static let batchSize = 1_024

  private var inputs: [any Source]
  private var batches: [Batch?]
  private var places: [Int]
  // The inputs' next records, the one to be told next at the end.
  private var heads: [Head] = []
  private let newestFirst: Bool
  private let instruments: Instruments
  private var forms = LineForms()
  private var isStarted = false

  /// Merges sources, each ordered by ``RecordKey`` and numbering its instruments by `instruments`.
  public init(_ inputs: [any Source], newestFirst: Bool, instruments: Instruments) {
    self.inputs = inputs
    batches = inputs.map { _ in nil }
    places = inputs.map { _ in 0 }
    self.newestFirst = newestFirst
    self.instruments = instruments
  }

  /// Stores answer at once.
  public var wouldBlock: Bool { false }

  /// The next records, or nil at the end.
  public mutating func next() throws(Fault) -> Batch? {
    if inputs.count == 1 { return try inputs[0].next() }
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
      if let batch = batches[best.input] {
        output.append(batch.records[places[best.input]], of: batch)
      }
      for input in same {
        places[input] += 1
        try advance(input)
      }
    }
    return output.records.isEmpty ? nil : output
  }

  /// Puts an input's next record in its place among the heads.
  private mutating func advance(_ input: Int) throws(Fault) {
    while true {
      guard let batch = batches[input] else {
        guard let batch = try inputs[input].next() else { return }
        batches[input] = batch
        places[input] = 0
        continue
      }
      guard places[input] < batch.records.count else {
        batches[input] = nil
        continue
      }
      guard let key = RecordKey(batch.records[places[input]], of: batch, &forms) else {
        places[input] += 1
        continue
      }
      insert(Head(key: key, input: input))
      return
    }
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
