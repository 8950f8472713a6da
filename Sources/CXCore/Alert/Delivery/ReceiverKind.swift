/// How a receiver is reached.
public enum ReceiverKind: String, Sendable, CaseIterable {
  /// A POST of JSON to a URL, signed if there is a secret.
  case webhook
  /// A program with the notification on its standard input.
  case exec
  /// Mail through a server.
  case smtp
  /// Mail through SendGrid.
  case sendgrid
  /// Mail through Mailgun.
  case mailgun
  /// A channel of Slack's, or of what understands its webhooks.
  case slack
  /// A channel of Discord's.
  case discord
  /// A chat of Telegram's.
  case telegram
  /// Incidents at PagerDuty.
  case pagerduty
  /// Alertmanager.
  case alertmanager

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
    case .smtp:
      Self.mail + [
        ReceiverSetting("url", .text, isRequired: true), ReceiverSetting("username", .text),
        ReceiverSetting("password", .secret), ReceiverSetting("tls", .text),
        ReceiverSetting("ca_file", .text), ReceiverSetting("timeout", .duration),
      ]
    case .sendgrid:
      Self.mail + Self.service + [ReceiverSetting("api_key", .secret, isRequired: true)]
    case .mailgun:
      Self.mail + Self.service + [
        ReceiverSetting("domain", .text), ReceiverSetting("api_key", .secret, isRequired: true),
      ]
    case .slack, .discord:
      [ReceiverSetting("url", .secret, isRequired: true), ReceiverSetting("timeout", .duration)]
    case .telegram:
      Self.service + [
        ReceiverSetting("chat", .text, isRequired: true),
        ReceiverSetting("token", .secret, isRequired: true),
      ]
    case .pagerduty: Self.service + [ReceiverSetting("routing_key", .secret, isRequired: true)]
    case .alertmanager:
      [
        ReceiverSetting("url", .text, isRequired: true), ReceiverSetting("hold", .duration),
        ReceiverSetting("token", .secret), ReceiverSetting("timeout", .duration),
      ]
    }
  }

  private static let mail = [
    ReceiverSetting("from", .text, isRequired: true),
    ReceiverSetting("to", .texts, isRequired: true),
  ]

  // Another address than the service's own: a region's, a gateway's, a test's.
  private static let service = [
    ReceiverSetting("url", .text), ReceiverSetting("timeout", .duration),
  ]

  /// Whether receivers of this kind are shown a chart.
  public var showsCharts: Bool {
    switch self {
    case .smtp, .sendgrid, .mailgun, .discord, .telegram: true
    case .webhook, .exec, .slack, .pagerduty, .alertmanager: false
    }
  }

  /// The settings that all receivers have.
  static let common = ["name", "kind", "group_by", "group_wait", "limit", "give_up_after"]
}
