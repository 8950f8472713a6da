import ArgumentParser
import CXCore
import CXRecord
import CXSQLite
import Foundation

/// Where alert events are kept until they are delivered, and to whom.
struct AlertDeliveryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Read receivers and routes from this YAML.", valueName: "file"),
    completion: .file())
  var receivers: String?

  @OptionGroup var outbox: OutboxOptions

  /// Who is told; of the rule file where no other is named.
  func routing(orOf rules: String? = nil) throws(Fault) -> Routing {
    guard let path = receivers ?? rules else {
      throw Fault(.usage, "to whom? Name a file of receivers with --receivers FILE")
    }
    let routing = try RuleFile.routing(path)
    if routing.receivers.isEmpty {
      throw Fault(.configuration, "\(path): names no receivers (write {name: ops, kind: ...})")
    }
    return routing
  }
}

/// Which outbox is meant.
struct OutboxOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The outbox, a SQLite file (default: $XDG_STATE_HOME/cx/outbox.db).", valueName: "file"),
    completion: .file())
  var outbox: String?

  /// The outbox's file, in a folder that is there.
  func path() throws(Fault) -> String {
    if let outbox { return outbox }
    let environment = ProcessInfo.processInfo.environment
    let named = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let folder = named ?? environment["HOME"].map({ $0 + "/.local/state" }) else {
      throw Fault(.configuration, "neither XDG_STATE_HOME nor HOME is set: use --outbox FILE")
    }
    do {
      try FileManager.default.createDirectory(
        atPath: folder + "/cx", withIntermediateDirectories: true)
    } catch {
      throw Fault(.inputOutput, "\(folder)/cx cannot be made: use --outbox FILE")
    }
    return folder + "/cx/outbox.db"
  }

  /// The outbox, which has to be there already.
  func existing() throws(Fault) -> SQLiteOutbox {
    let path = try path()
    guard FileManager.default.fileExists(atPath: path) else {
      throw Fault(.noInput, "\(path): there is no outbox; cx alert --notify makes one")
    }
    return try SQLiteOutbox(path)
  }
}
