/// A named value of a payload, to be read as what it should be.
public struct PayloadField {
  /// Its name, for messages.
  public var name: StaticString
  /// What stands there.
  public var value: JSONValue

  /// A field; see its parts.
  public init(_ name: StaticString, _ value: JSONValue) {
    self.name = name
    self.value = value
  }

  /// An exact decimal, from a number or a string.
  public func decimal() throws(PayloadProblem) -> Decimal {
    do throws(DecimalProblem) {
      return try Decimal(parsing: value.bytes)
    } catch {
      throw wrong("\(error.reason): \(shown)")
    }
  }

  /// A decimal that is not below 0: a price, a quantity.
  package func amount() throws(PayloadProblem) -> Decimal {
    let number = try decimal()
    if number < .zero { throw wrong("is negative: \(shown)") }
    return number
  }

  /// A decimal above 0: no trade is of nothing, but some bulk files have `0.0` where a quantity was
  /// too small for whoever wrote them (binance-public-data issue 342).
  package func amountAboveZero() throws(PayloadProblem) -> Decimal {
    let number = try amount()
    if number.isZero { throw wrong("is not above 0: \(shown)") }
    return number
  }

  /// A whole number of 64 bits.
  public func integer() throws(PayloadProblem) -> Int64 {
    if let plain = plainInteger { return plain }
    guard let number = try? Decimal(parsing: value.bytes), let whole = number.units(atScale: 0),
      let result = Int64(exactly: whole)
    else { throw wrong("is not a whole number of 64 bits: \(shown)") }
    return result
  }

  /// The id of a trade or an update: whole, from 0 on, with room to count on from it.
  package func identifier() throws(PayloadProblem) -> Int64 {
    let number = try integer()
    guard RecordKind.identifiers.contains(number) else { throw wrong("is out of range: \(shown)") }
    return number
  }

  /// A count: whole, from 0 on.
  package func count() throws(PayloadProblem) -> Int64 {
    let number = try integer()
    if number < 0 { throw wrong("is negative: \(shown)") }
    if !RecordKind.identifiers.contains(number) { throw wrong("is out of range: \(shown)") }
    return number
  }

  /// A time: microseconds since 1970 UTC, from a count whose unit its size tells, or a text of RFC
  /// 3339 and its kin.
  public func time() throws(PayloadProblem) -> Int64 {
    if let count = plainInteger, let time = Timestamp(epoch: count) { return time.microseconds }
    guard let time = Timestamp(parsing: value.bytes) else { throw wrong("is not a time: \(shown)") }
    return time.microseconds
  }

  /// A time that a record can have: see ``Timestamp/range``.
  package func recordTime() throws(PayloadProblem) -> Int64 {
    try inRange(try time())
  }

  private func inRange(_ time: Int64) throws(PayloadProblem) -> Int64 {
    if Timestamp.range.contains(time) { return time }
    throw wrong("is not in the years 1973 to 2286: \(shown)")
  }

  /// The first moment behind a span that ends with this one, as `closeTime` does: one unit later,
  /// be that unit a millisecond or a microsecond.
  public func timeAfter() throws(PayloadProblem) -> Int64 {
    let (next, overflow) = try integer().addingReportingOverflow(1)
    guard !overflow, let time = Timestamp(epoch: next) else {
      throw wrong("is not a time: \(shown)")
    }
    return try inRange(time.microseconds)
  }

  /// True or false, as JSON, Python or a digit spells it.
  public func flag() throws(PayloadProblem) -> Bool {
    if value.isText("true") || value.isText("True") || value.isText("1") { return true }
    if value.isText("false") || value.isText("False") || value.isText("0") { return false }
    throw wrong("is neither true nor false: \(shown)")
  }

  /// A name that is not empty.
  public func text() throws(PayloadProblem) -> Name {
    guard value.shape == .string, let text = value.text, !text.isEmpty else {
      throw wrong("is not a text: \(shown)")
    }
    return Name(text)
  }

  /// Writes the exact text of a number that is not below 0, without trailing zeros, where its value
  /// is not needed.
  package func writeAmount(to block: Block) throws(PayloadProblem) {
    let text = value.bytes
    var end = text.count
    var point = -1
    for index in 0..<end {
      let byte = text[index]
      if byte == UInt8(ascii: "."), point < 0, index > 0 {
        point = index
      } else if byte &- 0x30 > 9 {
        block.append(try amount())
        return
      }
    }
    let leadingZero = text.first == UInt8(ascii: "0") && end > 1 && point != 1
    if end == 0 || leadingZero || point == end - 1 {
      block.append(try amount())
      return
    }
    if point >= 0 {
      while text[end - 1] == UInt8(ascii: "0") { end -= 1 }
      if end == point + 1 { end = point }
    }
    block.append(UnsafeRawBufferPointer(rebasing: text[..<end]))
  }

  private var plainInteger: Int64? {
    // 18 digits cannot overflow; longer ones take the long way.
    guard (1...18).contains(value.bytes.count) else { return nil }
    var result: Int64 = 0
    for byte in value.bytes {
      let digit = byte &- 0x30
      if digit > 9 { return nil }
      result = result &* 10 &+ Int64(digit)
    }
    return result
  }

  private func wrong(_ reason: String) -> PayloadProblem {
    .field(name.description, reason)
  }

  private var shown: String {
    let cut = value.bytes.prefix(40)
    let text = String(decoding: cut, as: UTF8.self)
    let more = cut.count < value.bytes.count ? "..." : ""
    return value.shape == .string ? "\"\(text)\(more)\"" : text + more
  }
}
