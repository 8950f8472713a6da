/// A picture of few colours, to be drawn on.
struct PixelCanvas {
  /// A colour; the raw value is the pixel's.
  enum Ink: UInt8, CaseIterable {
    case paper, grid, faint, strong, rising, falling, risingPale, fallingPale

    /// Red, green and blue, as in the SVG chart's light theme; the pale ones at two fifths on paper.
    var color: [UInt8] {
      switch self {
      case .paper: [0xFF, 0xFF, 0xFF]
      case .grid: [0xD0, 0xD7, 0xDE]
      case .faint: [0x57, 0x60, 0x6A]
      case .strong: [0x1F, 0x23, 0x28]
      case .rising: [0x1A, 0x9A, 0x6C]
      case .falling: [0xD1, 0x43, 0x4B]
      case .risingPale: [0xA3, 0xD7, 0xC4]
      case .fallingPale: [0xED, 0xB4, 0xB7]
      }
    }
  }

  let width: Int
  let height: Int
  /// Rows from the top, a byte a pixel.
  private(set) var pixels: [UInt8]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    pixels = Array(repeating: Ink.paper.rawValue, count: width * height)
  }

  /// Fills a rectangle; what lies outside the picture is left out.
  mutating func fill(_ ink: Ink, x: Int, y: Int, width: Int, height: Int) {
    let columns = max(x, 0)..<max(min(x + width, self.width), max(x, 0))
    for row in max(y, 0)..<max(min(y + height, self.height), max(y, 0)) {
      for column in columns { pixels[row * self.width + column] = ink.rawValue }
    }
  }

  /// Writes a text, its upper left corner at a place, each pixel of the letters `zoom` wide.
  mutating func write(_ text: String, _ ink: Ink, x: Int, y: Int, zoom: Int) {
    for (index, character) in text.enumerated() {
      for (row, bits) in BitmapFont.rows(of: character).enumerated() {
        for column in 0..<5 where bits >> UInt8(4 - column) & 1 == 1 {
          fill(
            ink, x: x + (index * BitmapFont.pitch + column) * zoom, y: y + row * zoom, width: zoom,
            height: zoom)
        }
      }
    }
  }

  /// How wide a text is.
  static func width(of text: String, zoom: Int) -> Int { text.count * BitmapFont.pitch * zoom }
}
