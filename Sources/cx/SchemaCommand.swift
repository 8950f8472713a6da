import ArgumentParser
import CXRecord
import CXSystem

/// `cx schema`: what records are, for programs that read them.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of the records, or of one kind of them.",
    discussion: """
      One JSON Schema (draft 2020-12) on one line: the fields of each kind with what they mean, \
      which of them a record has to have, their bounds, and in x-key the fields that tell a record \
      from all others. It says what cx writes; cx reads more: decimals and ids as strings, times as \
      RFC 3339 or in seconds, milliseconds or nanoseconds. cx-records(5) is the same for people.

      Examples:
        cx schema trade | jq .required
        cx schema | jq -r '."$defs".candle.properties | keys[]'
        cx schema quote | jq -c '."x-key"'
      """)

  @Argument(
    help: ArgumentHelp(
      "One of \(RecordKind.all.map(\.name).joined(separator: ", ")); all where none is named.",
      valueName: "kind"),
    completion: .list(RecordKind.all.map(\.name)))
  var kind: String?

  func validate() throws {
    try Program.check { () throws(Fault) in _ = try chosen() }
  }

  private func chosen() throws(Fault) -> RecordKind? {
    guard let kind else { return nil }
    if let known = RecordKind.all.first(where: { $0.name.utf8.elementsEqual(kind.utf8) }) {
      return known
    }
    throw Fault(
      .usage,
      "no kind of record is called \(kind); there are "
        + RecordKind.all.map(\.name).joined(separator: ", "))
  }

  func run() throws {
    try Program.run("schema") { () throws(Fault) in
      let block = Block()
      block.append(RecordSchema.text(of: try chosen()))
      block.append("\n")
      try Descriptor.output.write(block.bytes)
      return .done
    }
  }
}
