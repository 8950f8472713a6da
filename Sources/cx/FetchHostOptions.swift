import ArgumentParser
import CXCore
import CXRecord
import CXHTTP

/// Which symbols to fetch, and where from.
struct FetchHostOptions: ParsableArguments {
  @Argument(help: "Symbols as the exchange spells them; small letters become capitals.")
  var symbols: [Name] = []

  @Option(
    help: ArgumentHelp("All symbols that trade and are priced in this asset.", valueName: "asset"))
  var all: Name?

  @Option(help: ArgumentHelp("binance, coinbase or kraken.", valueName: "name"))
  var exchange = Exchange.binance

  @Option(
    help: ArgumentHelp(
      "Where the exchange's interface is (default: https://api.binance.com, or the other's own).",
      valueName: "url"))
  var baseUrl: String?

  @Option(
    help: ArgumentHelp(
      "Where Binance's bulk files are (default: https://data.binance.vision).", valueName: "url"))
  var bulkUrl: String?

  /// The hosts.
  func hosts() throws(Fault) -> HistorySource.Hosts {
    try HistorySource.Hosts(exchange, rest: baseUrl, bulk: bulkUrl)
  }

  /// The symbols, those of `--all` from the exchange; none when a signal asked to stop.
  func chosen(_ questions: inout RESTQuestions) throws(Fault) -> [Name] {
    guard let all else {
      if symbols.isEmpty { throw Fault(.usage, "name a symbol, or give --all ASSET") }
      return symbols
    }
    if !symbols.isEmpty { throw Fault(.usage, "--all and named symbols exclude each other") }
    guard exchange == .binance else {
      throw Fault(.usage, "--all is for Binance: name the symbols of \(exchange.rawValue)")
    }
    guard let body = try questions.ask(Question.symbols) else { return [] }
    guard let found = Question.symbols(in: body, quotedIn: all) else {
      throw Fault(
        .unavailable, "\(try hosts().rest): the answer does not list symbols: check --base-url")
    }
    if found.isEmpty { throw Fault(.noInput, "nothing trades in \(all)") }
    return found
  }

  /// Fetches what has one answer; `requests` are those for some symbols.
  func runOnce(
    _ subject: LivePlan.Subject, _ output: OutputOptions,
    _ requests: ([Name]) -> [(request: RESTRequest, symbol: Name?)]
  ) throws(Fault) -> ExitStatus {
    try exchange.check(subject, follows: false)
    var questions = try RESTQuestions(try hosts()) { FetchRun.tell($0, output) }
    let symbols = try chosen(&questions).map(\.uppercasedASCII)
    return try FetchRun.run(QuestionSource(requests(symbols), questions), output)
  }
}

extension Exchange: ExpressibleByArgument {}

extension Name: ExpressibleByArgument {
  /// A name as it is typed.
  public init?(argument: String) { self.init(argument) }
}
