import ArgumentParser
import CXRecord

/// How the program ends, for scripts to branch on: the numbers of BSD's sysexits(3) where they
/// exist.
///
/// `cx --help` and every man page have this table, and so has the README.
enum ExitStatus: Int32, CaseIterable, Comparable {
  case done = 0
  case no = 1
  case someRefused = 2
  case undelivered = 3
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

  static func < (left: ExitStatus, right: ExitStatus) -> Bool { left.rawValue < right.rawValue }

  /// What it means, as the manual says it.
  var meaning: String {
    switch self {
    case .done: "done, also when the reader of the output went away"
    case .no: "answered no: a query found nothing, or --verify or --check a difference"
    case .someRefused: "finished, but some records were refused"
    case .undelivered: "finished, but something could not be delivered"
    case .usage: "the command line asks for something that does not exist"
    case .badData: "bad data, under --strict"
    case .noInput: "an input is not there or cannot be read"
    case .unavailable: "a service cannot be reached or does not answer"
    case .inputOutput: "reading or writing failed"
    case .tryLater: "a service asks to come back later; the message says when"
    case .notPermitted: "access is refused"
    case .configuration: "the configuration or a saved state is wrong"
    }
  }

  /// All of them, a line each.
  static var table: String {
    allCases.map { status in
      let number = String(status.rawValue)
      return String(repeating: " ", count: 4 - number.count) + number + "  " + status.meaning
    }.joined(separator: "\n")
  }
}
