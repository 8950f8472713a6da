import CXRecord

// What comes of bulk files. A file that cannot be had is never the end: what it covers comes by
// daily files or by REST.
extension HistoryFetch {
  /// Takes how getting a file went.
  public mutating func downloaded(
    _ file: BulkFile, _ outcome: BulkOutcome, into batch: inout Batch
  ) {
    guard case .download(_, let tries) = step else { return }
    switch outcome {
    case .got(let sha256):
      limits.succeed()
      let digest = BulkDigest(name: file.name, sha256: sha256)
      if series?.cursor.remember(digest) != nil {
        notices.append("\(file.name) was replaced by the exchange since it was last used")
      }
      coverage[file.symbol, default: []].append(file.start..<file.end)
      step = .read(file, rows: 0)
    case .absent:
      notices.append("\(file.name) does not exist: taken by other ways")
      giveUp(file)
    case .mismatch where tries == 0:
      step = .download(file, tries: 1)
    case .mismatch:
      refuse(file, "is not what its checksum says, twice: taken by other ways", into: &batch)
    case .failed(let reason):
      guard limits.fail(reason) != nil else {
        step = .download(file, tries: tries)
        return
      }
      // The host is in trouble: REST has it all.
      calendar?.excludeAll()
      limits.succeed()
      refuse(file, "does not come (\(reason)): all is taken by REST", into: &batch)
    }
  }

  /// Takes records of the file from number `first` on, and returns how many of the batch are done
  /// with: what is left is wanted again when ``next(now:)`` says so.
  public mutating func take(_ page: Batch, from first: Int, into batch: inout Batch) -> Int {
    guard case .read(let file, let rows) = step, var series else { return page.records.count }
    defer { self.series = series }
    // What is wrong with a row is seldom wrong with one: REST has the same better.
    if let row = page.rejects.first {
      refuse(file, "\(row.reason): taken by other ways", line: row.line, into: &batch)
      return page.records.count
    }
    var index = first
    while index < page.records.count {
      let record = page.records[index]
      switch series.take(record, of: page, mayAsk: !holeIsKnown && !plan.isBulkAlone, into: &batch)
      {
      case .passed:
        index += 1
        holeIsKnown = false
      case .end:
        series.note(page, upTo: index + 1, from: first)
        time = series.until
        step = .plan
        return page.records.count
      case .hole:
        series.note(page, upTo: index, from: first)
        self.series = series
        fill(before: record, of: page, file, rows: rows + index - first)
        return index
      }
    }
    series.note(page, upTo: index, from: first)
    step = .read(file, rows: rows + index - first)
    return index
  }

  /// Takes note that the file has no more records.
  public mutating func endFile() {
    guard case .read(let file, let rows) = step else { return }
    holeIsKnown = false
    if rows == 0 && !plan.isBulkAlone {
      notices.append("\(file.name) is empty: taken by other ways")
      giveUp(file)
      return
    }
    time = file.end
    step = .plan
  }

  /// Whether a file of the symbol that was read, or is being read, covers a moment.
  public func covers(_ symbol: Name, at time: Int64) -> Bool {
    coverage[symbol]?.contains { $0.contains(time) } ?? false
  }

  /// Takes note that the rest of the file cannot be read, and why.
  public mutating func failFile(_ reason: String, into batch: inout Batch) {
    guard case .read(let file, _) = step else { return }
    refuse(file, "\(reason): taken by other ways", into: &batch)
  }

  private mutating func fill(before record: Record, of page: Batch, _ file: BulkFile, rows: Int) {
    holeIsKnown = true
    guard let series else { return }
    var until = series.until
    var stop = Int64.max
    if record.kind == .trade {
      stop = page.trades[Int(record.index)].firstID
    } else {
      until = page.candles[Int(record.index)].time
    }
    notices.append("\(file.name) has a hole: asked for by REST")
    step = .fill(pages(from: series.cursor.time, until: until, stop: stop), file, rows: rows)
  }

  private mutating func refuse(
    _ file: BulkFile, _ reason: String, line: Int = 1, into batch: inout Batch
  ) {
    batch.rejects.append(Reject(source: file.name, line: line, reason: reason, raw: []))
    giveUp(file)
  }

  private mutating func giveUp(_ file: BulkFile) {
    calendar?.exclude(file)
    coverage[file.symbol]?.removeAll { $0 == file.start..<file.end }
    holeIsKnown = false
    if let cursor = series?.cursor, cursor.hasBegun { time = max(time, cursor.time) }
    step = .plan
  }
}
