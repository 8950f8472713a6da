import ArgumentParser

/// Help that ends in its examples.
///
/// The parser prints all of a discussion above the options and breaks its lines at 80 columns; a
/// pipeline has to stand last, where the eye is, and in one piece, so that it can be copied.
enum HelpText {
  /// The line of a discussion that its examples stand below.
  static let heading = "Examples:"
  /// The line that the table of exit statuses stands below; the manual has a section for it.
  static let statusHeading = "Exit status:"

  /// The parser's help text for the command that `arguments` name, examples last.
  static func arranged(
    _ help: String, for arguments: [String], below root: any ParsableCommand.Type
  ) -> String {
    var command = command(arguments, below: root)
    var lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    // The version and the parser's description of itself come this way too.
    let isHelp = lines.contains { $0.hasPrefix("USAGE:") }
    // A command that mostly is its default one is described by that, and lists the others below.
    if isHelp, let implied = command.configuration.defaultSubcommand,
      implied.configuration.usage != nil
    {
      command = implied
      let others = lines.drop { $0 != "SUBCOMMANDS:" }
      lines = root.helpMessage(for: implied).split(
        separator: "\n", omittingEmptySubsequences: false)
      while lines.last?.isEmpty == true { lines.removeLast() }
      lines += [""] + others
    }
    let examples = examples(of: command)
    if examples.isEmpty || !isHelp { return help }
    if let first = lines.firstIndex(where: { $0 == heading }),
      let usage = lines[first...].firstIndex(where: { $0.hasPrefix("USAGE:") })
    {
      lines.removeSubrange(first..<usage)
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return (lines + ["", "EXAMPLES:"] + examples).joined(separator: "\n")
  }

  /// The parser's complaint as all other messages look, `cx STEP: what is wrong`, without the list
  /// of all options that hides it; empty when there is nothing to say.
  static func complaint(
    _ message: String, for arguments: [String], below root: any ParsableCommand.Type
  ) -> String {
    guard message.hasPrefix("Error: ") else { return message.isEmpty ? "" : message + "\n" }
    let step = command(arguments.prefix(1), below: root)
    let name = step == root ? root._commandName : "\(root._commandName) \(step._commandName)"
    var lines = message.dropFirst("Error: ".count).split(separator: "\n")
    let below = command(arguments, below: root).configuration.subcommands.map { $0._commandName }
    if !below.isEmpty, let first = lines.first, first.hasPrefix("Unexpected argument") {
      let argument = first.dropFirst("Unexpected argument ".count)
      lines[0] = "no subcommand \(argument); there are \(below.joined(separator: ", "))"
    }
    return "\(name): " + lines.filter { !$0.hasPrefix("Usage: ") }.joined(separator: "\n") + "\n"
  }

  /// The command that the arguments name.
  private static func command(
    _ arguments: some Sequence<String>, below root: any ParsableCommand.Type
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
