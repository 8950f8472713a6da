import CXCore
import CXRecord
import CXHTTP
import CXTestKit
import Testing

/// Bulk files and REST together against the stand-in: what comes out is the market, whatever is
/// wrong with the files.
///
/// The market runs from 2024-11-29 to 2025-01-02: a whole month, days around the change from
/// milliseconds to microseconds, and a day that has no file yet.
@Suite struct BulkHistoryTests {
  private static let options = "--seed 31 --minutes 49000 --pace 200000 --now 1735820105000"
  private static let start = Timestamp(microseconds: 1_732_000_000_000_000)

  private struct Run {
    var text = ""
    var rejects: [Reject] = []
    var notices: [String] = []
    var position: [Name: HistoryCursor] = [:]
  }

  private func fetch(
    _ subject: HistoryPlan.Subject, from exchange: StandIn, since: Timestamp = Self.start,
    limit: Int? = nil
  ) throws -> Run {
    var plan = HistoryPlan(subject, symbols: ["BTCUSDT"], since: since, limit: limit)
    plan.usesBulk = true
    var run = Run()
    let hosts = try HistorySource.Hosts(rest: exchange.baseURL, bulk: exchange.baseURL)
    var notices: [String] = []
    var source = try HistorySource(plan, hosts: hosts) { event in
      if case .notice(let text) = event { notices.append(text) }
    }
    var lines: [UInt8] = []
    while let batch = try source.next() {
      lines += batch.block.bytes
      run.rejects += batch.rejects
    }
    run.text = String(decoding: lines, as: UTF8.self)
    run.notices = notices
    run.position = source.position
    return run
  }

  private func text(_ exchange: StandIn, _ path: String) throws -> String {
    let response = try HTTPClient().get(exchange.baseURL + "/standin/" + path)
    return String(decoding: response.body, as: UTF8.self)
  }

  private func asked(_ exchange: StandIn, _ part: String) throws -> [String] {
    try text(exchange, "log").split(separator: "\n").map(String.init).filter { $0.contains(part) }
  }

  /// Where two texts differ first: whole ones would fill the screen.
  private func expectSame(_ run: Run, _ expected: String) {
    if run.text == expected { return }
    let actual = run.text.split(separator: "\n")
    let wanted = expected.split(separator: "\n")
    #expect(actual.count == wanted.count)
    for (left, right) in zip(actual, wanted) where left != right {
      #expect(left == right)
      return
    }
  }

  @Test func `trades by month, day and REST are the market's`() throws {
    let exchange = try StandIn(Self.options)
    let run = try fetch(.trades, from: exchange)
    expectSame(run, try text(exchange, "trades?symbol=BTCUSDT"))
    #expect(run.rejects.isEmpty)
    let files = try asked(exchange, ".zip").filter { !$0.contains("CHECKSUM") }
    #expect(files.contains { $0.hasSuffix("/BTCUSDT-aggTrades-2024-12.zip") })
    #expect(files.contains { $0.hasSuffix("/BTCUSDT-aggTrades-2024-11-30.zip") })
    #expect(files.contains { $0.hasSuffix("/BTCUSDT-aggTrades-2025-01-01.zip") })
    // The row that two months share counts once, and is told.
    #expect(run.notices.contains { $0.contains("came twice") })
    // But for the days before the market began, only the last day comes by REST.
    #expect(try asked(exchange, "fromId").count < 8)
  }

  @Test func `trades one by one are the market's`() throws {
    let exchange = try StandIn(Self.options)
    let run = try fetch(.rawTrades, from: exchange)
    expectSame(run, try text(exchange, "rawtrades?symbol=BTCUSDT"))
    #expect(run.rejects.isEmpty)
  }

  @Test(arguments: ["1m", "15m", "1h"])
  func `candles by month, day and REST are the market's`(interval: Name) throws {
    let exchange = try StandIn(Self.options)
    let run = try fetch(.candles(interval: interval), from: exchange)
    expectSame(run, try text(exchange, "candles?symbol=BTCUSDT&interval=\(interval)"))
    #expect(run.rejects.isEmpty)
    // A month of hours is less than a page, and a day of quarters too.
    let months = try asked(exchange, "2024-12.zip").count
    #expect(months == (interval == "1h" ? 0 : 2))
  }

