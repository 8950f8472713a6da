import CXRecord

extension LiveMessage {
  /// A message of Coinbase; a stream is a product, whose heartbeats name its last trade.
  init(coinbase bytes: UnsafeRawBufferPointer) throws(PayloadProblem) {
    var cursor = JSONCursor(bytes)
    var members = JSONMembers()
    try members.read(&cursor)
    try cursor.end()
    guard let type = members["type"] else {
      self = .other
      return
    }
    if type.isText("subscriptions") {
      // It names no command: it is the reply to the oldest one.
      self = .reply(0, .done)
    } else if type.isText("error") {
      let reason = members["reason"]?.text ?? members["message"]?.text ?? "no reason"
      self = .reply(0, .refused(reason))
    } else if let product = members["product_id"] {
      if type.isText("heartbeat") {
        self = .heartbeat(
          stream: product.bytes, newest: try members.required("last_trade_id").integer())
      } else {
        self = .event(stream: product.bytes, data: bytes)
      }
    } else {
      self = .other
    }
  }
}
