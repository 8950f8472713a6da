import CXRecord

/// How the files of a cold store are cut.
public struct ColdLimits: Sendable {
  /// Lines of a file, before compression, in bytes.
  public var fileBytes = 64 << 20
  /// Lines that are held in memory in all.
  public var heldBytes = 256 << 20
  /// How far time has to be behind a day before its file is closed, in microseconds.
  public var lateness: Int64 = 600 * Timestamp.second

  /// The defaults.
  public init() {}
}

/// Records gathered by partition until their files are to be written.
///
/// Not generic, unlike whoever writes them: this is what is done for each record.
struct ColdParts {
  private final class Part {
    let partition: ArchivePartition
    var rows: ArchiveRows
    /// Event time at which it may be closed, by instrument.
    var closing: [Int32: Int64] = [:]

    init(_ partition: ArchivePartition) {
      self.partition = partition
      rows = ArchiveRows(partition.kind)
    }
  }

  private let limits: ColdLimits
  private var parts: [ArchivePartition: Part] = [:]
  // Where the last record of an instrument went: most of its records belong there too.
  private var routes: [Part?] = []
  private var held = 0
  private var forms = LineForms()
  // The latest time of each instrument, by its number.
  private var newest: [Int64] = []
  // No part closes before some instrument's time reaches this.
  private var nextClosing = Int64.max
  private var mayClose = false

  init(_ limits: ColdLimits) { self.limits = limits }

  /// The partitions, the oldest day first.
  var partitions: [ArchivePartition] { parts.keys.sorted() }

  /// Whether nothing is held.
  var isEmpty: Bool { parts.isEmpty }

  /// Gathers records of a batch from number `next` on, and returns a partition that has to be closed
  /// for its size before more are gathered.
  mutating func take(
    _ batch: Batch, from next: inout Int
  ) throws(EvaluationProblem) -> ArchivePartition? {
    while next < batch.records.count {
      let record = batch.records[next]
      next += 1
      let part: Part
      switch record.kind {
      case .trade:
        let trade = batch.trades[Int(record.index)]
        part = find(.trades, "", trade.instrument, trade.time, batch)
      case .candle:
        let candle = batch.candles[Int(record.index)]
        part = find(.candles, candle.interval, candle.instrument, candle.time, batch)
      case .quote:
        let quote = batch.quotes[Int(record.index)]
        guard let time = quote.time else { continue }
        part = find(.quotes, "", quote.instrument, time, batch)
      case .ticker, .alert:
        guard let loose = try? LooseRecord(batch.line(of: record)) else { continue }
        let number = batch.instruments.number(of: loose.instrument)
        part = find(loose.kind, "", number, loose.time, batch)
      case .tick, .gap, .depth, .delivery, .other: continue
      }
      let before = part.rows.size
      try part.rows.append(record, of: batch, &forms)
      held += part.rows.size - before
      if part.rows.size >= limits.fileBytes { return part.partition }
      if held > limits.heldBytes {
        return parts.max { $0.value.rows.size < $1.value.rows.size }?.key
      }
    }
    return nil
  }

  private mutating func find(
    _ kind: ArchiveKind, _ interval: Name, _ number: Int32, _ time: Int64, _ batch: Batch
  ) -> Part {
    let place = Int(number)
    while newest.count <= place {
      newest.append(.min)
      routes.append(nil)
    }
    if time > newest[place] {
      newest[place] = time
      if time >= nextClosing { mayClose = true }
    }
    if let part = routes[place], part.partition.kind == kind, part.partition.span.contains(time),
      part.partition.interval == interval
    {
      return part
    }
    let instrument = batch.instruments[number]
    let partition = ArchivePartition(
      tenant: instrument.tenant, exchange: instrument.exchange, kind: kind, interval: interval,
      day: Int(time.floorDivided(by: Timestamp.day)))
    let part = parts[partition] ?? Part(partition)
    parts[partition] = part
    routes[place] = part
    if part.closing[number] == nil {
      // What comes late is gathered for as long as a day in time is waited for.
      let (moment, overflow) = max(partition.span.upperBound, newest[place])
        .addingReportingOverflow(limits.lateness)
      part.closing[number] = overflow ? .max : moment
      nextClosing = min(nextClosing, part.closing[number] ?? .max)
    }
    return part
  }

  /// The partitions whose day time has passed, the oldest first.
  mutating func due() -> [ArchivePartition] {
    if !mayClose { return [] }
    mayClose = false
    nextClosing = .max
    for (number, moment) in parts.values.lazy.flatMap(\.closing)
    where newest[Int(number)] < moment {
      nextClosing = min(nextClosing, moment)
    }
    return parts.filter { _, part in
      part.closing.allSatisfy { number, moment in newest[Int(number)] >= moment }
    }.keys.sorted()
  }

  /// Gives away what was gathered for a partition.
  mutating func remove(_ partition: ArchivePartition) -> ArchiveRows? {
    guard let part = parts.removeValue(forKey: partition) else { return nil }
    for place in routes.indices where routes[place] === part { routes[place] = nil }
    held -= part.rows.size
    return part.rows
  }
}
