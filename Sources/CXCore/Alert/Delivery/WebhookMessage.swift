import CXRecord

/// What a webhook is posted.
///
/// The signature is Stripe's: an HMAC with SHA-256 of the moment in seconds, a full stop, and the
/// body. A receiver computes it anew, compares without haste, and refuses old moments.
public enum WebhookMessage {
  /// `{"type":"notification","key":...,"alerts":[...]}`, each alert as `cx alert` wrote it.
  public static func body(_ notification: Notification) -> [UInt8] {
    let block = Block(capacity: 1024)
    block.append(#"{"type":"notification","key":"#)
    block.append(jsonString: notification.key)
    block.append(#","receiver":"#)
    block.append(jsonString: notification.receiver)
    block.append(#","title":"#)
    block.append(jsonString: notification.title)
    block.append(#","severity":"#)
    block.append(jsonString: notification.severity)
    block.append(
      notification.isDigest ? #","digest":true,"alerts":["# : #","digest":false,"alerts":["#)
    for (index, alert) in notification.alerts.enumerated() {
      if index > 0 { block.append(",") }
      block.append(alert.line)
    }
    block.append("]}")
    return Array(block.bytes)
  }

  /// `t=1762873200,v1=` and 64 hexadecimal digits, for a header.
  public static func signature(of body: [UInt8], secret: [UInt8], now: Int64) -> String {
    let seconds = String(now / Timestamp.second)
    let code = SHA256.authenticationCode(of: Array("\(seconds).".utf8) + body, key: secret)
    return "t=\(seconds),v1=\(Hexadecimal.text(code))"
  }
}
