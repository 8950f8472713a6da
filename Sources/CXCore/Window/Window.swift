import CXRecord

/// Candles from trades, and longer candles from shorter ones, by event time: `cx window`.
///
/// Each instrument has its own time, the newest it has seen less the lateness (its watermark), so
/// that streams of several symbols may be merged, or follow one another, in any way. A window is
/// emitted when its instrument's watermark reaches the end of it, when a tick does, or when the
/// candles it is made of leave no hole. What comes later corrects it: the candle is emitted again
/// with `rev` + 1.
public struct Window: Stage {
  /// What was asked for.
  public let options: WindowOptions
  var books: [InstrumentWindows] = []
  // Which book an instrument has, by the batch's numbers and by name; made anew in each process.
  private var places = InstrumentPlaces()
  private var bookOfInstrument: [Instrument: Int] = [:]
  // The books that hold their youngest window apart.
  private var unsettled: [Int] = []

  /// What one record has to say and no output had room for yet: nothing between two batches.
  var unsaid = Unsaid()
  /// The record to go on with was counted; it only has to be told.
  private var isTaken = false
  /// How many books a tick, or the end, has reached.
  private var reachedBooks = 0
  /// How many records were far ahead of their streams, in this run.
  var farCount = 0

  private enum CodingKeys: String, CodingKey {
    case options, books
  }

  /// No windows yet.
  public init(_ options: WindowOptions) {
    self.options = options
  }

  /// Counts the batch's trades and candles; appends candles that are done, and everything that is
  /// neither.
  public mutating func apply(_ input: Batch, from first: Int, to output: inout Batch) -> Int {
    places.follow(input.instruments)
    var next = first
    while true {
      if !isTaken && options.updateEvery == nil {
        next = addQuickly(input, from: next, to: &output)
      }
      guard next < input.records.count else { break }
      if !isTaken { take(input.records[next], of: input, to: &output) }
      isTaken = true
      guard tellAll(of: input.records[next], of: input, to: &output) else { return next }
      isTaken = false
      next += 1
      if output.isFull { break }
    }
    // Between batches a state is one that can be saved and compared.
    for book in unsettled { books[book].settle() }
    unsettled.removeAll(keepingCapacity: true)
    return next
  }

  /// Counts trades for as long as each only goes into the youngest window of an instrument, and
  /// returns the first record that does not.
  private mutating func addQuickly(
    _ input: Batch, from start: Int, to output: inout Batch
  ) -> Int {
    let lateness = options.delay
    var next = start
    while true {
      // The book whose windows the last trade lets close.
      var closing: (book: Int, watermark: Int64)?
      // Bound once: an array in a batch would be asked for its owner at each trade.
      let (records, trades) = (input.records, input.trades)
      books.withUnsafeMutableBufferPointer { books in
        while closing == nil, next < records.count, records[next].kind == .trade {
          let trade = trades[Int(records[next].index)]
          let book = places.place(of: trade.instrument)
          guard book >= 0 else { return }
          if !books[book].addToHeld(trade) {
            guard books[book].addToYoungest(trade) else { return }
            if books[book].isUnsettled { unsettled.append(book) }
          }
          let watermark = trade.time &- lateness
          if books[book].closes(at: watermark) {
            closing = (book, watermark)
          } else {
            books[book].advance(to: watermark)
          }
          next += 1
        }
      }
      guard let (book, watermark) = closing else { return next }
      pass(watermark, book, to: &output)
      if !unsaid.isEmpty || output.isFull {
        isTaken = true
        return next - 1
      }
    }
  }

  private mutating func take(_ record: Record, of input: Batch, to output: inout Batch) {
    switch record.kind {
    case .trade:
      let trade = input.trades[Int(record.index)]
      add(trade, findBook(trade.instrument, input.instruments), record, of: input, to: &output)
    case .candle:
      add(input.candles[Int(record.index)], record, of: input, to: &output)
    case .tick: break
    case .quote, .ticker, .depth, .gap, .alert, .delivery, .other:
      output.append(record, of: input)
    }
  }

  /// Says all that there is to say of a record that was taken; false where the output is full.
  private mutating func tellAll(
    of record: Record, of input: Batch, to output: inout Batch
  ) -> Bool {
    guard unsaid.tell(to: &output) else { return false }
    guard record.kind == .tick else { return true }
    while reachedBooks < books.count {
      pass(input.ticks[Int(record.index)], reachedBooks, to: &output, fillsToTime: true)
      reachedBooks += 1
      guard unsaid.tell(to: &output), !output.isFull else { return false }
    }
    reachedBooks = 0
    output.append(record, of: input)
    return true
  }

