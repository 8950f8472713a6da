import CXRecord

/// Records of one partition, gathered to be sorted: what is to become a file, and the files that may
/// hold the same records.
struct ArchiveRows {
  private(set) var table: RecordTable
  private(set) var rows: [ArchiveRow] = []
  /// Bytes of the lines that were gathered.
  private(set) var size = 0
  private var scratch = Batch(block: Block(capacity: 1024))

  /// No records of a kind yet.
  init(_ kind: ArchiveKind) { table = RecordTable(kind) }

  /// Appends a record of the table's kind.
  mutating func append(
    _ record: Record, of batch: Batch, _ forms: inout LineForms
  ) throws(EvaluationProblem) {
    try table.append(record, of: batch, &forms)
    let line = batch.line(of: record)
    size += line.count
    try append(table.count - 1, origin: .max) { _ in line }
  }

  /// Appends another table's rows of a span; `origin` is the number of the file that it comes from.
  mutating func append(
    _ other: RecordTable, origin: Int32, _ span: ArchiveSpan
  ) throws(EvaluationProblem) {
    let start = table.count
    table.append(other, other.places(span))
    for place in start..<table.count {
      try append(place, origin: origin) { (all) throws(EvaluationProblem) in
        try all.line(place)
      }
    }
  }

  private mutating func append(
    _ place: Int, origin: Int32,
    line: (inout ArchiveRows) throws(EvaluationProblem) -> UnsafeRawBufferPointer
  ) throws(EvaluationProblem) {
    var row = ArchiveRow(
      symbol: Int32(truncatingIfNeeded: table.symbols.integer(place) ?? -1), isAggregate: false,
      time: table.times.integer(place) ?? 0, id: 0, revision: 0, origin: origin,
      place: Int32(truncatingIfNeeded: place))
    switch table.kind {
    case .trades:
      row.isAggregate = table.firstIDs?.has(place) ?? false
      if let id = table.ids?.integer(place) {
        row.id = id
      } else {
        row.id = LineDigest.of(try line(&self))
      }
    case .candles:
      row.id = table.bar(place)
      row.revision = table.revision(place)
    case .quotes: row.id = LineDigest.of(try line(&self))
    case .tickers, .alerts:
      guard let loose = try LooseRecord(try line(&self)) else { break }
      row.id = loose.digest
      row.revision = loose.revision &* 2
    }
    rows.append(row)
  }

  /// A row's line; valid until the next one is asked for.
  private mutating func line(_ place: Int) throws(EvaluationProblem) -> UnsafeRawBufferPointer {
    scratch.removeAll()
    try table.appendRecords(CollectionOfOne(place), to: &scratch)
    return scratch.records.last.map { scratch.line(of: $0) }
      ?? UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// The earliest and the latest time; nil when there is nothing.
  var times: ClosedRange<Int64>? {
    guard let first = rows.lazy.map(\.time).min(), let last = rows.lazy.map(\.time).max() else {
      return nil
    }
    return first...last
  }

  /// The symbols that there are.
  var symbols: Set<Name> { Set(Set(rows.lazy.map(\.symbol)).map(symbol)) }

  private func symbol(_ number: Int32) -> Name {
    number < 0 ? "" : table.symbols.texts.name(Int64(number))
  }

  /// The symbol of a row; empty for none.
  func symbol(of row: ArchiveRow) -> Name { symbol(row.symbol) }

  /// The key of a row of that partition.
  func key(of row: ArchiveRow, in partition: ArchivePartition) -> RecordKey {
    // A folder's name may be too short for the record's own.
    func name(_ column: Int, or other: Name) -> Name {
      table.columns[column].text(Int(row.place)).flatMap { Name(validating: $0) } ?? other
    }
    let instrument = Instrument(
      tenant: name(2, or: partition.tenant), exchange: name(0, or: partition.exchange),
      symbol: symbol(of: row))
    var key = RecordKey(time: row.time, instrument: instrument)
    key.interval = partition.interval
    key.id = row.id
    key.isAggregate = row.isAggregate
    key.revision = row.revision
    return key
  }

  /// As ``best()``, less what `stored` has in an equal or better version.
  func best(notIn stored: ArchiveRows) -> [ArchiveRow] {
    let known = stored.best()
    var next = known.startIndex
    return best().filter { row in
      let place = ArchivePlace(symbol: symbol(of: row), row: row)
      while next < known.endIndex, stored.place(of: known[next]).precedes(place) { next += 1 }
      guard next < known.endIndex else { return true }
      guard !place.precedes(stored.place(of: known[next])) else { return true }
      return row.revision > known[next].revision
    }
  }

  private func place(of row: ArchiveRow) -> ArchivePlace {
    ArchivePlace(symbol: symbol(of: row), row: row)
  }

  /// By symbol and time, each record once, in its best version.
  func best() -> [ArchiveRow] {
    let texts = table.symbols.texts
    let order = (0..<Int64(texts.count)).sorted {
      texts[$0].lexicographicallyPrecedes(texts[$1])
    }
    var ranks = [Int32](repeating: -1, count: texts.count + 1)
    for (rank, number) in order.enumerated() { ranks[Int(number) + 1] = Int32(rank) }
    var best: [ArchiveRow] = []
    best.reserveCapacity(rows.count)
    for var series in bySymbol(ranks) {
      // Mostly they come in order.
      let isSorted = zip(series, series.dropFirst()).allSatisfy { !$1.precedes($0) }
      if !isSorted { series.sort { $0.precedes($1) } }
      for row in series {
        if let last = best.last, last.isSame(as: row) { continue }
        best.append(row)
      }
    }
    return best
  }

  /// The rows of each symbol, by its rank.
  private func bySymbol(_ ranks: [Int32]) -> [[ArchiveRow]] {
    var counts = [Int](repeating: 0, count: ranks.count)
    for row in rows { counts[Int(ranks[Int(row.symbol) + 1]) + 1] += 1 }
    var series = counts.map { count in
      var rows: [ArchiveRow] = []
      rows.reserveCapacity(count)
      return rows
    }
    for row in rows { series[Int(ranks[Int(row.symbol) + 1]) + 1].append(row) }
    return series
  }
}

/// Where a record stands among those of other rows, whose symbols have other numbers.
private struct ArchivePlace {
  var symbol: Name
  var row: ArchiveRow

  func precedes(_ other: ArchivePlace) -> Bool {
    if symbol != other.symbol { return symbol < other.symbol }
    if row.time != other.row.time { return row.time < other.row.time }
    if row.id != other.row.id { return row.id < other.row.id }
    return !row.isAggregate && other.row.isAggregate
  }
}
