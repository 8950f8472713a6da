/// A record of a partition, as far as sorting and choosing need it.
struct ArchiveRow {
  /// The number of its symbol among the table's; -1 for none.
  var symbol: Int32
  /// Whether it stands for several trades.
  var isAggregate: Bool
  /// Event time, microseconds since 1970 UTC.
  var time: Int64
  /// See ``RecordKey/id``.
  var id: Int64
  /// See ``RecordKey/revision``.
  var revision: Int64
  /// Where it comes from: earlier files, and earlier rows of one, have lower numbers.
  var origin: Int32
  /// Its place in the table.
  var place: Int32

  /// Whether both name one record, in whatever version.
  func isSame(as other: ArchiveRow) -> Bool {
    symbol == other.symbol && time == other.time && id == other.id
      && isAggregate == other.isAggregate
  }

  /// Whether it stands before another of its symbol in a file, the better version of a record first.
  ///
  /// Of equal versions the one stored first is better, so storing again changes nothing.
  func precedes(_ other: ArchiveRow) -> Bool {
    if time != other.time { return time < other.time }
    if id != other.id { return id < other.id }
    if isAggregate != other.isAggregate { return other.isAggregate }
    if revision != other.revision { return revision > other.revision }
    if origin != other.origin { return origin < other.origin }
    return place < other.place
  }
}
