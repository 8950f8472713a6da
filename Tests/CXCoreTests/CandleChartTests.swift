import Testing

@testable import CXCore
@testable import CXRecord

@Suite struct CandleChartTests {
  private let bitcoin = Instrument(exchange: "binance", symbol: "BTCUSDT")

  @Test func drawsWithoutColour() {
    let chart = CandleChart(ChartCandles.walk(34, interval: "1h"), of: bitcoin)
    #expect(
      chart.text(width: 80, height: 18, color: false).joined(separator: "\n") == """
        BTCUSDT 1h  60112.96  ▲ +0.19%  binance
                                          ╷ │ ╷                             │
        ┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╷┈┃┈█┈█┈╷┈╷┈┈┈┈┈┈┈╽┈█┈┈┈┈┈╷┈┈┈┈┈┈┈┈┈├ 60200
                                        ┃ ╿ ╵ █ █ █ ▄ ╷ │ ┃ █ │ ╽ ╽ █       │
                                  ╷ ╷ ┃ ╿     ╵   ╵ █ █ ┃ ╿ █ █ ┃ │ █ █     │
                ╷               ╽ █ ┃ ╿ ╵             ╵ ╵ ╵ ╵ █ ╹   ╵ █     │
        ┈┈┈┈┈┈╷┈╽┈█┈┈┈┈┈┈┈┈┈┈┈╻┈┃┈╵┈╵┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈█┈█┈┃┈◂ 60112.96
            ╷ ┃ ╿ █       ╽ ▄ ┃ │                                     ╵ ╵ ╵ │
            ╽ ┃   █ █ │ ╷ ┃ │ ╵                                             │
          ╷ ┃ │     █ █ ╹ ╿                                                 │
        █┈┃┈╿┈┈┈┈┈┈┈╵┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈├ 60000
        █ ┃ ╵                                                               │
        ╵ │                                                                 │
        ▃           ▄   █   ▂ ▂             ▁ ▁   ▂   ▁   ▂         ▆       ├ vol 89.9
        █   ▃     █ █ █ █ ▁ █ █ ▆ ▂   █ ▄   █ █ █ █   █ ▄ █ █ ▁ ▇ ▁ █   ▅   │
        █ ▆ █ ▅ ▂ █ █ █ █ █ █ █ █ █ ▁ █ █ █ █ █ █ █ ▇ █ █ █ █ █ █ █ █ ▅ █ █ │
        ──────┬───────────┬───────────┬───────────┬───────────┬───────────┬─╯
            18:00      Nov 12       06:00       12:00       18:00     Nov 13
        """)
  }

  @Test func drawsManyCandlesWithoutGaps() {
    let chart = CandleChart(ChartCandles.walk(90, interval: "1d"), of: bitcoin)
    #expect(
      chart.text(width: 60, height: 12, color: false).joined(separator: "\n") == """
        BTCUSDT 1d  60367.61  ▲ +0.32%  binance  newest 50 of 90
                                         ╽▄╽╽▄╻█╻▄╷       │
        ┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╷╽▄┈╷╻█┈╷╻┃╿█╿╵╵╵╵╵▀██▄┈┈┈╷┈├ 60400
                             ╻┃╿██┃╹██╿╿╵         ╵╵██╽┃██◂ 60367.61
                  ╷╷╷      ╷┃╹╵  ╵                        │
          ╷╻▄  ╷╻┃█┃██▄╷╷╻╽┃╹                             │
        ┈╽┃╹███┃╿╵┈┈┈╵▀╿█╹┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈├ 60200
        █╿     ╵                                          │
        ▇  ▅ ▃ █   ▇        ▁▁ ▂  ▅ ▆▆  ▃    ▃ ▆ ▅      ▆▆├ vol 85.7
        █▆▂█▄█▁█▅▆▅█▆▅▅██▃▃▅██▆█▁██▄██▂▁█▂▅▅▁█▇█▃█▅▄▁▃▂▁██│
        ───────────┬──────────────────────────────┬───────╯
                  Jan                            Feb
        """)
  }

  @Test func drawsWithColour() {
    let chart = CandleChart(ChartCandles.walk(4, interval: "1m"), of: bitcoin)
    let lines = chart.text(width: 46, height: 9, color: true)
    #expect(
      lines.map { $0.replacing("\u{1B}", with: "^") }.joined(separator: "\n") == """
        ^[1mBTCUSDT 1m  ^[0m60087.96  ^[32m▲ +0.15%  ^[0m^[90mbinance^[0m
        ^[90m┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈^[0m^[32m███^[0m^[90m┈^[0m^[32m◂^[0m^[30;42m 60087.96^[0m
                         ^[32m╷  ███ ^[0m^[90m│^[0m
        ^[90m┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈^[0m^[32m███^[0m^[90m┈^[0m^[32m███^[0m^[90m┈├ ^[0m60050
                 ^[31m╷  ^[0m^[32m███ ███  ╵  ^[0m^[90m│^[0m
        ^[90m┈┈┈┈┈┈┈┈^[0m^[31m███^[0m^[90m┈^[0m^[32m███^[0m^[90m┈┈^[0m^[32m╵^[0m^[90m┈┈┈┈┈┈├ ^[0m60000
                 ^[31m╵   ^[0m^[32m│          ^[0m^[90m│^[0m
        ^[90m─────────┬───────┬──────╯^[0m
               15:00   15:02
        """)
  }

  @Test func fitsTheSizeAsked() {
    for (width, height) in [(30, 8), (31, 11), (47, 12), (80, 24), (200, 60), (1, 1)] {
      for count in [1, 2, 10, 40, 100, 500] {
        let chart = CandleChart(ChartCandles.walk(count, interval: "1m"), of: bitcoin)
        let lines = chart.text(width: width, height: height, color: false)
        #expect(lines.count == max(height, 8))
        #expect(lines.allSatisfy { $0.count <= max(width, 30) })
      }
    }
  }

  @Test func drawsNothingOfNothing() {
    #expect(CandleChart([], of: bitcoin).text(width: 80, height: 24, color: false).isEmpty)
  }

  @Test func drawsFlatAndExtremePrices() {
    let most = Decimal(units: .max, scale: 0)
    for candles in [
      [ChartCandles.flat(.zero)], [ChartCandles.flat(most)], [ChartCandles.flat(-most)],
      [ChartCandles.flat(most), ChartCandles.flat(-most, time: 1)],
      [
        ChartCandles.flat(Decimal(units: .max, scale: 38)),
        ChartCandles.flat(most, time: 60_000_000),
      ],
      [ChartCandles.flat(Decimal(units: 1, scale: 38))],
    ] {
      #expect(
        CandleChart(candles, of: bitcoin).text(width: 120, height: 20, color: true).count == 20)
    }
  }

  @Test func theTitleTellsOfGapsAndOfNoChange() {
    var candles = ChartCandles.walk(9, interval: "1m")
    #expect(CandleChart(candles, of: bitcoin).gaps(candles[...]) == "")
    candles.removeSubrange(2...4)
    candles.remove(at: 3)
    let title = CandleChart(candles, of: bitcoin).text(width: 120, height: 9, color: false)[0]
    #expect(title.hasSuffix("  2 gaps"))
    let bars = candles.map { candle in
      var bar = candle
      bar.interval = "100ticks"
      return bar
    }
    #expect(CandleChart(bars, of: bitcoin).gaps(bars[...]) == "")
    let flat = CandleChart([ChartCandles.flat(Decimal(5))], of: bitcoin)
      .text(width: 60, height: 9, color: true)[0]
    #expect(flat.contains("\u{1B}[90m0.00%"))
  }

  @Test func theLastOfTwoCandlesWithOneStartCounts() {
    var candles = ChartCandles.walk(3, interval: "1m")
    candles.append(candles[1])
    candles[3].close = candles[3].high
    let chart = CandleChart(candles.reversed(), of: bitcoin)
    #expect(chart.candles.map(\.time) == candles.prefix(3).map(\.time))
    #expect(chart.candles[1] == candles[1])
  }

  @Test func symbolsCannotControlTheTerminal() {
    let evil = Instrument(exchange: "\u{9B}31m", symbol: "A\u{1B}[2J\nB")
    let lines = CandleChart(ChartCandles.walk(3, interval: "1m"), of: evil)
      .text(width: 80, height: 10, color: false)
    #expect(lines[0].hasPrefix("A?[2J?B 1m"))
    #expect(lines[0].contains("?31m"))
  }
}

