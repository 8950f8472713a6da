import ArgumentParser
import CXCore
import CXHTTP

/// Which symbols to fetch, and where from.
struct FetchHostOptions: ParsableArguments {
  @Argument(help: "Symbols as the exchange spells them; small letters do.")
  var symbols: [String] = []

  @Option(
    help: ArgumentHelp("All symbols that trade and are priced in this asset.", valueName: "asset"))
  var all: String?

  @Option(help: ArgumentHelp("Where the exchange's interface is.", valueName: "url"))
  var baseUrl = "https://api.binance.com"

  @Option(help: ArgumentHelp("Where the exchange's bulk files are.", valueName: "url"))
  var bulkUrl = "https://data.binance.vision"

  /// The hosts.
  func hosts() throws(Fault) -> HistorySource.Hosts {
    try HistorySource.Hosts(rest: baseUrl, bulk: bulkUrl)
  }

  /// The symbols, those of `--all` from the exchange; none when a signal asked to stop.
  func chosen(_ questions: inout RESTQuestions) throws(Fault) -> [String] {
    guard let all else {
      if symbols.isEmpty { throw Fault(.usage, "name a symbol, or give --all ASSET") }
      return symbols
    }
    if !symbols.isEmpty { throw Fault(.usage, "--all and named symbols exclude each other") }
    guard let body = try questions.ask(Question.symbols) else { return [] }
    guard let found = Question.symbols(in: body, quotedIn: all) else {
      throw Fault(.unavailable, "\(baseUrl): the answer does not list symbols: check --base-url")
    }
    if found.isEmpty { throw Fault(.noInput, "nothing trades in \(all)") }
    return found
  }

  /// Fetches what has one answer, so many symbols a request.
  func runOnce(
    _ output: OutputOptions, symbolsPerRequest: Int, _ request: ([String]) -> RESTRequest
  ) throws(Fault) -> ExitStatus {
    var questions = try RESTQuestions(try hosts())
    let symbols = try chosen(&questions)
    let requests = stride(from: 0, to: symbols.count, by: symbolsPerRequest).map {
      request(Array(symbols[$0..<min($0 + symbolsPerRequest, symbols.count)]))
    }
    return try FetchRun.run(QuestionSource(requests, questions), output)
  }
}
