import ArgumentParser
import CXRecord
import Foundation

/// Flags > `CX_*` environment > configuration file.
///
/// Settings become arguments in front of the user's own, so a subcommand knows nothing of them. An
/// option the user gives is not set at all. Without a file and a variable nothing is loaded.
enum Settings {
  /// The user's arguments, completed.
  ///
  /// A setting that cannot be is a fault of kind configuration that names the file or the variable,
  /// and the key.
  static func complete(
    _ user: [String], of root: any ParsableCommand.Type, environment: [String: String]
  ) throws(Fault) -> [String] {
    let variables = environment.filter { $0.key.hasPrefix("CX_") }
    let path = SettingsFile.path(environment).flatMap { path in
      FileManager.default.fileExists(atPath: path) ? path : nil
    }
    let informs = ["-h", "--help", "--version", "help", "--experimental-dump-help"]
    if (variables.isEmpty && path == nil) || user.contains(where: informs.contains) { return user }
    // What cannot describe itself has no settings; it has tests that it can.
    guard let catalog = try? SettingsCatalog(of: root) else { return user }

    let (commands, named) = catalog.path(of: user)
    guard let command = commands.last, command.subcommands == nil else { return user }
    let file: SettingsFile? =
      if let path { try SettingsFile(path: path, catalog: catalog) } else { nil }
    let typed = user[named...].prefix { $0 != "--" }
    var settings: [(origin: String, arguments: [String])] = []
    for argument in command.settable where !typed.contains(where: argument.isGiven) {
      let value: SettingsValue?
      if let set = variable(of: argument, in: commands, variables) {
        value = set
      } else {
        value = try file?.value(of: argument, in: commands)
      }
      if let value { settings.append((value.origin, try spelled(value, argument, command))) }
    }
    func completed(without skipped: Int? = nil) -> [String] {
      let given = settings.indices.filter { $0 != skipped }.flatMap { settings[$0].arguments }
      return Array(user[..<named]) + given + user[named...]
    }
    if let complaint = complaint(about: completed(), root) {
      for (index, setting) in settings.enumerated()
      where self.complaint(about: completed(without: index), root) != complaint {
        throw Fault(.configuration, "\(setting.origin): \(complaint)")
      }
    }
    return completed()
  }

  /// What the environment says, nearest to the subcommand first: `CX_FETCH_TRADES_SINCE`,
  /// `CX_FETCH_SINCE`, `CX_SINCE`.
  private static func variable(
    of argument: SettingsCatalog.Argument, in commands: [SettingsCatalog.Command],
    _ variables: [String: String]
  ) -> SettingsValue? {
    let names = commands.dropFirst().map(\.commandName)
    for depth in (0...names.count).reversed() {
      let words = ["cx"] + names.prefix(depth) + [argument.longName ?? ""]
      let name = words.joined(separator: "_").replacing("-", with: "_").uppercased()
      if let text = variables[name] { return SettingsValue(origin: name, texts: [text]) }
    }
    return nil
  }

  /// A setting as arguments: `--name=value`, or a flag that is there, not there, or opposed.
  private static func spelled(
    _ value: SettingsValue, _ argument: SettingsCatalog.Argument, _ command: SettingsCatalog.Command
  ) throws(Fault) -> [String] {
    let name = argument.longName ?? ""
    if argument.kind != "flag" { return value.texts.map { "--\(name)=\($0)" } }
    switch value.texts.first {
    case "true", "yes", "on", "1": return ["--\(name)"]
    case "false", "no", "off", "0":
      return command.option("no-\(name)") == nil ? [] : ["--no-\(name)"]
    default: throw Fault(.configuration, "\(value.origin): expected true or false")
    }
  }

  /// The parser's complaint; nil when it has none.
  private static func complaint(
    about arguments: [String], _ root: any ParsableCommand.Type
  ) -> String? {
    do {
      _ = try root.parseAsRoot(arguments)
      return nil
    } catch {
      return root.exitCode(for: error) == .success ? nil : root.message(for: error)
    }
  }
}
