import CXRecord

/// Follows an exchange's streams without doing any input or output: it says what to connect to,
/// what to send and what to ask, and takes what comes.
///
/// Trades and candles are joined to their history and to themselves over every break, each once and
/// in order; what is missing is asked for by REST, and what cannot be had is a `gap` record.
///
///     next(now) -> connect(id) -> opened(id) or closed(id) -> next(now) -> send(id, text) -> ...
///               -> request -> receive(answer) or fail(reason)
///               -> wait -> message(id, bytes)
public struct LiveFetch {
  let plan: LivePlan
  let rules: any ExchangeRules
  var pool: LivePool
  var series: [LiveSeries] = []
  private var latest: [LatestSeries] = []
  private var books: LiveBooks?
  var questions: LiveQuestions
  private var parser: PayloadParser
  private var page: Batch
  private var nextLook: Int64 = 0
  var watch: LiveWatch
  var fault: Fault?
  /// Symbols that are not traded now.
  var idle = 0
  var notices: [String] = []

  /// A follower that has not begun.
  ///
  /// The batches that it is given have these instruments.
  public init(_ plan: LivePlan, instruments: Instruments) {
    self.plan = plan
    rules = plan.exchange.rules
    parser = PayloadParser(plan.exchange)
    pool = LivePool(plan)
    questions = LiveQuestions(seed: plan.seed, spacing: rules.spacing)
    watch = LiveWatch(plan.symbols.count, limits: plan.limits)
    page = Batch(instruments: instruments)
    page.source = "socket"
    if let subject = plan.history {
      let room = max(100, plan.limits.waiting / max(1, plan.symbols.count))
      series = plan.symbols.map {
        LiveSeries(
          subject, of: plan.exchange, symbol: $0, cursor: plan.cursors[$0],
          showsUpdates: plan.showsUpdates,
          holdLimit: room, instruments: instruments)
      }
    } else if case .depth(let output) = plan.subject {
      books = LiveBooks(output, symbols: plan.symbols)
    } else {
      latest = plan.symbols.map { _ in LatestSeries() }
    }
    for first in stride(from: 0, to: plan.symbols.count, by: rules.symbolsPerQuestion) {
      questions.want(.symbols(from: first), at: 0)
    }
    for number in series.indices where series[number].hasHole && !plan.isRaw {
      questions.want(.missing(number), at: 0)
    }
  }

  /// How far each symbol has come: with these, another run goes on where this one is.
  public var position: [Name: HistoryCursor] {
    var all = plan.cursors
    for one in series where one.series.cursor.hasBegun {
      all[one.series.symbol] = one.series.cursor
    }
    return all
  }

  /// What came more than once and was dropped.
  public var doubles: Int {
    series.reduce(0) { $0 + $1.doubles } + latest.reduce(0) { $0 + $1.doubles }
  }

  /// What is worth telling whoever watches since this was last asked.
  public mutating func takeNotices() -> [String] {
    defer { notices.removeAll() }
    return notices + pool.takeNotices() + questions.takeNotices()
  }

  /// What is to be done now; what is found to be a gap is appended.
  public mutating func next(now: LiveMoment, into batch: inout Batch) -> LiveAction {
    if let fault = fault ?? pool.fault { return .fail(fault) }
    if let action = pool.next(now: now.ticks) { return action }
    look(now: now)
    if let request = nextRequest(now: now, into: &batch) { return .request(request) }
    return .wait(until: max(now.ticks, min(pool.deadline, questions.deadline, nextLook)))
  }

  /// A connection is open.
  public mutating func opened(_ id: Int, now: LiveMoment) {
    pool.opened(id, now: now.ticks)
    for streams in pool.takeInterruptions() { interrupted(streams, now: now) }
  }

  /// A connection broke or did not come about.
  public mutating func closed(_ id: Int, _ reason: String, now: LiveMoment) {
    pool.closed(id, reason, now: now.ticks)
    for streams in pool.takeInterruptions() { interrupted(streams, now: now) }
  }

  /// Takes a message of a connection, and appends the records that come of it.
  public mutating func message(
    _ id: Int, _ bytes: UnsafeRawBufferPointer, now: LiveMoment, into batch: inout Batch
  ) {
    do throws(PayloadProblem) {
      switch try LiveMessage(bytes, of: plan.exchange) {
      case .event(let name, let data):
        guard let stream = pool.names.number(name) else { return }
        pool.data(id, stream, now: now.ticks)
        if plan.isRaw {
          batch.appendRaw(bytes, at: now.wall)
          // The book is kept all the same: it tells when a picture has to be asked for.
          if books == nil { return }
          var unseen = Batch(instruments: batch.instruments)
          take(data, of: stream, now: now, into: &unseen)
        } else {
          take(data, of: stream, now: now, into: &batch)
        }
      case .heartbeat(let name, let newest):
        guard let stream = pool.names.number(name) else { return }
        pool.data(id, stream, now: now.ticks)
        if !plan.isRaw, bringsTrades, series[stream].hear(ofNewest: newest) {
          questions.want(.missing(stream), at: now.ticks + plan.limits.disorder)
        }
      case .reply(let command, let reply): pool.reply(id, command, reply)
      case .shutdown:
        notices.append("the exchange ends connection \(id)")
        pool.shutdown(id, now: now.ticks)
      case .other: break
      }
    } catch {
      batch.rejects.append(
        Reject(source: "socket", line: 0, reason: error.reason, raw: Array(bytes)))
    }
  }

