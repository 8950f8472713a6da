import CXRecord

// What becomes of a window whose candle ceases to exist: late trades join two sessions, or the
// candles that it was made of are themselves taken back.
extension Aggregate {
  /// Nothing is in it.
  var isEmpty: Bool { executions == 0 && children.isEmpty }

  /// Whether a candle of it was emitted, finished or not.
  var isTold: Bool { isEmitted || updatedAt != .min }

  /// The lowest trade id in it: of candles that may begin in one moment, a part of the key.
  var firstID: Int64? { ([ids.bounds?.first] + children.map(\.firstID)).compactMap { $0 }.min() }

  /// Whether a session's candle has the same key.
  func isSame(as other: Aggregate) -> Bool { start == other.start && firstID == other.firstID }

  /// Takes a child out; false when it is not there.
  mutating func remove(_ child: Candle) -> Bool {
    guard let place = place(of: child) else { return false }
    children.remove(at: place)
    return true
  }

  /// Where the child is that another version takes back.
  func place(of child: Candle) -> Int? {
    children.firstIndex { $0.time == child.time && $0.end == child.end }
  }

  /// What takes the window's candle back: its key, and nothing that it said.
  func retraction(_ frame: WindowFrame) -> Candle {
    var candle = Candle()
    (candle.time, candle.end) = (start, end)
    candle.interval = frame.name
    candle.revision = revision + 1
    candle.isRetracted = true
    if case .session = frame { candle.firstID = firstID }
    return candle
  }
}

extension TimeLane {
  /// Takes back a candle of a shorter window; nil when its span does not lie within one window.
  mutating func remove(_ child: Candle, watermark: Int64, options: WindowOptions) -> Outcome? {
    if case .session(let gap) = frame {
      return removeFromSession(child, gap, watermark: watermark, options: options)
    }
    var outcome: Outcome?
    for span in spans(holding: child.time) where child.end <= span.end {
      var here = outcome ?? Outcome()
      defer { outcome = here }
      // What is not there, and never was, needs not be taken back; what is forgotten cannot be.
      if let refusal = refusal(ofSpanTo: span.end, watermark, options) {
        here.refusal = refusal
        continue
      }
      guard let place = windows.lastIndex(where: { $0.start == span.start }),
        windows[place].place(of: child) != nil
      else { continue }
      _ = windows[place].remove(child)
      if !windows[place].isEmpty || windows[place].isEmitted {
        here.touched.append(place)
      } else {
        let window = windows.remove(at: place)
        if window.isTold { here.retracted.append(window) }
      }
    }
    return outcome
  }

  /// A session that loses a candle may fall apart; trades in it cannot be told apart any more.
  private mutating func removeFromSession(
    _ child: Candle, _ gap: Int64, watermark: Int64, options: WindowOptions
  ) -> Outcome {
    guard let place = windows.firstIndex(where: { $0.place(of: child) != nil }) else {
      return Outcome(refusal: child.time < forgottenThrough ? .tooLate : nil)
    }
    let whole = windows[place]
    if options.keepsLate && whole.isEmitted { return Outcome(refusal: .late) }
    var rest = whole
    _ = rest.remove(child)
    if rest.executions > 0 {
      windows[place] = rest
      return Outcome(touched: [place])
    }
    var pieces: [Aggregate] = []
    for child in rest.children {
      let piece = Self.session(of: child, gap)
      if let last = pieces.indices.last, pieces[last].end > piece.start {
        pieces[last].merge(piece)
      } else {
        pieces.append(piece)
      }
    }
    for piece in pieces.indices {
      pieces[piece].isEmitted = whole.isEmitted
      pieces[piece].idBefore = piece == 0 ? whole.idBefore : nil
      pieces[piece].goOn(from: [whole])
    }
    windows.replaceSubrange(place...place, with: pieces)
    var outcome = Outcome(touched: Array(place..<(place + pieces.count)))
    if whole.isTold && !pieces.contains(where: { $0.isSame(as: whole) }) {
      outcome.retracted = [whole]
    }
    return outcome
  }

  /// The session of one candle.
  static func session(of child: Candle, _ gap: Int64) -> Aggregate {
    let (end, overflow) = child.end.addingReportingOverflow(gap - 1)
    var single = Aggregate(start: child.time, end: overflow ? .max : end)
    single.insert(child)
    return single
  }
}

extension Aggregate {
  /// Counts revisions on from those of the sessions that it takes the place of: its own candle's, if
  /// that was told, else none; but above what takes another candle of the same moment back.
  mutating func goOn(from others: some Sequence<Aggregate>) {
    // What was emitted before is corrected, which adds one.
    let first: Int64 = isEmitted ? -1 : 0
    revision = first
    updatedAt = .min
    for other in others where other.isTold && other.start == start {
      if isSame(as: other) {
        revision = max(revision, other.revision)
        updatedAt = max(updatedAt, other.updatedAt)
      } else {
        revision = max(revision, other.revision + 2 + first)
      }
    }
  }
}
