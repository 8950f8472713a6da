import CXCore
import CXRecord

/// Lines of every kind for tests of stores: as the program writes them, with more members, and in
/// other spellings.
enum ArchiveLine {
  static func random(_ kind: ArchiveKind, _ random: inout Generator) -> String {
    var line = #"{"type":"\#(kind.type)","exchange":"\#(random.pick(["binance", "kraken"]))","#
    line += #""symbol":"\#(random.pick(["BTCUSDT", "币安", "A\\\"B", "XBT/EUR"]))""#
    if random.oneIn(8) { line += #","tenant":"team""# }
    switch kind {
    case .trades:
      line += #","ts":\#(time(&random))"#
      if !random.oneIn(9) { line += #","id":\#(random.next() >> 2)"# }
      if random.oneIn(3) {
        let first = Int64(random.next() >> 3)
        line += #","first_id":\#(first),"last_id":\#(first + Int64(random.next() % 9))"#
      }
      line += #","price":\#(number(&random)),"qty":\#(number(&random))"#
      if !random.oneIn(5) { line += #","side":"\#(random.pick(["buy", "sell"]))""# }
    case .candles:
      let start = time(&random)
      line += #","interval":"\#(random.pick(["1m", "1h", "tick(5)"]))""#
      line += #","ts":\#(start),"end":\#(start + 60_000_000)"#
      let (one, other) = (number(&random), number(&random))
      let isHigher =
        (try? Decimal(parsing: one)) ?? .zero >= (try? Decimal(parsing: other)) ?? .zero
      line += #","open":\#(number(&random)),"high":\#(isHigher ? one : other)"#
      line += #","low":\#(isHigher ? other : one),"close":\#(number(&random))"#
      line += #","volume":\#(number(&random))"#
      if random.oneIn(2) { line += #","trades":\#(random.next() % 1_000)"# }
      if random.oneIn(2) { line += #","first_id":7,"last_id":\#(random.next() % 99 + 7)"# }
      line += #","final":\#(random.oneIn(9) ? "false" : "true"),"rev":\#(random.next() % 3)"#
    case .quotes:
      line += #","ts":\#(time(&random)),"bid":\#(number(&random))"#
      if random.oneIn(2) { line += #","bid_qty":\#(number(&random))"# }
      line += #","ask":\#(number(&random)),"ask_qty":\#(number(&random))"#
    case .tickers:
      line += #","ts":\#(time(&random)),"window":"24h","last":\#(number(&random)),"trades":5"#
    case .alerts:
      line +=
        #","ts":\#(time(&random)),"rule":"r","state":"\#(random.pick(["firing", "resolved"]))""#
      line += #","value":\#(number(&random)),"labels":{"a":"b"},"key":"\#(random.next())""#
    }
    if random.oneIn(6) { line += #","more":{"deep":[1,"}"]},"rsi":55.1"# }
    line += "}"
    // Spellings that are not the program's own.
    if random.oneIn(7) { line = line.replacing(#","ts":"#, with: #", "ts": "#) }
    return line
  }

  private static func time(_ random: inout Generator) -> Int64 {
    1_762_870_000_000_000 + Int64(random.next() % 100_000_000_000)
  }

  private static func number(_ random: inout Generator) -> String {
    let text = Decimal(
      units: Int128(random.next() % 1_000_000_000_000), scale: UInt8(random.next() % 12)
    ).description
    return random.oneIn(20) ? text + (text.contains(".") ? "0" : ".0") : text
  }
}

extension String {
  func replacing(_ part: String, with other: String) -> String {
    split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
  }
}
