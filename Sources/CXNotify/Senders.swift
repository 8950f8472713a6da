import CXCore
import CXRecord

/// Senders by the kind of their receiver.
public enum Senders {
  /// The sender for a receiver, its secrets read.
  ///
  /// - Throws: A fault of kind `configuration` that names the receiver and what is wrong with its
  ///   settings, or `unavailable` where a library is missing.
  public static func sender(for receiver: Receiver) throws(Fault) -> any NotificationSender {
    do throws(Fault) {
      switch receiver.kind {
      case .webhook: return try WebhookSender(receiver.settings)
      case .exec: return try ExecSender(receiver.settings)
      case .smtp: return try MailSender(receiver.settings)
      case .sendgrid: return try ServiceSender(SendGridService.self, receiver)
      case .mailgun: return try ServiceSender(MailgunService.self, receiver)
      case .slack: return try ServiceSender(SlackService.self, receiver)
      case .discord: return try ServiceSender(DiscordService.self, receiver)
      case .telegram: return try ServiceSender(TelegramService.self, receiver)
      case .pagerduty: return try ServiceSender(PagerDutyService.self, receiver)
      case .alertmanager: return try ServiceSender(AlertmanagerService.self, receiver)
      }
    } catch {
      throw Fault(error.kind, "receiver \(receiver.name): \(error.message)")
    }
  }

  /// How long a try may take unless the receiver says so, in microseconds.
  static let timeout: Int64 = 10 * Timestamp.second
}
