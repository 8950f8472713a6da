import ArgumentParser
import CXCore
import CXRecord

/// Which alerts nobody is told of.
struct AlertSilenceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Tell nobody of alerts with these labels: 'symbol=BTCUSDT until 2026-01-01T00:00Z'.",
      valueName: "matchers"))
  var silence: [String] = []

  @Option(
    help: ArgumentHelp(
      "Read silences from this YAML (default: the file of --rules).", valueName: "file"),
    completion: .file())
  var silences: String?

  /// The silences of the command line, then those of the file, or of the rules' file.
  ///
  /// One with a label that no event of `followed` has is refused.
  func all(orOf rules: String?, for followed: [AlertRule]) throws(Fault) -> [Silence] {
    let all = try all(orOf: rules)
    try Self.check(all, followed)
    return all
  }

  /// Refuses silences with labels that no event of some rules has.
  static func check(_ silences: [Silence], _ rules: [AlertRule]) throws(Fault) {
    for silence in silences {
      guard let unknown = silence.unknownLabel(among: rules) else { continue }
      let hint = unknown.hint.map { ": \($0)" } ?? ""
      throw Fault(
        .configuration, "silence \(silence.name): no alert has a label \"\(unknown.name)\"\(hint)")
    }
  }

  private func all(orOf rules: String?) throws(Fault) -> [Silence] {
    var result: [Silence] = []
    for text in silence {
      do throws(SilenceProblem) {
        result.append(try Silence(parsing: text))
      } catch {
        throw Fault(.usage, "--silence: \(error.reason)")
      }
    }
    guard let path = silences ?? rules else { return result }
    return result + (try RuleFile.silences(path))
  }
}
