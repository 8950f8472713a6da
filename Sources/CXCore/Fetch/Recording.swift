import CXRecord

/// Reads a recording line by line: a file, or standard input, in any of these shapes, told apart by
/// the lines themselves.
///
/// - a time and a message: when it came, and what (``ArrivalTime``);
/// - a payload a line, or whole bodies of answers a line;
/// - bodies over many lines, one behind the other;
/// - records of `cx`, which stay as they are;
/// - CSV: see ``BinanceCSV`` and ``KrakenCSV``.
///
/// Every line that cannot be read becomes a ``Reject`` and the next one is read.
public struct Recording {
  /// The most bytes of a body that stands on many lines.
  public static let maximumBody = 1 << 26

  /// The exchange's parser, with what it skipped.
  public private(set) var parser: PayloadParser
  /// When the line last read came: the time before a payload, the column of a CSV file, else the
  /// time of its record.
  ///
  /// Microseconds since 1970 UTC; nil before the first.
  public private(set) var time: Int64?

  private let name: String
  private let fileName: BinanceFileName
  private let exchange: Exchange?
  private var line = 0
  private var csv: BinanceCSV?
  private var csvParser: BinanceParser
  private var krakenCSV: KrakenCSV?
  private var body: RecordedBody?
  private var takesBodies = true
  // Lines that hold something, records in them, and how the first looks that nobody understood.
  private var lines = 0
  private var records = 0
  private var sample: Likeness?

  /// A recording called `name` in messages, a file's path or `stdin`; the name of a file also
  /// tells the symbol of bulk files.
  public init(
    name: String, options: PayloadOptions = .init(), exchange: Exchange? = nil
  ) {
    var options = options
    self.name = name
    self.exchange = exchange
    fileName = BinanceFileName(name)
    if fileName.content != nil { options.symbol = options.symbol ?? fileName.symbol }
    options.suggestedSymbol = options.suggestedSymbol ?? fileName.symbol
    parser = PayloadParser(exchange, options: options, tellsApart: true)
    csvParser = BinanceParser(options: options)
    csvParser.base.exchange = (exchange ?? .binance).name
    if exchange == .kraken { krakenCSV = KrakenCSV(name: name, options: options) }
  }

  /// What was skipped on purpose.
  public var skips: PayloadSkips {
    var sum = parser.skips
    sum.add(csvParser.base.skips)
    return sum
  }

  /// What is to be said of a recording in which nothing was understood; nil for any other.
  public var complaint: String? {
    guard records == 0, let sample else { return nil }
    return "\(name): \(sample.sentence(lines: lines))"
  }

  /// Reads the next line, without its line feed.
  public mutating func read(_ text: UnsafeRawBufferPointer, into batch: inout Batch) {
    line += 1
    batch.source = name
    let before = batch.records.count
    readLine(text, into: &batch)
    records += batch.records.count - before
  }

  private mutating func readLine(_ text: UnsafeRawBufferPointer, into batch: inout Batch) {
    if body != nil {
      continueBody(text, into: &batch)
      return
    }
    readAlone(text, mayBegin: true, into: &batch)
  }

