import CXRecord

/// What a store is asked for: records of one kind, of some series, in a range of time.
public struct Query: Sendable, Equatable {
  /// What sort of records.
  public var kind: ArchiveKind
  /// Whose.
  public var tenant = Instrument.defaultTenant
  /// From which exchange; nil is any.
  public var exchange: Name?
  /// Which symbols; none is all.
  public var symbols: [Name] = []
  /// The first moment, microseconds since 1970 UTC.
  public var since: Int64 = .min
  /// The first moment that no longer belongs to it.
  public var until: Int64 = .max
  /// Which candles; nil is all of them.
  public var interval: CandleChoice?
  /// Whether the newest come first.
  public var newestFirst = false
  /// At most so many records; nil is all.
  public var limit: Int?

  /// All records of a kind.
  public init(_ kind: ArchiveKind) {
    self.kind = kind
  }

  /// Whether a series is asked for.
  public func wants(_ instrument: Instrument) -> Bool {
    instrument.tenant == tenant && (exchange ?? instrument.exchange) == instrument.exchange
      && (symbols.isEmpty || symbols.contains(instrument.symbol))
  }
}

/// Candles of an interval, or shorter ones to make them of.
public struct CandleChoice: Sendable, Equatable {
  /// The windows wanted.
  public var calendar: WindowCalendar
  /// Whether there is no answer where a series has only shorter ones.
  public var isExact = false
  /// The range asked for, microseconds since 1970 UTC: when the zone's offsets matter.
  public var times: Range<Int64> = .min ..< .max

  /// Candles of these windows.
  public init(_ calendar: WindowCalendar) {
    self.calendar = calendar
  }

  /// The intervals to read where a series has those of `stored`, the longest first: the wanted one,
  /// and all that its windows are made of, since none of them may cover all of the time.
  public func sources(among stored: [Name]) -> [Name] {
    let grain = grain
    let intervals = stored.compactMap { name in
      (try? Interval(parsing: name)).map { (name: name, interval: $0) }
    }.filter { source in
      grain.map { Self.divides(source.interval, .fixed($0)) } ?? true
    }
    let same = intervals.first { $0.interval == calendar.interval }.map { [$0.name] } ?? []
    if isExact { return same }
    return same
      + intervals.filter {
        $0.interval != calendar.interval && Self.divides($0.interval, calendar.interval)
      }
      .sorted { ($0.interval.fixedLength ?? .max) > ($1.interval.fixedLength ?? .max) }
      .map(\.name)
  }

  /// The range widened to whole windows, so that none is made of half its candles.
  public func widened(_ since: Int64, _ until: Int64) -> (since: Int64, until: Int64) {
    func isSane(_ time: Int64) -> Bool { Timestamp(microseconds: time).isSane }
    return (
      isSane(since) ? calendar.bounds(containing: since).start : since,
      isSane(until) ? calendar.bounds(containing: until - 1).end : until
    )
  }

  /// The longest span that all days of the zone begin at multiples of, so that candles as long and
  /// shorter ones make them up; nil where the zone's days are those of UTC.
  public var grain: Int64? {
    // What does not divide a day begins as in UTC.
    if case .fixed(let length) = calendar.interval.span, Timestamp.day % length != 0 { return nil }
    let grain = calendar.zone.dayGrain(in: times)
    return grain == Timestamp.day ? nil : grain
  }

  private typealias Span = Interval.Span

  private static func divides(_ part: Interval, _ whole: Interval) -> Bool {
    divides(part, whole.span)
  }

  /// Whether windows of `part` lie side by side in each of `whole`.
  private static func divides(_ part: Interval, _ whole: Span) -> Bool {
    switch (part.span, whole) {
    case (.fixed(let part), .fixed(let whole)): whole % part == 0
    case (_, .fixed): false
    case (.fixed(let part), _): Timestamp.day % part == 0
    case (.days(let part), .days(let whole)): whole % part == 0
    // Weeks begin on Mondays and months where they like: of days only single ones fit.
    case (.days(1), .weeks), (.days(1), .months): true
    case (.weeks(let part), .weeks(let whole)): whole % part == 0
    case (.months(let part), .months(let whole)): whole % part == 0
    default: false
    }
  }
}
