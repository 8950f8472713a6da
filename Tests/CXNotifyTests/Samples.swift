@testable import CXCore
@testable import CXRecord

/// Notifications and receivers to try senders with.
enum Samples {
  /// An alert event's line.
  static func line(
    state: AlertState = .firing, message: String = "BTCUSDT moved 1.2% within 5m", key: String,
    labels: [(String, String)] = [("team", "desk")]
  ) -> String {
    let text = JSONTree.object([
      ("type", .text("alert")), ("exchange", .text("binance")), ("symbol", .text("BTCUSDT")),
      ("interval", .text("1m")), ("ts", .number(1_762_873_260_000_000)),
      ("rule", .text("price-move")), ("state", .text(state.rawValue)),
      ("severity", .text("critical")), ("message", .text(message)),
      ("labels", .object(labels.map { ($0.0, .text($0.1)) })),
      ("window", .number(1_762_873_200_000_000)), ("rev", .number(0)), ("key", .text(key)),
    ])
    return String(decoding: text.bytes, as: UTF8.self)
  }

  /// Lines of a walk of one-minute candles, in cents from 60,000.
  static func candles(_ count: Int) -> [String] {
    (0..<count).map { index in
      let time = 1_762_873_200 - 60 * (count - index)
      let open = 60_000 + index * 7 % 90
      let close = 60_000 + (index + 1) * 7 % 90
      return #"{"type":"candle","exchange":"binance","symbol":"BTCUSDT","interval":"1m","ts":"#
        + "\(time)000000,\"end\":\(time + 60)000000,\"open\":\(open),\"high\":\(open + 95),"
        + "\"low\":\(open - 20),\"close\":\(close),\"volume\":\(index % 13 + 1),\"final\":true}"
    }
  }

  /// A notification of one event.
  static func notification(
    state: AlertState = .firing, message: String = "BTCUSDT moved 1.2% within 5m",
    key: String = "0123456789abcdef0123456789abcdef", candles: Int = 0
  ) throws(PayloadProblem) -> Notification {
    let notice = try AlertNotice(
      line: line(state: state, message: message, key: key), context: self.candles(candles))
    return Notification(key: key, receiver: "ops", alerts: [notice])
  }

  /// A receiver with settings.
  static func receiver(
    _ kind: ReceiverKind, _ values: [String: ReceiverSettings.Value]
  ) -> Receiver {
    var receiver = Receiver(name: "ops", kind: kind)
    for (name, value) in values { receiver.settings.values[Name(name)] = value }
    return receiver
  }
}
