import CXCore
import CXRecord
import CXSystem

/// Compares the exchange's bulk files with what it answers by REST about the same time: its records
/// are those that differ, each as it came with a member `source` (`bulk` or `rest`) behind.
///
/// Only what a file covers is compared. A record that both have, but not alike, comes twice.
public struct HistoryCheck: Source {
  /// How many records are the same in both.
  public private(set) var equal = 0
  /// How many both have, but not alike.
  public private(set) var differing = 0
  /// How many only a file has.
  public private(set) var onlyBulk = 0
  /// How many only REST has.
  public private(set) var onlyREST = 0

  private var bulk: HistorySource
  private var rest: HistorySource
  private var bulkRecords = KeyedRecords()
  private var restRecords = KeyedRecords()
  private var output: Batch
  private let ranks: [Name: Int]
  private var hasBegun = false
  private static let batchSize = 64 << 10

  /// A comparison of what the plan asks for, but for its `usesBulk` and `isBulkAlone`; the other
  /// parameters are those of ``HistorySource``.
  ///
  /// - Throws: A fault of kind `unavailable` when libcurl is not installed.
  public init(
    _ plan: HistoryPlan, hosts: HistorySource.Hosts, sharesBudget: Bool = false,
    configuration: HTTPConfiguration = .system,
    tell: @escaping (HistorySource.Event) -> Void = { _ in }
  ) throws(Fault) {
    let instruments = Instruments()
    func source(_ plan: HistoryPlan) throws(Fault) -> HistorySource {
      try HistorySource(
        plan, hosts: hosts, instruments: instruments, sharesBudget: sharesBudget,
        configuration: configuration, tell: tell)
    }
    var plan = plan
    plan.usesBulk = false
    plan.isBulkAlone = false
    rest = try source(plan)
    plan.usesBulk = true
    plan.isBulkAlone = true
    bulk = try source(plan)
    output = Batch(instruments: instruments)
    output.source = hosts.bulk
    ranks = Dictionary(zip(plan.symbols, 0...)) { first, _ in first }
  }

  /// How many records were compared.
  public var compared: Int { equal + differing + onlyBulk + onlyREST }

  /// Whether all that was compared is the same.
  public var agrees: Bool { equal == compared }

  /// The figures, for whoever watches.
  public var summary: String {
    "\(equal) records equal, \(differing) differing, \(onlyBulk) only in bulk files, "
      + "\(onlyREST) only by REST"
  }

  /// Whether the next records have to come from afar: they do.
  public var wouldBlock: Bool { true }

  /// The next records that differ, or nil at the end or when a signal asks to stop.
  public mutating func next() throws(Fault) -> Batch? {
    output.removeAll()
    if !hasBegun {
      hasBegun = true
      try bulkRecords.advance(from: &bulk)
      try restRecords.advance(from: &rest)
    }
    // A signal ends the sources too, which is not the end of the records.
    while Signals.pending == nil, bulkRecords.key != nil || restRecords.key != nil {
      try compare()
      takeRejects()
      let isFound = !output.records.isEmpty || !output.rejects.isEmpty
      let mustAsk = !bulkRecords.hasMore || !restRecords.hasMore
      if isFound && (mustAsk || output.block.count >= Self.batchSize) { return output }
    }
    takeRejects()
    return output.records.isEmpty && output.rejects.isEmpty ? nil : output
  }

  private mutating func compare() throws(Fault) {
    let order = Self.order(bulkRecords.key, restRecords.key, ranks)
    if order == 0 {
      if bulkRecords.line.elementsEqual(restRecords.line) {
        equal += 1
      } else {
        differing += 1
        bulkRecords.append(to: &output, "source", "bulk")
        restRecords.append(to: &output, "source", "rest")
      }
    } else if order < 0 {
      onlyBulk += 1
      bulkRecords.append(to: &output, "source", "bulk")
    } else if let key = restRecords.key, bulk.covers(key.instrument.symbol, at: key.time) {
      onlyREST += 1
      restRecords.append(to: &output, "source", "rest")
    }
    if order <= 0 { try bulkRecords.advance(from: &bulk) }
    if order >= 0 { try restRecords.advance(from: &rest) }
  }

  private mutating func takeRejects() {
    output.rejects += bulkRecords.rejects + restRecords.rejects
    bulkRecords.rejects.removeAll()
    restRecords.rejects.removeAll()
  }

  // Below zero when the left record comes first, above when the right one does: symbols in the
  // plan's order, trades by id, whatever time they claim, and candles by time.
  private static func order(
    _ left: RecordKey?, _ right: RecordKey?, _ ranks: [Name: Int]
  ) -> Int {
    guard let left else { return 1 }
    guard let right else { return -1 }
    func place(_ key: RecordKey) -> (Int, Int64) {
      (ranks[key.instrument.symbol] ?? .max, key.interval.isEmpty ? key.id : key.time)
    }
    return place(left) < place(right) ? -1 : place(left) == place(right) ? 0 : 1
  }
}
