import CXRecord

/// The files that the AWS CLI keeps profiles in: sections of `name = value`.
///
/// Source: AWS CLI, "Configuration and credential file settings"
/// (https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html).
public enum ProfileFile {
  /// The settings of each section, by the section's name.
  ///
  /// Settings below another one, indented, are named with it: `s3.addressing_style`.
  ///
  /// - Throws: A fault of kind `configuration` that names the line, never what stands in it: it may
  ///   be a secret.
  public static func sections(
    of text: [UInt8], name: String
  ) throws(Fault) -> [String: [String: String]] {
    var sections: [String: [String: String]] = [:]
    var section: String?
    var outer = ""
    let lines = String(decoding: text, as: UTF8.self)
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let content = trimmed(line)
      if content.isEmpty || content.hasPrefix("#") || content.hasPrefix(";") { continue }
      if content.hasPrefix("["), let end = content.firstIndex(of: "]") {
        let title = content[content.index(after: content.startIndex)..<end]
        let named = title.split(separator: " ").joined(separator: " ")
        section = named
        sections[named, default: [:]] = sections[named] ?? [:]
        continue
      }
      guard let section, let equals = content.firstIndex(of: "=") else {
        throw Fault(.configuration, "\(name):\(index + 1): is no setting of a profile")
      }
      let key = trimmed(content[..<equals]).lowercased()
      let value = trimmed(content[content.index(after: equals)...])
      let isInner = line.first == " " || line.first == "\t"
      if !isInner { outer = key }
      sections[section]?[isInner ? "\(outer).\(key)" : key] = String(value)
    }
    return sections
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let front = text.drop(while: \.isWhitespace)
    guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return front[...last]
  }
}
