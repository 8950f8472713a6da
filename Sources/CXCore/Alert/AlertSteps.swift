import CXRecord

/// What a record or a tick does to the rules of its series.
extension Alert {
  /// A record that is not a correction: something happened from one moment until another.
  mutating func take(
    _ record: Record, of input: Batch, _ place: Int, from start: Int64, until end: Int64,
    candle: Candle? = nil, to output: inout Batch
  ) {
    let fields = RecordFields(batch: input, record: record, line: input.line(of: record))
    let keepsTrace = candle?.final ?? true
    let windowBefore = series[place].latest
    let window = candle?.time
    let revision = candle?.revision ?? 0
    for index in series[place].entries.indices {
      let rule = rules[series[place].entries[index].rule]
      if let length = rule.silence {
        if let until = series[place].dataUntil {
          observeSilence(since: until, at: start, length, place, index)
          announce(place, index, window: windowBefore, to: &output)
        }
        series[place].entries[index].memory.holds = false
        series[place].entries[index].memory.observe(at: end, rule)
        series[place].entries[index].message = message(rule, fields, series[place].key, .null)
        announce(place, index, window: window, to: &output)
      } else {
        if keepsTrace && window != nil {
          series[place].entries[index].beforeLatest = series[place].entries[index].memory
        }
        let isKnown = evaluate(
          record, fields, place, index, at: end, keepsTrace: keepsTrace, to: &output.rejects)
        announce(
          place, index, window: window, revision: revision,
          cause: keepsTrace ? window : nil, to: &output)
        explain(place, index, isKnown, at: end, to: &output)
      }
    }
    if keepsTrace, let window { series[place].latest = window }
    series[place].clock = max(series[place].clock, end)
    series[place].dataUntil = max(series[place].dataUntil ?? end, end)
  }

  /// Time passes, and nothing else happens.
  mutating func pass(_ time: Int64, to output: inout Batch) {
    for place in series.indices where time > series[place].clock {
      series[place].clock = time
      for index in series[place].entries.indices {
        let rule = rules[series[place].entries[index].rule]
        if let length = rule.silence {
          guard let until = series[place].dataUntil else { continue }
          observeSilence(since: until, at: time, length, place, index)
        } else {
          series[place].entries[index].memory.observe(at: time, rule)
        }
        announce(place, index, window: series[place].latest, to: &output)
      }
    }
  }

  /// The latest candle again: as if the one before had not been.
  mutating func correct(
    _ record: Record, of input: Batch, _ place: Int, _ index: Int, _ candle: Candle,
    to output: inout Batch
  ) {
    guard let before = series[place].entries[index].beforeLatest else { return }
    let fields = RecordFields(batch: input, record: record, line: input.line(of: record))
    series[place].entries[index].memory = before
    let isKnown = evaluate(
      record, fields, place, index, at: candle.end, keepsTrace: true, to: &output.rejects)
    let clock = series[place].clock
    if clock > candle.end {
      // What ticks did behind the candle before is done again behind this one.
      let rule = rules[series[place].entries[index].rule]
      series[place].entries[index].memory.observe(at: clock, rule)
    }
    announce(
      place, index, window: candle.time, revision: candle.revision, cause: candle.time,
      retracts: !before.machine.isFiring, to: &output)
    explain(place, index, isKnown, at: candle.end, to: &output)
  }

  /// An older candle again: retracts the alert that fired on it.
  mutating func retract(
    _ record: Record, of input: Batch, _ place: Int, _ index: Int, _ candle: Candle,
    to output: inout Batch
  ) {
    let entry = series[place].entries[index]
    let rule = rules[entry.rule]
    guard entry.announced, let cause = entry.cause, cause.window == candle.time else { return }
    let fields = RecordFields(batch: input, record: record, line: input.line(of: record))
    var memory = entry.memory
    memory.condition = cause.before
    do {
      let isKnown = try memory.evaluate(fields, rule, keepsTrace: false)
      guard isKnown, memory.holds == false else { return }
    } catch {
      output.rejects.append(input.reject(record, "rule \"\(rule.rule.name)\": \(error.reason)"))
      return
    }
    series[place].entries[index].memory.machine.retract()
    series[place].entries[index].beforeLatest?.machine.retract()
    series[place].entries[index].memory.value = memory.value
    series[place].entries[index].message = message(rule, fields, series[place].key, memory.value)
    announce(
      place, index, window: candle.time, revision: candle.revision, retracts: true, to: &output)
  }