  // MARK: - Records

  private mutating func take(
    _ data: UnsafeRawBufferPointer, of stream: Int, now: LiveMoment, into batch: inout Batch
  ) {
    page.removeAll()
    parser.parse(data, line: 0, receivedAt: now.wall.microseconds, into: &page)
    batch.rejects.append(contentsOf: page.rejects)
    if page.records.isEmpty { return }
    if books != nil {
      takeDepth(of: stream, now: now, into: &batch)
      return
    }
    if latest.isEmpty {
      // All records of a message are of one symbol.
      for record in page.records {
        let id = record.kind == .trade ? parser.id(of: page.trades[Int(record.index)]) : 0
        series[stream].take(record, id: id, of: page, into: &batch)
      }
      if series[stream].hasHole && !series[stream].isAsking {
        questions.want(.missing(stream), at: now.ticks + plan.limits.disorder)
      }
      return
    }
    latest[stream].take(
      page, order: parser.order(plan.subject), instrument: instrument(stream, batch),
      time: now.wall.microseconds, into: &batch)
  }

  private func instrument(_ stream: Int, _ batch: Batch) -> Int32 {
    batch.instruments.number(
      of: Instrument(exchange: plan.exchange.name, symbol: plan.symbols[stream]))
  }

  private mutating func takeDepth(of stream: Int, now: LiveMoment, into batch: inout Batch) {
    if let time = books?.take(page, of: stream, now: now.ticks, into: &batch) {
      questions.want(.picture(stream), at: time)
    }
  }

  /// Takes a picture of a book; a payload that is to be kept has the shape of the socket's, so that
  /// it names its symbol.
  mutating func takePicture(
    _ body: UnsafeRawBufferPointer, of stream: Int, now: LiveMoment, into batch: inout Batch
  ) throws(PayloadProblem) {
    page.removeAll()
    parser.assume(symbol: plan.symbols[stream])
    parser.parse(body, line: 0, receivedAt: nil, into: &page)
    parser.assume(symbol: nil)
    if let reject = page.rejects.first { throw .refused(reject.reason) }
    guard plan.isRaw else { return takeDepth(of: stream, now: now, into: &batch) }
    let payload = Block()
    payload.append(#"{"stream":"#)
    payload.append(jsonString: pool.names.all[stream])
    payload.append(#","data":"#)
    payload.append(body)
    payload.append(UInt8(ascii: "}"))
    batch.appendRaw(payload.bytes, at: now.wall)
    var unseen = Batch(instruments: batch.instruments)
    takeDepth(of: stream, now: now, into: &unseen)
  }

  private mutating func interrupted(_ streams: Range<Int>, now: LiveMoment) {
    parser.forgetOpenCandles()
    for stream in streams {
      if !latest.isEmpty {
        latest[stream].interrupt()
      } else if case .candles = plan.subject, series[stream].series.cursor.hasBegun {
        // A candle may have closed meanwhile, and the next one may take a day.
        series[stream].fallBehind()
        questions.want(.missing(stream), at: now.ticks)
      }
    }
  }

  // MARK: - Questions

  private mutating func look(now: LiveMoment) {
    guard now.ticks >= nextLook else { return }
    nextLook = now.ticks + Timestamp.second
    let silent = pool.silent(now: now.ticks)
    for stream in watch.suspects(silent: silent, dataAt: pool.dataAt, now: now.ticks) {
      questions.want(.newest(stream), at: now.ticks)
    }
  }

  private mutating func nextRequest(
    now: LiveMoment, into batch: inout Batch
  ) -> RESTRequest? {
    while let question = questions.next(now: now.ticks) {
      switch question {
      case .symbols(let first):
        let symbols = plan.symbols[first...].prefix(rules.symbolsPerQuestion)
        return questions.ask(rules.facts(of: Array(symbols)), now: now)
      case .newest(let stream):
        return questions.ask(rules.newestTrade(of: plan.symbols[stream]), now: now)
      case .picture(let stream):
        guard let request = books?.request(stream) else {
          questions.done()
          continue
        }
        guard let request = questions.ask(request, now: now) else { return nil }
        books?.asked(stream, now: now.ticks)
        return request
      case .missing(let stream):
        // What was only late has come meanwhile.
        if !series[stream].hasHole {
          series[stream].endAsking()
          questions.done()
          continue
        }
        if !series[stream].isAsking {
          series[stream].ask(present: questions.present(now: now).microseconds)
        }
        if let request = series[stream].request() { return questions.ask(request, now: now) }
        finish(stream, now: now, into: &batch)
      }
    }
    return nil
  }
}
