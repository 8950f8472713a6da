/// What differs between two texts, line by line, for the reader of a failed test.
public enum Difference {
  /// How many lines of each side are shown at most.
  static let shown = 12

  /// Empty when both are equal; else the lines between the common head and the common tail, those
  /// expected with `-`, those that came with `+`.
  public static func between(expected: String, actual: String) -> String {
    if expected == actual { return "" }
    let left = lines(expected)
    let right = lines(actual)
    let shorter = min(left.count, right.count)
    var head = 0
    while head < shorter && left[head] == right[head] { head += 1 }
    var tail = 0
    while tail < shorter - head && left[left.count - 1 - tail] == right[right.count - 1 - tail] {
      tail += 1
    }
    let gone = left[head..<(left.count - tail)].map { "-\($0)" }
    let come = right[head..<(right.count - tail)].map { "+\($0)" }
    return (["line \(head + 1):"] + cut(gone) + cut(come)).joined(separator: "\n")
  }

  /// The lines, each with its end made visible where it is missing.
  private static func lines(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" {
      lines.removeLast()
    } else if let last = lines.popLast() {
      lines.append(last + "⏎ missing")
    }
    return lines
  }

  private static func cut(_ lines: [String]) -> [String] {
    lines.count <= shown
      ? lines : lines.prefix(shown) + ["  … \(lines.count - shown) more"]
  }
}
