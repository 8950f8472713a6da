/// What fetching needs of `/api/v3/exchangeInfo`: the clock and the budget.
///
/// That the symbol exists is proved by the answer itself.
struct ExchangeInfo: Equatable {
  var serverTime: Timestamp?
  /// The request weight that one address may use in a minute.
  var weightLimit: Int?

  static func request(symbol: String) -> RESTRequest {
    RESTRequest("/api/v3/exchangeInfo", [("symbol", symbol)], weight: 20)
  }

  init(body: UnsafeRawBufferPointer) throws(PayloadProblem) {
    var cursor = JSONCursor(body)
    var members = JSONMembers()
    try members.read(&cursor)
    try cursor.end()
    if let time = members.optional("serverTime") {
      serverTime = Timestamp(microseconds: try time.time())
    }
    guard let limits = members["rateLimits"] else { return }
    var rows = JSONCursor(limits.bytes)
    try rows.enterArray()
    while try rows.nextElement() {
      try members.read(&rows)
      guard members["rateLimitType"]?.isText("REQUEST_WEIGHT") == true,
        members["interval"]?.isText("MINUTE") == true,
        try members.required("intervalNum").integer() == 1
      else { continue }
      weightLimit = Int(exactly: try members.required("limit").integer()).flatMap {
        $0 > 0 ? $0 : nil
      }
    }
  }
}
