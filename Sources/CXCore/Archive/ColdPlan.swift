import CXRecord

/// What a cold store has to read to answer a question, found by names and manifests alone.
public struct ColdPlan: Equatable, Sendable {
  /// Files of one partition that may hold what is asked for, in the manifest's order.
  public struct Step: Equatable, Sendable {
    /// The partition.
    public var partition: ArchivePartition
    /// The files; where two hold the same record, its best version counts.
    public var files: [ArchiveManifest.File]

    /// Whether it is of the same day, and of all symbols of another of shorter candles.
    fileprivate func answers(for other: Step) -> Bool {
      var same = other.partition
      same.interval = partition.interval
      guard same == partition, other.partition != partition else { return false }
      let symbols = Set(files.lazy.flatMap(\.symbols))
      return other.files.allSatisfy { symbols.isSuperset(of: $0.symbols) }
    }
  }

  /// A series of candles.
  private struct Series: Hashable {
    var exchange: Name
    var symbol: Name
  }

  /// The partitions in the order of reading.
  public private(set) var steps: [Step] = []
  /// Which candles each series is answered with; empty where all are.
  private var intervals: [Series: [Name]] = [:]
  private let query: Query

  /// The plan for a query; `steps` may hold too much, but for files.
  init(_ query: Query, _ steps: [Step]) {
    self.query = query
    self.steps = query.newestFirst ? steps.sorted { $1.partition < $0.partition } : steps
    guard let choice = query.interval else { return }
    var stored: [Series: Set<Name>] = [:]
    for step in steps {
      for symbol in step.files.lazy.flatMap(\.symbols) {
        let series = Series(exchange: step.partition.exchange, symbol: symbol)
        stored[series, default: []].insert(step.partition.interval)
      }
    }
    intervals = stored.mapValues { choice.sources(among: $0.sorted()) }
    let chosen = Set(intervals.values.joined())
    let whole = self.steps.filter { Self.isWhole($0, choice.calendar.interval) }
    self.steps.removeAll { step in
      !chosen.contains(step.partition.interval) || whole.contains { $0.answers(for: step) }
    }
  }

  /// Whether a day of a partition has all candles of that interval: one file, which has none twice.
  private static func isWhole(_ step: Step, _ wanted: Interval) -> Bool {
    guard step.partition.interval == wanted.name, step.files.count == 1,
      let length = wanted.fixedLength, length > 0, Timestamp.day % length == 0
    else { return false }
    let file = step.files[0]
    return file.records == file.symbols.count * Int(Timestamp.day / length)
  }

  /// Bytes that have to be read.
  public var bytes: Int { steps.lazy.flatMap(\.files).reduce(0) { $0 + $1.bytes } }

  /// Whether candles shorter than the wanted ones are among what is read.
  var needsRollUp: Bool {
    guard let wanted = query.interval?.calendar.interval.name else { return false }
    return steps.contains { $0.partition.interval != wanted }
  }

  /// A line a file, and their bytes in all.
  func explanation(at place: String) -> [String] {
    let files = steps.flatMap { step in
      step.files.map { "\(place)\(step.partition.path)\($0.name)  \($0.bytes) bytes" }
    }
    return files + ["\(files.count) files, \(bytes) bytes"]
  }

  /// What is asked for of a step's files.
  func span(of step: Step) -> ArchiveSpan {
    let symbols = Set(step.files.lazy.flatMap(\.symbols))
    return ArchiveSpan(
      symbols: symbols.filter { wants($0, of: step.partition) }, times: query.since..<query.until)
  }

  private func wants(_ symbol: Name, of partition: ArchivePartition) -> Bool {
    guard query.symbols.isEmpty || query.symbols.contains(symbol) else { return false }
    guard query.interval != nil else { return true }
    let series = Series(exchange: partition.exchange, symbol: symbol)
    return intervals[series]?.contains(partition.interval) ?? false
  }
}