  /// Emits what is left: the input has ended, so nothing can come any more.
  ///
  /// A bar that has not reached its threshold stays unfinished, `"final":false`. Should more come
  /// after all, in a run that goes on from this state, it corrects the candles.
  public mutating func finishPart(to output: inout Batch) -> Bool {
    guard unsaid.tell(to: &output) else { return false }
    while reachedBooks < books.count {
      finish(reachedBooks, to: &output)
      reachedBooks += 1
      guard unsaid.tell(to: &output), !output.isFull else { return false }
    }
    reachedBooks = 0
    tellOfAllFar(to: &output)
    return true
  }

  private mutating func finish(_ book: Int, to output: inout Batch) {
    admit(before: .max, book, to: &output)
    closeAll(endingBy: .max, book, to: &output)
    for bar in books[book].bars {
      guard let rest = bar.current else { continue }
      emit(rest, bar.frame, book, final: false, to: &output)
    }
    books[book].noteNextClose(options)
  }

  private mutating func findBook(_ number: Int32, _ instruments: Instruments) -> Int {
    let known = places.place(of: number)
    if known >= 0 { return known }
    if bookOfInstrument.count < books.count {
      for (book, windows) in books.enumerated() { bookOfInstrument[windows.instrument] = book }
    }
    let instrument = instruments[number]
    let book = bookOfInstrument[instrument] ?? books.count
    if book == books.count {
      books.append(InstrumentWindows(instrument, options.frames))
      bookOfInstrument[instrument] = book
    }
    places.note(book, of: number)
    return book
  }

  // MARK: Records that are not the usual case

  private mutating func add(
    _ trade: Trade, _ book: Int, _ record: Record, of input: Batch, to output: inout Batch
  ) {
    let reject = { input.reject(record, $0) }
    guard Timestamp(microseconds: trade.time).isSane else {
      return output.rejects.append(reject("\"ts\" is out of range"))
    }
    let fill = Fill(trade, of: input)
    if isToWait(.trade(fill), from: fill.time, book, reject, to: &output) { return }
    count(fill, book, reject, to: &output)
  }

  private mutating func add(
    _ candle: Candle, _ record: Record, of input: Batch, to output: inout Batch
  ) {
    // Unfinished candles are superseded by final ones, which are what adds up.
    guard candle.final || candle.isRetracted else { return }
    let reject = { input.reject(record, $0) }
    guard Timestamp(microseconds: candle.time).isSane, Timestamp(microseconds: candle.end).isSane
    else { return output.rejects.append(reject("\"ts\" or \"end\" is out of range")) }
    let book = findBook(candle.instrument, input.instruments)
    if isToWait(.candle(candle), from: candle.time, book, reject, to: &output) { return }
    count(candle, book, reject, to: &output)
  }

  /// Whether a record is far ahead of its stream, and so waits; the first of a stream is kept in case
  /// that it was.
  private mutating func isToWait(
    _ event: FarRecord.Event, from time: Int64, _ book: Int, _ reject: (String) -> Reject,
    to output: inout Batch
  ) -> Bool {
    if books[book].isFarAhead(time, options) {
      wait(event, book, reject(""), to: &output)
      return true
    }
    if books[book].isFirstFar(from: time, options) { restart(book) }
    books[book].first = books[book].isNew ? FarRecord(event, reject("")) : nil
    return false
  }

  /// Counts a trade, and lets time pass.
  mutating func count(
    _ fill: Fill, _ book: Int, _ reject: (String) -> Reject, to output: inout Batch
  ) {
    let outcome = books[book].add(fill, options)
    retract(outcome, book, to: &output)
    emitTouched(outcome.touched, book, at: fill.time, to: &output)
    if let refusal = outcome.refusal {
      refuse(refusal, book, fill.time, reject, to: &output)
      if refusal == .tooLarge { return }
    }
    pass(fill.time &- options.delay, book, to: &output)
  }

  /// Counts a final candle, and lets time pass.
  mutating func count(
    _ candle: Candle, _ book: Int, _ reject: (String) -> Reject, to output: inout Batch
  ) {
    let outcome = books[book].add(candle, options)
    retract(outcome, book, to: &output)
    emitTouched(outcome.touched, book, at: candle.end, to: &output)
    if let refusal = outcome.refusal {
      refuse(refusal, book, candle.time, reject, to: &output)
      if refusal == .tooLarge || refusal == .doesNotFit { return }
    }
    pass(candle.end &- options.delay, book, to: &output)
  }

