import CXRecord

/// What the records of one folder of the cold store have in common: a day of one kind.
///
/// Its symbols share the folder, since most have too few records a day for files of their own.
public struct ArchivePartition: Hashable, Comparable, Sendable {
  /// Whose data it is; this and the other names are shortened where a folder's name cannot hold them,
  /// see ``HiveName``.
  public var tenant: Name
  /// `binance`; empty when the records do not say.
  public var exchange: Name
  /// What sort of records.
  public var kind: ArchiveKind
  /// The candles' interval; empty for all other kinds.
  public var interval: Name
  /// Days since 1970 UTC.
  public var day: Int

  /// A partition; see the fields.
  public init(
    tenant: Name, exchange: Name, kind: ArchiveKind, interval: Name, day: Int
  ) {
    self.tenant = HiveName.fitting(tenant)
    self.exchange = HiveName.fitting(exchange)
    self.kind = kind
    self.interval = HiveName.fitting(interval)
    self.day = day
  }

  /// By day first, then by the folders from the outside in.
  public static func < (left: ArchivePartition, right: ArchivePartition) -> Bool {
    (left.day, left.tenant, left.exchange, left.kind.type, left.interval)
      < (right.day, right.tenant, right.exchange, right.kind.type, right.interval)
  }

  /// `tenant=default/exchange=binance/kind=candle/interval=1m/date=2025-11-11/`.
  public var path: String {
    let values: [(String, Name)] = [
      ("tenant", tenant), ("exchange", exchange), ("kind", Name(kind.type)), ("interval", interval),
      ("date", Name(CivilDate(daysSince1970: day).description)),
    ]
    return values.map { "\($0.0)=\(HiveName.escape($0.1))/" }.joined()
  }

  /// The partition of a folder or of a file in it; nil where the name is no such path.
  public init?(path: String) {
    // By bytes: a name that begins with a combining mark makes one character with what stands
    // before it.
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count >= 5 else { return nil }
    var values: [Name] = []
    for (part, key) in zip(parts, ["tenant=", "exchange=", "kind=", "interval=", "date="]) {
      guard part.starts(with: key.utf8),
        let value = HiveName.unescape(part.dropFirst(key.utf8.count))
      else { return nil }
      values.append(value)
    }
    guard let date = Timestamp(rfc3339: values[4].utf8),
      let kind = ArchiveKind.allCases.first(where: { Name($0.type) == values[2] })
    else { return nil }
    // As they stand there: what was shortened is not shortened again.
    (tenant, exchange, interval) = (values[0], values[1], values[3])
    self.kind = kind
    day = Int(date.microseconds.floorDivided(by: Timestamp.day))
  }

  /// The first microsecond of the day, and the first of the next one.
  public var span: Range<Int64> {
    let start = Int64(day) * Timestamp.day
    return start..<(start + Timestamp.day)
  }

  /// The name of the partition's manifest; Hive, Spark, Athena and DuckDB's globs of `part-*` pass
  /// over names that begin with `_`.
  public var manifestName: String { path + "_manifest.json" }
}
