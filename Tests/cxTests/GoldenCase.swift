import CXTestKit
import Foundation
import Testing

/// A folder `Golden/<step>/<case>`: what is run, what goes in, what must come out.
///
/// `cmd` is a shell script; it runs in an empty folder with `cx` on its path, `in.ndjson` as stdin
/// and the case's own folder as `$CASE`. A missing file means empty, a missing `status` means 0.
struct GoldenCase: Sendable, CustomTestStringConvertible {
  var name: String
  var folder: URL

  var testDescription: String { name }

  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("Golden")

  static let all: [GoldenCase] = names(in: root).flatMap { step in
    names(in: root.appendingPathComponent(step)).map { name in
      GoldenCase(
        name: "\(step)/\(name)",
        folder: root.appendingPathComponent(step).appendingPathComponent(name))
    }
  }

  /// What the case's files say should happen.
  var expected: Result {
    Result(
      output: text("out.ndjson"), errors: text("err"),
      status: text("status").split(separator: "\n").first.map(String.init) ?? "0")
  }

  /// Runs `cmd`; the folder of the case is spelled `$CASE` in what comes back.
  func run() throws -> Result {
    let variables = ["CASE": folder.path]
    let outcome = try BuiltProgram.run(text("cmd"), input: text("in.ndjson"), variables: variables)
    func portable(_ text: String) -> String {
      text.replacingOccurrences(of: folder.path, with: "$CASE")
    }
    return Result(
      output: portable(outcome.outputText), errors: portable(outcome.errorText),
      status: "\(outcome.ending)")
  }

  /// Makes `result` what is expected from now on; files that would say the default are removed.
  func record(_ result: Result) throws {
    try write(result.output, to: "out.ndjson")
    try write(result.errors, to: "err")
    try write(result.status == "0" ? "" : result.status + "\n", to: "status")
  }

  private func text(_ name: String) -> String {
    let data = FileManager.default.contents(atPath: folder.appendingPathComponent(name).path)
    return String(decoding: data ?? Data(), as: UTF8.self)
  }

  private func write(_ text: String, to name: String) throws {
    let file = folder.appendingPathComponent(name)
    if text.isEmpty {
      try? FileManager.default.removeItem(at: file)
    } else {
      try Data(text.utf8).write(to: file)
    }
  }

  private static func names(in folder: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }
}

extension GoldenCase {
  /// What a case says, or what came of it.
  struct Result: Equatable {
    var output: String
    var errors: String
    var status: String

    /// What differs, for reading; empty when nothing does.
    func difference(to actual: Result) -> String {
      let parts = [
        ("stdout", Difference.between(expected: output, actual: actual.output)),
        ("stderr", Difference.between(expected: errors, actual: actual.errors)),
        ("status", Difference.between(expected: status + "\n", actual: actual.status + "\n")),
      ]
      return parts.filter { !$0.1.isEmpty }.map { "\($0.0), \($0.1)" }.joined(separator: "\n")
    }
  }
}
