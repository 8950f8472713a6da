/// How a receiver is reached.
public enum ReceiverKind: String, Sendable, CaseIterable {
  /// A POST of JSON to a URL, signed if there is a secret.
  case webhook
  /// A program with the notification on its standard input.
  case exec

  /// The settings that receivers of this kind have, beside ``common``.
  public var settings: [ReceiverSetting] {
    switch self {
    case .webhook:
      [
        ReceiverSetting("url", .text, isRequired: true), ReceiverSetting("secret", .secret),
        ReceiverSetting("headers", .table), ReceiverSetting("timeout", .duration),
        ReceiverSetting("allow_private", .flag),
      ]
    case .exec:
      [
        ReceiverSetting("command", .texts, isRequired: true), ReceiverSetting("shell", .flag),
        ReceiverSetting("timeout", .duration),
      ]
    }
  }

  /// The settings that all receivers have.
  static let common = ["name", "kind", "group_by", "group_wait", "limit", "give_up_after"]
}
