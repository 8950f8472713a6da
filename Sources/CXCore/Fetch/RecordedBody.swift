import CXRecord

/// A body that stands on many lines of a recording, up to the line that closes its last bracket.
struct RecordedBody {
  /// Where it begins.
  let line: Int
  /// Whether all its brackets are closed.
  var isDone: Bool { depth == 0 && !isInString }
  /// Whether it can be JSON so far: a line that broke off is none, and what follows it is not its
  /// rest.
  private(set) var isPlausible = true

  private let text = Block()
  private var depth = 0
  private var isInString = false
  // The last byte that was neither space nor inside a string.
  private var last: UInt8 = 0

  /// A body that begins with this line.
  init(_ first: UnsafeRawBufferPointer, line: Int) {
    self.line = line
    append(first)
  }

  /// All that came.
  var bytes: UnsafeRawBufferPointer { text.bytes }
  /// How many bytes came.
  var count: Int { text.count }

  /// Takes the next line.
  mutating func append(_ line: UnsafeRawBufferPointer) {
    if text.count > 0 { text.append(UInt8(ascii: "\n")) }
    text.append(line)
    var isEscaped = false
    for byte in line {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      if byte <= 0x20 { continue }
      check(byte)
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
      last = byte
    }
    // A string has no line feed in it.
    if isInString || depth < 0 { isPlausible = false }
  }

  // Behind the bracket that opens an object stands a name, behind a value inside of something a
  // comma or the end.
  private mutating func check(_ byte: UInt8) {
    switch last {
    case UInt8(ascii: "{"):
      if byte != UInt8(ascii: "\""), byte != UInt8(ascii: "}") { isPlausible = false }
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      if depth > 0, !",]}".utf8.contains(byte) { isPlausible = false }
    default: break
    }
  }
}
