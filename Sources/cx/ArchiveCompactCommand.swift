import ArgumentParser
import CXCore
import CXRecord

/// `cx archive compact`: merges small files of a cold store.
struct ArchiveCompactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compact",
    abstract: "Merge small files of a cold store.",
    discussion: """
      It may be interrupted at any moment, and run while others read. It says nothing when all is \
      well; status 75 means that another program writes there.

      Examples:
        cx archive --to file:cold/ trades.ndjson; cx archive compact --to file:cold/; cx archive \
      --stats --to file:cold/
        cx archive --to file:cold/ trades.ndjson && cx archive compact --to file:cold/ && cx query \
      trades --limit 3 --from file:cold/
        cx archive --to file:cold/ trades.ndjson && cx archive compact --dry-run --to file:cold/ \
      2>&1 | wc -l
      """)

  @Option(help: ArgumentHelp("The store: file:DIR/ or s3://BUCKET/PREFIX.", valueName: "url"))
  var to: String

  @Flag(help: "Change nothing; tell on stderr what would be done.")
  var dryRun = false

  @OptionGroup var cold: ColdWritingOptions

  func validate() throws {
    try Program.check { () throws(Fault) in _ = try place() }
  }

  private func place() throws(Fault) -> ColdPlace {
    guard case .cold(let place) = try StoreURL(to, "--to") else {
      throw Fault(.usage, "name a cold store: --to file:DIR/ or --to s3://BUCKET/PREFIX")
    }
    return place
  }

  func run() throws {
    try Program.run("archive") { () throws(Fault) in
      try cold.archive(try place()).compact(dryRun: dryRun)
    }
  }
}
