import CXRecord

/// Reads structures in Thrift's compact protocol; see ``ThriftWriter``.
///
/// Whatever the bytes say, it ends: lengths are checked against what is there, and structures may lie
/// only so deep in one another.
struct ThriftReader {
  /// How deep structures may lie in one another.
  private static let mostDepth = 32

  private let bytes: UnsafeRawBufferPointer
  /// Where it stands.
  private(set) var place = 0
  private var depth = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// A field's value, to be read as what it should be or left alone.
  struct Value {
    fileprivate let kind: ThriftWriter.Kind
  }

  /// Reads a structure: `body` is given each field, and reads its value or returns false for it to
  /// be skipped.
  mutating func structure(
    _ body: (inout ThriftReader, _ id: Int16, _ value: Value) throws(ParquetProblem) -> Bool
  ) throws(ParquetProblem) {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.mostDepth { throw .damaged("structures lie too deep") }
    var id: Int16 = 0
    while true {
      let header = try byte()
      if header == 0 { return }
      let value = try Self.value(header & 0x0F)
      if header >> 4 == 0 {
        id = Int16(truncatingIfNeeded: try signed())
      } else {
        id = id &+ Int16(header >> 4)
      }
      let before = place
      if try !body(&self, id, value) {
        place = before
        try skip(value.kind)
      }
    }
  }

  func bool(_ value: Value) throws(ParquetProblem) -> Bool {
    switch value.kind {
    case .yes: true
    case .no: false
    default: throw .damaged("a field is of another kind")
    }
  }

  mutating func integer(_ value: Value) throws(ParquetProblem) -> Int64 {
    switch value.kind {
    case .byte: return Int64(Int8(bitPattern: try byte()))
    case .int16, .int32, .int64: return try signed()
    default: throw .damaged("a field is of another kind")
    }
  }

  /// A number that counts or places something, below 2⁶².
  mutating func count(_ value: Value) throws(ParquetProblem) -> Int {
    let number = try integer(value)
    guard number >= 0, number < 1 << 62 else { throw .damaged("a count is out of range") }
    return Int(number)
  }

  mutating func binary(_ value: Value) throws(ParquetProblem) -> [UInt8] {
    guard value.kind == .binary else { throw .damaged("a field is of another kind") }
    return Array(try raw())
  }

  /// Reads a structure that is a field's value.
  mutating func structure(
    _ value: Value,
    _ body: (inout ThriftReader, _ id: Int16, _ value: Value) throws(ParquetProblem) -> Bool
  ) throws(ParquetProblem) {
    guard value.kind == .structure else { throw .damaged("a field is of another kind") }
    try structure(body)
  }

  /// Reads a list; `body` reads one element.
  mutating func list(
    _ value: Value, _ body: (inout ThriftReader, Value) throws(ParquetProblem) -> Void
  ) throws(ParquetProblem) {
    guard value.kind == .list else { throw .damaged("a field is of another kind") }
    let (count, kind) = try listHeader()
    for _ in 0..<count { try body(&self, Value(kind: kind)) }
  }

  /// Reads a structure that is an element of a list.
  mutating func element(
    _ value: Value,
    _ body: (inout ThriftReader, _ id: Int16, _ value: Value) throws(ParquetProblem) -> Bool
  ) throws(ParquetProblem) {
    try structure(value, body)
  }

  // MARK: - Bytes

  private static func value(_ kind: UInt8) throws(ParquetProblem) -> Value {
    guard let kind = ThriftWriter.Kind(rawValue: kind) else {
      throw .damaged("a field is of no kind that there is")
    }
    return Value(kind: kind)
  }

  private mutating func byte() throws(ParquetProblem) -> UInt8 {
    guard place < bytes.count else { throw .damaged("a structure is cut off") }
    defer { place += 1 }
    return bytes[place]
  }

  private mutating func varint() throws(ParquetProblem) -> UInt64 {
    try Varint.read(bytes, at: &place, orElse: .damaged("a structure is cut off"))
  }

  private mutating func signed() throws(ParquetProblem) -> Int64 {
    Varint.unzigzag(try varint())
  }

  private mutating func raw() throws(ParquetProblem) -> UnsafeRawBufferPointer {
    let length = try varint()
    guard length <= UInt64(bytes.count - place) else { throw .damaged("a text is cut off") }
    defer { place += Int(length) }
    return UnsafeRawBufferPointer(rebasing: bytes[place..<(place + Int(length))])
  }

  private mutating func listHeader() throws(ParquetProblem) -> (Int, ThriftWriter.Kind) {
    let header = try byte()
    let count = header >> 4 == 15 ? try varint() : UInt64(header >> 4)
    // An element has a byte at least.
    guard count <= UInt64(bytes.count - place) else { throw .damaged("a list is cut off") }
    return (Int(count), try Self.value(header & 0x0F).kind)
  }

  private mutating func skip(_ kind: ThriftWriter.Kind) throws(ParquetProblem) {
    switch kind {
    case .yes, .no: break
    case .byte: _ = try byte()
    case .int16, .int32, .int64: _ = try varint()
    case .double:
      guard bytes.count - place >= 8 else { throw .damaged("a number is cut off") }
      place += 8
    case .binary: _ = try raw()
    case .list, .set:
      let (count, kind) = try listHeader()
      for _ in 0..<count { try skipElement(kind) }
    case .map:
      let count = try varint()
      guard count <= UInt64(bytes.count - place) else { throw .damaged("a map is cut off") }
      if count == 0 { return }
      let kinds = try byte()
      let (key, value) = (try Self.value(kinds >> 4).kind, try Self.value(kinds & 0x0F).kind)
      for _ in 0..<count {
        try skipElement(key)
        try skipElement(value)
      }
    case .structure: try structure { _, _, _ throws(ParquetProblem) in false }
    }
  }

  /// Unlike a field's, an element's truth has a byte of its own.
  private mutating func skipElement(_ kind: ThriftWriter.Kind) throws(ParquetProblem) {
    switch kind {
    case .yes, .no: _ = try byte()
    case .list, .set, .map, .structure:
      depth += 1
      defer { depth -= 1 }
      if depth > Self.mostDepth { throw .damaged("structures lie too deep") }
      try skip(kind)
    default: try skip(kind)
    }
  }
}
