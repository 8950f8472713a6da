import CXCore
import CXRecord
import Testing

@Suite struct ArchivePartitionTests {
  @Test func theFoldersAreHives() {
    let partition = ArchivePartition(
      tenant: "default", exchange: "binance", kind: .candles, interval: "1m", day: 20_403)
    #expect(
      partition.path == "tenant=default/exchange=binance/kind=candle/interval=1m/date=2025-11-11/")
    let trades = ArchivePartition(
      tenant: "a/b=c%", exchange: "", kind: .trades, interval: "", day: 0)
    #expect(
      trades.path
        == "tenant=a%2Fb%3Dc%25/exchange=__HIVE_DEFAULT_PARTITION__/kind=trade/"
        + "interval=__HIVE_DEFAULT_PARTITION__/date=1970-01-01/")
  }

  @Test func whatIsWrittenIsReadAgain() {
    var random = Generator(seed: 4)
    let alphabet = Array("aZ9/=%\"#'*:?\\{[]^é€ \u{1}\u{7F}._-🦆").map(String.init)
    for _ in 0..<2_000 {
      func name() -> Name {
        Name((0..<(random.next() % 6)).map { _ in random.pick(alphabet) }.joined())
      }
      let partition = ArchivePartition(
        tenant: name(), exchange: name(), kind: .trades, interval: name(),
        day: Int(random.next() % 40_000))
      #expect(ArchivePartition(path: partition.path) == partition)
      #expect(ArchivePartition(path: partition.manifestName) == partition)
      #expect(partition.path.utf8.count { $0 == UInt8(ascii: "/") } == 5)
    }
  }

  @Test func whatAFolderCannotHoldIsShortenedAndStaysApart() {
    let long = String(repeating: "é", count: 130)
    let names = [long, long + "x", String(repeating: "a/", count: 125), "short"]
    let partitions = names.map {
      ArchivePartition(tenant: "t", exchange: Name($0), kind: .trades, interval: "", day: 0)
    }
    // One that is called as another one's folder.
    let twin = ArchivePartition(
      tenant: "t", exchange: partitions[0].exchange, kind: .trades, interval: "", day: 0)
    #expect(Set(partitions + [twin]).count == 5)
    for partition in partitions + [twin] {
      #expect(partition.path.split(separator: "/").allSatisfy { $0.utf8.count <= 255 })
      #expect(ArchivePartition(path: partition.path) == partition)
    }
    #expect(partitions[3].exchange == "short")
  }

  @Test(
    arguments: [
      "", "tenant=a/", "tenant=a/exchange=b/kind=c/interval=d/date=x/",
      "tenant=%G1/exchange=b/kind=c/interval=d/date=2025-01-01/",
      "exchange=a/tenant=b/kind=c/interval=d/date=2025-01-01/",
    ])
  func otherPathsAreNone(path: String) {
    #expect(ArchivePartition(path: path) == nil)
  }
}
