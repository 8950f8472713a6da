import ArgumentParser
import Foundation

/// Which options each subcommand has: what a configuration file and the environment may set.
///
/// Read from the parser's own description of itself, so that there is no second list.
struct SettingsCatalog: Decodable {
  /// A command or subcommand.
  struct Command: Decodable {
    var commandName: String
    var defaultSubcommand: String?
    var subcommands: [Command]?
    var arguments: [Argument]?
  }

  /// An option, a flag or a positional argument.
  struct Argument: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String
    }
    var kind: String
    var isRepeating: Bool
    var names: [Name]?
  }

  var command: Command

  init(of root: any ParsableCommand.Type) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(root._dumpHelp().utf8))
  }

  /// The commands from the root down to the one that `arguments` name, and how many of the
  /// arguments name them.
  func path(of arguments: [String]) -> (commands: [Command], named: Int) {
    var commands = [command]
    var named = 0
    while let below = commands.last?.subcommands {
      if named < arguments.count,
        let next = below.first(where: { $0.commandName == arguments[named] })
      {
        commands.append(next)
        named += 1
      } else if let implied = commands.last?.defaultSubcommand,
        let next = below.first(where: { $0.commandName == implied })
      {
        commands.append(next)
      } else {
        break
      }
    }
    return (commands, named)
  }
}

extension SettingsCatalog.Command {
  /// The option or flag of that long name; `_` may stand for `-`.
  func option(_ key: String) -> SettingsCatalog.Argument? {
    let name = key.replacing("_", with: "-")
    return settable.first { $0.longName == name }
  }

  /// All that has a long name, but for help and version, which are not settings.
  var settable: [SettingsCatalog.Argument] {
    (arguments ?? []).filter { !["help", "version", nil].contains($0.longName) }
  }

  /// Whether this command or one below it has the option.
  func knows(_ key: String) -> Bool {
    option(key) != nil || (subcommands ?? []).contains { $0.knows(key) }
  }
}

extension SettingsCatalog.Argument {
  /// The name without its dashes; nil for positional arguments.
  var longName: String? {
    kind == "positional" ? nil : names?.first { $0.kind == "long" }?.name
  }

  /// Whether `argument`, as a user typed it, gives this option or its opposite.
  func isGiven(by argument: String) -> Bool {
    (names ?? []).contains { name in
      guard name.kind == "long" else {
        // `-n5` and `-qv` too: a short option may hide anywhere in a cluster, so err on its side.
        return !argument.hasPrefix("--") && argument.hasPrefix("-") && argument.contains(name.name)
      }
      let typed = argument.prefix { $0 != "=" }
      return typed == "--\(name.name)" || typed == "--no-\(name.name)"
        || "--\(name.name)" == "--no-\(typed.dropFirst(2))"
    }
  }
}
