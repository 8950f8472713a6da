/// A grid of characters, each in a style, to be read out as lines for a terminal.
struct TextCanvas {
  /// How a cell looks; the raw value is the SGR parameter of ECMA-48 that says so.
  enum Style: String {
    case plain = "0"
    case bold = "1"
    case faint = "90"
    case rising = "32"
    case falling = "31"
    case risingLabel = "30;42"
    case fallingLabel = "30;41"
  }

  private struct Cell {
    var character: Character = " "
    var style = Style.plain
  }

  let width: Int
  let height: Int
  private var cells: [Cell]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    cells = Array(repeating: Cell(), count: width * height)
  }

  /// Writes a character; outside the grid nothing happens.
  mutating func put(_ character: Character, _ style: Style, column: Int, row: Int) {
    guard 0..<width ~= column, 0..<height ~= row else { return }
    cells[row * width + column] = Cell(character: character, style: style)
  }

  /// Writes a text from a column to the right.
  mutating func put(_ text: some StringProtocol, _ style: Style, column: Int, row: Int) {
    for (offset, character) in text.enumerated() {
      put(character, style, column: column + offset, row: row)
    }
  }

  /// The rows, without spaces at their ends; with escape sequences only where colour is wanted.
  func lines(color: Bool) -> [String] {
    (0..<height).map { row in
      let all = cells[(row * width)..<((row + 1) * width)]
      let end = all.lastIndex { $0.character != " " } ?? all.startIndex - 1
      var line = ""
      var style = Style.plain
      for cell in all[..<(end + 1)] {
        // A space looks alike in all styles but those with a background.
        let blank = cell.character == " " && !cell.style.hasBackground
        let wanted = !blank ? cell.style : style.hasBackground ? .plain : style
        if color, wanted != style {
          if style != .plain { line += "\u{1B}[0m" }
          if wanted != .plain { line += "\u{1B}[\(wanted.rawValue)m" }
          style = wanted
        }
        line.append(cell.character)
      }
      return style == .plain ? line : line + "\u{1B}[0m"
    }
  }
}

extension TextCanvas.Style {
  fileprivate var hasBackground: Bool { self == .risingLabel || self == .fallingLabel }
}