@Suite struct PriceScaleTests {
  @Test func positionsAreRoundedFractions() throws {
    var random = Seeded(seed: 5)
    let candles = ChartCandles.walk(50, interval: "1m")
    let scale = try #require(PriceScale(candles))
    for candle in candles {
      let steps = Int.random(in: 2...200, using: &random)
      // Prices in cents fit in a Double exactly, so this is a fair oracle.
      let part =
        Double(try #require(candle.close.units(atScale: 2)?.narrow) - scale.low)
        / Double(scale.high - scale.low)
      let naive = Int((part * Double(steps - 1)).rounded())
      #expect(scale.position(candle.close, steps: steps) == naive)
    }
  }

  @Test(arguments: [1, 2, 3, 5, 8, 20])
  func ticksAreRoundAndFew(count: Int) throws {
    for candles in [3, 10, 100].map({ ChartCandles.walk($0, interval: "1m") }) {
      let scale = try #require(PriceScale(candles))
      let ticks = scale.ticks(atMost: count)
      #expect(ticks.count <= count + 1)
      for (lower, upper) in zip(ticks, ticks.dropFirst()) {
        let step = try #require(upper.subtracting(lower))
        #expect(["1", "2", "5"].contains(step.description.filter { $0 != "0" && $0 != "." }))
        #expect(try #require(lower.divided(by: step, scale: 6)).normalized.scale == 0)
      }
    }
  }
}

@Suite struct TimeTicksTests {
  private func texts(_ interval: Name, _ count: Int, atMost: Int, zone: ZoneRules = .utc)
    -> [String]
  {
    TimeTicks.ticks(
      ChartCandles.walk(count, interval: interval).map(\.time), atMost: atMost, zone: zone
    ).map(\.text)
  }

