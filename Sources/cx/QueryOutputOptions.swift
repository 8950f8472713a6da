import ArgumentParser
import CXCore
import CXRecord
import CXSystem

/// How a query's answer is written, and where.
struct QueryOutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How to write: ndjson, table, csv, parquet, chart or svg (default: a table on a terminal, "
        + "else ndjson).", valueName: "form"))
  var format: Format?

  @Option(
    help: ArgumentHelp(
      "Columns of a table or chart, pixels of an svg (default: the terminal's, else 80; 960).",
      valueName: "number"))
  var width: Int?

  @Option(
    help: ArgumentHelp("Write to here instead of stdout: file:PATH.", valueName: "url"),
    completion: .file())
  var to: String?

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case ndjson, table, csv, parquet, chart, svg
  }

  func validate() throws {
    try Program.check { () throws(Fault) in
      if let to { _ = try FilterOptions.path(to, "--to") }
      if format == .parquet, to == nil, Descriptor.output.isTerminal {
        throw Fault(.usage, "--format parquet is nothing for a terminal: --to file:PATH")
      }
      if let width, !(1...10_000).contains(width) {
        throw Fault(.usage, "--width \(width): expected 1 to 10000")
      }
    }
  }

  /// Where output goes; `kind` is that of the records, nil for rows of SQL.
  func sink(_ kind: ArchiveKind?) throws(Fault) -> QuerySink {
    let target = DescriptorSink(try descriptor())
    guard format == .parquet else { return QuerySink(lines: target) }
    guard let kind else { throw Fault(.usage, "--format parquet is for records, not for --sql") }
    return QuerySink(parquet: ParquetSink(kind, PageCompression(), to: target))
  }

  private func descriptor() throws(Fault) -> Descriptor {
    guard let to else { return .output }
    return try Descriptor.open(
      writing: try FilterOptions.path(to, "--to"), appending: false)
  }

  /// Whether the form is one for eyes that has columns.
  var isTable: Bool {
    format.map { $0 == .table } ?? (to == nil && Descriptor.output.isTerminal)
  }

  /// The stage that writes records in the form that is asked for.
  func stage(columns: [String], hasExtra: Bool, zone: ZoneRules) throws(Fault) -> QueryForm {
    let size = to == nil ? Terminal.size(of: .output) : nil
    switch format ?? (isTable ? .table : .ndjson) {
    case .ndjson, .parquet: return .records(PassThrough())
    case .csv: return .rows(RowFormat(.csv, columns: columns, hasExtra: hasExtra))
    case .table:
      let style = RowFormat.Style.table(width: width ?? size?.columns ?? 80, zone: zone)
      return .rows(RowFormat(style, columns: columns, hasExtra: hasExtra))
    case .chart:
      return .chart(
        ChartStage(
          .text(
            width: width ?? size?.columns ?? 80, height: size.map { min($0.rows - 1, 28) } ?? 24,
            color: to == nil && Terminal.wantsColor(.output)), zone: zone))
    case .svg: return .chart(ChartStage(.svg(width: width ?? 960, height: 540), zone: zone))
    }
  }
}

/// Where a query's answer goes: one of these.
struct QuerySink: Sink {
  // Not cases of an enum: what is taken out of one to be changed is copied.
  var lines: DescriptorSink?
  var parquet: ParquetSink<DescriptorSink>?

  mutating func write(_ batch: Batch) throws(Fault) {
    try lines?.write(batch)
    try parquet?.write(batch)
  }

  mutating func flush() throws(Fault) { try lines?.flush() }

  mutating func finish() throws(Fault) {
    try lines?.finish()
    try parquet?.finish()
  }
}

/// The stage that writes a query's answer.
enum QueryForm: Stage {
  case records(PassThrough)
  case rows(RowFormat)
  case chart(ChartStage)

  mutating func apply(_ input: Batch, from first: Int, to output: inout Batch) -> Int {
    switch self {
    case .records(var stage): return stage.apply(input, from: first, to: &output)
    case .rows(var stage):
      defer { self = .rows(stage) }
      return stage.apply(input, from: first, to: &output)
    case .chart(var stage):
      defer { self = .chart(stage) }
      return stage.apply(input, from: first, to: &output)
    }
  }

  mutating func finishPart(to output: inout Batch) -> Bool {
    switch self {
    case .records: return true
    case .rows(var stage):
      defer { self = .rows(stage) }
      return stage.finishPart(to: &output)
    case .chart(var stage):
      defer { self = .chart(stage) }
      return stage.finishPart(to: &output)
    }
  }
}
