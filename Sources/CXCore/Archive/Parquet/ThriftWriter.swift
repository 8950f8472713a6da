import CXRecord

/// Writes structures in Thrift's compact protocol, which Parquet's headers and footers are in.
///
/// Source: thrift-compact-protocol.md of Apache Thrift. Fields are written in the order of their ids.
struct ThriftWriter {
  /// What a field's value is, as a header names it.
  enum Kind: UInt8 {
    case yes = 1
    case no, byte, int16, int32, int64, double, binary, list, set, map, structure
  }

  /// What was written.
  private(set) var bytes: [UInt8] = []
  // The field before, of each structure that is open.
  private var last: [Int16] = [0]

  mutating func field(_ id: Int16, _ value: Int32) {
    header(id, .int32)
    bytes.append(varint: Varint.zigzag(Int64(value)))
  }

  mutating func field(_ id: Int16, _ value: Int64) {
    header(id, .int64)
    bytes.append(varint: Varint.zigzag(value))
  }

  mutating func field(_ id: Int16, _ value: Bool) { header(id, value ? .yes : .no) }

  mutating func field(_ id: Int16, _ value: some Collection<UInt8>) {
    header(id, .binary)
    binary(value)
  }

  /// A structure, whose fields `body` writes.
  mutating func field(_ id: Int16, _ body: (inout ThriftWriter) -> Void) {
    header(id, .structure)
    structure(body)
  }

  /// A list whose elements `body` writes.
  mutating func list<Elements: Collection>(
    _ id: Int16, of kind: Kind, _ elements: Elements,
    _ body: (inout ThriftWriter, Elements.Element) -> Void
  ) {
    header(id, .list)
    if elements.count < 15 {
      bytes.append(UInt8(elements.count) << 4 | kind.rawValue)
    } else {
      bytes.append(0xF0 | kind.rawValue)
      bytes.append(varint: UInt64(elements.count))
    }
    for element in elements { body(&self, element) }
  }

  /// A structure that stands alone, or in a list.
  mutating func structure(_ body: (inout ThriftWriter) -> Void) {
    last.append(0)
    body(&self)
    last.removeLast()
    bytes.append(0)
  }

  /// A whole number in a list.
  mutating func element(_ value: Int32) { bytes.append(varint: Varint.zigzag(Int64(value))) }

  /// Bytes in a list.
  mutating func binary(_ value: some Collection<UInt8>) {
    bytes.append(varint: UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  private mutating func header(_ id: Int16, _ kind: Kind) {
    let step = id - (last.last ?? 0)
    if step > 0, step <= 15 {
      bytes.append(UInt8(step) << 4 | kind.rawValue)
    } else {
      bytes.append(kind.rawValue)
      bytes.append(varint: Varint.zigzag(Int64(id)))
    }
    last[last.count - 1] = id
  }
}
