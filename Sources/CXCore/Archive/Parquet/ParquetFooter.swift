/// What a file of Parquet says of itself behind its data: columns, row groups and where they lie.
///
/// Source: parquet.thrift of apache/parquet-format 2.11.
public struct ParquetFooter: Equatable, Sendable {
  /// How values lie in the file: parquet.thrift's `Type`.
  public enum Physical: Int32, Sendable {
    /// A bit each.
    case boolean
    /// 32 bits.
    case int32
    /// 64 bits.
    case int64
    /// 96 bits, of old for times.
    case int96
    /// binary32.
    case float
    /// binary64.
    case double
    /// Bytes with their length.
    case bytes
    /// Bytes of one length.
    case fixed
  }

  /// What values mean beyond how they lie.
  public enum Meaning: Equatable, Sendable {
    /// No more.
    case plain
    /// UTF-8.
    case text
    /// `units × 10⁻ˢᶜᵃˡᵉ`.
    case decimal(scale: Int, precision: Int)
    /// Since 1970; so many of its units are a second.
    case time(perSecond: Int64)
    /// A whole number without a sign.
    case unsigned
  }

  /// A column of the file.
  public struct Leaf: Equatable, Sendable {
    /// Its name; of what lies in groups the last part.
    public var name: String
    /// How values lie in the file.
    public var physical: Physical
    /// Bytes of a value of ``Physical/fixed``.
    public var length = 0
    /// What values mean.
    public var meaning = Meaning.plain
    /// Whether rows may have none.
    public var isOptional = true
    /// Whether it is a list, or lies in a group.
    public var isNested = false
  }

  /// The values of a column in a row group.
  public struct Chunk: Equatable, Sendable {
    /// How pages are compressed; a number that ``ParquetCodec`` may not know.
    public var codec: Int32 = 0
    /// How values are encoded; for readers that want to know beforehand.
    public var encodings: [Int32] = []
    /// Values, those that are missing counted.
    public var values = 0
    /// Bytes in the file, page headers counted.
    public var compressed = 0
    /// Bytes before compression, page headers counted.
    public var uncompressed = 0
    /// Where the first page of values lies.
    public var dataOffset = 0
    /// Where the dictionary lies; nil where there is none.
    public var dictionaryOffset: Int?
    /// The least value, as it would lie in the file; nil where that is not told.
    public var least: [UInt8]?
    /// The greatest value.
    public var greatest: [UInt8]?
    /// How many rows have no value.
    public var nulls: Int?

    /// Where its pages lie.
    var range: Range<Int> {
      let start = min(dictionaryOffset ?? dataOffset, dataOffset)
      return start..<(start + compressed)
    }
  }

  /// Some rows, column by column.
  public struct Group: Equatable, Sendable {
    /// How many rows.
    public var rows = 0
    /// Their values, in the order of the file's columns.
    public var chunks: [Chunk] = []
  }

  /// The columns.
  public var leaves: [Leaf] = []
  /// How many rows there are.
  public var rows = 0
  /// The row groups.
  public var groups: [Group] = []
  /// What the writer noted.
  public var notes: [(key: String, value: String)] = []
  /// Places of columns that the rows are sorted by.
  var sorting: [Int] = []

  /// Equal but for the notes.
  public static func == (left: ParquetFooter, right: ParquetFooter) -> Bool {
    left.leaves == right.leaves && left.rows == right.rows && left.groups == right.groups
  }

  /// Begins and ends every file.
  static let mark = Array("PAR1".utf8)
}
