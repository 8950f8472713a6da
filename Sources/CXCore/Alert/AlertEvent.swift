import CXRecord

extension AlertEvent {
  /// What a rule has to say of a series.
  init(
    _ state: AlertState, of rule: AlertRule, _ series: SeriesKey, _ instruments: Instruments,
    time: Int64, window: Int64?, value: Value, message: String, revision: Int64, silence: String?
  ) {
    let compared = Block(capacity: 64)
    if value != .null { compared.append(value) }
    self.init(
      instrument: instruments.number(of: series.instrument), interval: series.interval, time: time,
      rule: rule.name, state: state, severity: rule.severity,
      value: value == .null ? nil : String(decoding: compared.bytes, as: UTF8.self),
      message: message, labels: rule.labels, window: window, revision: revision, silence: silence,
      key: Self.key(state, rule, series, window ?? time, revision))
  }

  /// Hash of rule, labels (the series' and the rule's own), window, state and revision.
  private static func key(
    _ state: AlertState, _ rule: AlertRule, _ series: SeriesKey, _ window: Int64,
    _ revision: Int64
  ) -> String {
    let instrument = series.instrument
    let labels = rule.labels.sorted { $0.key < $1.key }.flatMap { [$0.key.text, $0.value] }
    return DeliveryKey.text(
      [
        rule.name.text, instrument.tenant.text, instrument.exchange.text, instrument.symbol.text,
        series.type.text, series.interval.text, String(window), state.rawValue, String(revision),
      ] + labels)
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
