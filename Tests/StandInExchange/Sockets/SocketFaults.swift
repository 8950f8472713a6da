/// What goes wrong with sockets, on demand: `/standin/socket?kind=KIND&count=N&ms=M`.
struct SocketFaults {
  /// Events to be left out, sent twice, or sent in the wrong order.
  var lose = 0
  var duplicate = 0
  var disorder = 0
  /// The same of events of books: left out, sent twice, or sent behind the next one.
  var loseDepth = 0
  var doubleDepth = 0
  var swapDepth = 0
  /// Events to be sent in fragments.
  var fragments = 0
  /// Subscriptions to be refused, in either shape, or not to be answered.
  var refuse = 0
  var refuseNested = 0
  var mute = 0
  /// Subscriptions that are confirmed and bring nothing.
  var forget = 0
  /// Upgrades to be refused.
  var forbid = 0
  /// Fields that older recordings have.
  var extra = false

  static let kinds = [
    "cut", "close", "stall", "stall-pings", "shutdown", "shutdown-raw", "unknown", "big", "garbage",
    "lose", "duplicate", "disorder", "fragments", "refuse", "refuse-nested", "mute", "forget",
    "forbid", "extra", "lose-depth", "double-depth", "swap-depth",
  ]

  /// Notes what concerns events or commands to come; false for other kinds.
  mutating func note(_ kind: String, count: Int) -> Bool {
    switch kind {
    case "lose": lose += count
    case "lose-depth": loseDepth += count
    case "double-depth": doubleDepth += count
    case "swap-depth": swapDepth += count
    case "duplicate": duplicate += count
    case "disorder": disorder += count
    case "fragments": fragments += count
    case "refuse": refuse += count
    case "refuse-nested": refuseNested += count
    case "mute": mute += count
    case "forget": forget += count
    case "forbid": forbid += count
    case "extra": extra = true
    default: return false
    }
    return true
  }

  /// Counts one down; whether it was there.
  static func take(_ counter: inout Int) -> Bool {
    guard counter > 0 else { return false }
    counter -= 1
    return true
  }
}
