import CXRecord

/// Fetches history without doing any input or output: it says what to ask, which file to get or how
/// long to wait, and takes what comes.
///
/// For each symbol it asks for the exchange's facts (does the symbol exist, what time is it there,
/// how much may be asked). Then it goes through time: by bulk files where there are some, by REST
/// where not, each row once and in order. A hole in a file is filled by REST; what cannot be had is
/// a `gap` record. It keeps within the exchange's budget, waits when told to, and asks again when
/// an answer did not come or is damaged.
///
///     next(now) -> request -> receive(answer) or fail(reason) -> next(now) -> ...
///               -> download(file) -> downloaded(file, outcome)
///               -> read(file) -> take(records), endFile() or failFile(reason)
public struct HistoryFetch {
  /// What the symbol that is fetched is at.
  enum Step {
    /// Its facts are to be asked.
    case facts
    /// What comes next is to be decided.
    case plan
    case download(BulkFile, tries: Int)
    case read(BulkFile, rows: Int)
    /// By REST, up to that moment.
    case pages(any HistoryPages, until: Int64)
    /// By REST, what a file lacks.
    case fill(any HistoryPages, BulkFile, rows: Int)
  }

  let plan: HistoryPlan
  private let rules: any ExchangeRules
  private var symbols: ArraySlice<Name>
  var step = Step.facts
  var series: HistorySeries?
  var calendar: BulkCalendar?
  // The moment up to which all was had, or cannot be had.
  var time: Int64 = 0
  // Set behind a hole that was asked for: what is still missing then is a gap.
  var holeIsKnown = false
  var limits: RequestLimits
  private var cursors: [Name: HistoryCursor]
  private var fault: Fault?
  var notices: [String] = []
  // What the files that were read cover, by symbol.
  var coverage: [Name: [Range<Int64>]] = [:]

  /// A fetch that has not begun.
  public init(_ plan: HistoryPlan) {
    self.plan = plan
    rules = plan.exchange.rules
    limits = RequestLimits(spacing: rules.spacing)
    symbols = plan.symbols[...]
    cursors = plan.cursors
  }

  /// How far each symbol has come: with these, another run goes on where this one is.
  public var position: [Name: HistoryCursor] {
    var all = cursors
    if let series, series.cursor.hasBegun { all[series.symbol] = series.cursor }
    return all
  }

  /// Whether the next records come from the file at hand, for which nobody has to be asked.
  public var isReading: Bool {
    if case .read = step { return fault == nil }
    return false
  }

  /// What is worth telling whoever watches since this was last asked.
  public mutating func takeNotices() -> [String] {
    defer { notices.removeAll() }
    return notices
  }

  /// What is to be done now; `now` is the local clock.
  public mutating func next(now: Timestamp) -> FetchAction {
    if let fault { return .fail(fault) }
    if let pause = limits.takePause() { return .wait(pause) }
    while let symbol = symbols.first {
      switch step {
      case .facts: return ask(rules.facts(of: [symbol]), now: now)
      case .plan: if !decide(now: now) { endSymbol() }
      case .download(let file, _): return .download(file)
      case .read(let file, _): return .read(file)
      case .pages(let pages, let until):
        if let request = series.flatMap(pages.request) { return ask(request, now: now) }
        time = until
        step = .plan
      case .fill(let pages, let file, let rows):
        if let request = series.flatMap(pages.request) { return ask(request, now: now) }
        step = .read(file, rows: rows)
      }
    }
    return .done
  }

  /// Takes the answer to the request that ``next(now:)`` wanted, and appends the records in it.
  public mutating func receive(_ answer: RESTAnswer, now: Timestamp, into batch: inout Batch) {
    limits.note(answer, now: now)
    switch RESTVerdict(answer, symbol: symbols.first ?? "", of: plan.exchange) {
    case .accept: answer.body.withUnsafeBytes { accept($0, now: now, into: &batch) }
    case .retry(let reason): fail(reason)
    case .slowDown(let seconds): fault = limits.slowDown(seconds, now: now)
    case .banned(let seconds): fault = limits.ban(seconds, now: now)
    case .fail(let what): fault = what
    }
  }

  /// Takes note that no answer came, and why.
  public mutating func fail(_ reason: String) {
    fault = limits.fail(reason)
  }

  /// Takes note of a failure that asking again does not cure.
  public mutating func stop(_ fault: Fault) {
    self.fault = fault
  }

  /// Takes the weight that this address has used, other programs' requests included.
  public mutating func note(_ usage: WeightUsage, now: Timestamp) {
    limits.note(usage, now: now)
  }

