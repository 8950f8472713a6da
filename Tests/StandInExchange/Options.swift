#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the command line chooses.
struct Options {
  /// 0 lets the system choose; the chosen one is printed.
  var port = 0
  var seed: UInt64 = 1
  /// How long the market has been open.
  var minutes: Int64 = 180
  /// Milliseconds between two trades on average.
  var pace: Int64 = 2_000
  /// The exchange's clock at the start, milliseconds since 1970; five seconds into a minute, so
  /// that the last candle stays open for most of one.
  var now: Int64 = 1_762_873_205_000
  /// How long the market goes on, seconds of its own clock; 0 for a market that has ended.
  var future: Int64 = 0
  /// How much faster than ours its clock runs.
  var speed: Int64 = 1
  /// So many symbols more, `S0USDT` and on.
  var symbols = 0
  /// Trades a second of those symbols together, for measuring; 0 for markets with a story.
  var rate: Int64 = 0
  /// Milliseconds of our clock: between two pings, until a socket is closed for its age, and
  /// between two cuts on average (0 for none).
  var ping: Int64 = 20_000
  var lifetime: Int64 = 86_400_000
  var cutEvery: Int64 = 0
  /// Request weight that an address may use in a minute.
  var weightLimit = 6_000
  /// Aggregate ids that no answer holds: what the exchange lost for good.
  var lost: ClosedRange<Int64>?
  /// Faults of the first answers; `/standin/fault` queues more.
  var faults: [String] = []

  init(_ arguments: some Sequence<String>) throws(OptionProblem) {
    var rest = arguments.makeIterator()
    while let name = rest.next() {
      guard let text = rest.next() else { throw OptionProblem(text: "\(name) needs a value") }
      if name == "--fault" {
        faults.append(text)
        continue
      }
      if name == "--lost" {
        let bounds = text.split(separator: "-").compactMap { Int64($0) }
        guard bounds.count == 2, bounds[0] <= bounds[1] else {
          throw OptionProblem(text: "--lost takes FIRST-LAST")
        }
        lost = bounds[0]...bounds[1]
        continue
      }
      guard let value = Int64(text), value >= 0 else {
        throw OptionProblem(text: "\(name) takes a number")
      }
      switch name {
      case "--port": port = Int(value)
      case "--seed": seed = UInt64(value)
      case "--minutes": minutes = value
      case "--pace": pace = max(1, value)
      case "--now": now = value
      case "--future": future = value
      case "--speed": speed = max(1, value)
      case "--symbols": symbols = Int(value)
      case "--rate": rate = value
      case "--ping": ping = value
      case "--lifetime": lifetime = value
      case "--cut-every": cutEvery = value
      case "--weight-limit": weightLimit = Int(value)
      default: throw OptionProblem(text: "unknown option \(name)")
      }
    }
  }
}

struct OptionProblem: Error {
  var text: String
}

func fail(_ text: String, status: Int32) -> Never {
  let line = Array((text + "\n").utf8)
  write(2, line, line.count)
  exit(status)
}
