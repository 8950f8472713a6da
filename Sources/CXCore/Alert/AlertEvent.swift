import CXRecord

/// What an event says that an alert does.
public enum AlertState: String, Codable, Sendable {
  /// It began.
  case firing
  /// It ended.
  case resolved
  /// It fired on a record that was corrected since, and should not have.
  case retracted
}

/// Something an alert has to say.
struct AlertEvent {
  var state: AlertState
  var time: Int64
  /// The candle, by its first moment; nil where there is none.
  var window: Int64?
  var value: Value
  var message: String
  var revision: Int64
  /// The silence it is under; nil where it is told.
  var silence: String?

  /// Hash of rule, labels (the series' and the rule's own), window, state and revision.
  func key(_ rule: AlertRule, _ series: SeriesKey) -> String {
    let instrument = series.instrument
    let labels = rule.labels.sorted { $0.key < $1.key }.flatMap { [$0.key.text, $0.value] }
    return DeliveryKey.text(
      [
        rule.name.text, instrument.tenant.text, instrument.exchange.text, instrument.symbol.text,
        series.type.text, series.interval.text, String(window ?? time), state.rawValue,
        String(revision),
      ] + labels)
  }

  /// Appends the event as a record; field order is fixed here.
  func append(to output: inout Batch, _ rule: AlertRule, _ series: SeriesKey) {
    let number = output.instruments.number(of: series.instrument)
    output.appendOther(type: "alert", number) { block in
      if !series.interval.isEmpty { block.field("interval", .name(series.interval)) }
      block.field("ts", .number(Decimal(time)))
      block.field("rule", .name(rule.name))
      block.field("state", .text(state.rawValue))
      block.field("severity", .text(rule.severity))
      if value != .null { block.field("value", value) }
      block.field("message", .text(message))
      if !rule.labels.isEmpty {
        block.append(#","labels":{"#)
        for (index, label) in rule.labels.sorted(by: { $0.key < $1.key }).enumerated() {
          if index > 0 { block.append(",") }
          block.append(jsonString: label.key)
          block.append(":")
          block.append(jsonString: label.value)
        }
        block.append("}")
      }
      if let window { block.field("window", .number(Decimal(window))) }
      block.field("rev", .number(Decimal(revision)))
      if let silence { block.field("silenced", .text(silence)) }
      block.field("key", .text(key(rule, series)))
    }
  }
}

extension Block {
  /// Appends `,"name":value`.
  func field(_ name: String, _ value: Value) {
    append(#",""#)
    append(name)
    append(#"":"#)
    append(value)
  }
}
