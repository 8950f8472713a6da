import CXRecord

/// Texts one behind the other: the values that a column's rows choose from.
public struct TextList: Sendable {
  /// All their bytes.
  public private(set) var bytes: [UInt8] = []
  /// Where each one ends.
  public private(set) var ends: [Int] = []

  /// No texts.
  public init() {}

  /// How many there are.
  public var count: Int { ends.count }

  /// Appends a text and returns its number.
  @discardableResult
  public mutating func append(_ text: some Sequence<UInt8>) -> Int64 {
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    return Int64(ends.count - 1)
  }

  /// The bytes of the text with that number.
  public subscript(number: Int64) -> ArraySlice<UInt8> { bytes[range(number)] }

  /// The text with that number.
  public func string(_ number: Int64) -> String { String(decoding: self[number], as: UTF8.self) }

  /// The name with that number.
  public func name(_ number: Int64) -> Name { Name(string(number)) }

  /// Where the text with that number lies.
  func range(_ number: Int64) -> Range<Int> {
    let number = Int(number)
    return (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }
}
