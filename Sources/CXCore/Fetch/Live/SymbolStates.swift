/// Which symbols are traded: a stream of one that is not is silent, and so is one of a symbol that
/// does not exist.
struct SymbolStates {
  /// How many symbols one question asks about: its URL must not get too long.
  static let perQuestion = 100

  private(set) var states: [String: String] = [:]

  static func request(_ symbols: some Collection<String>) -> RESTRequest {
    if symbols.count == 1, let only = symbols.first { return ExchangeInfo.request(symbol: only) }
    let list = Block()
    for symbol in symbols {
      list.append(UInt8(ascii: list.count == 0 ? "[" : ","))
      list.append(jsonString: symbol)
    }
    list.append(UInt8(ascii: "]"))
    return RESTRequest(
      "/api/v3/exchangeInfo", [("symbols", String(decoding: list.bytes, as: UTF8.self))],
      weight: 20)
  }

  init(body: UnsafeRawBufferPointer) throws(PayloadProblem) {
    var cursor = JSONCursor(body)
    var members = JSONMembers()
    try members.read(&cursor)
    var rows = JSONCursor(try members.required("symbols").value.bytes)
    try rows.enterArray()
    while try rows.nextElement() {
      try members.read(&rows)
      states[try members.required("symbol").text()] = try members.required("status").text()
    }
  }
}
