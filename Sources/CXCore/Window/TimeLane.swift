import CXRecord

/// The windows of one frame and instrument whose borders are times: open ones, and closed ones
/// that can still be corrected.
struct TimeLane: Codable, Equatable, Sendable {
  let frame: WindowFrame
  /// Ascending by start.
  var windows: [Aggregate] = []
  /// Where the candle begins that was emitted first; holes behind it are filled.
  private var emittedFrom: Int64?
  /// Where the candles emitted so far end; nil before the first.
  var emittedThrough: Int64?
  /// The close of the last of them: the price of quiet windows behind it.
  var lastClose: Decimal?
  /// The highest trade id in them.
  var lastID: Int64?
  /// Where the windows end that were forgotten.
  private(set) var forgottenThrough: Int64 = .min

  init(_ frame: WindowFrame) {
    self.frame = frame
  }

  /// What became of a record; nothing at all for one that was counted before.
  struct Outcome {
    /// Windows that it changed: to be emitted if they were emitted before or if unfinished candles
    /// are wanted.
    var touched: [Int] = []
    /// Windows that are no more, and whose candles are to be taken back.
    var retracted: [Aggregate] = []
    /// Why it is not in all of its windows.
    var refusal: InstrumentWindows.Refusal?
  }

  /// Counts a trade in all its windows.
  mutating func add(_ fill: Fill, watermark: Int64, options: WindowOptions) -> Outcome {
    if case .session(let gap) = frame {
      let (end, overflow) = fill.time.addingReportingOverflow(gap)
      var single = Aggregate(start: fill.time, end: overflow ? .max : end)
      _ = single.add(fill)
      return addSession(single, watermark: watermark, options: options)
    }
    var outcome = Outcome()
    for span in spans(holding: fill.time) {
      if let refusal = refusal(ofSpanTo: span.end, watermark, options) {
        outcome.refusal = refusal
        continue
      }
      let index = window(span, options)
      if !windows[index].children.contains(where: { $0.covers(fill) }) && windows[index].add(fill) {
        outcome.touched.append(index)
      }
    }
    return outcome
  }

  /// Takes a final candle of a shorter window; nil when its span does not lie within one window.
  mutating func add(_ child: Candle, watermark: Int64, options: WindowOptions) -> Outcome? {
    if case .session(let gap) = frame {
      if child.isQuiet { return Outcome() }
      return addSession(
        Self.session(of: child, gap), watermark: watermark, options: options)
    }
    var outcome: Outcome?
    for span in spans(holding: child.time) where child.end <= span.end {
      var here = outcome ?? Outcome()
      if let refusal = refusal(ofSpanTo: span.end, watermark, options) {
        here.refusal = refusal
      } else {
        let index = window(span, options)
        let counted = windows[index].ids.contains(child.firstID, child.lastID)
        if counted != .all && windows[index].tradesArePart(of: child) {
          windows[index].dropTrades()
          windows[index].insert(child)
          here.touched.append(index)
        } else if counted == .some {
          here.refusal = .overlaps
        } else if counted == .none && windows[index].insert(child) {
          here.touched.append(index)
        }
      }
      outcome = here
    }
    return outcome
  }

  /// Why a window with that end takes nothing more; nil when it does.
  func refusal(
    ofSpanTo end: Int64, _ watermark: Int64, _ options: WindowOptions
  ) -> InstrumentWindows.Refusal? {
    if end > watermark { return nil }
    if options.keepsLate { return .late }
    return isForgotten(end, watermark, options) ? .tooLate : nil
  }

  /// Forgets windows that can no longer be corrected.
  ///
  /// Those that stay are moved, and of short windows there are thousands: so some that nothing goes
  /// into any more wait until it is worth while. A session is another matter: it would be joined.
  mutating func forget(_ watermark: Int64, _ options: WindowOptions) {
    var count = 0
    while count < windows.count, windows[count].isEmitted,
      isForgotten(windows[count].end, watermark, options)
    {
      count += 1
    }
    guard count > 0 else { return }
    forgottenThrough = max(forgottenThrough, windows[count - 1].end)
    if isSession || count * 4 >= windows.count { windows.removeFirst(count) }
  }

