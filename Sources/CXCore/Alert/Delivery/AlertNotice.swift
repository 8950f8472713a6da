import CXRecord

/// An alert event as those who deliver it see it, read from its line.
public struct AlertNotice: Sendable, Equatable {
  /// The event as `cx alert` wrote it, without a line feed: a JSON object.
  public var line: String
  /// Lines that explain it, such as the candles up to it, oldest first; empty where none were kept.
  public var context: [String]
  /// Whose data it is about.
  public var instrument: Instrument
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
  /// What the condition compared, as it stands in JSON; nil where there was nothing.
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

  /// An event, as the batch that says it has it.
  public init(_ event: AlertEvent, of batch: Batch, line: UnsafeRawBufferPointer) {
    self.init(blank: String(decoding: line, as: UTF8.self), [])
    instrument = batch.instruments[event.instrument]
    (interval, time, rule, state) = (event.interval, event.time, event.rule, event.state)
    (severity, value, message, labels) = (event.severity, event.value, event.message, event.labels)
    (window, revision, silence, key) = (event.window, event.revision, event.silence, event.key)
  }

  /// Reads an event's line.
  public init(line: String, context: [String] = []) throws(PayloadProblem) {
    self.init(blank: line, context)
    let bytes = Array(line.utf8)
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(PayloadProblem) in
        var notice = self
        try notice.read(bytes)
        return notice
      }
    }
    self = try result.get()
  }

  /// What the alert is, whatever its state: events of one alert have it in common.
  public var subject: Name {
    let labels = labels.sorted { $0.key < $1.key }.flatMap { [$0.key.text, $0.value] }
    let series = [rule, instrument.tenant, instrument.exchange, instrument.symbol, interval]
    return Name(DeliveryKey.text(series.map(\.text) + labels))
  }

  /// A field or label by its name, as routes and groups name it; nil where it has none.
  public func text(_ name: Name) -> String? {
    switch name.text {
    case "rule": rule.text
    case "state": state.rawValue
    case "severity": severity
    case "symbol": instrument.symbol.text
    case "exchange": instrument.exchange.text
    case "tenant": instrument.tenant.text
    case "interval": interval.text
    default: labels[name]
    }
  }

  private init(blank line: String, _ context: [String]) {
    self.line = line
    self.context = context
    instrument = Instrument(exchange: "", symbol: "")
    (interval, time, rule, state, severity) = ("", 0, "", .firing, AlertRule.severities[1])
    (value, message, labels, window, revision, key) = (nil, "", [:], nil, 0, "")
  }

  private mutating func read(_ bytes: UnsafeRawBufferPointer) throws(PayloadProblem) {
    var cursor = JSONCursor(bytes)
    var members = JSONMembers()
    try members.read(&cursor)
    try cursor.end()
    // Empty ones are names too.
    func name(_ name: StaticString) throws(PayloadProblem) -> Name? {
      guard let field = members.optional(name) else { return nil }
      guard field.value.shape == .string, let text = field.value.name else {
        throw .field(name.description, "is not a text")
      }
      return text
    }
    instrument.tenant = try name("tenant") ?? Instrument.defaultTenant
    instrument.exchange = try name("exchange") ?? ""
    instrument.symbol = try name("symbol") ?? ""
    interval = try name("interval") ?? ""
    time = try members.required("ts").time()
    rule = try members.required("rule").text()
    let said = try members.required("state").text()
    guard let state = AlertState(rawValue: said.text) else {
      throw .field("state", "is none of an alert: \"\(said)\"")
    }
    self.state = state
    severity = try members.optional("severity")?.text().text ?? severity
    value = members.optional("value").map { field in
      String(decoding: field.value.bytes, as: UTF8.self)
    }
    message = members["message"]?.text ?? ""
    window = try members.optional("window")?.integer()
    revision = try members.optional("rev")?.integer() ?? 0
    silence = try name("silenced")?.text
    key = try members.required("key").text().text
    if let labels = members["labels"], labels.shape == .object {
      var inner = JSONCursor(labels.bytes)
      try inner.enterObject()
      while let name = try inner.nextKey() {
        self.labels[Name(name.text ?? "")] = try inner.value().text ?? ""
      }
    }
  }
}
