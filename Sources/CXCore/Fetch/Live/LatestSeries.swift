import CXRecord

/// One symbol's quotes or tickers as they happen: what was missed cannot be asked for, so it is a
/// `gap` record.
struct LatestSeries {
  private var last: Int64 = .min
  private var lastTime: Int64?
  private var isInterrupted = false
  /// What came more than once or too late.
  private(set) var doubles = 0

  /// The connection was gone for a while.
  mutating func interrupt() {
    isInterrupted = lastTime != nil
  }

  /// Takes records that have the exchange's counter or time `order`, where it has one.
  mutating func take(
    _ page: Batch, order: Int64?, instrument: Int32, time: Int64, into batch: inout Batch
  ) {
    let order = order ?? last &+ 1
    if order <= last {
      doubles += 1
      return
    }
    if isInterrupted, let lastTime {
      batch.appendGap(instrument, from: lastTime, to: time, reason: "disconnect")
    }
    isInterrupted = false
    last = order
    lastTime = time
    for record in page.records { batch.append(record, of: page) }
  }
}

extension Batch {
  /// Appends a gap in time: what happened between the two moments could not be had.
  mutating func appendGap(_ instrument: Int32, from: Int64, to: Int64, reason: String) {
    appendOther(type: "gap", instrument) { block in
      block.append(#","ts":"#)
      block.append(to)
      block.append(#","from":"#)
      block.append(from)
      block.append(#","to":"#)
      block.append(to)
      block.append(#","reason":"#)
      block.append(jsonString: reason)
    }
  }
}
