import CXTestKit
import Foundation

/// A command line that a document shows.
struct Example: Sendable, CustomStringConvertible {
  var line: String
  /// What the document says comes out; empty when it says nothing.
  var output = ""

  var description: String { line }

  /// Whether it asks an exchange, builds, or reads a recording: what a test cannot run.
  var needsTheWorld: Bool {
    [
      "fetch trades", "fetch candles", "fetch quotes", "fetch tickers", "fetch depth",
      "fetch replay", "--follow", "fetch follow",
      "cx fetch |", "cx fetch BTC", "make ",
    ].contains {
      line.contains($0)
    }
  }

  /// Whether it goes on until somebody stops it.
  var isEndless: Bool {
    line.contains("simulate") && !line.contains("--count") && !line.contains("head")
  }

  /// Runs it, for a moment if it is endless.
  func run() throws -> Outcome {
    try BuiltProgram.run(script, seconds: isEndless ? 3 : 60)
  }

  /// The line, and before it the files that examples speak of, made from the simulation.
  private var script: String {
    """
    cx fetch simulate --seed 1 --count 2000 > trades.ndjson
    cx window 1m < trades.ndjson > candles.ndjson
    \(line.contains("receivers.yaml") || line.contains("outbox") ? Self.outbox : "")
    \(line)
    """
  }

  /// Receivers, and an outbox with what they were told.
  private static let outbox = """
    echo 'receivers: [{name: log, kind: exec, shell: true, command: cat >> told.ndjson}]' \
      > receivers.yaml
    cx alert 'close > 0' candles.ndjson --notify --receivers receivers.yaml > events.ndjson
    cx alert outbox --retry --all > retried.ndjson
    """

  /// The lines of the README's fenced `sh` blocks, a trailing backslash joining two.
  ///
  /// A `json` block is the output of the line above it.
  static let readme: [Example] = {
    let path = BuiltProgram.package.appendingPathComponent("README.md").path
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    var examples: [Example] = []
    var language = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        language = language.isEmpty ? String(line.dropFirst(3)) : ""
      } else if language == "json" && !examples.isEmpty {
        examples[examples.count - 1].output += line + "\n"
      } else if language == "sh", let last = examples.last, last.line.hasSuffix("\\") {
        examples[examples.count - 1].line = String(last.line.dropLast() + line)
      } else if language == "sh" && !line.isEmpty {
        examples.append(Example(line: String(line)))
      }
    }
    return examples
  }()
}

/// The help of one subcommand, and the pipelines it ends in.
struct Help: Sendable {
  var command: String
  var pipelines: [Example]

  /// The helps of all subcommands that do something themselves.
  static func all() -> [Help] {
    guard
      let dump = try? BuiltProgram.run("cx --experimental-dump-help"),
      let tool = try? JSONDecoder().decode(Tool.self, from: Data(dump.output))
    else { return [] }
    return tool.command.leaves(path: []).compactMap { path in
      let command = path.joined(separator: " ")
      guard let help = try? BuiltProgram.run("cx \(command) --help") else { return nil }
      return Help(command: command, pipelines: pipelines(in: help.outputText))
    }
  }

  /// The pipelines below the last line `EXAMPLES:`.
  static func pipelines(in help: String) -> [Example] {
    let lines = help.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    guard let heading = lines.lastIndex(where: { $0.uppercased().hasPrefix("EXAMPLES") }) else {
      return []
    }
    return lines[(heading + 1)...].filter { $0.contains("cx ") }.map { Example(line: $0) }
  }
}

extension Help {
  /// The part of the argument parser's own description that is needed here.
  private struct Tool: Decodable {
    var command: Command
  }

  private struct Command: Decodable {
    var commandName: String
    var shouldDisplay: Bool?
    var subcommands: [Command]?

    func leaves(path: [String]) -> [[String]] {
      let shown = (subcommands ?? []).filter {
        $0.shouldDisplay != false && $0.commandName != "help"
      }
      if shown.isEmpty { return path.isEmpty ? [] : [path] }
      return shown.flatMap { $0.leaves(path: path + [$0.commandName]) }
    }
  }
}
