import CXTestKit
import Foundation

/// A command line that a document shows.
struct Example: Sendable, CustomStringConvertible {
  var line: String

  var description: String { line }

  /// A pipeline that asks an exchange, follows for ever or reads a file of the reader's own cannot
  /// run here; it still has to parse, which ``ExampleTests`` leaves to the help tests.
  var needsTheWorld: Bool {
    let worldly = ["fetch trades", "fetch candles", "--follow", "make ", "git ", "swift ", "sudo "]
    return worldly.contains { line.contains($0) } || line.hasPrefix("make")
  }

  /// The line with what it may name: the files that examples speak of, made from the simulation.
  var bounded: String {
    """
    cx fetch simulate --seed 1 --count 2000 > trades.ndjson
    cx window 1m < trades.ndjson > candles.ndjson
    \(line)
    """
  }

  /// Stdin of every example.
  static let input = ""

  /// The lines of the README's fenced `sh` blocks, a trailing backslash joining two.
  static let readme: [Example] = {
    let path = BuiltProgram.package.appendingPathComponent("README.md").path
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    var examples: [Example] = []
    var inside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        inside = line == "```sh"
      } else if inside, let last = examples.last, last.line.hasSuffix("\\") {
        examples[examples.count - 1].line = String(last.line.dropLast() + line)
      } else if inside && !line.isEmpty {
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
