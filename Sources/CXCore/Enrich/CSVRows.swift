/// The rows of CSV (RFC 4180): quotes, doubled quotes, line feeds within quotes, CR LF or LF.
struct CSVRows {
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  init(_ bytes: [UInt8]) {
    self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }

  /// The next row and the line it begins in, or nil at the end.
  mutating func next() -> (fields: [String], line: Int)? {
    guard position < bytes.count else { return nil }
    let first = line
    var fields: [String] = []
    var field: [UInt8] = []
    var quoted = false
    func ended() -> String {
      String(decoding: field, as: UTF8.self)
    }
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == 0x0A { line += 1 }
      if quoted {
        if byte != UInt8(ascii: "\"") {
          field.append(byte)
        } else if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
          field.append(byte)
          position += 1
        } else {
          quoted = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\"") where field.isEmpty: quoted = true
      case UInt8(ascii: ","):
        fields.append(ended())
        field = []
      case 0x0D where position < bytes.count && bytes[position] == 0x0A: break
      case 0x0A: return (fields + [ended()], first)
      default: field.append(byte)
      }
    }
    return (fields + [ended()], first)
  }
}