  private mutating func readAlone(
    _ text: UnsafeRawBufferPointer, mayBegin: Bool = false, into batch: inout Batch
  ) {
    let trimmed = Self.trim(text)
    guard let first = trimmed.first else { return }
    lines += 1
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      // A body may begin anywhere with a line of opening brackets, and where nothing but bodies came
      // before, with any line.
      if mayBegin, takesBodies || trimmed.allSatisfy({ " \t[{".utf8.contains($0) }) {
        let begun = RecordedBody(trimmed, line: line)
        if !begun.isDone, begun.isPlausible {
          body = begun
          return
        }
        takesBodies = false
      }
      readPayload(trimmed, receivedAt: nil, into: &batch)
      return
    }
    takesBodies = false
    if let arrival = ArrivalTime(trimmed) {
      let payload = UnsafeRawBufferPointer(rebasing: trimmed[arrival.payload...])
      if arrival.isSent {
        parser.noteReply()
      } else {
        readPayload(payload, receivedAt: arrival.time, into: &batch)
      }
    } else if ArrivalTime.isRemark(trimmed) {
      parser.noteReply()
    } else {
      readCSV(trimmed, into: &batch)
    }
  }

  /// Notes that a line is refused of which only the beginning was kept.
  public mutating func refuse(_ head: [UInt8], _ reason: String, into batch: inout Batch) {
    line += 1
    batch.rejects.append(Reject(source: name, line: line, reason: reason, raw: head))
  }

  /// Reads what still waits for its end.
  public mutating func finish(into batch: inout Batch) {
    batch.source = name
    let before = batch.records.count
    if let body {
      self.body = nil
      readPayload(body.bytes, receivedAt: nil, at: body.line, into: &batch)
    }
    csv?.finish(with: &csvParser, into: &batch)
    records += batch.records.count - before
  }

  // MARK: - Shapes

  private mutating func readPayload(
    _ text: UnsafeRawBufferPointer, receivedAt: Int64?, at start: Int? = nil,
    into batch: inout Batch
  ) {
    let before = (batch.records.count, parser.strange)
    parser.parse(text, line: start ?? line, receivedAt: receivedAt, into: &batch)
    if parser.strange > before.1, sample == nil { sample = Likeness(text, to: .replay) }
    note(receivedAt, before.0, batch)
  }

  private mutating func readCSV(_ text: UnsafeRawBufferPointer, into batch: inout Batch) {
    if csv == nil { csv = BinanceCSV(name: fileName, options: csvParser.base.options) }
    let before = batch.records.count
    do throws(PayloadProblem) {
      if krakenCSV != nil, text.first.map({ $0 &- 0x30 < 10 }) ?? false, csv?.isKnown != true {
        try krakenCSV?.read(text, with: &csvParser.base, into: &batch)
        note(nil, before, batch)
        return
      }
      let received = try csv?.read(text, with: &csvParser, into: &batch)
      note(received, before, batch)
    } catch {
      if csv?.isKnown != true, krakenCSV == nil, sample == nil {
        sample = Likeness(text, to: .replay)
      }
      reject(text, error, into: &batch)
    }
  }

  // A body is read when its last bracket has come, so that what stands behind it has its turn.
  private mutating func continueBody(_ text: UnsafeRawBufferPointer, into batch: inout Batch) {
    guard var body else { return }
    body.append(text)
    if body.isDone {
      self.body = nil
      readPayload(body.bytes, receivedAt: nil, at: body.line, into: &batch)
    } else if !body.isPlausible || body.count > Self.maximumBody {
      self.body = nil
      readSingly(body, into: &batch)
    } else {
      self.body = body
    }
  }

  // What began like a body over many lines and is none: each line for itself.
  private mutating func readSingly(_ body: RecordedBody, into batch: inout Batch) {
    takesBodies = false
    let last = line
    line = body.line
    // The line that began the body was counted with it.
    lines -= 1
    for text in body.bytes.split(separator: UInt8(ascii: "\n")) {
      readAlone(UnsafeRawBufferPointer(rebasing: text), into: &batch)
      line += 1
    }
    line = last
  }

  // MARK: - Helpers

  private mutating func note(_ received: Int64?, _ before: Int, _ batch: Batch) {
    if let received {
      time = received
      return
    }
    guard batch.records.count > before, let record = batch.records.last else { return }
    switch record.kind {
    case .trade: time = batch.trades.last?.time
    case .candle: time = batch.candles.last?.end
    case .quote: time = batch.quotes.last?.time ?? time
    case .tick: time = batch.ticks.last ?? time
    default: time = Self.time(of: batch.line(of: record)) ?? time
    }
  }

  // The time of a record that has no event here, whose fields stand in their usual order.
  private static func time(of line: UnsafeRawBufferPointer) -> Int64? {
    let name = Array(#","ts":"#.utf8)
    guard let start = line.prefix(512).indices.first(where: { line[$0...].starts(with: name) })
    else { return nil }
    let digits = line[(start + name.count)...].prefix { $0 &- 0x30 < 10 }
    return Timestamp(parsing: UnsafeRawBufferPointer(rebasing: digits))?.microseconds
  }

  private func reject(
    _ text: UnsafeRawBufferPointer, _ problem: PayloadProblem, into batch: inout Batch
  ) {
    batch.rejects.append(
      Reject(source: name, line: line, reason: problem.reason, raw: Array(text)))
  }

  private static func trim(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var range = 0..<text.count
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
    // A mark of byte order stands where a file begins, and within one that was put together.
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { range = 3..<text.count }
    while let first = range.first, isSpace(text[first]) { range = (first + 1)..<range.upperBound }
    while let last = range.last, isSpace(text[last]) { range = range.lowerBound..<last }
    return UnsafeRawBufferPointer(rebasing: text[range])
  }
}
