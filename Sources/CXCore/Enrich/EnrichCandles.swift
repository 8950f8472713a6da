import CXRecord

/// Candles, in the order of their series: the newest goes on from the state, an older one goes into its
/// place, and what it changes behind it is told again.
extension Enrich {
  mutating func appendCandle(
    _ record: Record, of input: Batch, to output: inout Batch, _ pool: UnsafeRawBufferPointer
  ) {
    let candle = input.candles[Int(record.index)]
    let place = place(of: .candle, candle.instrument, candle.interval, input.instruments)
    let isNewest = series[place].latest.map { candle.time > $0 } ?? true
    if depth == 0 || (isNewest && candle.final && !candle.isRetracted) {
      // Taken out while it changes: a state that two places hold would be copied.
      var state = series[place].take()
      if depth > 0 {
        let entry = SeriesHistory.Entry(time: candle.time, line: Array(input.line(of: record)))
        series[place].history.append(entry, after: state, depth: depth)
        series[place].latest = candle.time
      }
      append(record, of: input, &state, pool, to: &output)
      series[place].state = state
    } else if candle.isRetracted || candle.final {
      correct(record, of: input, place, to: &output, pool)
    } else {
      // It is shown what it would give, and leaves no trace.
      var state = isNewest ? series[place].state : state(before: candle, place, input, pool)
      append(record, of: input, &state, pool, to: &output)
    }
  }

  /// Appends a candle's line with its fields.
  private func append(
    _ record: Record, of input: Batch, _ state: inout SeriesState,
    _ pool: UnsafeRawBufferPointer, to output: inout Batch
  ) {
    let line = LineCopy(of: input.line(of: record), to: output.block)
    if !input.candles[Int(record.index)].isRetracted {
      appendFields(record, of: input, &state, line, pool, &output.rejects)
    }
    end(line, record, of: input, to: &output)
  }

  /// Appends a candle that was told before, with a revision of our own.
  private static func tellAgain(
    _ candle: Batch, revision: Int64, to output: inout Batch
  ) {
    guard let record = candle.records.last else { return }
    let start = output.block.count
    let line = candle.line(of: record)
    if let old = JSONFields.find(["rev"], in: line), let base = line.baseAddress,
      let place = old.baseAddress
    {
      let offset = UnsafeRawPointer(place) - base
      output.block.append(UnsafeRawBufferPointer(rebasing: line[..<offset]))
      output.block.append(revision)
      output.block.append(UnsafeRawBufferPointer(rebasing: line[(offset + old.count)...]))
    } else {
      let copy = LineCopy(of: line, to: output.block)
      copy.append("rev", .number(Decimal(revision)))
      copy.close()
    }
    output.appendEvent(of: record, of: candle, lineFrom: start)
    output.candles[output.candles.count - 1].revision = revision
  }

  // MARK: Corrections

  /// The history's lines from a place on, read again; nil where a state that was tampered with has
  /// other things in it.
  private func read(
    _ history: SeriesHistory, from place: Int, _ instruments: Instruments
  ) -> Batch? {
    var batch = Batch(instruments: instruments)
    for entry in history.entries[place...] {
      batch.block.append(entry.line)
      batch.block.append(UInt8(ascii: "\n"))
    }
    var reader = RecordReader()
    _ = reader.read(into: &batch)
    return batch.candles.count == history.entries.count - place ? batch : nil
  }

  /// The state before an older candle; as before the first, where that is forgotten.
  private func state(
    before candle: Candle, _ place: Int, _ input: Batch, _ pool: UnsafeRawBufferPointer
  ) -> SeriesState {
    let history = series[place].history
    let target = history.place(of: candle.time)
    guard history.reaches(candle.time), let start = history.start(before: target),
      let older = read(history, from: start.place, input.instruments)
    else { return SeriesState(options) }
    var state = start.state
    var scratch = Batch(instruments: input.instruments)
    for record in older.records.prefix(target - start.place) {
      append(record, of: older, &state, pool, to: &scratch)
      scratch.removeAll()
    }
    return state
  }

  /// Puts a candle in the place of an earlier version, or among older ones, or takes one back, and
  /// tells again of those behind it which that changes.
  private mutating func correct(
    _ record: Record, of input: Batch, _ place: Int, to output: inout Batch,
    _ pool: UnsafeRawBufferPointer
  ) {
    let candle = input.candles[Int(record.index)]
    var history = series[place].history
    let target = history.place(of: candle.time)
    guard history.reaches(candle.time), let start = history.start(before: target),
      let older = read(history, from: start.place, input.instruments)
    else {
      var state = SeriesState(options)
      append(record, of: input, &state, pool, to: &output)
      if history.isCut {
        output.rejects.append(
          input.reject(
            record,
            "the candle is older than the last \(history.entries.count) of its series: what comes of "
              + "them is not corrected"))
      }
      return
    }
    let isThere = history.holds(candle.time, at: target)
    // As it was, and as it is now.
    var before = start.state
    var (was, now) = (Batch(instruments: input.instruments), Batch(instruments: input.instruments))
    func advance(_ index: Int, _ state: inout SeriesState, _ scratch: inout Batch) {
      scratch.removeAll()
      append(older.records[index - start.place], of: older, &state, pool, to: &scratch)
    }
    for index in start.place..<target { advance(index, &before, &was) }
    var after = before
    if isThere { advance(target, &before, &was) }
    let added = isThere ? history.entries[target].added : 0
    if added == 0 {
      append(record, of: input, &after, pool, to: &output)
    } else {
      append(record, of: input, &after, pool, to: &now)
      output.rejects += now.rejects
      Self.tellAgain(now, revision: candle.revision + added, to: &output)
    }
    let entry = SeriesHistory.Entry(
      time: candle.time, line: Array(input.line(of: record)), added: added)
    let count = history.entries.count
    let behind = target + (isThere ? 1 : 0)
    // What was taken back stays as such: should it come again, its revision has to be higher.
    history.put(entry, at: target, replacing: isThere)
    let shift = history.entries.count - count
    for index in behind..<count {
      history.note(after, before: index + shift)
      advance(index, &before, &was)
      advance(index, &after, &now)
      if now.block.bytes.elementsEqual(was.block.bytes) { continue }
      history.raise(index + shift)
      let revision = older.candles[index - start.place].revision
      Self.tellAgain(
        now, revision: revision + history.entries[index + shift].added, to: &output)
    }
    series[place].history = history
    series[place].state = after
    series[place].latest = history.entries.last?.time
  }
}
