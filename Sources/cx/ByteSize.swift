import ArgumentParser

/// A number of bytes as people write it: `500MB`, `2GB`, `512MiB`, `1000`.
struct ByteSize: ExpressibleByArgument, Equatable {
  /// The bytes.
  var bytes: Int

  private static let units: [(name: String, bytes: Int)] = [
    ("", 1), ("B", 1), ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000),
    ("TB", 1_000_000_000_000), ("KIB", 1 << 10), ("MIB", 1 << 20), ("GIB", 1 << 30),
    ("TIB", 1 << 40),
  ]

  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    let name = argument.dropFirst(digits.count).uppercased()
    guard let count = Int(digits), let unit = Self.units.first(where: { $0.name == name }) else {
      return nil
    }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit.bytes)
    if overflow { return nil }
    bytes = product
  }
}
