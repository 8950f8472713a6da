import CXCore
import CXRecord
import CXSystem

/// Runs a program with a notification's events on its standard input, a line each.
///
/// Status 0 has it; 64, 65, 77 and 78 (sysexits: usage, data, permission, configuration) never
/// will; any other, and a program that cannot be started or takes too long, is tried again.
struct ExecSender: NotificationSender {
  private let command: [String]
  private let timeout: Int64

  private static let refusals: Set<Int32> = [64, 65, 77, 78]

  init(_ settings: ReceiverSettings) throws(Fault) {
    let words = settings.texts("command")
    if settings.flag("shell") {
      guard let text = words.first, words.count == 1 else {
        throw Fault(.configuration, "command: with shell: true it is one text")
      }
      command = ["/bin/sh", "-c", text]
    } else {
      if let only = words.first, words.count == 1, only.contains(" ") {
        throw Fault(
          .configuration,
          "command: write a list, [program, argument], or add shell: true: \"\(only)\"")
      }
      command = words
    }
    timeout = settings.number("timeout") ?? Senders.timeout
  }

  func send(_ notification: Notification) -> DeliveryVerdict {
    let lines = notification.alerts.map { $0.line + "\n" }.joined()
    let variables = [
      "CX_DELIVERY_KEY": notification.key, "CX_RECEIVER": notification.receiver.text,
      "CX_TITLE": notification.title, "CX_SEVERITY": notification.severity,
    ]
    let program = command.first ?? ""
    do throws(Fault) {
      let ending = try ChildProcess.run(
        command, environment: variables, input: Array(lines.utf8), microseconds: timeout)
      switch ending {
      case .exited(0): return .delivered
      case .exited(let status) where Self.refusals.contains(status):
        return .refused(reason: "\(program) ended with status \(status)")
      case .exited(let status):
        return .again(after: nil, reason: "\(program) ended with status \(status)")
      case .signalled(let signal):
        return .again(after: nil, reason: "\(program) was killed by signal \(signal)")
      case .timedOut:
        let length = DurationText.text(timeout)
        return .again(after: nil, reason: "\(program) took longer than \(length)")
      case .cancelled: return .again(after: nil, reason: "stopped while it was sent")
      }
    } catch {
      return .again(after: nil, reason: error.message)
    }
  }
}
