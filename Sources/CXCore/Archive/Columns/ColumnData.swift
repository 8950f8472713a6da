import CXRecord

/// The values of one column, row by row.
///
/// Each has 64 bits: a time, a whole number, 0 or 1 for a flag, the number of a text in ``texts``, or
/// a decimal's units at ``scale``, which is one for the whole column. Decimals that do not fit at that
/// scale put all of the column's into ``wides`` instead.
public struct ColumnData: Sendable {
  /// The largest decimal of 64 bits, 18 digits: Parquet's and SQL's `DECIMAL(18)`.
  static let mostNarrow: Int64 = 999_999_999_999_999_999
  /// The largest decimal at all, 38 digits.
  static let mostWide: Int128 = PowersOfTen.int128(38) - 1

  /// The most decimals that 38 digits may have.
  private static let mostDecimals: UInt8 = 38

  /// What it is.
  public let column: Column
  /// The values, 0 where a row has none.
  ///
  /// Empty while ``wides`` is used.
  public private(set) var values: [Int64] = []
  /// Decimals' units where 64 bits do not hold them; else empty.
  public private(set) var wides: [Int128] = []
  /// 1 for rows that have a value, 0 for others; empty as long as all have.
  public private(set) var presence: [UInt8] = []
  /// How many rows have no value.
  public private(set) var nulls = 0
  /// Decimals behind the point.
  public private(set) var scale: UInt8 = 0
  /// What the values of a column of texts choose from.
  public private(set) var texts = TextList()
  // Numbers of texts, for those that come again.
  private var numbers: [ArraySlice<UInt8>: Int64] = [:]

  /// A column without rows; `scale` is the least that it has.
  public init(_ column: Column, scale: UInt8 = 0) {
    self.column = column
    self.scale = scale
  }

  /// How many rows there are.
  public var count: Int { max(values.count, wides.count) }

  /// Whether decimals need more than 64 bits.
  public var isWide: Bool { !wides.isEmpty }

  // MARK: - Reading

  /// Whether a row has a value.
  public func has(_ row: Int) -> Bool { presence.isEmpty || presence[row] != 0 }

  /// A row's time, whole number or flag.
  public func integer(_ row: Int) -> Int64? { has(row) ? values[row] : nil }

  /// A row's decimal.
  public func number(_ row: Int) -> Decimal? {
    guard has(row) else { return nil }
    return Decimal(units: isWide ? wides[row] : Int128(values[row]), scale: scale)
  }

  /// A row's text.
  public func text(_ row: Int) -> ArraySlice<UInt8>? { has(row) ? texts[values[row]] : nil }

  // MARK: - Appending

  /// Appends a row without a value.
  public mutating func appendNull() {
    if presence.isEmpty { presence = Array(repeating: 1, count: count) }
    presence.append(0)
    nulls += 1
    if isWide { wides.append(0) } else { values.append(0) }
  }

  /// Appends a time, a whole number, a flag or the number of a text that is in ``texts``.
  public mutating func append(_ value: Int64) {
    if !presence.isEmpty { presence.append(1) }
    values.append(value)
  }

  /// The same, or a row without a value.
  public mutating func append(_ value: Int64?) {
    if let value { append(value) } else { appendNull() }
  }

  /// Appends a decimal; false, and a row without a value, when no scale suits it and the others.
  public mutating func append(_ number: Decimal) -> Bool {
    if let units = Int64(exactly: number.units) { return append(units: units, scale: number.scale) }
    return appendAnyhow(number)
  }

  /// The same of `units × 10⁻ˢᶜᵃˡᵉ`, without 128-bit arithmetic where that is possible.
  public mutating func append(units: Int64, scale wanted: UInt8) -> Bool {
    if wanted <= scale, !isWide, scale - wanted <= 18 {
      let (product, overflow) = units.multipliedReportingOverflow(
        by: PowersOfTen.int64(scale - wanted))
      if !overflow, product.magnitude <= UInt64(Self.mostNarrow) {
        append(product)
        return true
      }
    }
    return appendAnyhow(Decimal(units: Int128(units), scale: wanted))
  }

