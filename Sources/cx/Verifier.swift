import CXCore
import CXRecord
import CXSystem

/// `cx window --verify`: collects our candles beside the exchange's, and says how they compare.
final class Verifier {
  /// How many differences are shown one by one.
  private static let mostShown = 20

  private let path: String
  private var verification = Verification()

  /// Reads the exchange's candles; a line that cannot be read is a fault, since a comparison with
  /// a part of them would say nothing.
  init(klines path: String) throws(Fault) {
    self.path = path
    var source = try LineSource([path])
    while let batch = try source.next() {
      if let reject = batch.rejects.first {
        throw Fault(.badData, "\(reject.source):\(reject.line): \(reject.reason)")
      }
      for candle in batch.candles {
        verification.addTheirs(candle, of: batch.instruments[candle.instrument])
      }
    }
  }

  /// Takes the candles of a batch of output.
  func take(_ batch: Batch) {
    for candle in batch.candles {
      verification.addOurs(candle, of: batch.instruments[candle.instrument])
    }
  }

  /// Says on stderr how the candles compare; the status is "no" where they differ.
  func conclude(_ status: ExitStatus) throws(Fault) -> ExitStatus {
    let result = verification.result()
    // The last line is the summary, which here names the file.
    for line in result.lines(limit: Self.mostShown).dropLast() { Program.complain("window", line) }
    Program.complain("window", "\(path): \(result.summary)")
    return result.agrees || status != .done ? status : .no
  }
}
