import CXCore
import CXRecord
import Foundation
import Testing

/// Runs lines through alert rules, as one batch or cut after each `size` lines, the stage saved and
/// restored between two if `resuming`.
func alerts(
  _ lines: [String], _ options: AlertOptions, size: Int = .max, resuming: Bool = false
) throws -> (lines: [String], reasons: [String]) {
  var stage = Alert(options)
  var instruments = Instruments()
  var result: [String] = []
  var reasons: [String] = []
  func keep(_ output: Batch) {
    result += output.records.map { String(decoding: output.line(of: $0), as: UTF8.self) }
    reasons += output.rejects.map(\.reason)
  }
  var rest = lines[...]
  while !rest.isEmpty {
    if resuming {
      stage = try JSONDecoder().decode(Alert.self, from: JSONEncoder().encode(stage))
      instruments = Instruments()
    }
    var batch = Batch(instruments: instruments)
    for line in rest.prefix(size) {
      batch.block.append(line)
      batch.block.append(UInt8(ascii: "\n"))
    }
    rest = rest.dropFirst(size)
    var reader = RecordReader()
    _ = reader.read(into: &batch)
    #expect(batch.rejects.isEmpty)
    var output = Batch(instruments: instruments)
    stage.apply(batch, to: &output)
    keep(output)
  }
  var output = Batch(instruments: instruments)
  stage.finish(to: &output)
  keep(output)
  return (result, reasons)
}

/// The candle that begins so many minutes after 2025-11-11T15:00Z.
func minuteCandle(
  _ minute: Int, _ close: String, rev: Int = 0, final: Bool = true, symbol: String = "X"
) -> String {
  let time = AlertTime.start + minute * 60_000_000
  return #"{"type":"candle","symbol":"\#(symbol)","interval":"1m","ts":\#(time),"#
    + #""end":\#(time + 60_000_000),"open":\#(close),"high":\#(close),"low":\#(close),"#
    + #""close":\#(close),"volume":1,"final":\#(final),"rev":\#(rev)}"#
}

/// A tick so many minutes after 2025-11-11T15:00Z.
func minuteTick(_ minute: Int) -> String {
  #"{"type":"tick","ts":\#(AlertTime.start + minute * 60_000_000)}"#
}

enum AlertTime {
  static let start = 1_762_873_200_000_000

  /// `state@minute`, with the rule where there are several, and the revision where it is not 0.
  static func brief(_ lines: [String]) throws -> [String] {
    try lines.map { line in
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let time = try #require(object["ts"] as? Int)
      let state = try #require(object["state"] as? String)
      let rev = try #require(object["rev"] as? Int)
      return "\(state)@\((time - start) / 60_000_000)" + (rev == 0 ? "" : " rev \(rev)")
    }
  }
}

/// Options for one rule.
func oneRule(_ condition: String, _ change: (inout AlertRule) -> Void = { _ in }) throws
  -> AlertOptions
{
  var rule = try AlertRule(parsing: condition)
  change(&rule)
  return AlertOptions(rules: [rule])
}
