/// The windows of one frame and instrument whose borders are times: open ones, and closed ones
/// that can still be corrected.
struct TimeLane: Codable, Equatable, Sendable {
  let frame: WindowFrame
  /// Ascending by start.
  var windows: [Aggregate] = []
  /// Where the candles emitted so far end; nil before the first.
  var emittedThrough: Int64?
  /// The close of the last of them: the price of quiet windows behind it.
  var lastClose: Decimal?
  /// The highest trade id in them.
  var lastID: Int64?

  init(_ frame: WindowFrame) {
    self.frame = frame
  }

  /// What became of a record.
  enum Verdict {
    /// It is in its windows; those at these indices have to be emitted if they were emitted before
    /// or if unfinished candles are wanted.
    case counted([Int])
    /// Its id was there already.
    case duplicate
    /// At least one of its windows is closed, and late records go elsewhere.
    case late
    /// Its window was closed too long ago to be corrected.
    case tooLate
  }

  /// Counts a trade in the youngest window, if it belongs there and the window is open: the usual
  /// case.
  ///
  /// Nil when it is for ``add(_:watermark:options:)``.
  @inline(__always)
  mutating func addToYoungest(_ fill: Fill) -> Bool? {
    let youngest = windows.count &- 1
    guard youngest >= 0, windows[youngest].holds(fill.time), !windows[youngest].isEmitted else {
      return nil
    }
    return windows[youngest].add(fill)
  }

  /// Counts a trade in all its windows.
  mutating func add(_ fill: Fill, watermark: Int64, options: WindowOptions) -> Verdict {
    if case .session(let gap) = frame {
      let (end, overflow) = fill.time.addingReportingOverflow(gap)
      var single = Aggregate(start: fill.time, end: overflow ? .max : end)
      _ = single.add(fill)
      return addSession(single, watermark: watermark, options: options)
    }
    var verdict = Verdict.counted([])
    var touched: [Int] = []
    var duplicates = 0
    let all = spans(holding: fill.time)
    for span in all {
      if span.end <= watermark {
        if options.keepsLate {
          verdict = .late
          continue
        }
        if isForgotten(span.end, watermark, options) {
          verdict = .tooLate
          continue
        }
      }
      let index = window(span, watermark: watermark, options: options)
      if windows[index].children.contains(where: { $0.covers(fill) }) || !windows[index].add(fill) {
        duplicates += 1
      } else {
        touched.append(index)
      }
    }
    if case .counted = verdict {
      return duplicates == all.count ? .duplicate : .counted(touched)
    }
    return verdict
  }

  /// Takes a final candle of a shorter window; nil when its span does not lie within one window.
  mutating func add(_ child: Candle, watermark: Int64, options: WindowOptions) -> Verdict? {
    if case .session(let gap) = frame {
      if child.isQuiet { return .counted([]) }
      let (end, overflow) = child.end.addingReportingOverflow(gap - 1)
      var single = Aggregate(start: child.time, end: overflow ? .max : end)
      single.insert(child)
      return addSession(single, watermark: watermark, options: options)
    }
    var touched: [Int] = []
    var fits = false
    var verdict: Verdict?
    for span in spans(holding: child.time) where child.end <= span.end {
      fits = true
      if span.end <= watermark {
        if options.keepsLate {
          verdict = .late
          continue
        }
        if isForgotten(span.end, watermark, options) {
          verdict = .tooLate
          continue
        }
      }
      let index = window(span, watermark: watermark, options: options)
      if let first = child.firstID, let last = child.lastID,
        windows[index].ids.contains(first, last).all
      {
        continue
      }
      if windows[index].insert(child) { touched.append(index) }
    }
    return verdict ?? (fits ? .counted(touched) : nil)
  }

  private func isForgotten(_ end: Int64, _ watermark: Int64, _ options: WindowOptions) -> Bool {
    let (limit, overflow) = end.addingReportingOverflow(options.correctable)
    return !overflow && limit <= watermark
  }

  /// The spans of the frame that hold a time.
  private func spans(holding time: Int64) -> [(start: Int64, end: Int64)] {
    switch frame {
    case .tumbling(let calendar): return [calendar.bounds(containing: time)]
    case .sliding(let size, let slide):
      let newest = time.floorDivided(by: slide) * slide
      return stride(from: newest, to: time - size, by: Int(-slide)).reversed().map {
        ($0, $0 + size)
      }
    case .session, .ticks, .volume, .notional: return []
    }
  }

  /// The index of the window with that span, a new one if need be.
  private mutating func window(
    _ span: (start: Int64, end: Int64), watermark: Int64, options: WindowOptions
  ) -> Int {
    // Most records are for the youngest windows.
    var place = windows.count
    while place > 0 && windows[place - 1].start > span.start { place -= 1 }
    if place > 0 && windows[place - 1].start == span.start { return place - 1 }
    var window = Aggregate(start: span.start, end: span.end)
    // A quiet candle was emitted for it already.
    if options.fills, let emittedThrough, span.end <= emittedThrough { window.revision = 1 }
    windows.insert(window, at: place)
    return place
  }

  /// Joins a session of one record with those it touches.
  private mutating func addSession(
    _ single: Aggregate, watermark: Int64, options: WindowOptions
  ) -> Verdict {
    var joined = single
    var from = windows.firstIndex { $0.end > single.start } ?? windows.count
    var to = from
    while to < windows.count && windows[to].start < single.end { to += 1 }
    if from < to {
      for window in windows[from..<to] where single.executions > 0 {
        if let ids = single.ids.bounds, window.ids.contains(ids.first, ids.last).all {
          return .duplicate
        }
      }
    }
    for window in windows[from..<to] { joined.merge(window) }
    if single.end <= watermark && from == to || windows[from..<to].contains(where: \.isEmitted) {
      if options.keepsLate { return .late }
    }
    if from == to && isForgotten(single.end, watermark, options) { return .tooLate }
    windows.replaceSubrange(from..<to, with: [joined])
    to = from
    from = to
    return .counted([from])
  }
}

extension Candle {
  /// Whether the trade is one of those that the candle was made of.
  func covers(_ fill: Fill) -> Bool {
    guard fill.firstID != Trade.noID, let firstID, let lastID else { return false }
    return firstID <= fill.firstID && lastID >= fill.lastID
  }
}
