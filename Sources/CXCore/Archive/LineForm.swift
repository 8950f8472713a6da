import CXRecord

/// How a line differs from the one that `cx` itself writes of its event.
public enum LineForm {
  /// Not at all: the event's numbers are enough to write it again, byte for byte.
  case house
  /// It has more fields behind those; the bytes from the comma before them to the last brace.
  case longer(UnsafeRawBufferPointer)
  /// In another way: other spacing, order or spelling.
  case foreign
}

/// Compares lines with what the record writer makes of their events.
///
/// Stores keep numbers where those are the whole truth, and the line itself only where they are not.
public struct LineForms {
  private var scratch = Batch(block: Block(capacity: 1024))

  /// A comparison.
  public init() {}

  /// A trade's line, and what the event does not hold: the record's own id (an aggregate's is not
  /// one of its trades') and whether it stands for an aggregate.
  public mutating func trade(
    _ record: Record, of batch: Batch
  ) -> (id: Int64?, isAggregate: Bool, form: LineForm) {
    let trade = batch.trades[Int(record.index)]
    let line = batch.line(of: record)
    if trade.firstID == trade.lastID {
      let id = trade.firstID == Trade.noID ? nil : trade.firstID
      let form = compare(line, batch) {
        $0.append($0.adopt(trade, of: batch), id: id, aggregate: false)
      }
      if case .foreign = form {} else { return (id, false, form) }
    }
    var id: Int64?
    var isAggregate = false
    JSONFields.forEachMember(of: line) { key, value in
      if JSONFields.equals(key, "id") { id = Self.identifier(value) }
      if JSONFields.equals(key, "first_id") { isAggregate = Self.identifier(value) != nil }
    }
    let form = compare(line, batch) {
      $0.append($0.adopt(trade, of: batch), id: id, aggregate: isAggregate)
    }
    return (id, isAggregate, form)
  }

  /// A candle's line.
  public mutating func candle(_ record: Record, of batch: Batch) -> LineForm {
    let candle = batch.candles[Int(record.index)]
    return compare(batch.line(of: record), batch) { $0.append(candle) }
  }

  /// A quote's line.
  public mutating func quote(_ record: Record, of batch: Batch) -> LineForm {
    let quote = batch.quotes[Int(record.index)]
    return compare(batch.line(of: record), batch) { $0.append(quote) }
  }

  private mutating func compare(
    _ line: UnsafeRawBufferPointer, _ batch: Batch, _ write: (inout Batch) -> Void
  ) -> LineForm {
    if scratch.instruments !== batch.instruments { scratch.instruments = batch.instruments }
    scratch.removeAll()
    write(&scratch)
    // Neither the closing brace nor the line feed.
    let common = scratch.block.count - 2
    guard line.count > common, common > 0, let start = line.baseAddress,
      Self.areEqual(start, UnsafeRawPointer(scratch.block.base), common)
    else { return .foreign }
    let rest = UnsafeRawBufferPointer(rebasing: line[common...])
    if rest.count == 1 { return .house }
    // A digit here would belong to a number that goes on.
    return rest[0] == UInt8(ascii: ",") && rest[rest.count - 1] == UInt8(ascii: "}")
      ? .longer(rest) : .foreign
  }

  /// Eight bytes at a time; blocks are readable behind their ends.
  private static func areEqual(
    _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int
  ) -> Bool {
    var index = 0
    while index + 8 <= count {
      if Words.load(left + index) != Words.load(right + index) { return false }
      index += 8
    }
    return (Words.load(left + index) ^ Words.load(right + index)) & Words.mask(count - index) == 0
  }

  /// An id as ``Trade`` has it: whole, from 0 on, in quotes or not.
  private static func identifier(_ value: UnsafeRawBufferPointer) -> Int64? {
    let isQuoted = value.count > 2 && value[0] == UInt8(ascii: "\"")
    let digits = isQuoted ? UnsafeRawBufferPointer(rebasing: value[1..<(value.count - 1)]) : value
    guard let number = try? Decimal(parsing: digits),
      let whole = number.units(atScale: 0).flatMap({ Int64(exactly: $0) }),
      (0..<(1 << 62)).contains(whole)
    else { return nil }
    return whole
  }
}
