/// What an event says that an alert does.
public enum AlertState: String, Codable, Sendable {
  /// It began.
  case firing
  /// It ended.
  case resolved
  /// It fired on a record that was corrected since, and should not have.
  case retracted
}

/// Something that a rule has to say: what is written as a record and what is brought to receivers.
public struct AlertEvent: Sendable, Equatable {
  /// Index into the batch's ``Instruments``.
  public var instrument: Int32
  /// The candles' interval; empty where it is not about candles.
  public var interval: Name
  /// Event time, microseconds since 1970 UTC.
  public var time: Int64
  /// The name of the rule.
  public var rule: Name
  /// What it says.
  public var state: AlertState
  /// `info`, `warning` or `critical`.
  public var severity: String
  /// What the condition compared, as JSON text; nil where there was nothing.
  public var value: String?
  /// The rule's message, its fields filled in.
  public var message: String
  /// The rule's labels.
  public var labels: [Name: String]
  /// The first moment of the candle it is about, microseconds; nil where there is none.
  public var window: Int64?
  /// The revision of that candle.
  public var revision: Int64
  /// The name of the silence it is under; nil where somebody is to be told.
  public var silence: String?
  /// The delivery key: the same for the same event, in every run and try.
  public var key: String

  /// An event; see the fields.
  public init(
    instrument: Int32, interval: Name, time: Int64, rule: Name, state: AlertState,
    severity: String, value: String?, message: String, labels: [Name: String], window: Int64?,
    revision: Int64, silence: String?, key: String
  ) {
    self.instrument = instrument
    self.interval = interval
    self.time = time
    self.rule = rule
    self.state = state
    self.severity = severity
    self.value = value
    self.message = message
    self.labels = labels
    self.window = window
    self.revision = revision
    self.silence = silence
    self.key = key
  }
}

extension Batch {
  /// Appends an alert and its line; field order is fixed here.
  public mutating func append(_ alert: AlertEvent) {
    appendOther(type: "alert", alert.instrument) { block in
      func field(_ name: StaticString, _ text: String) {
        block.append(name)
        block.append(jsonString: text)
      }
      func field(_ name: StaticString, _ number: Int64) {
        block.append(name)
        block.append(number)
      }
      if !alert.interval.isEmpty { field(#","interval":"#, alert.interval.text) }
      field(#","ts":"#, alert.time)
      field(#","rule":"#, alert.rule.text)
      field(#","state":"#, alert.state.rawValue)
      field(#","severity":"#, alert.severity)
      if let value = alert.value {
        block.append(#","value":"#)
        block.append(value)
      }
      field(#","message":"#, alert.message)
      for (index, label) in alert.labels.sorted(by: { $0.key < $1.key }).enumerated() {
        block.append(index == 0 ? #","labels":{"# as StaticString : ",")
        block.append(jsonString: label.key)
        block.append(":")
        block.append(jsonString: label.value)
      }
      if !alert.labels.isEmpty { block.append("}") }
      if let window = alert.window { field(#","window":"#, window) }
      field(#","rev":"#, alert.revision)
      if let silence = alert.silence { field(#","silenced":"#, silence) }
      field(#","key":"#, alert.key)
    }
    records[records.count - 1].index = Int32(alerts.count)
    alerts.append(alert)
  }

  /// The alert that a record of this batch says; nil where the record came as a line, which is
  /// somebody else's to bring to receivers.
  public func alert(of record: Record) -> AlertEvent? {
    record.kind == .alert && record.index >= 0 ? alerts[Int(record.index)] : nil
  }
}
