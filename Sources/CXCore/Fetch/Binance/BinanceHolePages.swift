import CXRecord

/// Asks whether anything was traded where candles are missing.
///
/// The exchange makes none while it is halted, but leaves some out by mistake too. The trades' ids
/// tell: where there were trades, a `gap` record names them; a halt is none.
struct BinanceHolePages: HistoryPages {
  private var holes: ArraySlice<Range<Int64>>
  // The first trade in the hole, when it is known that there is one.
  private var first: Int64?

  /// The questions about some spans of time.
  init(_ holes: [Range<Int64>]) {
    self.holes = holes[...]
  }

  func request(for series: HistorySeries) -> RESTRequest? {
    guard let hole = holes.first else { return nil }
    let end = ("endTime", String((hole.upperBound - 1).floorDivided(by: 1_000)))
    // With both bounds the exchange answers with the first trades, with the end alone the last.
    let bounds = first == nil ? [("startTime", String(hole.lowerBound / 1_000)), end] : [end]
    return RESTRequest(
      "/api/v3/aggTrades", [("symbol", series.symbol.text)] + bounds + [("limit", "1")], weight: 4)
  }

  mutating func receive(
    _ body: UnsafeRawBufferPointer, serverTime: Timestamp, for series: inout HistorySeries,
    into batch: inout Batch
  ) throws(HistoryProblem) {
    guard let hole = holes.first else { return }
    let ids: (first: Int64, last: Int64)?
    do throws(PayloadProblem) {
      ids = try Self.ids(body)
    } catch {
      throw .damaged(error)
    }
    if first == nil, let ids, ids.first >= 0 {
      first = ids.first
      return
    }
    if let first {
      batch.appendGap(
        series.instrument(in: batch), time: hole.lowerBound, fromID: first,
        toID: max(first, ids?.last ?? first),
        reason: "candles")
    }
    first = nil
    holes.removeFirst()
  }

  private static func ids(
    _ body: UnsafeRawBufferPointer
  ) throws(PayloadProblem) -> (first: Int64, last: Int64)? {
    var cursor = JSONCursor(body)
    var members = JSONMembers()
    try cursor.enterArray()
    guard try cursor.nextElement() else { return nil }
    try members.read(&cursor)
    return (try members.required("f").integer(), try members.required("l").integer())
  }
}
