extension Name {
  /// One of some names that people may take for this one, for hints only.
  ///
  /// They are equal but for the case of letters, separators (`-`, `/`, `_`), or the way that Unicode
  /// puts letters together.
  package func otherSpelling(among names: some Sequence<Name>) -> Name? {
    let loose = loose
    return names.filter { $0 != self && Self.isSame($0.loose, loose) }.min()
  }

  private var loose: String {
    String(text.lowercased().unicodeScalars.filter { !["-", "/", "_"].contains($0) })
  }

  // What two people type for one name may differ in composition: here that is one text.
  private static func isSame(_ left: String, _ right: String) -> Bool { left == right }
}