  /// A candle ceases to exist: as if it had not been, as far as that is remembered.
  mutating func withdraw(
    _ record: Record, of input: Batch, _ place: Int, _ candle: Candle, to output: inout Batch
  ) {
    guard let latest = series[place].latest, candle.time <= latest else { return }
    let fields = RecordFields(batch: input, record: record, line: input.line(of: record))
    for index in series[place].entries.indices {
      let entry = series[place].entries[index]
      let rule = rules[entry.rule]
      if candle.time == latest {
        guard let before = entry.beforeLatest else { continue }
        series[place].entries[index].memory = before
        series[place].entries[index].memory.observe(at: series[place].clock, rule)
      } else {
        guard entry.announced, entry.cause?.window == candle.time else { continue }
        series[place].entries[index].memory.machine.retract()
        series[place].entries[index].beforeLatest?.machine.retract()
      }
      let memory = series[place].entries[index].memory
      series[place].entries[index].message = message(
        rule, fields, series[place].key, memory.value)
      announce(
        place, index, window: candle.time, revision: candle.revision,
        retracts: !(entry.beforeLatest?.machine.isFiring ?? false) || candle.time < latest,
        to: &output)
    }
  }

  private mutating func observeSilence(
    since: Int64, at time: Int64, _ length: Int64, _ place: Int, _ index: Int
  ) {
    let (silence, overflow) = time.subtractingReportingOverflow(since)
    series[place].entries[index].memory.holds = overflow ? time > since : silence >= length
    series[place].entries[index].memory.observe(
      at: time, rules[series[place].entries[index].rule])
  }

  /// Evaluates and observes; false where the condition is unknown.
  private mutating func evaluate(
    _ record: Record, _ fields: RecordFields, _ place: Int, _ index: Int, at time: Int64,
    keepsTrace: Bool, to rejects: inout [Reject]
  ) -> Bool {
    let rule = rules[series[place].entries[index].rule]
    unseen.look(fields)
    var isKnown = false
    do {
      isKnown = try series[place].entries[index].memory.evaluate(
        fields, rule, keepsTrace: keepsTrace)
    } catch {
      rejects.append(fields.batch.reject(record, "rule \"\(rule.rule.name)\": \(error.reason)"))
    }
    if isKnown { series[place].entries[index].memory.observe(at: time, rule) }
    if series[place].entries[index].mayHaveToSay {
      series[place].entries[index].message = message(
        rule, fields, series[place].key, series[place].entries[index].memory.value)
    }
    return isKnown
  }

  private func message(
    _ followed: FollowedRule, _ fields: RecordFields, _ key: SeriesKey, _ value: Value
  ) -> String {
    let rule = followed.rule
    func text(_ value: Value) -> String? {
      switch value {
      case .null: nil
      case .bool(let value): value ? "true" : "false"
      case .number(let value): value.description
      case .text(let value): value
      }
    }
    return rule.message.text { name in
      switch name {
      case "rule": return rule.name.text
      case "severity": return rule.severity
      case "condition": return rule.condition.source
      case "value": return text(value)
      case "interval": return (key.interval.isEmpty ? key.type : key.interval).text
      default:
        if let label = rule.labels[Name(name)] { return label }
        let path = FieldPath(name.split(separator: ".").map(Name.init))
        return path.names.isEmpty ? nil : (try? fields.value(at: path)).flatMap(text)
      }
    }
  }
}
