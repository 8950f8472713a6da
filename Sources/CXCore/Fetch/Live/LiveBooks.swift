import CXRecord

/// The books of symbols that are followed: a picture by REST, and the changes from the socket behind
/// it.
struct LiveBooks {
  private var stage: BookStage
  private let symbols: [Name]
  private let limit: Int
  // When the next picture of each symbol may be asked for.
  private var mayAskAt: [Int64]

  /// REST may lag behind the socket; microseconds.
  private static let patience: Int64 = 500_000

  init(_ output: BookStage.Output, symbols: [Name]) {
    self.symbols = symbols
    // A short picture is cheap, but prices leave it sooner: the longest that the exchange has where
    // the whole book is wanted.
    var limit = 5_000
    if case .levels(let count) = output, count <= 100 { limit = 1_000 }
    self.limit = limit
    stage = BookStage(output, pictureLimit: limit)
    mayAskAt = Array(repeating: 0, count: symbols.count)
  }

  /// What to ask for a picture of a symbol.
  func request(_ number: Int) -> RESTRequest {
    RESTRequest(
      "/api/v3/depth", [("symbol", symbols[number].text), ("limit", String(limit))],
      weight: limit > 1_000 ? 250 : 50)
  }

  /// Takes changes or a picture of a symbol; returns when to ask for a picture, if one is wanted.
  mutating func take(
    _ page: Batch, of number: Int, now: Int64, into batch: inout Batch
  ) -> Int64? {
    stage.apply(page, to: &batch)
    let instrument = Instrument(exchange: Exchange.binance.name, symbol: symbols[number])
    guard stage.wantsPicture(of: instrument) else { return nil }
    return max(now, mayAskAt[number])
  }

  /// Notes that a picture was asked for, so that the next one is not asked for at once.
  mutating func asked(_ number: Int, now: Int64) {
    mayAskAt[number] = now + Self.patience
  }
}
