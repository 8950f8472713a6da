import CXRecord

/// Values in the names of partitions, escaped as Hive does it.
///
/// Source: `FileUtils.escapePathName` of Apache Hive. Spark, Athena, DuckDB and ClickHouse read it.
public enum HiveName {
  /// Stands for no value at all.
  public static let null = "__HIVE_DEFAULT_PARTITION__"

  private static let special = Set("\"#%'*/:=?\\\u{7F}{[]^".utf8)

  /// Bytes of a value's escaped form at most: a folder's name has 255 on all common file systems, and
  /// the longest key takes nine.
  private static let longest = 246
  private static let mark = "…"

  /// The value itself where a folder's name holds it, else its beginning and a digest of all of it.
  ///
  /// What looks as if it was shortened is shortened too, so no two values become one.
  static func fitting(_ value: Name) -> Name {
    let parts = value.text.unicodeScalars.split(separator: "…", omittingEmptySubsequences: false)
    let isLikeShort = parts.count > 1 && parts.last?.count == 64
    if escape(value).utf8.count <= longest && !isLikeShort { return value }
    var front = ""
    var length = 0
    for scalar in value.text.unicodeScalars {
      length += escape(Name(String(Character(scalar)))).utf8.count
      if length > longest - 64 - mark.utf8.count { break }
      front.unicodeScalars.append(scalar)
    }
    let digest = Hexadecimal.text(SHA256.digest(of: Array(value.utf8)))
    return Name(front + mark + digest)
  }

  /// `value` fit for a path: special characters as `%2F`, and nothing as ``null``.
  public static func escape(_ value: Name) -> String {
    if value.isEmpty { return null }
    var bytes: [UInt8] = []
    // What is called so is not nothing.
    let isNull = value.utf8.elementsEqual(null.utf8)
    for byte in value.utf8 {
      if byte < 0x20 || special.contains(byte) || isNull {
        bytes.append(UInt8(ascii: "%"))
        bytes += Hexadecimal.text([byte]).uppercased().utf8
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What was escaped; nil where the text is no such name.
  public static func unescape(_ name: some Sequence<UInt8>) -> Name? {
    var bytes: [UInt8] = []
    var rest = Array(name)[...]
    if rest.elementsEqual(null.utf8) { return "" }
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(JSONText.hexadecimalValue),
        let low = rest.popFirst().flatMap(JSONText.hexadecimalValue)
      else { return nil }
      bytes.append(high << 4 | low)
    }
    return Name(validating: bytes)
  }
}
