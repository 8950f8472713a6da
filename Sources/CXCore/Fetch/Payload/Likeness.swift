import CXRecord

/// What a line looks like that was not understood, for the message that says so, and what would
/// read it.
public struct Likeness: Equatable, Sendable {
  /// In words, to stand behind "look like": `messages of Binance`.
  public var text: String
  /// The command or the option that reads it; empty where none is known.
  public var cure = ""

  /// Who was to read the line.
  public enum Reader: Sendable {
    /// `cx fetch replay`.
    case replay
    /// A filter over records.
    case filter
  }

  /// Looks at a line.
  public init(_ line: UnsafeRawBufferPointer, to reader: Reader) {
    let payload = ArrivalTime(line).map { UnsafeRawBufferPointer(rebasing: line[$0.payload...]) }
    switch PayloadOrigin(payload ?? line) {
    case .exchange(let exchange)?:
      let what =
        payload == nil ? "what \(exchange.title) sends" : "a recording of \(exchange.title)"
      text = reader == .replay ? "\(what), of a kind that no record is made of" : what
      if reader == .filter { cure = "cx fetch replay reads it" }
    case .freqtrade?:
      text = "freqtrade's trades"
      cure =
        reader == .filter
        ? "cx fetch replay --symbol SYMBOL reads them" : "they need --symbol SYMBOL"
    case .record?:
      text = "records"
      if payload != nil && reader == .filter {
        text = "records behind times of arrival"
        cure = "cx fetch replay reads them"
      }
    case nil: self = Self(unknown: payload ?? line, reader)
    }
  }

  /// The sentence, about so many lines.
  public func sentence(lines: Int) -> String {
    let count = lines == 1 ? "1 line; it looks" : "\(lines) lines; they look"
    return "nothing was understood in \(count) like \(text)" + (cure.isEmpty ? "" : ": \(cure)")
  }

  private init(unknown line: UnsafeRawBufferPointer, _ reader: Reader) {
    text = "text"
    let isText = String(validating: line.prefix(200).prefix { $0 < 0x80 }, as: UTF8.self) != nil
    let start = line.first { $0 > 0x20 }
    if line.starts(with: Array("PAR1".utf8)) {
      text = "a Parquet file"
      cure = "cx query --from file:PATH reads it"
    } else if start == UInt8(ascii: "<") {
      text = "a web page (HTML)"
    } else if start == UInt8(ascii: "{") {
      text = "JSON objects without a \"type\""
      if let names = Self.names(line) { text = "JSON objects with \(names)" }
    } else if start == UInt8(ascii: "[") {
      self = Self(array: line, reader)
    } else if !isText || line.prefix(200).contains(where: { $0 < 0x09 }) {
      text = "no text"
    } else if line.prefix(400).count(where: { $0 == UInt8(ascii: ",") }) >= 2 {
      text = "CSV"
      cure =
        reader == .filter
        ? "cx fetch replay reads CSV of exchanges"
        : "what a column is, a header, the file's name or --exchange has to tell"
    }
  }

  private init(array line: UnsafeRawBufferPointer, _ reader: Reader) {
    text = "a JSON array"
    var cursor = JSONCursor(line)
    let command = reader == .filter ? "cx fetch replay " : ""
    guard (try? cursor.enterArray()) != nil, (try? cursor.nextElement()) == true,
      let row = try? cursor.value().elements()
    else {
      if reader == .filter { cure = "cx fetch replay reads the bodies of exchanges" }
      return
    }
    text = "rows of \(row.count) columns"
    // Seconds since 1970 have ten digits.
    if row.count == 6, row[0].bytes.count == 10 {
      text = "candles of Coinbase"
      cure = "\(command)--exchange coinbase --symbol SYMBOL --interval INTERVAL reads them"
    }
  }

  // The first fields' names.
  private static func names(_ line: UnsafeRawBufferPointer) -> String? {
    var cursor = JSONCursor(line)
    var names: [String] = []
    guard (try? cursor.enterObject()) != nil else { return nil }
    while names.count < 4, let key = try? cursor.nextKey(), let name = key.text {
      // A message goes to a terminal: no control characters.
      let shown = name.unicodeScalars.filter { $0.value >= 0x20 && $0.value < 0x7F }.prefix(30)
      names.append("\"\(String(String.UnicodeScalarView(shown)))\"")
      guard (try? cursor.value()) != nil else { break }
    }
    return names.isEmpty ? nil : names.joined(separator: ", ")
  }
}

/// Watches whether anything of a filter's input is understood.
///
/// A record of a kind that has an event is, and so is every object with a `type`, which passes
/// through filters by design, but for what an exchange sends. What is left are lines that are no
/// records, and objects without a `type`.
public struct InputDoubt: Sendable {
  private var lines = 0
  private var isUnderstood = false
  private var sample: Likeness?
  private let takesObjects: Bool

  /// Nothing seen yet; `takesObjects` where the step has a use for objects without a `type`, too.
  public init(takesObjects: Bool) {
    self.takesObjects = takesObjects
  }

  /// Takes a batch of the input.
  public mutating func see(_ batch: Batch) {
    if isUnderstood { return }
    for record in batch.records {
      lines += 1
      if [.trade, .candle, .quote, .tick].contains(record.kind) || takesObjects {
        isUnderstood = true
        return
      }
      let line = batch.line(of: record)
      if Self.isRecord(line) {
        isUnderstood = true
        return
      }
      if sample == nil { sample = Likeness(line, to: .filter) }
    }
    lines += batch.rejects.count
    if sample == nil, let reject = batch.rejects.first {
      sample = reject.raw.withUnsafeBytes { Likeness($0, to: .filter) }
    }
  }

  /// What is to be said at the end; nil where something was understood, or nothing came.
  public var complaint: String? {
    isUnderstood ? nil : sample.map { $0.sentence(lines: lines) }
  }

  private static func isRecord(_ line: UnsafeRawBufferPointer) -> Bool {
    var cursor = JSONCursor(line)
    var members = JSONMembers()
    guard (try? members.read(&cursor)) != nil, members["type"]?.shape == .string else {
      return false
    }
    // Messages of Coinbase and Kraken have a type, too.
    let isCoinbase =
      members.has("product_id")
      && ["sequence", "trade_id", "changes"].contains(where: members.has)
    return !isCoinbase && !(members.has("channel") && members.has("data"))
  }
}
