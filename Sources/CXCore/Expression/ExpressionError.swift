import CXRecord

/// Why a text is not an expression, and where.
public struct ExpressionError: Error, Equatable, Sendable {
  /// What is wrong: `unknown function "smma"`.
  public var message: String
  /// The expression's text.
  public var source: String
  /// Where it is wrong: characters before the place.
  public var column: Int
  /// What may have been meant.
  public var hint: String?

  init(_ message: String, source: String, at byte: Int, hint: String? = nil) {
    self.message = message
    self.source = source
    self.hint = hint
    column = String(decoding: source.utf8.prefix(byte), as: UTF8.self).count
  }

  /// The message, the expression below it, and a caret below the place.
  public var description: String {
    let line = String(source.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    let caret = String(repeating: " ", count: column) + "^"
    return "\(message)\n  \(line)\n  \(caret)\(hint.map { " " + $0 } ?? "")"
  }
}

/// The known name that a misspelt one may have meant.
enum Suggestion {
  /// The nearest of `candidates` within a third of the name's length (at least one, at most
  /// three changes), the first of equals.
  static func nearest(to name: String, among candidates: [String]) -> String? {
    let limit = min(3, max(1, name.utf8.count / 3))
    var best: (name: String, distance: Int)?
    for candidate in candidates {
      let distance = distance(Array(name.utf8), Array(candidate.utf8))
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// `did you mean "sma"?`, or nil where nothing is near.
  static func hint(for name: String, among candidates: [String]) -> String? {
    nearest(to: name, among: candidates).map { "did you mean \"\($0)\"?" }
  }

  /// As ``hint(for:among:)``, of names.
  static func hint(for name: Name, among candidates: [Name]) -> String? {
    hint(for: name.text, among: candidates.map(\.text))
  }

  /// Optimal string alignment: insertions, deletions, changes, and swaps of neighbours.
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var older: [Int] = []
    var previous = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var current = [i + 1]
      for (j, b) in right.enumerated() {
        var cost = min(previous[j] + (a == b ? 0 : 1), previous[j + 1] + 1, current[j] + 1)
        if i > 0, j > 0, a == right[j - 1], left[i - 1] == b {
          cost = min(cost, older[j - 1] + 1)
        }
        current.append(cost)
      }
      older = previous
      previous = current
    }
    return previous[right.count]
  }
}
