/// Bytes that grow at the end: the lines of a batch, or what is to be written.
///
/// Behind the last byte there is always readable room (``slack``), so a scanner may load whole
/// words near the end without asking. The room's content is zero or stale, never trusted.
public final class Block {
  /// Bytes that may be read, not trusted, behind the end.
  public static let slack = 64

  // Unchecked: the runtime's check of every access to a class costs more than what is appended, and
  // none of the accesses below can overlap.

  /// The memory; ``count`` bytes of it hold something.
  @exclusivity(unchecked) public private(set) var base: UnsafeMutableRawPointer
  /// How many bytes are held.
  @exclusivity(unchecked) public var count: Int
  /// How many bytes fit before the memory has to grow.
  @exclusivity(unchecked) public private(set) var capacity: Int

  /// Who keeps the memory, where it is not the block's own.
  private var owner: AnyObject?

  /// Whether the bytes are somebody else's: they are not to be written to.
  public var isView: Bool { owner != nil }

  /// `count` bytes of memory that `owner` keeps, ``slack`` more behind them: full, so that whatever
  /// is appended moves the block to memory of its own.
  public init(viewing bytes: UnsafeMutableRawPointer, count: Int, owner: AnyObject) {
    base = bytes
    self.count = count
    capacity = count
    self.owner = owner
  }

  /// An empty block with room for `capacity` bytes.
  public init(capacity: Int = 4096) {
    self.capacity = capacity
    count = 0
    base = .allocate(byteCount: capacity + Self.slack, alignment: 64)
    base.initializeMemory(as: UInt8.self, repeating: 0, count: capacity + Self.slack)
  }

  deinit {
    if owner == nil { base.deallocate() }
  }

  /// The bytes held.
  ///
  /// Valid until the block changes.
  @inlinable
  public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base, count: count)
  }

  /// Makes room for `more` bytes behind the ones held.
  @inlinable
  public func reserve(_ more: Int) {
    if count + more > capacity { grow(to: count + more) }
  }

  /// At least doubles the memory.
  public func grow(to wanted: Int) {
    let larger = max(wanted, capacity * 2)
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: larger + Self.slack, alignment: 64)
    memory.copyMemory(from: base, byteCount: count)
    (memory + count).initializeMemory(
      as: UInt8.self, repeating: 0, count: larger + Self.slack - count)
    if owner == nil { base.deallocate() }
    owner = nil
    base = memory
    capacity = larger
  }

  /// Appends one byte.
  @inlinable
  public func append(_ byte: UInt8) {
    reserve(1)
    base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count += 1
  }

  /// Appends bytes from elsewhere (not from this block).
  @inlinable
  public func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count)
    (base + count).copyMemory(from: start, byteCount: bytes.count)
    count += bytes.count
  }

  /// Appends constant text.
  @inlinable
  public func append(_ text: StaticString) {
    append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends bytes of an array.
  @inlinable
  public func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { append($0) }
  }

  /// Appends a text's UTF-8.
  public func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// Appends a name's bytes.
  public func append(_ name: Name) {
    append(name.text)
  }

  /// Appends a decimal as JSON text: plain digits, no exponent, no trailing zeros.
  public func append(_ value: Decimal) {
    reserve(DigitWriter.room)
    count += DigitWriter.write(value, to: base + count)
  }

  /// Appends a whole number as JSON text.
  public func append(_ value: Int64) {
    append(units: value, scale: 0)
  }

  /// Appends `units × 10⁻ˢᶜᵃˡᵉ` as JSON text, without 128-bit arithmetic.
  public func append(units: Int64, scale: UInt8) {
    reserve(DigitWriter.room)
    count += DigitWriter.write(units, scale: scale, to: base + count)
  }

  /// Appends a name as a JSON string, quotes included.
  public func append(jsonString name: Name) {
    append(jsonString: name.text)
  }

  /// Appends a text as a JSON string, quotes included.
  public func append(jsonString text: String) {
    append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append(#"\""#)
      case UInt8(ascii: "\\"): append(#"\\"#)
      case 0x0A: append(#"\n"#)
      case 0x0D: append(#"\r"#)
      case 0x09: append(#"\t"#)
      case 0..<0x20:
        append(#"\u00"#)
        append(Self.hexadecimal[Int(byte >> 4)])
        append(Self.hexadecimal[Int(byte & 15)])
      default: append(byte)
      }
    }
    append(UInt8(ascii: "\""))
  }

  private static let hexadecimal = Array("0123456789abcdef".utf8)

  /// Forgets the bytes and keeps the memory.
  @inlinable
  public func removeAll() {
    count = 0
  }

  /// Forgets the first `count` bytes and moves the others to the front.
  public func removeFirst(_ removed: Int) {
    base.copyMemory(from: base + removed, byteCount: count - removed)
    count -= removed
  }
}
