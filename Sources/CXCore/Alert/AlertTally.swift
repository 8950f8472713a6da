import CXRecord

/// How often and how long a rule fired.
struct AlertTally: Codable, Sendable, Equatable {
  var fires: Int64 = 0
  var retracted: Int64 = 0
  /// Microseconds, of all series together.
  var firing: Int64 = 0
  var first: Int64?
  var last: Int64?

  mutating func fired(at time: Int64) {
    fires += 1
    first = min(first ?? time, time)
    last = max(last ?? time, time)
  }

  mutating func ended(_ from: Int64, _ to: Int64) {
    let (length, overflow) = to.subtractingReportingOverflow(from)
    if !overflow { firing &+= max(0, length) }
  }

  /// The tally as a record: `firing` in microseconds, `first` and `last` null where it never fired.
  func append(to output: inout Batch, rule: Name) {
    let number = output.instruments.number(of: Instrument(exchange: "", symbol: ""))
    output.appendOther(type: "alert_summary", number) { block in
      block.append(#","rule":"#)
      block.append(jsonString: rule)
      for (name, value) in [("fires", fires), ("retracted", retracted), ("firing", firing)] {
        block.field(name, .number(Decimal(value)))
      }
      for (name, time) in [("first", first), ("last", last)] {
        block.field(name, time.map { .number(Decimal($0)) } ?? .null)
      }
    }
  }
}
