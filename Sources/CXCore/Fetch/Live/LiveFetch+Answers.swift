import CXRecord

extension LiveFetch {
  /// Takes the answer to the request that ``next(now:into:)`` wanted, and appends the records that
  /// come of it.
  public mutating func receive(
    _ answer: RESTAnswer, now: LiveMoment, into batch: inout Batch
  ) {
    questions.answered()
    questions.limits.note(answer, now: now.wall)
    switch RESTVerdict(answer, symbol: subjectOfQuestion, of: plan.exchange) {
    case .accept: answer.body.withUnsafeBytes { accept($0, now: now, into: &batch) }
    case .retry(let reason): retry(reason, now: now, into: &batch)
    case .slowDown(let seconds): fault = questions.limits.slowDown(seconds, now: now.wall)
    case .banned(let seconds): fault = questions.limits.ban(seconds, now: now.wall)
    case .fail(let what): fault = what
    }
  }

  /// Takes note that no answer came, and why.
  public mutating func fail(_ reason: String, now: LiveMoment, into batch: inout Batch) {
    questions.answered()
    retry(reason, now: now, into: &batch)
  }

  /// Takes note of a failure that asking again does not cure.
  public mutating func stop(_ fault: Fault) {
    self.fault = fault
  }

  /// Takes the weight that this address has used, other programs' requests included.
  public mutating func note(_ usage: WeightUsage, now: LiveMoment) {
    questions.limits.note(usage, now: now.wall)
  }

  /// The weight that this address has used, as far as this program knows.
  public mutating func usage(now: LiveMoment) -> WeightUsage {
    questions.limits.usage(now: now.wall)
  }

  // MARK: - Answers

  private var subjectOfQuestion: Name {
    switch questions.current {
    case .symbols(let first):
      Name(plan.symbols[first...].prefix(rules.symbolsPerQuestion).joined(separator: ", "))
    case .missing(let stream), .newest(let stream), .picture(let stream): plan.symbols[stream]
    case nil: ""
    }
  }

  private mutating func accept(
    _ body: UnsafeRawBufferPointer, now: LiveMoment, into batch: inout Batch
  ) {
    do throws(HistoryProblem) {
      switch questions.current {
      case .symbols(let first): try takeStates(body, from: first, now: now)
      case .newest(let stream): try takeNewest(body, of: stream, now: now)
      case .picture(let stream):
        questions.done()
        do throws(PayloadProblem) {
          try takePicture(body, of: stream, now: now, into: &batch)
        } catch {
          questions.want(.picture(stream), at: now.ticks)
          throw .damaged(error)
        }
      case .missing(let stream):
        let present = questions.limits.clock.latest ?? now.wall
        try series[stream].receive(body, present: present, into: &batch)
        if series[stream].request() == nil { finish(stream, now: now, into: &batch) }
      case nil: break
      }
      questions.limits.succeed()
    } catch {
      switch error {
      case .damaged(let problem): retry("the answer \(problem.reason)", now: now, into: &batch)
      case .stuck: abandon("full pages bring nothing new", now: now, into: &batch)
      }
    }
  }

  /// All that can be asked for of a series was asked.
  mutating func finish(_ stream: Int, now: LiveMoment, into batch: inout Batch) {
    questions.done()
    if series[stream].finish(into: &batch) {
      questions.want(.missing(stream), at: now.ticks + series[stream].patience)
    }
  }

  private mutating func takeStates(
    _ body: UnsafeRawBufferPointer, from first: Int, now: LiveMoment
  ) throws(HistoryProblem) {
    do throws(PayloadProblem) {
      let symbols = Array(plan.symbols[first...].prefix(rules.symbolsPerQuestion))
      let facts = try rules.readFacts(body, of: symbols)
      questions.limits.note(facts, now: now.wall)
      for symbol in symbols {
        guard let known = facts.states[symbol] else {
          fault = Fault(.noInput, "the exchange has no symbol \(symbol)")
          return
        }
        guard let state = known else { continue }
        idle += 1
        notices.append("\(symbol) is not traded now (\(state))")
      }
    } catch {
      throw .damaged(error)
    }
    questions.done()
    if idle == plan.symbols.count {
      fault = Fault(.noInput, "there is nothing to follow: \(notices.joined(separator: "; "))")
    }
  }

  private mutating func takeNewest(
    _ body: UnsafeRawBufferPointer, of stream: Int, now: LiveMoment
  ) throws(HistoryProblem) {
    let newest: Int64
    do throws(PayloadProblem) {
      newest = try rules.readNewestTrade(body)
    } catch {
      throw .damaged(error)
    }
    questions.done()
    judge(stream, newest: newest, now: now)
  }

  private mutating func judge(_ stream: Int, newest: Int64, now: LiveMoment) {
    let isQuiet = now.ticks - pool.dataAt[stream] >= plan.limits.stall / 2
    let known = bringsTrades ? series[stream].series.cursor.lastTrade : nil
    if watch.isStalled(stream, newest: newest, known: known, hasData: !isQuiet) {
      pool.stalled(stream, now: now.ticks)
      if !bringsTrades { return }
      series[stream].fallBehind()
      questions.want(.missing(stream), at: now.ticks)
    } else {
      pool.quiet(stream, now: now.ticks)
    }
  }

  var bringsTrades: Bool {
    !plan.isRaw && (plan.subject == .trades || plan.subject == .rawTrades)
  }

  // MARK: - No answers

  private mutating func retry(_ reason: String, now: LiveMoment, into batch: inout Batch) {
    guard let given = questions.limits.fail(reason) else { return }
    // Without the exchange's facts it never answered: the address is probably wrong.
    if case .symbols = questions.current {
      fault = given
      return
    }
    questions.limits.succeed()
    abandon(given.message, now: now, into: &batch)
  }

  /// What was asked for cannot be had: following goes on without.
  private mutating func abandon(_ reason: String, now: LiveMoment, into batch: inout Batch) {
    notices.append(reason)
    let question = questions.current
    questions.done()
    switch question {
    case .missing(let stream):
      series[stream].giveUp(into: &batch)
      if series[stream].hasHole { questions.want(.missing(stream), at: now.ticks) }
    // If the exchange does not answer there either, a new connection is worth a try.
    case .newest(let stream): pool.stalled(stream, now: now.ticks)
    // Without a picture there is no book: it is asked for as long as that takes.
    case .picture(let stream):
      questions.want(.picture(stream), at: now.ticks + 10 * Timestamp.second)
    case .symbols, nil: break
    }
  }
}

extension Batch {
  /// Appends a payload as it came, as a line `<nanoseconds> <payload>`.
  mutating func appendRaw(_ bytes: UnsafeRawBufferPointer, at time: Timestamp) {
    let start = block.count
    block.append(time.microseconds)
    block.append("000 ")
    block.append(bytes)
    records.append(
      Record(
        kind: .other, index: 0, start: Int32(start), end: Int32(block.count),
        line: Int32(records.count)))
    block.append(UInt8(ascii: "\n"))
  }
}
