import CXRecord

/// What is said: events where an alert's state is not the one last said, and explanations.
extension Alert {
  /// Appends an event if the alert fires and that was not said, or the other way round.
  mutating func announce(
    _ place: Int, _ index: Int, window: Int64?, revision: Int64 = 0, cause: Int64? = nil,
    retracts: Bool = false, to output: inout Batch
  ) {
    guard series[place].entries[index].hasNews else { return }
    let entry = series[place].entries[index]
    let fires = entry.memory.machine.isFiring
    let time = entry.memory.time
    let rule = rules[entry.rule].rule
    let silence = fires ? silence(of: rule, series[place].key, at: time) : entry.silence
    series[place].entries[index].silence = fires ? silence : nil
    if fires && entry.announced {
      // It was silent until now; whoever is to be told of it is told now.
      if silence != nil { return }
    } else if fires {
      series[place].entries[index].announced = true
      series[place].entries[index].announcedAt = time
      let before = entry.beforeLatest?.condition
      series[place].entries[index].cause = cause.flatMap { window in
        before.map { AlertEntry.Cause(window: window, before: $0) }
      }
      tallies[entry.rule].fired(at: time)
    } else {
      series[place].entries[index].announced = false
      if retracts {
        tallies[entry.rule].retracted += 1
      } else {
        tallies[entry.rule].ended(entry.announcedAt, time)
      }
    }
    if options.output == .summary { return }
    output.append(
      AlertEvent(
        fires ? .firing : retracts ? .retracted : .resolved, of: rule, series[place].key,
        output.instruments, time: time, window: window, value: entry.memory.value,
        message: entry.message, revision: revision, silence: silence))
  }

  /// The name of the silence that an alert is under.
  private func silence(of rule: AlertRule, _ key: SeriesKey, at time: Int64) -> String? {
    silences.first { silence in
      silence.covers(time) { name in
        switch name.text {
        case "rule", "alertname": rule.name.text
        case "severity": rule.severity
        case "symbol": key.instrument.symbol.text
        case "exchange": key.instrument.exchange.text
        case "tenant": key.instrument.tenant.text
        case "interval": key.interval.text
        case "type": key.type.text
        default: rule.labels[name] ?? ""
        }
      }
    }?.name
  }

  /// Appends why a rule fires or does not, if that was asked for.
  func explain(
    _ place: Int, _ index: Int, _ isKnown: Bool, at time: Int64, to output: inout Batch
  ) {
    guard options.output == .explanations else { return }
    let entry = series[place].entries[index]
    let key = series[place].key
    let rule = rules[entry.rule].rule
    let memory = entry.memory
    let number = output.instruments.number(of: key.instrument)
    output.appendOther(type: "explanation", number) { block in
      if !key.interval.isEmpty { block.field("interval", .name(key.interval)) }
      block.field("ts", .number(Decimal(time)))
      block.field("rule", .name(rule.name))
      block.field("condition", .text(rule.condition.source))
      block.field("result", isKnown ? memory.holds.map(Value.bool) ?? .null : .null)
      if isKnown { block.field("value", memory.value) }
      block.field("state", .text(memory.machine.name))
      block.field("why", .text(Self.reason(memory, rule, isKnown)))
    }
  }

  private static func reason(_ memory: AlertMemory, _ rule: AlertRule, _ isKnown: Bool) -> String {
    if !isKnown { return "the condition is unknown: a field or earlier records are missing" }
    switch memory.machine.phase {
    case .inactive: return "the condition is false"
    case .pending(let since):
      let held = memory.time &- since
      if held < rule.holdFor {
        return "held for \(DurationText.text(held)) of \(DurationText.text(rule.holdFor))"
      }
      return "the cooldown of \(DurationText.text(rule.cooldown)) is not over"
    case .firing(_, let over?):
      let text = DurationText.text(rule.keepFiringFor)
      return "over for \(DurationText.text(memory.time &- over)), kept firing for \(text)"
    case .firing(_, nil):
      return memory.holds == true ? "the condition holds" : "not clear yet"
    }
  }
}
