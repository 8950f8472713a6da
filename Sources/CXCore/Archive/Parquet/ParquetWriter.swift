import CXRecord

/// Tables as files of Parquet.
///
/// Decimals are `DECIMAL(18)` of 64 bits, or `DECIMAL(38)` of 16 bytes where a column needs more;
/// times are `TIMESTAMP` in microseconds, UTC; pages are compressed by zstd and carry a CRC; columns
/// have their limits noted, so that readers skip row groups. Equal tables give equal bytes.
public struct ParquetWriter {
  /// Rows of a row group: as many as DuckDB's own, one page a column.
  public static let groupRows = 122_880

  private let compression: any ParquetCompression
  private var file = ParquetFooter.mark
  private var footer = ParquetFooter()

  /// A writer of one file.
  private init(_ compression: any ParquetCompression) { self.compression = compression }

  /// The bytes of a file with a table's rows.
  public static func encode(
    _ table: RecordTable, _ compression: any ParquetCompression,
    groupRows: Int = ParquetWriter.groupRows
  ) throws(Fault) -> [UInt8] {
    var writer = ParquetWriter(compression)
    writer.footer.leaves = table.columns.map(Self.leaf)
    writer.footer.rows = table.count
    writer.footer.notes = [("cx.kind", table.kind.rawValue), ("cx.version", "1")]
    writer.footer.sorting = ["symbol", "ts"].compactMap { name in
      table.columns.firstIndex { $0.column.name == name }
    }
    for start in stride(from: 0, to: table.count, by: groupRows) {
      try writer.append(table, start..<min(start + groupRows, table.count))
    }
    return writer.finish()
  }

  /// How a column lies in the file.
  static func leaf(of column: ColumnData) -> ParquetFooter.Leaf {
    var leaf = ParquetFooter.Leaf(name: column.column.name, physical: .int64)
    switch column.column.content {
    case .time: leaf.meaning = .time(perSecond: Timestamp.second)
    case .integer: break
    case .flag: leaf.physical = .boolean
    case .text: (leaf.physical, leaf.meaning) = (.bytes, .text)
    case .number:
      let scale = Int(column.scale)
      leaf.meaning = .decimal(scale: scale, precision: 18)
      if column.isWide || scale > 18 {
        (leaf.physical, leaf.length) = (.fixed, 16)
        leaf.meaning = .decimal(scale: scale, precision: 38)
      }
    }
    return leaf
  }

  private mutating func append(_ table: RecordTable, _ rows: Range<Int>) throws(Fault) {
    var group = ParquetFooter.Group(rows: rows.count)
    for (column, leaf) in zip(table.columns, footer.leaves) {
      let compression = compression
      let pages = try ColumnPages(column, rows, of: leaf) { bytes throws(Fault) in
        try compression.compress(bytes).count
      }
      group.chunks.append(try append(pages, values: rows.count))
    }
    footer.groups.append(group)
  }

  private mutating func append(
    _ pages: ColumnPages, values: Int
  ) throws(Fault) -> ParquetFooter.Chunk {
    var chunk = ParquetFooter.Chunk(codec: ParquetCodec.zstd.rawValue, values: values)
    chunk.encodings = [ParquetEncoding.runLength.rawValue, pages.encoding.rawValue]
    chunk.nulls = pages.nulls
    (chunk.least, chunk.greatest) = (pages.limits?.least, pages.limits?.greatest)
    if let dictionary = pages.dictionary {
      chunk.encodings.append(ParquetEncoding.plain.rawValue)
      chunk.dictionaryOffset = file.count
      try append(dictionary.bytes, .dictionary, to: &chunk) { writer in
        writer.field(7) { writer in
          writer.field(1, Int32(dictionary.count))
          writer.field(2, ParquetEncoding.plain.rawValue)
        }
      }
    }
    chunk.dataOffset = file.count
    try append(pages.data, .data, to: &chunk) { writer in
      writer.field(5) { writer in
        writer.field(1, Int32(values))
        writer.field(2, pages.encoding.rawValue)
        writer.field(3, ParquetEncoding.runLength.rawValue)
        writer.field(4, ParquetEncoding.runLength.rawValue)
      }
    }
    return chunk
  }

  private mutating func append(
    _ page: [UInt8], _ kind: ParquetPage, to chunk: inout ParquetFooter.Chunk,
    _ header: (inout ThriftWriter) -> Void
  ) throws(Fault) {
    guard page.count <= Int32.max else {
      throw Fault(.inputOutput, "a column of Parquet has more than 2 GB in one row group")
    }
    let compression = compression
    let packed = try page.withBytes(compression.compress)
    let sum = packed.withBytes(PageCheck.sum)
    var writer = ThriftWriter()
    writer.structure { writer in
      writer.field(1, kind.rawValue)
      writer.field(2, Int32(page.count))
      writer.field(3, Int32(packed.count))
      writer.field(4, Int32(bitPattern: sum))
      header(&writer)
    }
    file.append(contentsOf: writer.bytes)
    file.append(contentsOf: packed)
    chunk.compressed += writer.bytes.count + packed.count
    chunk.uncompressed += writer.bytes.count + page.count
  }

  private mutating func finish() -> [UInt8] {
    let bytes = footer.encoded(createdBy: "cx")
    file.append(contentsOf: bytes)
    file.append(littleEndian: UInt32(bytes.count))
    file.append(contentsOf: ParquetFooter.mark)
    return file
  }
}
