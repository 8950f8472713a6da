import CXCore
import CXRecord
import CXSystem

/// Rows about a store: a table on a terminal, else records.
enum StoreStatistics {
  /// Writes the rows, JSON objects a line, to stdout.
  static func write(_ lines: Block, columns: [String]) throws(Fault) {
    var output = Batch(block: lines)
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
  }
}
