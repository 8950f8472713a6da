import CXRecord

/// Who is told of which alerts.
public struct Routing: Sendable, Equatable {
  /// The receivers, in the order of the file.
  public var receivers: [Receiver] = []
  /// The routes, of which the first that matches counts.
  public var routes: [Route] = []

  /// Nobody.
  public init() {}

  /// The receivers of an event: those that its rule names, else those of the first route that
  /// matches it, else, where there are no routes at all, everybody.
  public func receivers(of notice: AlertNotice, named names: [Name]) -> [Receiver] {
    if names.isEmpty && routes.isEmpty { return receivers }
    let route = routes.first { $0.matches(notice) }
    let wanted = names.isEmpty ? route?.notify ?? [] : names
    return receivers.filter { wanted.contains($0.name) }
  }

  /// The name among these that no receiver has, and what may have been meant.
  public func unknown(among names: [Name]) -> (name: Name, hint: String?)? {
    let known = receivers.map(\.name)
    return names.first { !known.contains($0) }.map { name in
      (name, Suggestion.hint(for: name, among: known))
    }
  }
}

/// Receivers for the events that have some fields or labels.
public struct Route: Sendable, Equatable {
  /// Fields and labels, all of which must match; none means every event.
  public var match: [AlertMatch]
  /// Names of receivers.
  public var notify: [Name]

  /// A route; see the fields.
  public init(match: [AlertMatch], notify: [Name]) {
    self.match = match
    self.notify = notify
  }

  func matches(_ notice: AlertNotice) -> Bool {
    match.allSatisfy { match in
      let text = Name(notice.text(match.field) ?? "")
      return match.patterns.contains { AlertMatch.matches(text, $0) }
    }
  }
}
