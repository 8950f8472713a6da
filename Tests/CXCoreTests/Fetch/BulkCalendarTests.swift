import Testing

@testable import CXCore
@testable import CXRecord

@Suite struct BulkCalendarTests {
  private func time(_ text: String) -> Int64 {
    Timestamp(rfc3339: Array(text.utf8))?.microseconds ?? -1
  }

  /// The names of the files, and `REST` with its end, that cover a span.
  private func cover(
    _ subject: HistoryPlan.Subject, _ since: String, _ until: String, now: String = "2025-03-05",
    absent: Set<String> = []
  ) -> [String] {
    var calendar = BulkCalendar(subject, symbol: "BTCUSDT", isOn: true)
    var at = time(since)
    var names: [String] = []
    while at < time(until) && names.count < 200 {
      switch calendar.segment(at: at, until: time(until), now: time(now)) {
      case .file(let file):
        if absent.contains(file.stem) {
          calendar.exclude(file)
          continue
        }
        names.append(String(file.stem.dropFirst("BTCUSDT-".count)))
        at = file.end
      case .rest(let end):
        names.append("REST \(Timestamp(microseconds: end).rfc3339.dropLast(10))")
        at = end
      }
    }
    return names
  }

  @Test func `whole months, then days, then REST`() {
    #expect(
      cover(.trades, "2025-01-30T12:00:00Z", "2025-03-05") == [
        "aggTrades-2025-01-30", "aggTrades-2025-01-31", "aggTrades-2025-02",
        "aggTrades-2025-03-01", "aggTrades-2025-03-02", "aggTrades-2025-03-03",
        "aggTrades-2025-03-04",
      ])
    #expect(
      cover(.candles(interval: "1m"), "2025-02-01", "2025-03-02T06:00:00Z") == [
        "1m-2025-02", "1m-2025-03-01", "REST 2025-03-02",
      ])
  }

  @Test func `a month without a file comes by days, a day without one by REST`() {
    let names = cover(
      .trades, "2025-02-01", "2025-03-02",
      absent: ["BTCUSDT-aggTrades-2025-02", "BTCUSDT-aggTrades-2025-02-10"])
    #expect(names.count == 29)
    #expect(names[8...10] == ["aggTrades-2025-02-09", "REST 2025-02-11", "aggTrades-2025-02-11"])
  }

  @Test func `what would be less than a page is no file`() {
    #expect(cover(.candles(interval: "1h"), "2025-01-01", "2025-03-01") == ["REST 2025-03-01"])
    #expect(
      cover(.candles(interval: "15m"), "2025-01-31", "2025-03-01") == [
        "REST 2025-02-01", "15m-2025-02",
      ])
    #expect(cover(.candles(interval: "1M"), "2020-01-01", "2025-03-01") == ["REST 2025-03-01"])
    #expect(
      cover(.trades, "2025-03-01T23:30:00Z", "2025-03-02T00:30:00Z") == ["REST 2025-03-02"])
  }

  @Test func `what has not ended has no file`() {
    #expect(
      cover(.trades, "2025-03-04", "2025-03-05", now: "2025-03-04T23:59:59Z") == ["REST 2025-03-05"]
    )
  }

  @Test func `paths are those of the exchange`() {
    let calendar = BulkCalendar(.candles(interval: "1s"), symbol: "币安人生USDT", isOn: true)
    guard
      case .file(let file) = calendar.segment(
        at: time("2025-02-01"), until: time("2025-03-01"), now: time("2025-03-05"))
    else {
      Issue.record("no file")
      return
    }
    let symbol = "%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT"
    #expect(
      file.checksumPath
        == "/data/spot/monthly/klines/\(symbol)/1s/\(symbol)-1s-2025-02.zip.CHECKSUM")
    let digest = String(repeating: "Ab", count: 32)
    let line = "\(digest)  币安人生USDT-1s-2025-02.zip"
    #expect(file.digest(inChecksum: line.utf8) == String(repeating: "ab", count: 32))
    #expect(file.digest(inChecksum: (line + "\n").utf8) != nil)
    #expect(file.digest(inChecksum: "\(digest)  other.zip".utf8) == nil)
    #expect(file.digest(inChecksum: "<html>".utf8) == nil)
  }

  @Test func `whatever is missing, time is covered once and to its end`() {
    var random = RandomStream(seed: 9)
    for _ in 0..<300 {
      let subject: HistoryPlan.Subject =
        [.trades, .rawTrades, .candles(interval: "1m"), .candles(interval: "5m")][
          Int(random.next() % 4)]
      var calendar = BulkCalendar(subject, symbol: "X", isOn: true)
      let start = time("2024-11-03") + Int64(random.next() % 10_000_000_000_000)
      let until = start + 1 + Int64(random.next() % 9_000_000_000_000)
      let now = until - 86_400_000_000 + Int64(random.next() % 172_800_000_000)
      var at = start
      var steps = 0
      while at < until && steps < 2_000 {
        steps += 1
        switch calendar.segment(at: at, until: until, now: now) {
        case .file(let file):
          #expect(file.start <= at && at < file.end && file.end <= now)
          if random.next() % 3 == 0 { calendar.exclude(file) } else { at = file.end }
        case .rest(let end):
          #expect(end > at && end <= until)
          at = end
        }
      }
      #expect(at >= until)
    }
  }
}
