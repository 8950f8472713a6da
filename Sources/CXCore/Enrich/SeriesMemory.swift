import CXRecord

/// Records that follow each other: the same instrument and type, and for candles the interval too.
struct SeriesKey: Hashable, Codable, Sendable {
  var instrument: Instrument
  var type: Name
  var interval: Name

  init(instrument: Instrument, type: Name, interval: Name) {
    self.instrument = instrument
    self.type = type
    self.interval = interval
  }

  init(_ kind: Kind, _ instrument: Instrument, _ interval: Name = "") {
    self.init(instrument: instrument, type: Name(kind.name?.description ?? ""), interval: interval)
  }
}

/// What is remembered of a series for indicators and expressions.
struct SeriesState: Codable, Sendable {
  var lastClose: Decimal?
  var indicators: [Indicator]
  var expressions: [ExpressionState]

  /// One of nothing.
  fileprivate init() {
    indicators = []
    expressions = []
  }

  init(_ options: EnrichOptions) {
    indicators = options.indicators.map { Indicator($0) }
    expressions = options.assignments.map(\.expression.initialState)
  }
}

/// A series' state, and for candles what corrections of older ones need.
struct SeriesMemory: Codable, Sendable {
  var state: SeriesState
  var history = SeriesHistory()
  /// The latest candle that counted, microseconds since 1970 UTC.
  var latest: Int64?

  init(_ options: EnrichOptions) {
    state = SeriesState(options)
  }

  /// Takes the state out, to be changed and put back.
  mutating func take() -> SeriesState {
    defer { state = SeriesState() }
    return state
  }
}
