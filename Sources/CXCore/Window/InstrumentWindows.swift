import CXRecord

/// All windows of one instrument, and how far its event time has come.
struct InstrumentWindows: Codable, Equatable, Sendable {
  let instrument: Instrument
  /// The scales at which windows begin: so fine that trades like the last ones fit at once.
  private var usual = Scales()
  /// Nothing older than this is expected: the newest time less the lateness, or a tick's.
  private(set) var watermark: Int64 = .min
  var lanes: [TimeLane]
  var bars: [BarLane]
  /// Records that are far ahead, by time.
  var far: [FarRecord] = []
  /// The first record, as long as it is the only one.
  var first: FarRecord?
  /// The earliest end of a window that waits to be emitted; `.min` while bars wait for each step.
  private(set) var nextClose: Int64 = .max
  /// The youngest window while trades only go there, taken out of its lane, where each access would
  /// cost more than the addition; ``nothing`` while it is in the lane.
  private var youngest = Self.nothing

  private enum CodingKeys: String, CodingKey {
    case instrument, usual, watermark, lanes, bars, far, first, nextClose
  }

  /// A window that holds no time.
  private static var nothing: Aggregate { Aggregate(start: .max, end: .min) }

  init(_ instrument: Instrument, _ frames: [WindowFrame]) {
    self.instrument = instrument
    lanes = frames.filter(\.isOfTime).map { TimeLane($0) }
    bars = frames.filter { !$0.isOfTime }.map { BarLane($0) }
  }

  /// Why a record cannot be counted.
  enum Refusal: Error {
    /// It is late, and late records go elsewhere.
    case late
    /// Its window can no longer be corrected.
    case tooLate
    /// Together with what is there it needs more digits than the sums have.
    case tooLarge
    /// The candle's span lies in none of the windows.
    case doesNotFit
    /// Some of the candle's trades, not all, were counted one by one.
    case overlaps
  }

  /// What became of a record.
  struct Outcome {
    /// The windows to be emitted at once.
    var touched: [(lane: Int, window: Int)] = []
    /// Windows that are no more, and whose candles are to be taken back.
    var retracted: [(lane: Int, window: Aggregate)] = []
    /// Why it is not in all of its windows.
    var refusal: Refusal?

    fileprivate mutating func add(_ here: TimeLane.Outcome, _ lane: Int) {
      touched += here.touched.map { (lane, $0) }
      for window in here.retracted { retracted.append((lane, window)) }
      refusal = here.refusal ?? refusal
    }
  }

  // MARK: Trades

  /// Counts a trade in the window that is held apart; false, and nothing changed, when that is not
  /// all that there is to do.
  ///
  /// What is counted is in the lanes after ``settle()`` only.
  @inline(__always)
  mutating func addToHeld(_ trade: Trade) -> Bool {
    guard youngest.holds(trade.time), let small = trade.small,
      let numbers = youngest.scales.numbers(of: small)
    else { return false }
    // One that was counted before changes nothing and needs nothing else.
    _ = youngest.add(trade, numbers)
    return true
  }

  /// Counts a trade in the youngest window of each lane, holding it apart where there is one lane;
  /// false, and nothing changed, when that is not all that there is to do.
  @inline(never)
  mutating func addToYoungest(_ trade: Trade) -> Bool {
    guard let small = trade.small else { return false }
    guard youngest.holds(trade.time) || holdYoungest(at: trade.time) else {
      return addToEachYoungest(trade, small)
    }
    guard let numbers = youngest.scales.numbers(of: small) else { return false }
    _ = youngest.add(trade, numbers)
    return true
  }

  /// Takes the youngest window out of the only lane, if it is open and plain, and holds a time.
  private mutating func holdYoungest(at time: Int64) -> Bool {
    settle()
    guard bars.isEmpty, lanes.count == 1, lanes[0].plainScales(at: time) != nil else {
      return false
    }
    first = nil
    // Changed places, so that what it holds has one owner and is not copied.
    swap(&youngest, &lanes[0].windows[lanes[0].windows.count - 1])
    return true
  }

