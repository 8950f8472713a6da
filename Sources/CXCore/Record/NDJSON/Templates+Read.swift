import CProcessor

/// Reads lines for as long as their shapes are known.
extension Templates {
  /// Why a line has to take the general path.
  enum Miss {
    /// It has a shape that was not seen before, and may be learned.
    case shape
    /// Something in it was not seen before, or needs a closer look.
    case value
    /// None: more lines were there than was room for.
    case none
  }

  /// Where trades and records go, and how many there are.
  private struct Target {
    let trades: UnsafeMutableBufferPointer<Trade>
    let records: UnsafeMutableBufferPointer<Record>
    /// Where the block's bytes begin.
    let base: UnsafeRawPointer
    /// The index of the first trade and the line of the first record.
    let firstTrade: Int32
    let firstLine: Int32
    var tradeCount = 0
    var recordCount = 0

    @inline(__always)
    mutating func append(_ trade: Trade) -> Int32 {
      trades.initializeElement(at: tradeCount, to: trade)
      tradeCount &+= 1
      return firstTrade &+ Int32(truncatingIfNeeded: tradeCount &- 1)
    }

    @inline(__always)
    mutating func append(
      _ kind: Kind, _ index: Int32, _ start: UnsafeRawPointer, _ end: UnsafeRawPointer,
      _ shape: UInt16
    ) {
      records.initializeElement(
        at: recordCount,
        to: Record(
          kind: kind, index: index, start: Int32(truncatingIfNeeded: start - base),
          end: Int32(truncatingIfNeeded: end - base &- 1),
          line: firstLine &+ Int32(truncatingIfNeeded: recordCount), shape: shape))
      recordCount &+= 1
    }
  }

  /// Bytes of a mapped file come from memory, not from the cache where a read would have left them;
  /// so far ahead they are asked for in time.
  private static var prefetchDistance: Int { 2048 }

  /// Reads lines from `start` on, and returns where it stopped: `end`, which is behind a line feed,
  /// or the start of a line that the general path has to take.
  ///
  /// `budget` is kept from call to call.
  func read(
    into batch: inout Batch, from start: Int, to end: Int, line: inout Int,
    _ budget: inout LearningBudget
  ) -> (position: Int, miss: Miss) {
    let base = UnsafeRawPointer(batch.block.base)
    // Few lines are shorter than this; where many are, the caller comes again.
    let room = (end - start) / 64 + 1
    var position = base + start
    var miss = Miss.none
    var lines = 0
    var walk = TemplateWalk(self, end: base + end, batch.instruments.nameTable)
    // The arrays are taken out and put back, so that each has one owner while it grows.
    var trades: [Trade] = []
    var records: [Record] = []
    swap(&trades, &batch.trades)
    swap(&records, &batch.records)
    let (firstTrade, firstLine) = (Int32(trades.count), Int32(line))
    trades.append(addingCapacity: room) { trades in
      records.append(addingCapacity: room) { records in
        trades.withUnsafeMutableBufferPointer { trades, tradeCount in
          records.withUnsafeMutableBufferPointer { records, recordCount in
            var target = Target(
              trades: trades, records: records, base: base, firstTrade: firstTrade,
              firstLine: firstLine)
            miss = readAll(
              &position, base + end, &target, room, &walk, &batch, &budget)
            tradeCount = target.tradeCount
            recordCount = target.recordCount
            lines = recordCount
          }
        }
      }
    }
    swap(&trades, &batch.trades)
    swap(&records, &batch.records)
    line += lines
    return (position - base, miss)
  }

