import CXCore
import CXRecord

extension ParquetStore {
  /// Opens a file, of which no more is read than what queries need.
  ///
  /// - Throws: A fault of kind `noInput` for a pipe: Parquet is read from its end.
  public init(path: String) throws(Fault) {
    let file = try Descriptor.open(reading: path)
    guard let bytes = file.fileSize else {
      throw Fault(.noInput, "\(path): is no file: Parquet is read from its end")
    }
    try self.init(name: path, bytes: bytes, PageCompression()) { range throws(Fault) in
      try file.read(range)
    }
  }
}
