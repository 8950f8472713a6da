import CXRecord

/// Fields that expressions name and that no record had so far: most of them are misspelt.
///
/// Those of the table of records are left out: that a kind lacks them, or a record may, is known.
struct UnseenFields: Sendable {
  private var paths: [FieldPath] = []
  private var sawRecords = false

  /// The fields of some expressions.
  init(_ paths: [FieldPath]) {
    for path in paths {
      guard let name = path.names.first, Field(name: name.text) == nil, !self.paths.contains(path)
      else { continue }
      self.paths.append(path)
    }
  }

  /// Looks at a record.
  mutating func look(_ fields: RecordFields) { look(fields.line) }

  /// Looks at a record's line.
  mutating func look(_ line: UnsafeRawBufferPointer) {
    sawRecords = true
    if paths.isEmpty { return }
    paths.removeAll { JSONFields.find($0.names[...], in: line) != nil }
  }

  /// What the user should know: a sentence a field.
  var notes: [String] {
    guard sawRecords else { return [] }
    return paths.map { path in
      let name = path.names.joined(separator: ".")
      let hint = Suggestion.hint(for: name, among: Self.known).map { ": \($0)" } ?? ""
      return "field \(name) was in no record\(hint)"
    }
  }

  private static let known =
    Field.allCases.map(\.name)
    + (Enrich.Defaults.trade + Enrich.Defaults.quote + Enrich.Defaults.candle).map(\.text)
}

extension Expression {
  /// The fields it reads.
  var paths: [FieldPath] { program.paths }

  /// `did you mean "close"?` for a misspelt name, or nil where nothing is near.
  public static func hint(for name: String, among candidates: [String]) -> String? {
    candidates.contains { Name($0) == Name(name) }
      ? nil : Suggestion.hint(for: name, among: candidates)
  }

  /// A field that none of `fields` is, but that may have been meant to be one of them; nil where
  /// there is none.
  ///
  /// Records may have others: one in backticks is never suspected.
  public func misspelt(among fields: [String]) -> (name: String, hint: String)? {
    for path in program.paths where !path.isQuoted && path.names.count == 1 {
      let name = path.names[0].text
      guard !fields.contains(where: { Name($0) == path.names[0] }),
        let hint = Suggestion.hint(for: name, among: fields)
      else { continue }
      return (name, hint)
    }
    return nil
  }
}