  /// Reads up to `room` lines: those of the house, those of known shapes, and the others' members one
  /// by one.
  private func readAll(
    _ position: inout UnsafeRawPointer, _ end: UnsafeRawPointer, _ target: inout Target,
    _ room: Int, _ walk: inout TemplateWalk, _ batch: inout Batch,
    _ budget: inout LearningBudget
  ) -> Miss {
    while position < end && target.recordCount < room {
      if budget.triesHouse {
        let before = target.recordCount
        readHouse(&position, end, &target, room, &walk)
        budget.noteHouse(target.recordCount - before)
        if position == end || target.recordCount == room { break }
      }
      if budget.tries {
        let before = target.recordCount
        var left = budget.linesToHouse
        let stop = readKnown(&position, end, &target, room, &walk, &batch, &left)
        budget.noteHits(target.recordCount - before, linesToHouse: left)
        switch stop {
        case .house: continue
        case .end: break
        case .value: return .value
        case .shape: if budget.mayLearn { return .shape }
        }
        if position == end || target.recordCount == room { break }
      }
      budget.noteMiss()
      var cursor = position
      guard let leaf = walk.members(&cursor),
        Self.append(leaf, &walk, position, cursor, &target, &batch)
      else { return .value }
      position = cursor
    }
    return .none
  }

  /// Why ``readKnown(_:_:_:_:_:_:_:)`` stopped.
  private enum Stop {
    /// No line is left, or no room.
    case end
    /// At a line that has no known shape, or something in it that was not seen before.
    case shape, value
    /// Enough lines of the house came.
    case house
  }

  /// Reads lines for as long as they have known shapes.
  @inline(never)
  private func readKnown(
    _ position: inout UnsafeRawPointer, _ end: UnsafeRawPointer, _ target: inout Target,
    _ room: Int, _ walk: inout TemplateWalk, _ batch: inout Batch, _ linesToHouse: inout Int
  ) -> Stop {
    // In registers, not in memory, while the loop runs.
    var here = target
    var line = walk
    var start = position
    defer {
      position = start
      target = here
      walk.time = line.time
    }
    while start < end && here.recordCount < room {
      cx_prefetch(start + Self.prefetchDistance)
      var cursor = start
      guard let leaf = line.leaf(&cursor) else { return .shape }
      if leaf.pointee.kind == .trade {
        let instrument = line.instrument(leaf)
        guard instrument >= 0, let trade = line.trade(leaf, instrument) else { return .value }
        here.append(
          .trade, here.append(trade), start, cursor, leaf.pointee.shape)
      } else if !Self.append(leaf, &line, start, cursor, &here, &batch) {
        return .value
      }
      start = cursor
      if leaf.pointee.isHouse {
        linesToHouse -= 1
        if linesToHouse <= 0 { return .house }
      }
    }
    return .end
  }

  /// Makes an event of the values that were read; false where the general path has to look.
  @inline(never)
  private static func append(
    _ leaf: UnsafePointer<Template.Leaf>, _ walk: inout TemplateWalk, _ start: UnsafeRawPointer,
    _ end: UnsafeRawPointer, _ target: inout Target, _ batch: inout Batch
  ) -> Bool {
    let instrument = walk.instrument(leaf)
    if instrument < 0 { return false }
    let index: Int32
    switch leaf.pointee.kind {
    case .trade:
      guard let trade = walk.trade(leaf, instrument) else { return false }
      index = target.append(trade)
    case .candle:
      guard let candle = walk.candle(leaf, instrument) else { return false }
      index = Int32(truncatingIfNeeded: batch.candles.count)
      batch.candles.append(candle)
    case .quote:
      index = Int32(truncatingIfNeeded: batch.quotes.count)
      batch.quotes.append(walk.quote(leaf, instrument))
    default: return false
    }
    target.append(leaf.pointee.kind, index, start, end, leaf.pointee.shape)
    return true
  }

  /// Reads lines for as long as they are the house's.
  @inline(never)
  private func readHouse(
    _ position: inout UnsafeRawPointer, _ end: UnsafeRawPointer, _ target: inout Target,
    _ room: Int, _ walk: inout TemplateWalk
  ) {
    // In registers, not in memory, while the loop runs.
    var house = HouseLine()
    var time = walk.time
    var here = target
    var start = position
    let nameTable = walk.nameTable
    while start < end && here.recordCount < room {
      cx_prefetch(start + Self.prefetchDistance)
      var cursor = start
      guard let trade = house.read(&cursor, &time, nameTable) else { break }
      let index = here.append(trade)
      here.append(.trade, index, start, cursor, houseShape)
      start = cursor
    }
    position = start
    target = here
    walk.time = time
  }
}
