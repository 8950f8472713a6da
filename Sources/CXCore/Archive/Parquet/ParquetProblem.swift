/// Why a file of Parquet cannot be read.
public enum ParquetProblem: Error, Equatable, Sendable {
  /// It contradicts itself, or is cut off.
  case damaged(String)
  /// It is sound, and made in a way that is not read here.
  case unsupported(String)

  /// What is wrong, in words that go behind the file's name.
  public var reason: String {
    switch self {
    case .damaged(let reason): "damaged Parquet: \(reason)"
    case .unsupported(let reason): "not read here: \(reason)"
    }
  }
}
