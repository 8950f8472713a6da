import CXRecord
import Foundation
import Yams

/// The configuration file, read and checked: every key must name an option or a subcommand.
struct SettingsFile {
  /// Path of the file, for messages.
  var path: String
  private var root: Node.Mapping

  /// Where the file is looked for: `$XDG_CONFIG_HOME/cx/config.yaml`, `~/.config` by default.
  static func path(_ environment: [String: String]) -> String? {
    if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
      return folder + "/cx/config.yaml"
    }
    return environment["HOME"].map { $0 + "/.config/cx/config.yaml" }
  }

  /// Reads the file; its keys must be those of `catalog`.
  init(path: String, catalog: SettingsCatalog) throws(Fault) {
    self.path = path
    switch try YAMLFile(path, missing: .configuration).root {
    case nil: root = Node.Mapping([])
    case .mapping(let mapping): root = mapping
    case .some: throw Fault(.configuration, "\(path): expected options by subcommand")
    }
    try check(root, of: catalog.command, key: [])
  }

  /// What the file says about an option; nil when it says nothing.
  ///
  /// Nearest to the subcommand wins: `fetch.trades.since`, then `fetch.since`, then `since`.
  func value(
    of argument: SettingsCatalog.Argument, in commands: [SettingsCatalog.Command]
  ) throws(Fault) -> SettingsValue? {
    var section = root
    var found: SettingsValue?
    var key: [String] = []
    for command in commands {
      if !key.isEmpty || command.commandName != commands[0].commandName {
        guard let below = section[command.commandName]?.mapping else { break }
        section = below
        key.append(command.commandName)
      }
      for (name, node) in section {
        guard let text = name.string, text.replacing("_", with: "-") == argument.longName else {
          continue
        }
        let origin = "\(path):\(line(of: name)): \((key + [text]).joined(separator: "."))"
        found = try value(node, of: argument, origin: origin)
      }
    }
    return found
  }

  private func value(
    _ node: Node, of argument: SettingsCatalog.Argument, origin: String
  ) throws(Fault) -> SettingsValue {
    switch node {
    case .scalar(let scalar) where scalar.string != "":
      return SettingsValue(origin: origin, texts: [scalar.string])
    case .sequence(let sequence) where argument.isRepeating:
      let texts = sequence.compactMap(\.scalar?.string)
      if texts.count == sequence.count { return SettingsValue(origin: origin, texts: texts) }
    default: break
    }
    let wanted = argument.isRepeating ? "a value or a list of values" : "one value"
    throw Fault(.configuration, "\(origin): expected \(wanted)")
  }

  private func check(
    _ section: Node.Mapping, of command: SettingsCatalog.Command, key: [String]
  ) throws(Fault) {
    for (name, node) in section {
      let text = name.string ?? "?"
      let place = "\(path):\(line(of: name)): \((key + [text]).joined(separator: "."))"
      if let below = command.subcommands?.first(where: { $0.commandName == text }) {
        switch node {
        case .mapping(let mapping): try check(mapping, of: below, key: key + [text])
        case .scalar(let scalar) where scalar.string.isEmpty: break
        default: throw Fault(.configuration, "\(place): expected the options of a subcommand")
        }
      } else if !command.knows(text) {
        throw Fault(.configuration, "\(place): no such option or subcommand")
      }
    }
  }

  private func line(of node: Node) -> Int {
    node.mark?.line ?? 1
  }
}

/// A value somebody set, and where, for messages.
struct SettingsValue {
  var origin: String
  var texts: [String]
}
