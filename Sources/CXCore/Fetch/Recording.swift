import CXRecord

/// Reads a recording line by line: a file, or standard input, in any of these shapes, told apart by
/// the lines themselves.
///
/// - `<time> <payload>`: when a message came (s, ms, us or ns by size) and the message;
/// - a payload a line, or whole bodies of answers a line;
/// - one body over many lines, its first line holding nothing but opening brackets;
/// - CSV: see ``BinanceCSV``.
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
  private var line = 0
  private var csv: BinanceCSV?
  private var body: Block?
  private var bodyStart = 0
  private var sawText = false

  /// A recording called `name` in messages, a file's path or `stdin`; the name of a file also
  /// tells the symbol of bulk files.
  public init(
    name: String, options: PayloadOptions = .init(), exchange: Exchange? = nil
  ) {
    var options = options
    self.name = name
    fileName = BinanceFileName(name)
    if fileName.content != nil { options.symbol = options.symbol ?? fileName.symbol }
    options.suggestedSymbol = options.suggestedSymbol ?? fileName.symbol
    parser = PayloadParser(exchange, options: options)
  }

  /// Reads the next line, without its line feed.
  public mutating func read(_ text: UnsafeRawBufferPointer, into batch: inout Batch) {
    line += 1
    batch.source = name
    if body != nil {
      continueBody(text, into: &batch)
      return
    }
    let trimmed = Self.trim(text)
    guard let first = trimmed.first else { return }
    defer { sawText = true }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      if !sawText && trimmed.allSatisfy({ " \t[{".utf8.contains($0) }) {
        body = Block()
        bodyStart = line
        continueBody(text, into: &batch)
        return
      }
      readPayload(trimmed, receivedAt: nil, into: &batch)
    } else if let space = trimmed.firstIndex(of: 0x20), space + 1 < trimmed.count,
      trimmed[..<space].allSatisfy({ $0 &- 0x30 < 10 })
    {
      readTimed(trimmed, space, into: &batch)
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
    if let block = body {
      body = nil
      parser.parse(block.bytes, line: bodyStart, receivedAt: nil, into: &batch)
    }
    csv?.finish(with: &parser.binance, into: &batch)
  }

  // MARK: - Shapes

  private mutating func readPayload(
    _ text: UnsafeRawBufferPointer, receivedAt: Int64?, into batch: inout Batch
  ) {
    let before = batch.records.count
    parser.parse(text, line: line, receivedAt: receivedAt, into: &batch)
    note(receivedAt, before, batch)
  }

  private mutating func readTimed(
    _ text: UnsafeRawBufferPointer, _ space: Int, into batch: inout Batch
  ) {
    let stamp = UnsafeRawBufferPointer(rebasing: text[..<space])
    do throws(PayloadProblem) {
      let received = try PayloadField(
        "receive time", JSONValue(shape: .number, bytes: stamp)
      ).time()
      let payload = UnsafeRawBufferPointer(rebasing: text[(space + 1)...])
      readPayload(payload, receivedAt: received, into: &batch)
    } catch {
      reject(text, error, into: &batch)
    }
  }

  private mutating func readCSV(_ text: UnsafeRawBufferPointer, into batch: inout Batch) {
    if csv == nil { csv = BinanceCSV(name: fileName, options: parser.binance.base.options) }
    let before = batch.records.count
    do throws(PayloadProblem) {
      let received = try csv?.read(text, with: &parser.binance, into: &batch)
      note(received, before, batch)
    } catch {
      reject(text, error, into: &batch)
    }
  }

  // Reads on until the file ends: what stands behind a body belongs to no line of its own.
  private mutating func continueBody(_ text: UnsafeRawBufferPointer, into batch: inout Batch) {
    guard let block = body else { return }
    if block.count + text.count > Self.maximumBody {
      body = nil
      let reason = "is a body of more than \(Self.maximumBody >> 20) MiB"
      reject(text, .refused(reason), into: &batch)
      return
    }
    block.append(text)
    block.append(UInt8(ascii: "\n"))
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
    default: break
    }
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
    while let first = range.first, isSpace(text[first]) { range = (first + 1)..<range.upperBound }
    while let last = range.last, isSpace(text[last]) { range = range.lowerBound..<last }
    return UnsafeRawBufferPointer(rebasing: text[range])
  }
}
