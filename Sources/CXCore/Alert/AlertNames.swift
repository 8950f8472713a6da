import CXRecord

/// Names in rules that may be misspelt.
extension AlertRule {
  /// The fields that its conditions and its message name.
  var paths: [FieldPath] {
    var paths = clear?.paths ?? []
    if case .expression(let expression) = condition { paths += expression.paths }
    let words: Set<Name> = ["rule", "severity", "condition", "value", "interval"]
    for text in message.names where !words.contains(Name(text)) && labels[Name(text)] == nil {
      let path = FieldPath(text.split(separator: ".").map(Name.init))
      if !path.names.isEmpty { paths.append(path) }
    }
    return paths
  }
}

extension Alert {
  /// Rules that match no series, and what is there in another spelling.
  var otherSpellings: [String] {
    let followed = Set(series.flatMap { $0.entries.map(\.rule) })
    return options.rules.indices.filter { !followed.contains($0) }.prefix(10).compactMap { index in
      let rule = options.rules[index]
      for match in rule.match {
        let there = Set(series.compactMap { match.text(of: $0.key) })
        for pattern in match.patterns {
          guard let other = pattern.otherSpelling(among: there) else { continue }
          return
            "rule \(rule.name) matches nothing: there is no \(match.field) \(pattern), but \(other)"
        }
      }
      return nil
    }
  }
}

extension Silence {
  /// A label that neither events nor one of the rules have, and what may have been meant.
  public func unknownLabel(among rules: [AlertRule]) -> (name: Name, hint: String?)? {
    let known =
      ["rule", "alertname", "severity", "symbol", "exchange", "tenant", "interval", "type"]
      + rules.flatMap(\.labels.keys)
    return matchers.first { !known.contains($0.name) }.map { matcher in
      (matcher.name, Suggestion.hint(for: matcher.name, among: known))
    }
  }
}
