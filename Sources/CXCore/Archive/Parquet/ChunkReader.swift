import CXRecord

/// Reads one column of one row group behind the rows of others.
struct ChunkReader {
  let leaf: ParquetFooter.Leaf
  let chunk: ParquetFooter.Chunk
  let compression: any ParquetCompression

  /// Reads the chunk's bytes, which hold `rows` rows.
  func read(
    _ bytes: UnsafeRawBufferPointer, rows: Int, into column: inout ColumnData
  ) throws(ParquetProblem) {
    guard let codec = ParquetCodec(rawValue: chunk.codec) else {
      throw .unsupported("column \(leaf.name) is compressed by codec \(chunk.codec)")
    }
    guard chunk.values == rows else {
      throw .damaged("column \(leaf.name) has \(chunk.values) values, \(rows) rows")
    }
    var place = 0
    var rest = rows
    var dictionary: PageValues?
    while rest > 0 {
      guard place < bytes.count else { throw .damaged("column \(leaf.name) is cut off") }
      let header = try PageHeader(UnsafeRawBufferPointer(rebasing: bytes[place...]))
      place += header.length
      guard bytes.count - place >= header.compressed else {
        throw .damaged("column \(leaf.name) is cut off")
      }
      let page = UnsafeRawBufferPointer(rebasing: bytes[place..<(place + header.compressed)])
      place += header.compressed
      if let sum = header.sum, sum != PageCheck.sum(page) {
        throw .damaged("a page of column \(leaf.name) has another CRC than its header says")
      }
      switch header.kind {
      case .index: continue
      case .dictionary:
        let plain = try decompress(page, codec, header.uncompressed)
        // No value takes less than a bit.
        guard header.values <= plain.count * 8 else {
          throw .damaged("a dictionary of column \(leaf.name) is cut off")
        }
        dictionary = try plain.withBytes { bytes throws(ParquetProblem) in
          try PageValues(bytes, .plain, count: header.values, of: leaf, into: &column)
        }
        if leaf.meaning != .text { dictionary = try dictionary.map(scaled) }
      case .data, .dataV2:
        guard header.values > 0, header.values <= rest else {
          throw .damaged("a page of column \(leaf.name) has \(header.values) values")
        }
        rest -= header.values
        try read(page, header, codec, dictionary, into: &column)
      }
    }
  }

  private func read(
    _ page: UnsafeRawBufferPointer, _ header: PageHeader, _ codec: ParquetCodec,
    _ dictionary: PageValues?, into column: inout ColumnData
  ) throws(ParquetProblem) {
    let levels: [UInt8]
    let values: [UInt8]
    if header.kind == .data {
      let plain = try decompress(page, codec, header.uncompressed)
      var end = 0
      if leaf.isOptional {
        guard plain.count >= 4 else { throw .damaged("a page is cut off") }
        let length = plain[..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= plain.count - 4 else { throw .damaged("a page is cut off") }
        end = 4 + length
      }
      levels = end > 4 ? Array(plain[4..<end]) : []
      values = Array(plain[end...])
    } else {
      let start = header.repetitionBytes
      guard start <= page.count, header.presenceBytes <= page.count - start,
        header.uncompressed >= start + header.presenceBytes
      else { throw .damaged("a page is cut off") }
      let end = start + header.presenceBytes
      levels = Array(page[start..<end])
      let packed = UnsafeRawBufferPointer(rebasing: page[end...])
      values = try decompress(
        packed, header.isCompressed ? codec : .none, header.uncompressed - end)
    }
    let presence = try presence(levels, header.values)
    let count = presence.isEmpty ? header.values : presence.reduce(0) { $0 + Int($1) }
    let found = try values.withBytes { bytes throws(ParquetProblem) in
      try decode(bytes, header.encoding, count, dictionary, &column)
    }
    append(found, presence, to: &column)
  }

  private func decode(
    _ bytes: UnsafeRawBufferPointer, _ encoding: Int64, _ count: Int, _ dictionary: PageValues?,
    _ column: inout ColumnData
  ) throws(ParquetProblem) -> PageValues {
    guard let encoding = ParquetEncoding(rawValue: Int32(truncatingIfNeeded: encoding)) else {
      throw .unsupported("column \(leaf.name) in encoding \(encoding)")
    }
    if encoding == .dictionary || encoding == .plainDictionary {
      guard let dictionary else { throw .damaged("column \(leaf.name) has no dictionary") }
      return try PageValues(bytes, count: count, from: dictionary)
    }
    let values = try PageValues(bytes, encoding, count: count, of: leaf, into: &column)
    return leaf.meaning == .text ? values : try scaled(values)
  }

  /// Rows that have a value; empty where all have.
  private func presence(_ levels: [UInt8], _ count: Int) throws(ParquetProblem) -> [UInt8] {
    if !leaf.isOptional { return [] }
    var presence: [UInt8] = []
    presence.reserveCapacity(count)
    var isFull = true
    try levels.withBytes { bytes throws(ParquetProblem) in
      try RunLength.decode(bytes, width: 1, count: count) { value, times in
        if value == 0 { isFull = false }
        presence.append(contentsOf: repeatElement(UInt8(value), count: times))
      }
    }
    return isFull ? [] : presence
  }

  private func append(
    _ found: PageValues, _ presence: [UInt8], to column: inout ColumnData
  ) {
    if presence.isEmpty {
      column.append(contentsOf: found.narrow)
      for units in found.wide { column.append(units: units) }
      return
    }
    var next = 0
    for isPresent in presence {
      if isPresent == 0 {
        column.appendNull()
        continue
      }
      if found.wide.isEmpty {
        column.append(contentsOf: CollectionOfOne(found.narrow[next]))
      } else {
        column.append(units: found.wide[next])
      }
      next += 1
    }
  }

  /// Times in microseconds, whatever their unit was.
  private func scaled(_ values: PageValues) throws(ParquetProblem) -> PageValues {
    guard case .time(let perSecond) = leaf.meaning, perSecond != Timestamp.second else {
      return values
    }
    var scaled = values
    for index in values.narrow.indices {
      if perSecond > Timestamp.second {
        scaled.narrow[index] = values.narrow[index].floorDivided(by: perSecond / Timestamp.second)
        continue
      }
      let (product, overflow) = values.narrow[index]
        .multipliedReportingOverflow(by: Timestamp.second / perSecond)
      if overflow { throw .damaged("column \(leaf.name) has a time out of range") }
      scaled.narrow[index] = product
    }
    return scaled
  }

  private func decompress(
    _ page: UnsafeRawBufferPointer, _ codec: ParquetCodec, _ size: Int
  ) throws(ParquetProblem) -> [UInt8] {
    switch codec {
    case .none:
      guard page.count == size else { throw .damaged("a page has another length than it says") }
      return Array(page)
    case .snappy: return try Snappy.decompress(page, size: size)
    case .gzip, .zstd: return try compression.decompress(page, codec, size: size)
    }
  }
}
