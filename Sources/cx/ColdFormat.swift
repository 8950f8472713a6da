import ArgumentParser
import CXCore
import CXSystem

/// What a cold store's files are: `--format`.
enum ColdFormat: String, ExpressibleByArgument, CaseIterable {
  case parquet
  case ndjsonZst = "ndjson.zst"

  private var format: any ArchiveFormat {
    switch self {
    case .parquet: ParquetFormat(PageCompression())
    case .ndjsonZst: ZstandardLines()
    }
  }

  /// All formats that can be read, this one written.
  static func all(writing format: ColdFormat) -> ArchiveFormats {
    ArchiveFormats(
      written: format.format, known: allCases.filter { $0 != format }.map(\.format))
  }
}
