/// How values of a page are encoded: parquet.thrift's `Encoding`.
enum ParquetEncoding: Int32 {
  case plain = 0
  /// The old name of ``dictionary``.
  case plainDictionary = 2
  case runLength = 3
  case deltaPacked = 5
  case deltaLength = 6
  case deltaBytes = 7
  case dictionary = 8
  case streamSplit = 9
}

/// What kind of page it is: parquet.thrift's `PageType`.
enum ParquetPage: Int32 {
  case data = 0
  case index = 1
  case dictionary = 2
  case dataV2 = 3
}
