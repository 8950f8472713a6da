import CXRecord

/// The fast path: trades that only get their default fields.
extension Enrich {
  /// What a trade may get, with room for whole words: a longer one goes the slow way.
  private static let mostAppended = 512
  private static let longestAssets = 256
  /// Records for which room is made at once.
  private static let longestRun = 256

  /// Copies records from `first` on while they are trades with nothing special about them, a run at
  /// most, and returns the first that was not copied.
  ///
  /// Bytes go through a bare pointer: each use of a ``Block``'s fields is checked for exclusive
  /// access while the program runs, which for a dozen small pieces a line costs more than all else.
  mutating func appendPlainTrades(
    from first: Int, of input: Batch, to output: inout Batch, _ pool: UnsafeRawBufferPointer
  ) -> Int {
    let records = input.records
    let trades = input.trades
    let block = output.block
    let source = UnsafeRawPointer(input.block.base)
    var index = first
    let start = block.count
    let limit = min(records.count, first + Self.longestRun)
    let bytes = records[first..<limit].reduce(0) { $0 + Int($1.end - $1.start) }
    block.reserve(bytes + (limit - first) * Self.mostAppended)
    let base = block.base
    var end = base + start
    // A shape known to have none of the fields; its lines need not be searched one by one.
    var plainShape: UInt16 = 0
    while index < limit {
      var record = records[index]
      guard record.kind == .trade else { break }
      let line = UnsafeRawBufferPointer(
        start: source + Int(record.start), count: Int(record.end - record.start))
      let trade = trades[Int(record.index)]
      let place = instruments.entry(trade.instrument)
      let assets = instruments.entries[place].assets
      guard let numbers = trade.small else { break }
      let scale = UInt(numbers.priceScale) + UInt(numbers.quantityScale)
      let product = numbers.price.multipliedReportingOverflow(by: numbers.quantity)
      guard
        line[line.count - 1] == UInt8(ascii: "}"), assets.count <= Self.longestAssets,
        scale <= UInt(Decimal.maximumScale), !product.overflow
      else { break }
      if plainShape == 0 || record.shape != plainShape {
        if tradeKeys.mayFind(in: line) { break }
        plainShape = record.shape
      }
      // Fields are appended to it.
      record.shape = 0
      record.start = Int32(truncatingIfNeeded: end - base)
      Self.copy(UnsafeRawBufferPointer(start: line.baseAddress, count: line.count - 1), to: &end)
      Self.copy(#","notional":"#, to: &end)
      end += DigitWriter.write(
        product.partialValue, scale: UInt8(truncatingIfNeeded: scale), to: end)
      Self.copy(UnsafeRawBufferPointer(rebasing: pool[assets]), to: &end)
      Self.copy(instruments.tick(place, numbers), to: &end)
      Self.copy("}\n", to: &end)
      record.end = Int32(truncatingIfNeeded: end - base - 1)
      record.index = Int32(truncatingIfNeeded: output.trades.count)
      output.trades.append(trade)
      output.records.append(record)
      index += 1
    }
    block.count = end - base
    return index
  }

  @inline(__always)
  private static func copy(_ bytes: UnsafeRawBufferPointer, to end: inout UnsafeMutableRawPointer) {
    guard let start = bytes.baseAddress else { return }
    end.copyMemory(from: start, byteCount: bytes.count)
    end += bytes.count
  }

  @inline(__always)
  private static func copy(_ text: StaticString, to end: inout UnsafeMutableRawPointer) {
    end.copyMemory(from: text.utf8Start, byteCount: text.utf8CodeUnitCount)
    end += text.utf8CodeUnitCount
  }
}
