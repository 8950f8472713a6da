import CXCore
import CXRecord
import CXHTTP
import CXSystem

/// `--dry-run`: a table of what a fetch would take, and nothing fetched.
enum FetchDryRun {
  private static let widths = [16, 7, 14, 10, 10]

  /// Asks what has to be known, and writes the table to stdout.
  static func run(
    _ plan: HistoryPlan, _ hosts: HistorySource.Hosts, _ questions: inout RESTQuestions
  ) throws(Fault) -> ExitStatus {
    var rows = [["symbol", "files", "bytes", "requests", "weight"]]
    var total = [0, 0, 0, 0]
    var weight = 0
    let client = try HTTPClient(.system) { Signals.pending != nil }
    var limit = 6_000
    for symbol in plan.symbols {
      let facts = Question.facts(symbol)
      guard let body = try questions.ask(facts, symbol: symbol) else { return .done }
      limit = Question.weightLimit(in: body) ?? limit
      var outline = try HistoryOutline(plan, symbol: symbol, now: questions.time) {
        file throws(Fault) in try size(of: file, hosts.bulk, client)
      }
      for span in outline.spans {
        let first = try id(span.lowerBound, plan, symbol, &questions)
        var last = try id(span.upperBound, plan, symbol, &questions)
        if last == nil { last = try id(nil, plan, symbol, &questions) }
        if let first, let last { outline.addTrades(last - first + 1, plan.subject) }
      }
      let counts = [
        outline.files.count, Int(clamping: outline.bytes), outline.requests, outline.weight,
      ]
      total = zip(total, counts).map { $0.addingReportingOverflow($1).partialValue }
      weight += outline.weight
      rows.append([symbol.text] + counts.map(String.init))
    }
    rows.append(["total"] + total.map(String.init))
    let output = Block()
    for row in rows { output.append(line(row)) }
    let seconds = HistoryOutline.leastSeconds(weight: weight, limit: limit)
    let wait = DurationText.text(Int64(seconds) * Timestamp.second)
    output.append(
      seconds == 0
        ? "No waiting: a minute allows a weight of \(limit).\n"
        : "At least \(wait): a minute allows a weight of \(limit).\n")
    try Descriptor.output.write(output.bytes)
    return .done
  }

  private static func size(
    of file: BulkFile, _ host: String, _ client: HTTPClient
  ) throws(Fault) -> Int64? {
    do throws(HTTPFailure) {
      let answer = try client.head(host + file.path)
      guard answer.status == 200 else { return nil }
      return answer.headers["Content-Length"].flatMap { Int64($0) } ?? 0
    } catch {
      switch error {
      case .transient(let fault), .permanent(let fault): throw fault
      // Asking ends with the next question.
      case .cancelled: return 0
      }
    }
  }

  private static func id(
    _ time: Int64?, _ plan: HistoryPlan, _ symbol: Name, _ questions: inout RESTQuestions
  ) throws(Fault) -> Int64? {
    let request = Question.trade(symbol, at: time.map(Timestamp.init(microseconds:)))
    return try questions.ask(request, symbol: symbol).flatMap {
      Question.tradeID(in: $0, plan.subject)
    }
  }

  private static func line(_ cells: [String]) -> String {
    let padded = zip(cells, widths).enumerated().map { column, cell in
      let space = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
      return column == 0 ? cell.0 + space : space + cell.0
    }
    return padded.joined(separator: " ") + "\n"
  }
}
