import ArgumentParser
import CXCore
import CXSystem

/// What a cold store's files are: `--format`.
enum ColdFormat: String, ExpressibleByArgument, CaseIterable {
  case ndjsonZst = "ndjson.zst"

  /// All formats that can be read, this one written.
  static func all(writing format: ColdFormat) -> ArchiveFormats {
    switch format {
    case .ndjsonZst: ArchiveFormats(written: ZstandardLines())
    }
  }
}
