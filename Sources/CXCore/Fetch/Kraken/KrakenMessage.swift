import CXRecord

extension LiveMessage {
  /// A message of Kraken; a stream is a pair, which each row of the data names.
  init(kraken bytes: UnsafeRawBufferPointer) throws(PayloadProblem) {
    var cursor = JSONCursor(bytes)
    var members = JSONMembers()
    try members.read(&cursor)
    try cursor.end()
    if members.has("channel"), let data = members["data"] {
      guard let symbol = try Self.symbol(ofFirst: data) else {
        self = .other
        return
      }
      self = .event(stream: symbol, data: bytes)
    } else if members["method"]?.isText("subscribe") == true {
      let id = try members.optional("req_id")?.integer() ?? 0
      let isFine = try members.required("success").flag()
      self = .reply(id, isFine ? .done : .refused(members["error"]?.text ?? "no reason"))
    } else {
      self = .other
    }
  }

  private static func symbol(
    ofFirst data: JSONValue
  ) throws(PayloadProblem) -> UnsafeRawBufferPointer? {
    var rows = JSONCursor(data.bytes)
    guard try rows.peek() == .array else { return nil }
    try rows.enterArray()
    guard try rows.nextElement(), try rows.peek() == .object else { return nil }
    var members = JSONMembers()
    try members.read(&rows)
    return members["symbol"]?.bytes
  }
}
