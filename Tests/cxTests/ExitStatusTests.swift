import CXTestKit
import Foundation
import Testing

/// The program, the README and the manual tell the same of how it ends.
@Suite struct ExitStatusTests {
  /// Numbers and meanings from `cx --help`.
  static func told() throws -> [String] {
    let help = try BuiltProgram.run("cx --help").outputText
    return help.split(separator: "\n").compactMap { line in
      row(line.split(separator: " ", maxSplits: 1))
    }
  }

  @Test func theReadmeHasTheTable() throws {
    let path = BuiltProgram.package.appendingPathComponent("README.md").path
    let text = try String(contentsOfFile: path, encoding: .utf8)
      .replacingOccurrences(of: "`", with: "")
    let rows = text.split(separator: "\n").compactMap { line in
      Self.row(line.split(separator: "|"))
    }
    #expect(rows == (try Self.told()))
    #expect(rows.count == 12)
  }

  @Test func everyManPageHasTheTable() throws {
    let folder = BuiltProgram.package.appendingPathComponent("man")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let told = try Self.told().map { $0.lowercased() + "." }
    for name in names where name.hasSuffix(".1") {
      let text = try String(
        contentsOfFile: folder.appendingPathComponent(name).path, encoding: .utf8)
      let items = text.replacingOccurrences(of: "\\-", with: "-").components(separatedBy: "\n.It ")
      let rows = items.dropFirst().compactMap { item in
        let end = item.range(of: "\n.El")?.lowerBound ?? item.endIndex
        let lines = item[..<end].split(separator: "\n")
        return Self.row([lines[0], Substring(lines.dropFirst().joined(separator: " "))])
      }
      #expect(rows.map { $0.lowercased() } == told, "\(name)")
    }
  }

  /// A number and its meaning; nil for what is no row of the table.
  private static func row(_ cells: [Substring]) -> String? {
    let cells = cells.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    guard cells.count == 2, let number = Int(cells[0]) else { return nil }
    return "\(number) \(cells[1])"
  }
}