  @Test(arguments: ["absent", "stale", "short", "hole", "replaced"])
  func `a month that is wrong for good changes nothing of the trades`(condition: String) throws {
    let exchange = try StandIn(Self.options)
    _ = try text(exchange, "bulk?stem=BTCUSDT-aggTrades-2024-12&condition=\(condition)")
    let run = try fetch(.trades, from: exchange)
    expectSame(run, try text(exchange, "trades?symbol=BTCUSDT"))
    let isRefused = ["stale", "short"].contains(condition)
    #expect(run.rejects.count == (isRefused ? 1 : 0))
    if isRefused {
      #expect(run.rejects.first?.reason.contains("checksum") == true)
      #expect(try asked(exchange, "2024-12.zip.CHECKSUM").count == 2)
      #expect(try asked(exchange, "aggTrades-2024-12-01.zip").count == 2)
    }
    if condition == "hole" { #expect(run.notices.contains { $0.contains("hole") }) }
  }

  /// Where the month is of no use its days are taken, of which only short intervals have any worth it.
  @Test(arguments: [
    ("stale", "1m", 2), ("absent", "5m", 0), ("short", "5m", 1), ("hole", "5m", 0),
    ("replaced", "5m", 0),
  ])
  func `a month and a day that are wrong for good change nothing of the candles`(
    condition: String, interval: Name, rejects: Int
  ) throws {
    let exchange = try StandIn(Self.options)
    _ = try text(exchange, "bulk?stem=BTCUSDT-\(interval)-2024-12&condition=\(condition)")
    _ = try text(exchange, "bulk?stem=BTCUSDT-\(interval)-2024-12-05&condition=\(condition)")
    let run = try fetch(.candles(interval: interval), from: exchange)
    expectSame(run, try text(exchange, "candles?symbol=BTCUSDT&interval=\(interval)"))
    #expect(run.rejects.count == rejects)
  }

  @Test(arguments: ["truncated", "500", "wrong-checksum", "slow", "empty"])
  func `a passing fault changes nothing`(kind: String) throws {
    let exchange = try StandIn(Self.options)
    let name = "BTCUSDT-aggTrades-2024-12.zip"
    _ = try text(
      exchange, "fault?kind=\(kind)&path=\(name)\(kind == "wrong-checksum" ? ".CHECKSUM" : "")")
    let run = try fetch(.trades, from: exchange)
    expectSame(run, try text(exchange, "trades?symbol=BTCUSDT"))
    #expect(run.rejects.isEmpty)
    if kind == "truncated" {
      // What came before the break is not asked for again.
      #expect(try asked(exchange, name + " bytes=").count == 1)
    }
  }

  @Test func `what neither file nor REST has is one gap`() throws {
    let exchange = try StandIn(Self.options + " --lost 3110-3119")
    let expected = try text(exchange, "trades?symbol=BTCUSDT").split(separator: "\n")
    let stem = expected[3_010].contains("\"id\":") ? "BTCUSDT-aggTrades-2024-12" : ""
    _ = try text(exchange, "bulk?stem=\(stem)&condition=absent")
    for day in 1...31 {
      let date = day < 10 ? "0\(day)" : "\(day)"
      _ = try text(exchange, "bulk?stem=\(stem)-\(date)&condition=absent")
    }
    let run = try fetch(.trades, from: exchange)
    let lines = run.text.split(separator: "\n")
    #expect(lines.filter { $0.contains(#""type":"gap""#) }.count == 1)
    #expect(lines.count == expected.count - 10 + 1)
  }

  @Test func `a limit ends in the middle of a file`() throws {
    let exchange = try StandIn(Self.options)
    let run = try fetch(.trades, from: exchange, limit: 4_000)
    let expected = try text(exchange, "trades?symbol=BTCUSDT").split(separator: "\n")
    expectSame(run, expected.prefix(4_000).map { $0 + "\n" }.joined())
    // The next id is the one behind the last record: another run goes on there.
    let last = expected[3_999].split(separator: ",").first { $0.hasPrefix("\"id\":") }
    #expect(
      run.position["BTCUSDT"]?.nextID == last.flatMap { Int64($0.dropFirst(5)) }.map { $0 + 1 })
  }
}