  private mutating func appendAnyhow(_ number: Decimal) -> Bool {
    let number = number.normalized
    guard number.scale <= scale || raise(to: number.scale),
      let units = number.units(atScale: scale)?.narrow,
      units.magnitude <= UInt128(Self.mostWide)
    else {
      appendNull()
      return false
    }
    append(units: units)
    return true
  }

  /// The same, or a row without a value.
  public mutating func append(_ number: Decimal?) -> Bool {
    if let number { return append(number) }
    appendNull()
    return true
  }

  /// Appends a text that may come often.
  public mutating func append(text: some Sequence<UInt8>) {
    append(number(of: text))
  }

  /// Appends a text that hardly comes again.
  public mutating func append(newText text: some Sequence<UInt8>) {
    append(texts.append(text))
  }

  /// The number of a text, which is put into ``texts`` if it is not there.
  public mutating func number(of text: some Sequence<UInt8>) -> Int64 {
    let bytes = ArraySlice(text)
    if let known = numbers[bytes] { return known }
    let number = texts.append(bytes)
    numbers[bytes] = number
    return number
  }

  /// Appends a decimal's units at the column's own scale.
  mutating func append(units: Int128) {
    if !isWide {
      if units.magnitude <= UInt128(Self.mostNarrow) {
        append(Int64(truncatingIfNeeded: units))
        return
      }
      widen()
    }
    if !presence.isEmpty { presence.append(1) }
    wides.append(units)
  }

  /// Appends rows that all have a value of 64 bits; decimals are at the column's own scale.
  mutating func append(contentsOf more: some Collection<Int64>) {
    if isWide {
      for value in more { append(units: Int128(value)) }
      return
    }
    if !presence.isEmpty { presence.append(contentsOf: repeatElement(1, count: more.count)) }
    values.append(contentsOf: more)
  }

  /// Appends rows of a column of the same content, and returns which of them, by their places in
  /// `rows`, have no value now though they had one: no scale suits it and the others.
  mutating func append(_ other: ColumnData, _ rows: [Int]) -> [Int] {
    var misfits: [Int] = []
    var known = [Int64](repeating: -1, count: other.texts.count)
    for (index, row) in rows.enumerated() {
      guard other.has(row) else {
        appendNull()
        continue
      }
      switch column.content {
      case .time, .integer, .flag: append(other.values[row])
      case .number:
        let fits =
          other.isWide
          ? append(Decimal(units: other.wides[row], scale: other.scale))
          : append(units: other.values[row], scale: other.scale)
        if !fits { misfits.append(index) }
      case .text:
        let text = Int(other.values[row])
        if known[text] < 0 { known[text] = number(of: other.texts[Int64(text)]) }
        append(known[text])
      }
    }
    return misfits
  }

  /// Puts a text into ``texts``, be it there already or not, and returns its number.
  mutating func add(text: some Sequence<UInt8>) -> Int64 { texts.append(text) }

  // MARK: - Scales

  /// Gives all values more decimals; false, and nothing changed, when one would not fit.
  private mutating func raise(to wanted: UInt8) -> Bool {
    guard wanted <= Self.mostDecimals else { return false }
    let step = wanted - scale
    if !isWide, step <= 18 {
      let power = PowersOfTen.int64(step)
      let most = UInt64(Self.mostNarrow / power)
      if values.allSatisfy({ $0.magnitude <= most }) {
        for row in values.indices { values[row] &*= power }
        scale = wanted
        return true
      }
    }
    let power = PowersOfTen.int128(step)
    let most = UInt128(Self.mostWide / power)
    let fits =
      isWide
      ? wides.allSatisfy { $0.magnitude <= most }
      : values.allSatisfy { UInt128($0.magnitude) <= most }
    guard fits else { return false }
    if !isWide { widen() }
    for row in wides.indices { wides[row] &*= power }
    scale = wanted
    return true
  }

  private mutating func widen() {
    wides = values.map { Int128($0) }
    values = []
  }
}
