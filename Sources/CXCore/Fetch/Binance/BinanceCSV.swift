import CXRecord

/// Reads CSV files of trades, aggregate trades, klines, quotes and depth: Binance's bulk files,
/// with a header or without, and recordings whose header names what Binance's own would.
///
/// Rows of bulk files carry no symbol: it comes from the file's name, or from the options. Times
/// are told apart by size: bulk files have microseconds since 2025, milliseconds before.
struct BinanceCSV {
  private enum Kind {
    case trades, klines, quotes, depth
  }

  /// Whether it is known what the rows are.
  var isKnown: Bool { kind != nil }

  private let content: BinanceFileName.Content?
  private let symbol: Name?
  private var kind: Kind?
  private var columns: [Int?] = []
  private var headings: [UInt8]?
  private var cells = CSVCells()
  private var book = BinanceDepthRows()

  /// A reader of one file; `name` is the file's.
  init(name: BinanceFileName, options: PayloadOptions) {
    content = name.content
    symbol = options.symbol ?? (name.content == nil ? nil : name.symbol)
  }

  /// Reads a line, header or row, and returns when it was received, where the file tells.
  mutating func read(
    _ line: UnsafeRawBufferPointer, with parser: inout BinanceParser, into batch: inout Batch
  ) throws(PayloadProblem) -> Int64? {
    cells.split(line)
    let isHeader = !(line.first.map { $0 &- 0x30 < 10 || $0 == UInt8(ascii: "-") } ?? false)
    // A header is the first line, or stands again where files were joined.
    if isHeader, headings == nil && kind == nil || headings == Array(line) {
      try readHeader(line)
      return nil
    }
    if kind == nil { try guessColumns() }
    let received = try optional(.received)?.recordTime()
    switch kind {
    case .klines: try readKline(&parser, &batch)
    case .depth: try readLevel(&parser, &batch)
    case .quotes:
      try parser.appendQuote(
        symbolOfRow(), time: try rowTime(received), bid: required(.bid),
        bidQuantity: required(.bidQuantity), ask: required(.ask),
        askQuantity: required(.askQuantity), into: &batch)
    case .trades, nil:
      let fields = BinanceTradeFields(
        symbol: try symbolOfRow(), id: try required(.id), firstID: optional(.firstID),
        lastID: optional(.lastID), price: try required(.price),
        quantity: try required(.quantity), quoteQuantity: optional(.quoteQuantity),
        time: try required(.time), buyerIsMaker: optional(.buyerIsMaker))
      try parser.append(fields, into: &batch)
    }
    return received
  }

  /// Writes the levels that still wait for the end of their update.
  mutating func finish(with parser: inout BinanceParser, into batch: inout Batch) {
    book.flush(with: &parser, into: &batch)
  }

  // MARK: - Rows

  private mutating func readKline(
    _ parser: inout BinanceParser, _ batch: inout Batch
  ) throws(PayloadProblem) {
    var interval = parser.base.options.interval
    if interval == nil, case .klines(let named) = content { interval = named }
    let fields = try BinanceCandleFields(
      symbol: try symbolOfRow(), interval: interval, column: required)
    try parser.append(fields, isFinal: true, into: &batch)
  }

  private mutating func readLevel(
    _ parser: inout BinanceParser, _ batch: inout Batch
  ) throws(PayloadProblem) {
    let update = BinanceDepthRows.Update(
      symbol: try symbolOfRow(), time: try rowTime(try optional(.received)?.recordTime()),
      firstID: try optional(.firstUpdate)?.identifier(),
      lastID: try required(.lastUpdate).identifier())
    if update != book.update { book.flush(with: &parser, into: &batch) }
    try book.append(
      update, isAsk: required(.isAsk).flag(), price: required(.price),
      quantity: required(.quantity))
  }

  private func rowTime(_ received: Int64?) throws(PayloadProblem) -> Int64? {
    try (optional(.time) ?? optional(.eventTime))?.recordTime() ?? received
  }

  private func symbolOfRow() throws(PayloadProblem) -> Name {
    if let field = optional(.symbol) { return try field.text() }
    guard let symbol else {
      throw .refused("does not name its symbol, and neither does the file: give --symbol")
    }
    return symbol
  }

  // MARK: - Columns

  private mutating func readHeader(_ line: UnsafeRawBufferPointer) throws(PayloadProblem) {
    var found: [Int?] = Array(repeating: nil, count: BinanceColumn.allCases.count)
    for (index, cell) in cells.all.enumerated() {
      if let column = BinanceColumn(heading: cell) { found[column.rawValue] = index }
    }
    func has(_ column: BinanceColumn) -> Bool { found[column.rawValue] != nil }
    if has(.openTime), has(.close) {
      kind = .klines
    } else if has(.isAsk), has(.lastUpdate) {
      kind = .depth
    } else if has(.bid), has(.ask) {
      kind = .quotes
    } else if has(.price), has(.quantity), has(.time) {
      kind = .trades
    } else {
      throw .refused("is neither JSON nor a header of trades, klines, quotes or depth")
    }
    columns = found
    headings = Array(line)
  }

  // Without a header the file's name decides, then the number of columns, and between 7 of spot
  // trades and 7 of futures' aggregate trades the sixth: a flag or a time.
  private mutating func guessColumns() throws(PayloadProblem) {
    let order: [BinanceColumn?]
    switch content {
    case .trades: order = BinanceColumn.plainTrades
    case .aggregateTrades: order = BinanceColumn.aggregateTrades
    case .klines: order = BinanceColumn.klines
    case nil:
      switch cells.all.count {
      case 12: order = BinanceColumn.klines
      case 8: order = BinanceColumn.aggregateTrades
      case 6: order = BinanceColumn.plainTrades
      case 7:
        let isFlag = cells.all[5].first.map { $0 &- 0x30 > 9 } ?? false
        // The ids of aggregates and the time are whole numbers; a candle of Kraken has prices there.
        if !isFlag, cells.all[3...5].contains(where: { $0.contains(UInt8(ascii: ".")) }) {
          throw .refused("looks like a candle of Kraken: --exchange kraken reads it")
        }
        order = isFlag ? BinanceColumn.plainTrades : BinanceColumn.aggregateTrades
      default:
        throw .refused("has \(cells.all.count) columns, which no file of the exchange has")
      }
    }
    columns = Array(repeating: nil, count: BinanceColumn.allCases.count)
    for case (let index, let column?) in order.enumerated() { columns[column.rawValue] = index }
    kind = order.count == BinanceColumn.klines.count ? .klines : .trades
  }

  private func optional(_ column: BinanceColumn) -> PayloadField? {
    guard let index = columns[column.rawValue], index < cells.all.count, !cells.all[index].isEmpty
    else {
      return nil
    }
    return PayloadField(column.name, JSONValue(shape: .string, bytes: cells.all[index]))
  }

  private func required(_ column: BinanceColumn) throws(PayloadProblem) -> PayloadField {
    guard let field = optional(column) else { throw .missing(column.name.description) }
    return field
  }
}
