/// A question to an exchange: what to ask for below its base URL, and what it costs.
public struct RESTRequest: Equatable, Sendable {
  /// Path and query, percent-encoded: `/api/v3/klines?symbol=BTCUSDT&interval=1m`.
  public var target: String
  /// What it takes from the exchange's request budget.
  public var weight: Int

  /// A request; names and values are encoded here.
  public init(_ path: String, _ query: [(name: String, value: String)], weight: Int) {
    let pairs = query.map { Self.encoded($0.name) + "=" + Self.encoded($0.value) }
    target = pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
    self.weight = weight
  }

  /// The text as UTF-8 with all but RFC 3986's unreserved characters percent-encoded: symbols may
  /// be Chinese.
  static func encoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.append(byte)
      default:
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
