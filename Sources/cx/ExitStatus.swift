import ArgumentParser
import CXCore

/// How the program ends, for scripts to branch on: the numbers of BSD's sysexits(3) where they
/// exist.
///
/// Every man page has this table.
enum ExitStatus: Int32, CaseIterable {
  case done = 0
  case no = 1
  case someRefused = 2
  case usage = 64
  case badData = 65
  case noInput = 66
  case unavailable = 69
  case inputOutput = 74
  case tryLater = 75
  case notPermitted = 77
  case configuration = 78

  /// The status that a fault ends the program with.
  init(_ kind: Fault.Kind) {
    self =
      switch kind {
      case .usage: .usage
      case .badData: .badData
      case .noInput: .noInput
      case .unavailable: .unavailable
      case .inputOutput: .inputOutput
      case .readerGone: .done
      case .tryLater: .tryLater
      case .notPermitted: .notPermitted
      case .configuration: .configuration
      }
  }

  /// What it means, as the manual says it.
  var meaning: String {
    switch self {
    case .done: "done, also when the reader of the output went away"
    case .no: "answered no: a query found nothing"
    case .someRefused: "finished, but some records were refused"
    case .usage: "the command line is wrong"
    case .badData: "a record is bad, and --strict was given"
    case .noInput: "an input is missing or cannot be read"
    case .unavailable: "a service is unavailable"
    case .inputOutput: "reading or writing failed"
    case .tryLater: "try again later: a rate limit, with the time on stderr"
    case .notPermitted: "not permitted"
    case .configuration: "the configuration or a saved state is wrong"
    }
  }
}
