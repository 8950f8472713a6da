import ArgumentParser
import CXCore
import CXSystem

/// How a query's answer is written, and where.
struct QueryOutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How to write: ndjson, table, csv, chart or svg (default: a table on a terminal, else "
        + "ndjson).", valueName: "form"))
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
    case ndjson, table, csv, chart, svg
  }

  func validate() throws {
    try Program.check { () throws(Fault) in
      if let to { _ = try FilterOptions.path(to, "--to") }
      if let width, !(1...10_000).contains(width) {
        throw Fault(.usage, "--width \(width): expected 1 to 10000")
      }
    }
  }

  /// Where output goes.
  func descriptor() throws(Fault) -> Descriptor {
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
    case .ndjson: return .records(PassThrough())
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

/// The stage that writes a query's answer.
enum QueryForm: Stage {
  case records(PassThrough)
  case rows(RowFormat)
  case chart(ChartStage)

  mutating func apply(_ input: Batch, to output: inout Batch) {
    switch self {
    case .records(var stage): stage.apply(input, to: &output)
    case .rows(var stage):
      stage.apply(input, to: &output)
      self = .rows(stage)
    case .chart(var stage):
      stage.apply(input, to: &output)
      self = .chart(stage)
    }
  }

  mutating func finish(to output: inout Batch) {
    switch self {
    case .records: break
    case .rows(var stage): stage.finish(to: &output)
    case .chart(var stage): stage.finish(to: &output)
    }
  }
}