  private mutating func addToEachYoungest(_ trade: Trade, _ small: Trade.Small) -> Bool {
    guard bars.isEmpty, lanes.count > 1, let scales = lanes[0].plainScales(at: trade.time),
      lanes.allSatisfy({ $0.plainScales(at: trade.time) == scales }),
      let numbers = scales.numbers(of: small)
    else { return false }
    first = nil
    for lane in lanes.indices {
      _ = lanes[lane].windows[lanes[lane].windows.count - 1].add(trade, numbers)
    }
    return true
  }

  /// Whether a window is held apart.
  var isUnsettled: Bool { youngest.end != .min }

  /// Puts the youngest window back: to be called before anything else is done with the lanes.
  mutating func settle() {
    if !isUnsettled { return }
    swap(&youngest, &lanes[0].windows[lanes[0].windows.count - 1])
  }

  /// Counts a trade in all its windows.
  mutating func add(_ fill: Fill, _ options: WindowOptions) -> Outcome {
    settle()
    if let small = fill.trade.small { usual.follow(small) }
    var fill = fill
    fill.usual = usual
    guard let extent = Extent(fill.numbers),
      lanes.allSatisfy({ $0.hasRoom(for: extent, at: fill.time) }),
      bars.allSatisfy({ $0.hasRoom(for: extent) })
    else { return Outcome(refusal: .tooLarge) }
    var outcome = Outcome()
    for lane in lanes.indices {
      outcome.add(lanes[lane].add(fill, watermark: watermark, options: options), lane)
    }
    for bar in bars.indices {
      if fill.time < max(watermark, bars[bar].releasedThrough) {
        outcome.refusal = options.keepsLate ? .late : .tooLate
        continue
      }
      bars[bar].add(fill)
    }
    noteNextClose(options)
    return outcome
  }

  // MARK: Candles

  /// Counts a final candle of a shorter window.
  mutating func add(_ candle: Candle, _ options: WindowOptions) -> Outcome {
    settle()
    guard let extent = Extent(candle),
      lanes.allSatisfy({ $0.hasRoom(for: extent, at: candle.time) })
    else { return Outcome(refusal: .tooLarge) }
    var outcome = Outcome()
    var fits = false
    var candle = candle
    // The number means something only in this process, and what is kept outlives it.
    candle.instrument = 0
    for lane in lanes.indices {
      let here =
        candle.isRetracted
        ? lanes[lane].remove(candle, watermark: watermark, options: options)
        : lanes[lane].add(candle, watermark: watermark, options: options)
      guard let here else { continue }
      fits = true
      outcome.add(here, lane)
    }
    noteNextClose(options)
    return fits ? outcome : Outcome(refusal: .doesNotFit)
  }

  // MARK: Time

  /// Whether a watermark lets windows close.
  @inline(__always)
  func closes(at watermark: Int64) -> Bool { watermark >= nextClose }

  /// Lets time pass.
  @inline(__always)
  mutating func advance(to newWatermark: Int64) {
    watermark = max(watermark, newWatermark)
  }

  mutating func noteNextClose(_ options: WindowOptions) {
    nextClose = bars.isEmpty ? .max : .min
    if let waiting = far.first { nextClose = min(nextClose, waiting.time &- options.delay) }
    for lane in lanes {
      for index in lane.open { nextClose = min(nextClose, lane.windows[index].end) }
    }
  }

  /// Forgets candles that can no longer be corrected.
  mutating func forget(_ options: WindowOptions) {
    for lane in lanes.indices { lanes[lane].forget(watermark, options) }
  }
}

extension TimeLane {
  /// The scales of the youngest window's sums where a trade at that time is all about it, no other
  /// being of that time and it being open, and only trades of usual size went there.
  func plainScales(at time: Int64) -> Scales? {
    guard frame.isTumbling else { return nil }
    // By its address: as a value it would be copied.
    return windows.withUnsafeBufferPointer { windows in
      let place = windows.count - 1
      guard place >= 0, windows[place].holds(time), !windows[place].isEmitted else { return nil }
      return windows[place].plainScales
    }
  }
}
