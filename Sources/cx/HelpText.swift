import ArgumentParser

/// Help that ends in its examples.
///
/// The parser prints all of a discussion above the options and breaks its lines at 80 columns; a
/// pipeline has to stand last, where the eye is, and in one piece, so that it can be copied.
enum HelpText {
  /// The line of a discussion that its examples stand below.
  static let heading = "Examples:"

  /// The parser's help text for the command that `arguments` name, examples last.
  static func arranged(
    _ help: String, for arguments: [String], below root: any ParsableCommand.Type
  ) -> String {
    let examples = examples(of: command(arguments, below: root))
    if examples.isEmpty { return help }
    var lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    if let first = lines.firstIndex(where: { $0 == heading }),
      let usage = lines[first...].firstIndex(where: { $0.hasPrefix("USAGE:") })
    {
      lines.removeSubrange(first..<usage)
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return (lines + ["", "EXAMPLES:"] + examples).joined(separator: "\n")
  }

  /// The command that the arguments name.
  private static func command(
    _ arguments: [String], below root: any ParsableCommand.Type
  ) -> any ParsableCommand.Type {
    var command = root
    for argument in arguments where argument != "help" {
      guard
        let next = command.configuration.subcommands.first(where: { $0._commandName == argument })
      else { break }
      command = next
    }
    return command
  }

  /// The lines below the heading, as they were written.
  private static func examples(of command: any ParsableCommand.Type) -> [Substring] {
    let lines = command.configuration.discussion.split(
      separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.firstIndex(where: { $0 == heading }) else { return [] }
    return lines[(first + 1)...].filter { !$0.isEmpty }
  }
}