  /// The weight that this address has used, as far as this program knows.
  public mutating func usage(now: Timestamp) -> WeightUsage {
    limits.usage(now: now)
  }

  // MARK: - Requests

  private mutating func ask(_ request: RESTRequest, now: Timestamp) -> FetchAction {
    limits.spend(request, now: now).map(FetchAction.wait) ?? .request(request)
  }

  private mutating func accept(
    _ body: UnsafeRawBufferPointer, now: Timestamp, into batch: inout Batch
  ) {
    do throws(HistoryProblem) {
      let present = limits.clock.latest ?? now
      switch step {
      case .facts: try begin(body, now: now)
      case .pages(var pages, let until):
        try receive(body, &pages, present, into: &batch)
        step = .pages(pages, until: until)
      case .fill(var pages, let file, let rows):
        try receive(body, &pages, present, into: &batch)
        step = .fill(pages, file, rows: rows)
      case .plan, .download, .read: break
      }
      limits.succeed()
    } catch {
      let symbol = symbols.first ?? ""
      switch error {
      case .damaged(let problem): fail("the answer for \(symbol) \(problem.reason)")
      case .stuck:
        fault = Fault(.unavailable, "the exchange answers with the same page of \(symbol) for ever")
      }
    }
  }

  private mutating func receive(
    _ body: UnsafeRawBufferPointer, _ pages: inout any HistoryPages, _ present: Timestamp,
    into batch: inout Batch
  ) throws(HistoryProblem) {
    guard var moved = series else { return }
    defer { series = moved }
    try pages.receive(body, serverTime: present, for: &moved, into: &batch)
  }

  // MARK: - Steps

  private mutating func begin(
    _ body: UnsafeRawBufferPointer, now: Timestamp
  ) throws(HistoryProblem) {
    let info: ExchangeFacts
    do throws(PayloadProblem) {
      info = try rules.readFacts(body, of: Array(symbols.prefix(1)))
    } catch {
      throw .damaged(error)
    }
    limits.note(info, now: now)
    guard let symbol = symbols.first else { return }
    // What has not happened yet is not history: without this, paging would chase the present.
    let present = limits.clock.latest ?? now
    let cursor = cursors[symbol]
    let span = plan.span(now: present)
    let series = HistorySeries(
      plan.subject, of: plan.exchange, symbol: symbol,
      since: cursor == nil ? span.since.microseconds : 0,
      until: span.until.microseconds, limit: plan.limit,
      cursor: cursor ?? HistoryCursor(since: span.since))
    self.series = series
    calendar = BulkCalendar(
      plan.subject, symbol: symbol, isOn: plan.usesBulk, isAlone: plan.isBulkAlone)
    time = series.start
    step = .plan
  }

  /// Decides what comes next; false when nothing does.
  private mutating func decide(now: Timestamp) -> Bool {
    if let holes = series?.takeHoles(), !holes.isEmpty, !plan.isBulkAlone {
      if let pages = rules.pages(aboutHoles: holes) {
        step = .pages(pages, until: time)
        return true
      }
    }
    guard let series, let calendar, !series.isFull, time < series.until else { return false }
    let present = (limits.clock.latest ?? now).microseconds
    switch calendar.segment(at: time, until: series.until, now: present) {
    case .file(let file):
      // At `time` itself, some rows were had.
      self.series?.unwanted = file.start..<max(file.start, time + 1)
      step = .download(file, tries: 0)
    case .rest(let until) where plan.isBulkAlone: time = until
    case .rest(let until):
      let start = time == series.start ? time : min(time, series.cursor.time)
      step = .pages(pages(from: start, until: until), until: until)
    }
    return true
  }

  /// The pages of the series from where it is, candles from `start`, up to `until` or to the trade
  /// `stop`.
  func pages(from start: Int64, until: Int64, stop: Int64 = .max) -> any HistoryPages {
    guard let series else { return NoPages() }
    return rules.pages(of: series, from: start, until: until, stop: stop)
  }

  private mutating func endSymbol() {
    if let series {
      if series.cursor.hasBegun { cursors[series.symbol] = series.cursor }
      if series.doubles > 0 {
        notices.append("\(series.doubles) rows of \(series.symbol) came twice and count once")
      }
    }
    series = nil
    symbols.removeFirst()
    step = .facts
  }
}

/// A history of nothing.
struct NoPages: HistoryPages {
  func request(for series: HistorySeries) -> RESTRequest? { nil }

  mutating func receive(
    _ body: UnsafeRawBufferPointer, serverTime: Timestamp, for series: inout HistorySeries,
    into batch: inout Batch
  ) {}
}