  private var isSession: Bool {
    if case .session = frame { true } else { false }
  }

  /// The windows that were not emitted: the last ones, since time lets windows end in their order.
  var open: Range<Int> {
    var first = windows.count
    while first > 0 && !windows[first - 1].isEmitted { first -= 1 }
    return first..<windows.count
  }

  /// Whether a window that candles fill may be emitted before its time: when nothing that comes
  /// before it is still open.
  func isNext(_ index: Int, _ options: WindowOptions) -> Bool {
    if open.lowerBound < index { return false }
    return !options.fills || windows[index].start <= emittedThrough ?? .max
  }

  /// Notes of an emitted candle what those behind it are compared with.
  mutating func remember(_ index: Int, _ candle: Candle) {
    emittedFrom = emittedFrom ?? candle.time
    emittedThrough = max(emittedThrough ?? .min, candle.end)
    if !windows[(index + 1)...].contains(where: \.isEmitted) { lastClose = candle.close }
    if let last = candle.lastID { lastID = max(lastID ?? last, last) }
  }

  private func isForgotten(_ end: Int64, _ watermark: Int64, _ options: WindowOptions) -> Bool {
    let (limit, overflow) = end.addingReportingOverflow(options.correctable)
    return !overflow && limit <= watermark
  }

  /// The spans of the frame that hold a time.
  func spans(holding time: Int64) -> [(start: Int64, end: Int64)] {
    switch frame {
    case .tumbling(let calendar): return [calendar.bounds(containing: time)]
    case .sliding(let calendar): return calendar.spans(holding: time)
    case .session, .ticks, .volume, .notional: return []
    }
  }

  /// The index of the window with that span, a new one if need be.
  private mutating func window(
    _ span: (start: Int64, end: Int64), _ options: WindowOptions
  ) -> Int {
    // Most records are for the youngest windows.
    var place = windows.count
    while place > 0 && windows[place - 1].start > span.start { place -= 1 }
    if place > 0 && windows[place - 1].start == span.start { return place - 1 }
    var window = Aggregate(start: span.start, end: span.end)
    // A quiet candle was emitted for it already.
    if options.fills, let emittedFrom, let emittedThrough,
      span.start >= emittedFrom, span.end <= emittedThrough
    {
      window.revision = 1
    }
    windows.insert(window, at: place)
    return place
  }

  /// Joins a session of one record with those it touches.
  private mutating func addSession(
    _ single: Aggregate, watermark: Int64, options: WindowOptions
  ) -> Outcome {
    let from = windows.firstIndex { $0.end > single.start } ?? windows.count
    let to = windows[from...].firstIndex { $0.start >= single.end } ?? windows.count
    let neighbours = windows[from..<to]
    if let ids = single.ids.bounds,
      neighbours.contains(where: { $0.ids.contains(ids.first, ids.last) == .all })
    {
      return Outcome()
    }
    if neighbours.isEmpty {
      if let refusal = refusal(ofSpanTo: single.end, watermark, options) {
        return Outcome(refusal: refusal)
      }
      // It may have belonged to a session that is no longer here.
      if single.start < forgottenThrough { return Outcome(refusal: .tooLate) }
    } else if options.keepsLate && neighbours.contains(where: \.isEmitted) {
      return Outcome(refusal: .late)
    }
    var joined = single
    for var window in neighbours {
      if let child = single.children.first {
        if window.tradesArePart(of: child) {
          window.dropTrades()
        } else if window.ids.contains(child.firstID, child.lastID) == .some {
          return Outcome(refusal: .overlaps)
        }
      }
      joined.merge(window)
    }
    joined.goOn(from: neighbours)
    let swallowed = neighbours.filter { $0.isTold && !$0.isSame(as: joined) }
    windows.replaceSubrange(from..<to, with: [joined])
    return Outcome(touched: [from], retracted: swallowed)
  }
}
