import CXRecord

/// Rows in columns for eyes: numbers aligned by their points, as many columns as fit.
///
/// Widths are those of the first rows; a later cell that is wider pushes its row apart.
public struct TextTable: Sendable {
  /// A column as it is shown.
  private struct Column {
    var name: String
    var index: Int
    var isText = false
    var whole = 0
    var decimals = 0
    var width: Int { max(name.count, whole + decimals) }
  }

  private let names: [String]
  private let width: Int
  private var columns: [Column] = []

  /// A table of named columns, at most `width` characters wide.
  public init(_ names: [String], width: Int) {
    self.names = names
    self.width = width
  }

  /// Decides from the first rows which columns are shown, and how wide; returns the heading.
  ///
  /// What is empty everywhere is left out, and what has no room at the right is told by an ellipsis.
  public mutating func begin(with rows: [[String]]) -> String {
    columns = names.indices.compactMap { index in
      var column = Column(name: names[index], index: index)
      for row in rows where !row[index].isEmpty {
        let (whole, decimals) = Self.parts(row[index])
        column.whole = max(column.whole, whole)
        column.decimals = max(column.decimals, decimals)
        column.isText = column.isText || !Self.isNumber(row[index])
      }
      if column.whole == 0 { return nil }
      if column.isText {
        column.whole = rows.reduce(0) { max($0, $1[index].count) }
        column.decimals = 0
      }
      return column
    }
    let all = columns.count
    while columns.count > 1, fittingWidth > width - (columns.count < all ? 3 : 0) {
      columns.removeLast()
    }
    let heading = columns.map { column in
      column.isText
        ? Self.padded(column.name, column.width)
        : Self.padding(column.width - column.name.count) + column.name
    }.joined(separator: "  ")
    return Self.trimmed(heading + (columns.count < all ? "  …" : ""))
  }

  /// A row as a line.
  public func line(_ row: [String]) -> String {
    Self.trimmed(
      columns.map { column in
        let cell = row[column.index]
        if column.isText { return Self.padded(cell, column.width) }
        let (whole, decimals) = Self.parts(cell)
        let before = column.width - column.decimals - whole
        return Self.padding(before) + cell + Self.padding(column.decimals - decimals)
      }.joined(separator: "  "))
  }

  private var fittingWidth: Int {
    columns.reduce(0) { $0 + $1.width } + 2 * (columns.count - 1)
  }

  private static func padding(_ count: Int) -> String {
    String(repeating: " ", count: max(0, count))
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + padding(width - text.count)
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }

  private static func isNumber(_ text: String) -> Bool {
    (try? Decimal(parsing: text)) != nil
  }

  /// Characters before the decimal point, and from it on.
  private static func parts(_ text: String) -> (whole: Int, decimals: Int) {
    guard isNumber(text), let point = text.firstIndex(of: ".") else { return (text.count, 0) }
    let decimals = text.distance(from: point, to: text.endIndex)
    return (text.count - decimals, decimals)
  }
}
