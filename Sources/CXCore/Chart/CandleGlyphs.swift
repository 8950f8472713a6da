/// Characters that draw a candle with two steps to a row.
enum CandleGlyphs {
  /// What half a cell shows.
  enum Half {
    case empty
    case wick
    case body
  }

  /// How bodies look.
  enum Body {
    /// Heavy lines, which leave room between neighbours.
    case line
    /// Whole cells, and half ones where no wick adjoins.
    case block
  }

  /// The character for the middle column of a candle.
  static func middle(top: Half, bottom: Half, _ body: Body) -> Character {
    switch (top, bottom) {
    case (.empty, .empty): " "
    case (.wick, .wick): "│"
    case (.wick, .empty): "╵"
    case (.empty, .wick): "╷"
    case (.body, .body): body == .line ? "┃" : "█"
    case (.body, .empty): body == .line ? "╹" : "▀"
    case (.empty, .body): body == .line ? "╻" : "▄"
    // A block with a line at its end does not exist: it grows by half a row to meet the wick.
    case (.body, .wick): body == .line ? "╿" : "█"
    case (.wick, .body): body == .line ? "╽" : "█"
    }
  }

  /// The character for the columns beside the middle of a wide body; nil beside a wick.
  static func side(top: Half, bottom: Half) -> Character? {
    top == .body || bottom == .body ? middle(top: top, bottom: bottom, .block) : nil
  }

  /// A bar's upper end in eighths of a row, 0 to 8.
  static func eighths(_ count: Int) -> Character {
    [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"][min(max(count, 0), 8)]
  }
}
