/// A part of a rule file, and where it stands.
public struct RuleNode: Sendable {
  /// What it holds.
  public enum Content: Sendable {
    /// A text, number or other scalar as it was written, less its quotes.
    case text(String)
    /// Parts without names.
    case list([RuleNode])
    /// Parts with names.
    case fields([(name: RuleNode, value: RuleNode)])
  }

  /// What it holds.
  public var content: Content
  /// Its line, from 1.
  public var line: Int
  /// Its first character in the line, from 1.
  public var column: Int

  /// A part; see the fields.
  public init(_ content: Content, line: Int, column: Int) {
    self.content = content
    self.line = line
    self.column = column
  }

  /// The text, if that is what it holds.
  var text: String? {
    if case .text(let text) = content { text } else { nil }
  }
}

/// A mistake in a rule file.
public struct RuleProblem: Error, Equatable, Sendable {
  /// What is wrong.
  public var message: String
  /// Where, from 1.
  public var line: Int
  /// Where in the line, from 1.
  public var column: Int
  /// Characters from there to the mistake, in a text that may be quoted.
  public var offset = 0
  /// What may have been meant.
  public var hint: String?

  /// `LINE:COLUMN: message`, the line, and a caret below the place with what may have been meant.
  public func description(in lines: [String]) -> String {
    guard lines.indices.contains(line - 1) else { return "\(line):\(column): \(message)" }
    let text = Array(lines[line - 1].map { $0 == "\t" ? " " : $0 })
    let isQuoted = text.indices.contains(column - 1) && ["\"", "'"].contains(text[column - 1])
    let place = min(column + offset + (isQuoted && offset > 0 ? 1 : 0), text.count + 1)
    let caret = String(repeating: " ", count: place - 1) + "^" + (hint.map { " " + $0 } ?? "")
    return "\(line):\(place): \(message)\n  \(String(text))\n  \(caret)"
  }
}
