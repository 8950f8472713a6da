import CXRecord

/// A record that is so far ahead of its stream that nothing shows yet that time has come so far: it
/// waits for others.
struct FarRecord: Codable, Equatable, Sendable {
  enum Event: Codable, Equatable, Sendable {
    case trade(Fill)
    case candle(Candle)
  }

  let event: Event
  let source: String
  let line: Int
  let raw: [UInt8]
  /// The watermark when it began to wait: a later one shows that others came that it was ahead of.
  var since: Int64 = .min
  /// It was told of, or counted.
  var isCounted = false

  init(_ event: Event, _ origin: Reject) {
    // The number means something only in this process, and the state outlives it.
    switch event {
    case .trade: self.event = event
    case .candle(var candle):
      candle.instrument = 0
      self.event = .candle(candle)
    }
    source = origin.source
    line = origin.line
    raw = origin.raw
  }

  /// Its first moment.
  var time: Int64 {
    switch event {
    case .trade(let trade): trade.time
    case .candle(let candle): candle.time
    }
  }

  /// How far it moves its stream.
  var reach: Int64 {
    switch event {
    case .trade(let trade): trade.time
    case .candle(let candle): candle.end
    }
  }

  /// Whether another is the same once more, and so no company.
  func isSame(as other: FarRecord) -> Bool {
    switch (event, other.event) {
    case (.trade(let one), .trade(let two)):
      one.time == two.time && (one.firstID, one.lastID) == (two.firstID, two.lastID)
        && (one.firstID != Trade.noID || raw == other.raw)
    case (.candle(let one), .candle(let two)):
      (one.time, one.end, one.interval) == (two.time, two.end, two.interval)
    default: false
    }
  }

  func reject(_ reason: String) -> Reject {
    Reject(source: source, line: line, reason: reason, raw: raw)
  }
}

extension InstrumentWindows {
  /// Whether a moment lies further ahead of the newest than records may.
  func isFarAhead(_ time: Int64, _ options: WindowOptions) -> Bool {
    guard watermark != .min else { return false }
    let (newest, above) = watermark.addingReportingOverflow(options.delay)
    let (limit, beyond) = newest.addingReportingOverflow(options.maxAhead)
    return !above && !beyond && time > limit
  }

  /// Nothing has come yet, neither a record nor a tick.
  var isNew: Bool { watermark == .min }

  /// Whether a record shows that the first of its stream was the far one: it is the only one, nothing
  /// came of it, and the new one lies as far behind it as others may be ahead.
  func isFirstFar(from time: Int64, _ options: WindowOptions) -> Bool {
    guard let first, lanes.allSatisfy({ $0.emittedThrough == nil }),
      watermark == first.reach &- options.delay
    else { return false }
    let (limit, overflow) = time.addingReportingOverflow(options.maxAhead)
    return !overflow && first.time > limit
  }

  /// Puts a record among those that wait; whether there is one near it that is not it once more.
  mutating func wait(_ record: FarRecord, _ options: WindowOptions) -> Bool {
    if let same = far.firstIndex(where: { $0.isSame(as: record) }) {
      // The last version of a candle counts, as for candles that do not wait.
      if case .candle(let old) = far[same].event, case .candle(let new) = record.event,
        new.revision >= old.revision
      {
        far[same] = record
      }
      return false
    }
    let place = far.firstIndex { $0.time > record.time } ?? far.count
    far.insert(record, at: place)
    func isNear(_ other: Int) -> Bool {
      guard far.indices.contains(other) else { return false }
      return abs(far[other].time - record.time) <= options.maxAhead
    }
    return isNear(place - 1) || isNear(place + 1)
  }
}

extension Window {
  /// Lets a record wait that is far ahead of its stream, until others come near it.
  mutating func wait(
    _ event: FarRecord.Event, _ book: Int, _ origin: Reject, to output: inout Batch
  ) {
    var record = FarRecord(event, origin)
    record.since = books[book].watermark
    if books[book].wait(record, options) {
      // The earlier of two shows that time has come so far; the other waits for its turn.
      let place = books[book].far.firstIndex(of: record) ?? 0
      let before = place > 0 ? books[book].far[place - 1] : nil
      let isBefore = before.map { record.time - $0.time <= options.maxAhead } ?? false
      admit(through: isBefore ? place - 1 : place, book, to: &output)
      if !books[book].isFarAhead(record.time, options) {
        admit(before: record.time, book, to: &output)
      }
    }
    books[book].noteNextClose(options)
  }

  /// Takes the first of those that wait, up to a place.
  private mutating func admit(through place: Int, _ book: Int, to output: inout Batch) {
    let last = books[book].far[place]
    while let record = books[book].far.first, record.time <= last.time {
      admit(book, to: &output)
    }
  }

  /// Takes those that wait and begin not after a moment.
  mutating func admit(before time: Int64, _ book: Int, to output: inout Batch) {
    while let record = books[book].far.first, record.time <= time { admit(book, to: &output) }
  }

  private mutating func admit(_ book: Int, to output: inout Batch) {
    let record = books[book].far.removeFirst()
    // One of those that waited is no other that they were ahead of.
    for place in books[book].far.indices { books[book].far[place].since = .max }
    switch record.event {
    case .trade(let trade): count(trade, book, record.reject, to: &output)
    case .candle(let candle): count(candle, book, record.reject, to: &output)
    }
    let watermark = books[book].watermark
    for place in books[book].far.indices { books[book].far[place].since = watermark }
  }

  /// Begins a stream anew whose first record turned out to be far ahead of the others.
  mutating func restart(_ book: Int) {
    guard let first = books[book].first else { return }
    let waiting = books[book].far
    books[book] = InstrumentWindows(books[book].instrument, options.frames)
    books[book].far = waiting
    _ = books[book].wait(first, options)
  }

  /// Tells of one that waits once others came that it is ahead of; the others are counted.
  mutating func tellOfFar(_ book: Int, to output: inout Batch) {
    let watermark = books[book].watermark
    for place in books[book].far.indices where books[book].far[place].since < watermark {
      let record = books[book].far[place]
      if books[book].far[place].isCounted { continue }
      books[book].far[place].isCounted = true
      farCount += 1
      if farCount > 1 { continue }
      let instrument = books[book].instrument
      let name = [instrument.exchange, instrument.symbol].filter { !$0.isEmpty }
        .joined(separator: " ")
      output.notes.append(
        "\(record.source):\(record.line): \(Timestamp(microseconds: record.time).rfc3339) is more than "
          + "\(DurationText.text(options.maxAhead)) ahead of \(name.isEmpty ? "its stream" : name): "
          + "it waits until others come near it (--max-ahead)")
    }
  }

  /// At the end: how many there were.
  mutating func tellOfAllFar(to output: inout Batch) {
    if farCount > 1 {
      output.notes.append(
        "\(farCount) records were more than \(DurationText.text(options.maxAhead)) ahead of their "
          + "streams and waited")
    }
    farCount = 0
  }
}
