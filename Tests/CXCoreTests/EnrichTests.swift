import CXCore
import CXRecord
import Foundation
import Testing

/// Runs lines through enrich as one batch, or cut after each `size` lines.
func enriched(
  _ lines: [String], _ options: EnrichOptions, size: Int = .max, resuming: Bool = false
) throws -> (lines: [String], reasons: [String]) {
  var stage = Enrich(options)
  var instruments = Instruments()
  var result: [String] = []
  var reasons: [String] = []
  var rest = lines[...]
  while !rest.isEmpty {
    if resuming {
      stage = try JSONDecoder().decode(Enrich.self, from: JSONEncoder().encode(stage))
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
    result += output.records.map { String(decoding: output.line(of: $0), as: UTF8.self) }
    reasons += output.rejects.map(\.reason)
  }
  return (result, reasons)
}

func enrichOptions(
  defaults: Bool = true, with indicators: String = "", _ assignments: String...
) throws -> EnrichOptions {
  var options = EnrichOptions()
  options.defaults = defaults
  if !indicators.isEmpty { options.indicators = try IndicatorSpec.list(parsing: indicators) }
  options.assignments = try assignments.map { try Assignment(parsing: $0) }
  return options
}

private func trade(_ symbol: String, _ price: String, _ quantity: String = "1") -> String {
  #"{"type":"trade","symbol":"\#(symbol)","ts":1762873200123000,"price":\#(price),"qty":\#(quantity)}"#
}

private func candle(
  _ minute: Int, _ close: String, final: Bool = true, rev: Int = 0, interval: String = "1m"
) -> String {
  let time = 1_762_873_200_000_000 + minute * 60_000_000
  return #"{"type":"candle","symbol":"X-Y","interval":"\#(interval)","ts":\#(time),"#
    + #""end":\#(time + 60_000_000),"open":\#(close),"high":\#(close)5,"low":\#(close),"#
    + #""close":\#(close),"volume":1,"final":\#(final),"rev":\#(rev)}"#
}

@Suite struct EnrichTests {
  @Test func tradesGetTheirFields() throws {
    let lines = [
      trade("BTCUSDT", "103456.78", "0.00123"), trade("ETH-BTC", "0.0310"),
      trade("BTCUSDT", "103456.79"), trade("BTCUSDT", "103456.790"), trade("BTCUSDT", "1e2"),
      trade("BTCUSDT", "100.0"), trade("??", "5"), trade("ETH-BTC", "0.031"),
    ]
    let appended = try enriched(lines, try enrichOptions()).lines.enumerated().map { index, line in
      String(line.dropFirst(lines[index].count - 1))
    }
    #expect(
      appended == [
        #","notional":127.2518394,"base":"BTC","quote":"USDT"}"#,
        #","notional":0.031,"base":"ETH","quote":"BTC"}"#,
        #","notional":103456.79,"base":"BTC","quote":"USDT","tick":"up"}"#,
        #","notional":103456.79,"base":"BTC","quote":"USDT","tick":"zero_up"}"#,
        #","notional":100,"base":"BTC","quote":"USDT","tick":"down"}"#,
        #","notional":100,"base":"BTC","quote":"USDT","tick":"zero_down"}"#,
        #","notional":5}"#,
        #","notional":0.031,"base":"ETH","quote":"BTC"}"#,
      ])
  }

  @Test func quotesGetTheirFields() throws {
    let line =
      #"{"type":"quote","symbol":"X-Y","bid":99.9,"bid_qty":3,"ask":100.2,"ask_qty":1 } "#
    #expect(
      try enriched([line], try enrichOptions()).lines == [
        line.dropLast(2) + #","mid":100.05,"spread":0.3,"spread_bps":29.9850074962518741"#
          + #","imbalance":0.5} "#
      ])
  }

  @Test func bytesStayAsTheyAre() throws {
    let lines = [
      #"{"type":"other","deep":{"a":[1,{"b":"}"}]},"x":1.500,"x":"\u00e9"}"#, "{}", "{ }",
      #" {"type":"tick","ts":1762873205} "#, #"{"type":"gap","symbol":"A","from_id":1}"#,
    ]
    #expect(try enriched(lines, try enrichOptions()).lines == lines)
    let named = try enriched(lines, try enrichOptions("y=x"))
    #expect(
      named.lines == [
        #"{"type":"other","deep":{"a":[1,{"b":"}"}]},"x":1.500,"x":"\u00e9","y":"é"}"#,
        #"{"y":null}"#, #"{ "y":null}"#, lines[3],
        #"{"type":"gap","symbol":"A","from_id":1,"y":null}"#,
      ])
  }

  @Test func defaultsThatExistAreLeftAlone() throws {
    for extra in [#""tick":1"#, #""base":"Q""#, #""quote" :2"#, #""nested":{"notional":3}"#] {
      let line = trade("BTCUSDT", "2").dropLast() + "," + extra + "}"
      let twice = try enriched([String(line)], try enrichOptions()).lines[0]
      #expect(try enriched([twice], try enrichOptions()).lines == [twice])
    }
  }

  @Test func candlesGetIndicatorsAndReturns() throws {
    let lines = [candle(0, "10"), candle(1, "20", final: false), candle(1, "40"), candle(2, "40")]
    let result = try enriched(
      lines, try enrichOptions(with: "sma(2)", "above=close > sma_2", "before=prev(close)")
    ).lines.enumerated().map { index, line in String(line.dropFirst(lines[index].count - 1)) }
    #expect(
      result
        == [
          #","range":95,"sma_2":null,"above":null,"before":null}"#,
          #","return":1,"range":185,"sma_2":15,"above":true,"before":10}"#,
          #","return":3,"range":365,"sma_2":25,"above":true,"before":10}"#,
          #","return":0,"range":365,"sma_2":40,"above":false,"before":40}"#,
        ].map { $0 })
  }

  @Test func failedExpressionsAreNullAndReported() throws {
    let result = try enriched(
      [trade("A-B", "2", "0"), trade("A-B", "2", "4")],
      try enrichOptions(defaults: false, "ratio=price/qty", "double=price*2", "twice=double"))
    #expect(result.reasons == [#""ratio": division by zero"#])
    #expect(result.lines[0].hasSuffix(#","ratio":null,"double":4,"twice":4}"#))
    #expect(result.lines[1].hasSuffix(#","ratio":0.5,"double":4,"twice":4}"#))
  }

  @Test(arguments: [
    #"{"symbol":"BTCUSDT","sector":"L1","tier":1}"#, "symbol,sector,tier\r\nBTCUSDT,L1,1\r\n",
    "sector,symbol,tier\n\"L1\",BTCUSDT,1",
  ])
  func joinsReferenceData(file: String) throws {
    var options = try enrichOptions(defaults: false, "big=tier < 2")
    options.reference = try ReferenceTable(parsing: Array(file.utf8))
    let lines = [trade("BTCUSDT", "1"), trade("ETHUSDT", "1"), #"{"symbol":"BTCUSDT"}"#]
    let result = try enriched(lines, options).lines
    #expect(
      result == [
        lines[0].dropLast() + #","sector":"L1","tier":1,"big":true}"#,
        lines[1].dropLast() + #","big":null}"#,
        #"{"symbol":"BTCUSDT","sector":"L1","tier":1,"big":true}"#,
      ])
  }

  @Test(arguments: [
    (#"{"sector":"L1"}"#, 1, #""symbol" is missing"#), ("a,b\n1,2", 1, "the header"),
    ("symbol,b\n1,2\n\n3", 4, "1 columns"),
  ])
  func badReferenceDataSaysWhere(file: String, line: Int, reason: String) throws {
    do {
      _ = try ReferenceTable(parsing: Array(file.utf8))
      Issue.record("accepted")
    } catch {
      #expect(error.line == line)
      #expect(error.reason.hasPrefix(reason))
    }
  }

  /// Cutting the input anywhere, and going on from a saved state, changes no byte.
  @Test(arguments: [1, 2, 3, 7], [false, true])
  func cutsAndResumesDoNotShow(size: Int, resuming: Bool) throws {
    var random = Generator(seed: 7)
    let lines = (0..<120).map { index in
      switch random.next() % 4 {
      case 0: candle(index / 4, "1\(random.next() % 90)", final: random.next() % 3 > 0)
      case 1:
        #"{"type":"quote","symbol":"X-Y","bid":\#(1 + random.next() % 9),"ask":\#(random.next() % 9)}"#
      case 2: #"{"type":"news","symbol":"X-Y","n":\#(random.next() % 9)}"#
      default: trade(["X-Y", "BTCUSDT"][Int(random.next() % 2)], "1\(random.next() % 3)")
      }
    }
    let plain = EnrichOptions()
    #expect(
      try enriched(lines + lines, plain, size: size, resuming: resuming).lines
        == enriched(lines + lines, plain).lines)
    // One by one, each trade with a formula takes the general path; its other fields are the same.
    #expect(
      try enriched(lines + lines, enrichOptions("one=1")).lines.map {
        $0.replacingOccurrences(of: #","one":1}"#, with: "}")
      } == enriched(lines + lines, plain).lines)
    let options = try enrichOptions(
      with: "sma(3),ema(3),wma(3),rsi(3),macd(2,3,2),bbands(3,2.5),atr(3),zscore(3),stddev(3)",
      "a=prev(coalesce(price, n, bid), 2)", "b=sma(3) / (a - 1)", "c=b > prev(b)")
    let whole = try enriched(lines, options)
    let cut = try enriched(lines, options, size: size, resuming: resuming)
    #expect(whole.lines == cut.lines)
    #expect(whole.reasons == cut.reasons)
  }
}
