import ArgumentParser
import CXCore
import CXRecord
import CXHTTP

/// `cx fetch depth`: order books, kept from their changes.
struct FetchDepthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "depth",
    abstract: "Follow order books: their best levels, or their changes.",
    discussion: """
      Keeps a local book of each symbol from a picture by REST and the changes of the stream, by \
      their ids, and shows its best levels whenever one of them changes. Where changes were missed, \
      a gap record (reason "book") has their ids, and nothing more is shown of that book before a \
      new picture has come. Ends when it is stopped.

      With --changes each change comes once and in order, behind a picture of the book \
      ("snapshot":true) from which they go on; behind a gap another picture comes first.

      Examples:
        cx fetch depth BTCUSDT --levels 5 | jq -c '[.bids[0][0], .asks[0][0]]'
        cx fetch depth BTCUSDT ETHUSDT --changes | gzip > books.gz
        cx fetch depth BTCUSDT --raw | cx fetch replay --book 10
      """)

  @Option(help: "Show so many levels of each side, best first: 1 to 5000.")
  var levels: Int?

  @Flag(help: "Show the changes instead, behind a picture of the whole book.")
  var changes = false

  @OptionGroup var host: FetchHostOptions
  @OptionGroup var live: FetchLiveOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try Program.check { () throws(Fault) in _ = try shown() }
  }

  func run() throws {
    try Program.run("fetch") { () throws(Fault) in
      try live.run(.depth(try shown()), host, output)
    }
  }

  private func shown() throws(Fault) -> BookStage.Output {
    if changes {
      if levels != nil { throw Fault(.usage, "--levels and --changes exclude each other") }
      return .changes
    }
    let count = levels ?? 10
    guard (1...5_000).contains(count) else {
      throw Fault(.usage, "--levels takes a number of 1 to 5000: \(count)")
    }
    return .levels(count)
  }
}
