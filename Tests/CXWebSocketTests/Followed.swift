import CXHTTP
import CXTestKit

/// A `cx fetch` that follows a stand-in whose market goes on.
final class Followed {
  let exchange: StandIn
  private let program: Program
  private let http: HTTPClient

  /// Some 200 aggregates a second of BTCUSDT, and little history.
  static let market = "--minutes 30 --future 4800 --speed 80 --pace 400"

  /// The same with a third of the history.
  static let short = "--minutes 10 --future 4800 --speed 80 --pace 400"

  /// Starts both; `faults` of the sockets are there before the program is, and `tail` is what its
  /// output goes through.
  init(
    _ arguments: String, market: String = market, options: String = "--seed 31",
    faults: [String] = [], tail: String = ""
  ) throws {
    exchange = try StandIn("\(market) \(options)")
    http = try HTTPClient()
    let url = exchange.baseURL
    let socket = url.replacing("http://", with: "ws://")
    for fault in faults { _ = try http.get("\(url)/standin/socket?\(fault)") }
    let environment = BuiltProgram.environment(home: "/")
    program = try Program(
      "\(tail.isEmpty ? "exec " : "")cx fetch \(arguments) --base-url \(url) --ws-url \(socket) "
        + tail, environment: environment)
  }

  /// Asks the stand-in for something below `/standin/`.
  func ask(_ path: String) throws -> String {
    String(decoding: try http.get("\(exchange.baseURL)/standin/\(path)").body, as: UTF8.self)
  }

  /// Lets the program run until it has written so many lines more; false when it did not.
  func run(lines: Int, seconds: Double = 20) -> Bool {
    let wanted = count + lines
    return program.run(seconds: seconds) { _ in self.count >= wanted }
  }

  /// Lets it run until the condition holds.
  func run(seconds: Double, until condition: (Followed) -> Bool) -> Bool {
    program.run(seconds: seconds) { _ in condition(self) }
  }

  private var count: Int { program.output.count { $0 == UInt8(ascii: "\n") } }

  var errors: String { String(decoding: program.errors, as: UTF8.self) }

  var lines: [Substring] {
    String(decoding: program.output, as: UTF8.self).split(separator: "\n")
  }

  /// Lets the program run to its end.
  func finish() -> Outcome { program.finish(seconds: 10) }

  /// Ends the program and gives all that it wrote.
  func stop() -> (lines: [Substring], outcome: Outcome) {
    program.send(signal: 15)
    let outcome = program.finish(seconds: 10)
    return (outcome.outputText.split(separator: "\n"), outcome)
  }

  /// How often the program connected.
  func connections() throws -> Int {
    try ask("log").split(separator: "\n").count { $0 == "socket: open" }
  }
}

extension StringProtocol {
  /// The number behind `"name":` in a line.
  func number(_ name: String) -> Int64? {
    guard let range = firstRange(of: "\"\(name)\":") else { return nil }
    return Int64(self[range.upperBound...].prefix { $0.isNumber || $0 == "-" })
  }
}
