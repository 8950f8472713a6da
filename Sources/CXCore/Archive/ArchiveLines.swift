/// Lines of one partition, gathered to be sorted: what is to become a file, and the files that may
/// hold the same records.
struct ArchiveLines {
  private(set) var block = Block(capacity: 4096)
  private(set) var rows: [ArchiveRow] = []
  private(set) var symbols: [String] = []
  private var numbers: [String: Int32] = [:]

  /// Appends a line; `origin` is the number of the file it comes from.
  mutating func append(_ line: UnsafeRawBufferPointer, _ key: RecordKey, origin: Int32) {
    let symbol = key.instrument.symbol
    let number = numbers[symbol] ?? Int32(symbols.count)
    if Int(number) == symbols.count {
      numbers[symbol] = number
      symbols.append(symbol)
    }
    let start = block.count
    block.append(line)
    rows.append(
      ArchiveRow(
        symbol: number, isAggregate: key.isAggregate, time: key.time, id: key.id,
        revision: key.revision, origin: origin, start: start, end: block.count))
  }

  /// The earliest and the latest time; nil when there is nothing.
  var times: ClosedRange<Int64>? {
    guard let first = rows.lazy.map(\.time).min(), let last = rows.lazy.map(\.time).max() else {
      return nil
    }
    return first...last
  }

  /// The line of a row, its line feed not counted.
  func line(of row: ArchiveRow) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: block.bytes[row.start..<row.end])
  }

  /// The key of a row of that partition.
  func key(of row: ArchiveRow, in partition: ArchivePartition) -> RecordKey {
    let instrument = Instrument(
      tenant: partition.tenant, exchange: partition.exchange, symbol: symbols[Int(row.symbol)])
    var key = RecordKey(time: row.time, instrument: instrument)
    key.interval = partition.interval
    key.id = row.id
    key.isAggregate = row.isAggregate
    key.revision = row.revision
    return key
  }

  /// How many bytes the lines have.
  var size: Int { block.count }

  /// As ``best()``, less what `stored` has in an equal or better version.
  func best(notIn stored: ArchiveLines) -> [ArchiveRow] {
    let known = stored.best()
    var next = known.startIndex
    return best().filter { row in
      while next < known.endIndex,
        stored.place(of: known[next]).precedes(place(of: row))
      {
        next += 1
      }
      guard next < known.endIndex else { return true }
      let other = known[next]
      guard !place(of: row).precedes(stored.place(of: other)) else { return true }
      return row.revision > other.revision
    }
  }

  private func place(of row: ArchiveRow) -> ArchivePlace {
    ArchivePlace(symbol: symbols[Int(row.symbol)], row: row)
  }

  /// By symbol and time, each record once, in its best version.
  func best() -> [ArchiveRow] {
    var ranks = [Int32](repeating: 0, count: symbols.count)
    for (rank, number) in symbols.indices.sorted(by: { symbols[$0] < symbols[$1] }).enumerated() {
      ranks[number] = Int32(rank)
    }
    var best: [ArchiveRow] = []
    for row in rows.sorted(by: { $0.precedes($1, ranks) }) {
      if let last = best.last, last.isSame(as: row) { continue }
      best.append(row)
    }
    return best
  }
}

/// Where a record stands among those of other lines, whose symbols have other numbers.
private struct ArchivePlace {
  var symbol: String
  var row: ArchiveRow

  func precedes(_ other: ArchivePlace) -> Bool {
    if symbol != other.symbol { return symbol < other.symbol }
    if row.time != other.row.time { return row.time < other.row.time }
    if row.id != other.row.id { return row.id < other.row.id }
    return !row.isAggregate && other.row.isAggregate
  }
}
