import CXRecord
import CXSQLite
import CXSystem

/// What the hot store holds: `cx archive --stats`.
enum HotStatistics {
  private static let columns = [
    "kind", "tenant", "exchange", "symbol", "interval", "count", "first", "last",
  ]

  /// Writes a row a series, kind and interval.
  static func show(_ path: String) throws(Fault) -> ExitStatus {
    let counts = try HotStore(path).census()
    let lines = Block()
    for count in counts { append(count, to: lines) }
    try StoreStatistics.write(lines, columns: columns)
    return counts.isEmpty ? .no : .done
  }

  private static func append(_ count: HotCount, to block: Block) {
    block.append(#"{"kind":""#)
    block.append(count.kind.rawValue)
    block.append(#"","tenant":"#)
    block.append(jsonString: count.instrument.tenant)
    block.append(#","exchange":"#)
    block.append(jsonString: count.instrument.exchange)
    block.append(#","symbol":"#)
    block.append(jsonString: count.instrument.symbol)
    if !count.interval.isEmpty {
      block.append(#","interval":"#)
      block.append(jsonString: count.interval)
    }
    block.append(#","count":"#)
    block.append(count.count)
    block.append(#","first":""#)
    block.append(Timestamp(microseconds: count.first).rfc3339)
    block.append(#"","last":""#)
    block.append(Timestamp(microseconds: count.last).rfc3339)
    block.append("\"}\n")
  }
}
