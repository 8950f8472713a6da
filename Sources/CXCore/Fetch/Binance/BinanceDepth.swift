import CXRecord

extension BinanceParser {
  /// `<symbol>@depth`: the quantities that levels have now, 0 where a level is gone.
  ///
  /// Ids `U` to `u`.
  mutating func readDepthUpdate(into batch: inout Batch) throws(PayloadProblem) {
    let symbol = try base.members.required("s").text()
    let time = try base.members.required("E").recordTime()
    let first = try base.members.required("U").identifier()
    let last = try base.members.required("u").identifier()
    if last < first { throw .refused("ends before it begins: \(first), \(last)") }
    try collect(bids: base.members.required("b"), asks: base.members.required("a"))
    let levels = scratch
    batch.appendDepth(
      base.instrument(symbol, batch), time: time, firstID: first, lastID: last, levels: levels)
  }

  /// `/depth`, or `<symbol>@depth5`: the whole book, or its best levels, without symbol and time.
  mutating func readDepthBody(
    _ delivery: Delivery, into batch: inout Batch
  ) throws(PayloadProblem) {
    let symbol = try symbol(delivery)
    let last = try base.members.required("lastUpdateId").identifier()
    try collect(bids: base.members.required("bids"), asks: base.members.required("asks"))
    let levels = scratch
    batch.appendDepth(
      base.instrument(symbol, batch), time: delivery.receivedAt, firstID: nil, lastID: last,
      levels: levels)
  }

  // Writes both sides to the scratch block first: a wrong level must leave no half record behind.
  private func collect(
    bids: PayloadField, asks: PayloadField
  ) throws(PayloadProblem) {
    scratch.removeAll()
    scratch.append(#","bids":["#)
    try append(levels: bids)
    scratch.append(#"],"asks":["#)
    try append(levels: asks)
    scratch.append(UInt8(ascii: "]"))
  }

  private func append(levels: PayloadField) throws(PayloadProblem) {
    var cursor = JSONCursor(levels.value.bytes)
    try cursor.enterArray()
    var isFirst = true
    while try cursor.nextElement() {
      if !isFirst { scratch.append(UInt8(ascii: ",")) }
      isFirst = false
      try cursor.enterArray()
      try append("price", UInt8(ascii: "["), &cursor)
      try append("quantity", UInt8(ascii: ","), &cursor)
      scratch.append(UInt8(ascii: "]"))
      // Until 2018 a level had a third element, an empty array.
      while try cursor.nextElement() { _ = try cursor.value() }
    }
  }

  private func append(
    _ name: StaticString, _ before: UInt8, _ cursor: inout JSONCursor
  ) throws(PayloadProblem) {
    guard try cursor.nextElement() else { throw .refused("has a level without \(name)") }
    scratch.append(before)
    try PayloadField(name, try cursor.value()).writeAmount(to: scratch)
  }
}

extension Batch {
  /// Appends a change of an order book (`firstID` given) or a picture of it (nil).
  ///
  /// `levels` holds the fields `bids` and `asks` as text, each after a comma.
  mutating func appendDepth(
    _ instrument: Int32, time: Int64?, firstID: Int64?, lastID: Int64, levels: Block
  ) {
    appendOther(type: "depth", instrument) { block in
      if let time {
        block.append(#","ts":"#)
        block.append(time)
      }
      if let firstID {
        block.append(#","first_id":"#)
        block.append(firstID)
      }
      block.append(#","last_id":"#)
      block.append(lastID)
      if firstID == nil { block.append(#","snapshot":true"#) }
      block.append(levels.bytes)
    }
  }
}
