import CXRecord

/// The pages of one column in one row group, encoded and not yet compressed.
struct ColumnPages {
  /// The dictionary's values; nil where there is none.
  var dictionary: (bytes: [UInt8], count: Int)?
  /// Which rows have a value, and the values.
  var data: [UInt8] = []
  /// How the values are encoded.
  var encoding = ParquetEncoding.plain
  /// The least and the greatest value, as they would lie in the file.
  var limits: (least: [UInt8], greatest: [UInt8])?
  /// How many rows have no value.
  var nulls = 0

  /// Values that a trial of encodings looks at.
  private static let sample = 4_096
  /// Texts longer than this are not noted as limits: nobody looks for them.
  private static let mostLimit = 64

  /// The pages of some rows; `size` tells how long bytes are when compressed.
  init(
    _ column: ColumnData, _ rows: Range<Int>, of leaf: ParquetFooter.Leaf,
    size: (UnsafeRawBufferPointer) throws(Fault) -> Int
  ) throws(Fault) {
    let present = rows.filter { column.has($0) }
    nulls = rows.count - present.count
    if leaf.isOptional { appendPresence(column, rows) }
    switch leaf.physical {
    case .bytes: encodeTexts(column, present)
    case .boolean:
      BitPacking.pack(present.lazy.map { UInt64(column.values[$0]) }, width: 1, to: &data)
      note(present.lazy.map { column.values[$0] }) { [UInt8($0)] }
    case .fixed: encodeWide(column, present)
    default: try encodeNumbers(present.map { column.values[$0] }, size)
    }
  }

  // MARK: - Presence

  private mutating func appendPresence(_ column: ColumnData, _ rows: Range<Int>) {
    var levels: [UInt8] = []
    if nulls == 0 || nulls == rows.count {
      levels.append(varint: UInt64(rows.count) << 1)
      levels.append(nulls == 0 ? 1 : 0)
    } else {
      RunLength.encode(column.presence[rows].lazy.map { UInt64($0) }, width: 1, to: &levels)
    }
    data.append(littleEndian: UInt32(levels.count))
    data.append(contentsOf: levels)
  }

  private mutating func note<Value: Comparable>(
    _ values: some Collection<Value>, _ bytes: (Value) -> [UInt8]
  ) {
    if let least = values.min(), let greatest = values.max() {
      limits = (bytes(least), bytes(greatest))
    }
  }

  // MARK: - Numbers

  /// Plain, as steps or by a dictionary: what is shortest for the first values, once compressed.
  private mutating func encodeNumbers(
    _ values: [Int64], _ size: (UnsafeRawBufferPointer) throws(Fault) -> Int
  ) throws(Fault) {
    note(values) { Array(littleEndian: $0) }
    if values.isEmpty { return }
    let head = Array(values.prefix(Self.sample))
    func trial(_ body: (inout ColumnPages) -> Void) throws(Fault) -> Int {
      var pages = ColumnPages()
      body(&pages)
      return try pages.data.withBytes(size)
    }
    let plain = try trial { $0.appendPlain(head) }
    let steps = try trial { DeltaPacking.encode(head, to: &$0.data) }
    var best = min(plain, steps)
    let distinct = Set(head)
    var chosen = plain < steps ? ParquetEncoding.plain : .deltaPacked
    if distinct.count * 4 < head.count {
      // The dictionary itself stands once before all of the values, not only these.
      let numbers = try trial { _ = $0.appendDictionary(head) }
      let share = distinct.count * 8 * head.count / values.count
      if numbers + share < best {
        best = numbers + share
        chosen = .dictionary
      }
    }
    let start = data.count
    if chosen == .dictionary {
      dictionary = appendDictionary(values)
      encoding = .dictionary
      if dictionary != nil { return }
      data.removeLast(data.count - start)
      chosen = plain < steps ? .plain : .deltaPacked
    }
    encoding = chosen
    if chosen == .plain { appendPlain(values) } else { DeltaPacking.encode(values, to: &data) }
  }

  private init() {}

  private mutating func appendPlain(_ values: [Int64]) {
    // A processor that is not little-endian has no Swift.
    values.withUnsafeBytes { data.append(contentsOf: $0) }
  }

  /// Appends the values' numbers in a dictionary, and returns that; nil when it would be too large.
  private mutating func appendDictionary(_ values: [Int64]) -> (bytes: [UInt8], count: Int)? {
    var numbers: [Int64: UInt64] = [:]
    var list: [Int64] = []
    var indices: [UInt64] = []
    indices.reserveCapacity(values.count)
    for value in values {
      if let known = numbers[value] {
        indices.append(known)
        continue
      }
      if list.count == 1 << 16 { return nil }
      let number = UInt64(list.count)
      numbers[value] = number
      list.append(value)
      indices.append(number)
    }
    appendIndices(indices, of: list.count)
    return (list.withUnsafeBytes { Array($0) }, list.count)
  }

  private mutating func appendIndices(_ indices: [UInt64], of count: Int) {
    let width = BitPacking.width(of: UInt64(max(1, count) - 1))
    data.append(UInt8(width))
    RunLength.encode(indices, width: width, to: &data)
  }

  private mutating func encodeWide(_ column: ColumnData, _ present: [Int]) {
    let values = present.map { column.isWide ? column.wides[$0] : Int128(column.values[$0]) }
    for value in values { data.append(contentsOf: Array(bigEndian: value)) }
    note(values) { Array(bigEndian: $0) }
  }

  // MARK: - Texts

  private mutating func encodeTexts(_ column: ColumnData, _ present: [Int]) {
    var numbers: [Int64: UInt64] = [:]
    var list: [Int64] = []
    let indices = present.map { row in
      let text = column.values[row]
      if let known = numbers[text] { return known }
      let number = UInt64(list.count)
      numbers[text] = number
      list.append(text)
      return number
    }
    noteTexts(column, list)
    if list.count * 2 > present.count, present.count > 16 {
      for row in present { data.append(text: column.texts[column.values[row]]) }
      return
    }
    if present.isEmpty { return }
    var bytes: [UInt8] = []
    for text in list { bytes.append(text: column.texts[text]) }
    dictionary = (bytes, list.count)
    encoding = .dictionary
    appendIndices(indices, of: list.count)
  }

  private mutating func noteTexts(_ column: ColumnData, _ list: [Int64]) {
    let before: (Int64, Int64) -> Bool = {
      column.texts[$0].lexicographicallyPrecedes(column.texts[$1])
    }
    guard let least = list.min(by: before), let greatest = list.max(by: before) else { return }
    let found = (column.texts[least], column.texts[greatest])
    if max(found.0.count, found.1.count) <= Self.mostLimit {
      limits = (Array(found.0), Array(found.1))
    }
  }
}

extension [UInt8] {
  /// `withUnsafeBytes`, whose body may tell what it throws.
  func withBytes<Result, Problem>(
    _ body: (UnsafeRawBufferPointer) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    try withUnsafeBufferPointer { (bytes) throws(Problem) in
      try body(UnsafeRawBufferPointer(bytes))
    }
  }

  /// The bytes of a number, the lowest first.
  init(littleEndian value: Int64) {
    self = Swift.withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  /// The bytes of a number, the highest first.
  init(bigEndian value: Int128) {
    self = Swift.withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }

  /// Appends the bytes of a number, the lowest first.
  mutating func append(littleEndian value: UInt32) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }

  /// Appends a text, its length in front.
  mutating func append(text: ArraySlice<UInt8>) {
    append(littleEndian: UInt32(text.count))
    append(contentsOf: text)
  }
}