  private func refuse(
    _ refusal: InstrumentWindows.Refusal, _ book: Int, _ time: Int64, _ reject: (String) -> Reject,
    to output: inout Batch
  ) {
    let reason: String
    switch refusal {
    case .late:
      output.late.append(reject("").raw)
      return output.late.append(UInt8(ascii: "\n"))
    case .tooLate:
      let distance = books[book].watermark.subtractingReportingOverflow(time).partialValue
      reason =
        "\(DurationText.text(distance)) behind the watermark: its candle can no longer be corrected"
    case .tooLarge:
      reason = "the sums of its window would need more than \(Decimal.maximumDigits) digits"
    case .doesNotFit: reason = "the candle does not lie within one of the windows"
    case .overlaps: reason = "some trades of the candle, not all, were counted one by one"
    }
    output.rejects.append(reject(reason))
  }

  /// Emits windows that were emitted before, are complete, or are wanted unfinished.
  private mutating func emitTouched(
    _ touched: [(lane: Int, window: Int)], _ book: Int, at time: Int64, to output: inout Batch
  ) {
    for (lane, index) in touched {
      let frame = books[book].lanes[lane].frame
      let window = books[book].lanes[lane].windows[index]
      if window.isEmitted {
        books[book].lanes[lane].windows[index].revision += 1
        emit(books[book].lanes[lane].windows[index], frame, book, final: true, to: &output)
        remember(window, lane, index, book)
      } else if window.end <= books[book].watermark
        || (window.isTiled && books[book].lanes[lane].isNext(index, options))
      {
        close(book, lane, index, to: &output)
      } else if let every = options.updateEvery {
        let (due, overflow) = window.updatedAt.addingReportingOverflow(every)
        guard every == 0 || window.updatedAt == .min || (!overflow && time >= due) else {
          continue
        }
        books[book].lanes[lane].windows[index].updatedAt = max(window.updatedAt, time)
        emit(window, frame, book, final: false, to: &output)
      }
    }
  }

  // MARK: Time passes

  /// Moves an instrument's watermark and emits the windows that it reaches.
  private mutating func pass(
    _ watermark: Int64, _ book: Int, to output: inout Batch, fillsToTime: Bool = false
  ) {
    books[book].settle()
    if !books[book].far.isEmpty {
      // Those that time has come to are counted before it passes.
      let (time, overflow) = watermark.addingReportingOverflow(options.delay)
      admit(before: overflow ? .max : time, book, to: &output)
    }
    books[book].advance(to: watermark)
    let reached = books[book].watermark
    if !books[book].far.isEmpty { tellOfFar(book, to: &output) }
    closeAll(endingBy: reached, book, to: &output)
    if fillsToTime && options.fills {
      for lane in books[book].lanes.indices {
        fill(book, lane, upTo: reached, before: nil, isReached: true, to: &output)
      }
    }
    books[book].forget(options)
    books[book].noteNextClose(options)
  }

  /// Emits the windows that end by some time: by their ends, the shortest first among equals.
  private mutating func closeAll(endingBy reached: Int64, _ book: Int, to output: inout Batch) {
    if !books[book].bars.isEmpty { releaseBars(before: reached, book, to: &output) }
    var ready: [(end: Int64, start: Int64, lane: Int)] = []
    for lane in books[book].lanes.indices {
      for index in books[book].lanes[lane].open {
        let (start, end) = books[book].lanes[lane].windows[index].span
        if end <= reached { ready.append((end, start, lane)) }
      }
    }
    ready.sort { ($0.end, -$0.start, $0.lane) < ($1.end, -$1.start, $1.lane) }
    for item in ready {
      let windows = books[book].lanes[item.lane].windows
      guard let index = windows.lastIndex(where: { $0.start == item.start }) else { continue }
      close(book, item.lane, index, to: &output)
    }
  }

  private mutating func close(_ book: Int, _ lane: Int, _ index: Int, to output: inout Batch) {
    books[book].lanes[lane].windows[index].isEmitted = true
    books[book].lanes[lane].windows[index].idBefore = books[book].lanes[lane].lastID
    let window = books[book].lanes[lane].windows[index]
    if options.fills {
      let first = window.candle()?.firstID
      fill(book, lane, upTo: window.start, before: first, isReached: false, to: &output)
    }
    emit(window, books[book].lanes[lane].frame, book, final: true, to: &output)
    remember(window, lane, index, book)
  }

  private mutating func remember(_ window: Aggregate, _ lane: Int, _ index: Int, _ book: Int) {
    guard let candle = window.candle() else { return }
    books[book].lanes[lane].remember(index, candle)
  }

  private mutating func releaseBars(before time: Int64, _ book: Int, to output: inout Batch) {
    for bar in books[book].bars.indices {
      for fill in books[book].bars[bar].release(before: time) {
        if let full = books[book].bars[bar].count(fill) {
          emit(full, books[book].bars[bar].frame, book, final: true, to: &output)
        }
      }
    }
  }
}
