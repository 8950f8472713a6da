import CXRecord

/// The time before a message, of when it came.
///
/// It is a count since 1970 with decimals or not, or RFC 3339 and its kin, with white space, a colon
/// or a comma behind it: `1633998512.063 {...}`, `2020-01-01T00:00:00.1234567Z {...}` (tardis),
/// `1633998512.063: {...}` (cryptofeed, which writes what it asks and is answered as `ADDRESS -> TIME:
/// {...}` and `ADDRESS <- TIME: {...}`).
struct ArrivalTime {
  /// Microseconds since 1970 UTC.
  var time: Int64
  /// Where the message begins.
  var payload: Int
  /// Whether it is a message that was sent, not one that came.
  var isSent: Bool

  /// Longer ones are none; an address may stand before it.
  private static let longest = 64

  /// Reads the beginning of a line; nil where no time stands before a `{` or `[`.
  init?(_ line: UnsafeRawBufferPointer) {
    var start = 0
    isSent = false
    // An address holds brackets only where its host is a number, and no time does.
    if let arrow = Self.arrow(line) {
      start = arrow.end
      isSent = arrow.isSent
    }
    guard
      let found = line[start...].prefix(Self.longest).firstIndex(where: {
        $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[")
      }), found > start
    else { return nil }
    var end = found
    while end > start, " \t:,".utf8.contains(line[end - 1]) { end -= 1 }
    while start < end, " \t".utf8.contains(line[start]) { start += 1 }
    guard end > start, end < found, line[start] &- 0x30 < 10,
      let moment = Timestamp(parsing: UnsafeRawBufferPointer(rebasing: line[start..<end])),
      moment.isInRange
    else { return nil }
    time = moment.microseconds
    payload = found
  }

  /// Whether a line tells of a connection alone: cryptofeed's `ADDRESS <-> TIME` and
  /// `configuration: {...}`.
  static func isRemark(_ line: UnsafeRawBufferPointer) -> Bool {
    let isAddress =
      line.starts(with: Array("wss://".utf8)) || line.starts(with: Array("ws://".utf8))
    if isAddress { return String(decoding: line, as: UTF8.self).contains(" <-> ") }
    return line.starts(with: Array("configuration: ".utf8))
  }

  // Where the text behind ` -> ` or ` <- ` of an address begins.
  private static func arrow(_ line: UnsafeRawBufferPointer) -> (end: Int, isSent: Bool)? {
    guard line.starts(with: Array("ws".utf8)) || line.starts(with: Array("http".utf8)) else {
      return nil
    }
    guard let space = line.firstIndex(of: 0x20), space + 4 <= line.count else { return nil }
    let arrow = line[space..<(space + 4)]
    if arrow.elementsEqual(" -> ".utf8) { return (space + 4, false) }
    return arrow.elementsEqual(" <- ".utf8) ? (space + 4, true) : nil
  }
}
