import CXRecord

/// Text as lines of ASCII, readable where it was ASCII before (RFC 2045, 6.7).
enum QuotedPrintable {
  /// The UTF-8 of a text, in lines of at most 76 characters ended by CR LF.
  static func text(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      encoded(Array(line.utf8))
    }.joined(separator: "\r\n")
  }

  private static func encoded(_ line: [UInt8]) -> String {
    var result: [UInt8] = []
    var length = 0
    for (index, byte) in line.enumerated() {
      // White space at the end of a line gets lost on the way.
      let isSpace = byte == 0x20 || byte == 0x09
      let isPlain =
        isSpace ? index < line.count - 1 : 0x21..<0x7F ~= byte && byte != UInt8(ascii: "=")
      let digits = Array(Hexadecimal.text(CollectionOfOne(byte)).uppercased().utf8)
      let spelled = isPlain ? [byte] : [UInt8(ascii: "=")] + digits
      if length + spelled.count > 75 {
        result += Array("=\r\n".utf8)
        length = 0
      }
      result += spelled
      length += spelled.count
    }
    return String(decoding: result, as: UTF8.self)
  }
}
