import CXCore
import CXSQLite
import CXSystem

/// What the hot store holds: `cx archive --stats`.
enum HotStatistics {
  private static let columns = [
    "kind", "tenant", "exchange", "symbol", "interval", "count", "first", "last",
  ]

  /// Writes a row a series, kind and interval: a table on a terminal, else records.
  static func show(_ path: String) throws(Fault) -> ExitStatus {
    let counts = try HotStore(path).census()
    var output = Batch()
    for count in counts { append(count, to: output.block) }
    var reader = RecordReader()
    _ = reader.read(into: &output)
    if Descriptor.output.isTerminal {
      let style = RowFormat.Style.table(
        width: Terminal.size(of: .output)?.columns ?? 80, zone: .utc)
      var format = RowFormat(style, columns: columns, hasExtra: false)
      var rows = Batch(instruments: output.instruments)
      format.apply(output, to: &rows)
      format.finish(to: &rows)
      output = rows
    }
    var sink = DescriptorSink(.output)
    try sink.write(output)
    try sink.flush()
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
