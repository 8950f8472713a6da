import CXRecord

/// Alert events from records and rules, by event time: `cx alert`.
///
/// A rule is followed for each series apart (see ``SeriesKey``): trades and quotes of an
/// instrument, and its candles of each interval. Only final candles count, unless asked. A moment
/// is a candle's end, or a record's own time. Ticks move the time of all series, so that `for`,
/// `keep_firing_for` and `nodata` end where records do not come.
///
/// A correction of the latest candle takes its place: what it undoes is retracted. A correction of
/// the candle on which an alert fired retracts it too, however much later; other late corrections
/// change nothing. A candle that ceases to exist counts as if it had never come. A condition that is null for a record leaves everything as it was; one that
/// fails does too, and is reported like a refused line.
public struct Alert: Stage {
  /// What was asked for.
  public let options: AlertOptions
  /// What nobody is told of; no part of a saved state, since they change more often than rules.
  public var silences: [Silence] = []
  var series: [AlertSeries] = []
  var tallies: [AlertTally]
  private var places: [SeriesKey: Int] = [:]
  private var numbered = SeriesPlaces()
  /// The rules once more: a reference is passed on for less than all that a rule holds.
  let rules: [FollowedRule]
  var unseen: UnseenFields

  private enum CodingKeys: CodingKey {
    case options, series, tallies
  }

  /// Nothing seen yet.
  public init(_ options: AlertOptions) {
    self.options = options
    rules = options.rules.map { FollowedRule($0) }
    unseen = UnseenFields(options.rules.flatMap(\.paths))
    tallies = options.rules.map { _ in AlertTally() }
  }

  /// Reads what ``encode(to:)`` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    options = try container.decode(AlertOptions.self, forKey: .options)
    rules = options.rules.map { FollowedRule($0) }
    unseen = UnseenFields(options.rules.flatMap(\.paths))
    series = try container.decode([AlertSeries].self, forKey: .series)
    tallies = try container.decode([AlertTally].self, forKey: .tallies)
    for (place, series) in series.enumerated() { places[series.key] = place }
    guard tallies.count == rules.count,
      series.allSatisfy({ $0.entries.allSatisfy { rules.indices.contains($0.rule) } })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .series, in: container, debugDescription: "series of other rules")
    }
  }

  /// Appends what the rules have to say about the batch's records, behind each where records pass.
  public mutating func apply(_ input: Batch, from first: Int, to output: inout Batch) -> Int {
    numbered.follow(input.instruments)
    return input.forEach(from: first, to: &output) { record, output in
      if options.passesRecords { output.append(record, of: input) }
      switch record.kind {
      case .tick: pass(input.ticks[Int(record.index)], to: &output)
      case .trade:
        let trade = input.trades[Int(record.index)]
        let place = place(of: .trade, trade.instrument, "", input.instruments)
        take(record, of: input, place, from: trade.time, until: trade.time, to: &output)
      case .quote:
        let quote = input.quotes[Int(record.index)]
        let place = place(of: .quote, quote.instrument, "", input.instruments)
        let time = quote.time ?? series[place].clock
        take(record, of: input, place, from: time, until: time, to: &output)
      case .candle:
        take(input.candles[Int(record.index)], record, of: input, to: &output)
      case .ticker, .depth, .gap, .alert, .delivery, .other: break
      }
    }
  }

  /// Appends the summary, if that was asked for, and tells of fields that no record had and of rules
  /// whose names are spelt otherwise; no record waits for another.
  public mutating func finishPart(to output: inout Batch) -> Bool {
    output.notes += unseen.notes + otherSpellings
    guard options.output == .summary else { return true }
    var tallies = tallies
    for series in series {
      for entry in series.entries where entry.announced {
        tallies[entry.rule].ended(entry.announcedAt, series.clock)
      }
    }
    for (rule, tally) in zip(options.rules, tallies) { tally.append(to: &output, rule: rule.name) }
    return true
  }

  private mutating func place(
    of kind: Kind, _ number: Int32, _ interval: Name, _ table: Instruments
  ) -> Int {
    let known = numbered.place(of: kind, number, interval)
    if known >= 0 { return known }
    let place = place(of: SeriesKey(kind, table[number], interval))
    numbered.note(place, of: kind, number, interval, table)
    return place
  }

  private mutating func place(of key: SeriesKey) -> Int {
    if let place = places[key] { return place }
    let entries = options.rules.indices.filter { index in
      options.rules[index].match.allSatisfy { $0.matches(key) }
    }
    series.append(
      AlertSeries(
        key: key,
        entries: entries.map { AlertEntry(rule: $0, memory: AlertMemory(options.rules[$0])) }))
    places[key] = series.count - 1
    return series.count - 1
  }

  private mutating func take(
    _ candle: Candle, _ record: Record, of input: Batch, to output: inout Batch
  ) {
    guard candle.final || options.includesPartial else { return }
    let place = place(of: .candle, candle.instrument, candle.interval, input.instruments)
    if candle.isRetracted {
      return withdraw(record, of: input, place, candle, to: &output)
    }
    guard let latest = series[place].latest, candle.time <= latest else {
      take(
        record, of: input, place, from: candle.time, until: candle.end, candle: candle, to: &output)
      return
    }
    guard candle.final else { return }
    for index in series[place].entries.indices {
      if candle.time == latest {
        correct(record, of: input, place, index, candle, to: &output)
      } else {
        retract(record, of: input, place, index, candle, to: &output)
      }
    }
  }
}