  @Test func labelsAreRoundMoments() throws {
    #expect(texts("1s", 60, atMost: 4) == ["15:00:00", "15:00:15", "15:00:30", "15:00:45"])
    #expect(texts("1m", 60, atMost: 4) == ["15:00", "15:15", "15:30", "15:45"])
    #expect(texts("1h", 34, atMost: 4) == ["Nov 12", "12:00", "Nov 13"])
    #expect(texts("1d", 90, atMost: 4) == ["Dec", "2026", "Feb"])
    #expect(texts("1M", 60, atMost: 5) == ["2026", "2027", "2028", "2029", "2030"])
    let tokyo = try #require(ZoneRules(fixed: "+09:00"))
    #expect(texts("1h", 34, atMost: 4, zone: tokyo) == ["Nov 12", "12:00", "Nov 13"])
  }
}

@Suite struct NumberTextTests {
  @Test(arguments: [
    ("0", "0"), ("12.345", "12.3"), ("999.9", "1000"), ("1234.5", "1.23K"), ("45678", "45.7K"),
    ("1234567", "1.23M"), ("0.00123456", "0.00123"), ("0.5", "0.5"), ("123456789012345", "123T"),
    ("-1500", "-1.5K"),
  ])
  func compacts(text: String, expected: String) throws {
    #expect(NumberText.compact(try Decimal(parsing: text)) == expected)
  }

  @Test func fixesDecimals() throws {
    #expect(NumberText.fixed(Decimal(5), decimals: 2) == "5.00")
    #expect(NumberText.fixed(try Decimal(parsing: "1.255"), decimals: 2) == "1.26")
    #expect(NumberText.fixed(try Decimal(parsing: "-0.5"), decimals: 3) == "-0.500")
  }

  @Test func percents() {
    #expect(NumberText.percent(from: Decimal(200), to: Decimal(203)) == "+1.50%")
    #expect(NumberText.percent(from: Decimal(3), to: Decimal(2)) == "-33.33%")
    #expect(NumberText.percent(from: .zero, to: Decimal(2)) == nil)
  }
}
