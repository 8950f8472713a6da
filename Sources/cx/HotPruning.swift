import CXCore
import CXRecord
import CXSQLite
import CXSystem

/// `cx archive --prune`: whole days that are old enough out of the hot store into a cold one.
///
/// A day is copied, read back and compared, and removed, in this order, so it may be interrupted at
/// any moment and run again. What is archived into the hot store meanwhile is either compared too or
/// waits until the day is removed.
struct HotPruning {
  /// The hot store's file.
  let path: String
  /// The first moment that is not old enough, microseconds since 1970 UTC.
  let before: Int64
  /// Whether it only tells what it would do.
  let dryRun: Bool
  let formats: ArchiveFormats

  /// Moves what is old enough; a signal stops it between two days.
  func run(into store: some ObjectStore) throws(Fault) -> ExitStatus {
    for query in try days() {
      if Signals.pending != nil { break }
      try move(query, into: store)
    }
    return .done
  }

  /// A question for each tenant's records of a kind of one day.
  private func days() throws(Fault) -> [Query] {
    struct Series: Hashable {
      var tenant: Name
      var kind: ArchiveKind
    }
    // Days are cut off: a day is moved as a whole, or its file would come in pieces.
    let end = before.floorDivided(by: Timestamp.day)
    var days: [Series: Range<Int64>] = [:]
    for count in try HotStore(path).census() {
      let series = Series(tenant: count.instrument.tenant, kind: count.kind)
      for time in [count.first, count.last] where !Timestamp.range.contains(time) {
        throw Fault(.inputOutput, "\(path): a stored record: \"ts\" is out of range: \(time)")
      }
      let first = count.first.floorDivided(by: Timestamp.day)
      let last = min(count.last.floorDivided(by: Timestamp.day) + 1, end)
      guard first < last else { continue }
      let known = days[series] ?? first..<last
      days[series] = min(known.lowerBound, first)..<max(known.upperBound, last)
    }
    return days.flatMap { series, days in
      days.map { day in
        var query = Query(series.kind)
        query.tenant = series.tenant
        query.since = day * Timestamp.day
        query.until = query.since + Timestamp.day
        return query
      }
    }.sorted { ($0.since, $0.tenant, $0.kind.type) < ($1.since, $1.tenant, $1.kind.type) }
  }

  private func move(_ query: Query, into store: some ObjectStore) throws(Fault) {
    let instruments = Instruments()
    var source = try HotStore(path).scan(query, instruments: instruments).source
    var writer = ColdWriter(store, formats)
    var count = 0
    while let batch = try source.next() {
      count += batch.records.count
      if !dryRun { try writer.write(batch) }
    }
    if count == 0 { return }
    if dryRun {
      let date = CivilDate(daysSince1970: Int(query.since.floorDivided(by: Timestamp.day)))
      return Program.write(
        "\(date): \(count) \(query.kind.rawValue) of \(query.tenant) to \(store.place)\n")
    }
    try writer.finish()
    _ = try HotRemoval(path).remove(query) { () throws(Fault) in
      try check(query, store)
      return true
    }
  }

  /// Makes sure that the cold store has all that is going to be removed.
  private func check(_ query: Query, _ store: some ObjectStore) throws(Fault) {
    let instruments = Instruments()
    var comparison = AnswerComparison(
      try HotStore(path).scan(query, instruments: instruments).source,
      with: try ColdStore(store, formats).scan(query, instruments: instruments).source)
    guard let key = try comparison.firstMissing() else { return }
    throw Fault(
      .inputOutput,
      "\(store.place): does not hold the \(query.kind.type) of \(key.instrument.symbol) at "
        + "\(Timestamp(microseconds: key.time).rfc3339) as \(path) does; nothing of that day was "
        + "removed")
  }
}
