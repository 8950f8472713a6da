/// Somebody's address, with a name where there is one.
public struct MailAddress: Sendable, Equatable {
  /// The name; empty where there is none.
  public var name: String
  /// `ops@example.com`.
  public var address: String

  /// Reads `ops@example.com` or `Desk Alerts <ops@example.com>`; nil where it is neither.
  ///
  /// Addresses are ASCII (RFC 5321's Mailbox without quoted parts and address literals), so neither
  /// a header nor a command can be smuggled in.
  public init?(parsing text: String) {
    var address = text[...]
    name = ""
    if let open = text.lastIndex(of: "<"), text.last == ">" {
      name = String(text[..<open]).split(separator: " ").joined(separator: " ")
      if name.count > 1, name.first == "\"", name.last == "\"" {
        name = String(name.dropFirst().dropLast())
      }
      address = text[text.index(after: open)...].dropLast()
    }
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, Self.isDotted(parts[0], "!#$%&'*+-/=?^_`{|}~"),
      Self.isDotted(parts[1], "-"), address.utf8.count <= 254
    else { return nil }
    self.address = String(address)
  }

  /// What stands behind the `@`.
  var domain: String { String(address.split(separator: "@").last ?? "") }

  /// As it stands in a header: the name in quotes, or encoded where it is not ASCII.
  var header: String {
    if name.isEmpty { return address }
    if !MailHeader.isPlain(name) { return MailHeader.encoded(name) + "\r\n <\(address)>" }
    let quoted = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(quoted)\" <\(address)>"
  }

  /// Whether a text is words of letters, digits and `others`, with single dots between.
  private static func isDotted(_ text: Substring, _ others: String) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty
        && part.utf8.allSatisfy { byte in
          (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || others.utf8.contains(byte)
        }
    }
  }
}
