/// Alerts as a mail: text, and HTML with charts of the candles up to them.
enum AlertMail {
  /// Pictures in one mail at most; a digest may be about a hundred series.
  private static let mostPictures = 4

  /// The mail of a notification.
  static func message(
    _ notification: Notification, from: MailAddress, to: [MailAddress]
  ) -> MailMessage {
    var pictures: [MailMessage.Picture] = []
    var sections: [String] = []
    // A series is drawn once, behind its last event: the chart up to that holds the others too.
    func series(_ alert: AlertNotice) -> String { "\(alert.instrument) \(alert.interval)" }
    let last = Dictionary(
      notification.alerts.enumerated().map { (series($1), $0) }, uniquingKeysWith: { $1 })
    for (index, alert) in notification.alerts.enumerated() {
      var image = ""
      if pictures.count < mostPictures, last[series(alert)] == index, let chart = alert.chart {
        let name = "chart\(pictures.count + 1).\(MailMessage.identifier(alert.key))"
        pictures.append(MailMessage.Picture(name: name, png: chart.png()))
        image = """

          <p><img src="cid:\(name)" width="560" height="300" style="max-width:100%" \
          alt="\(MarkupText.escaped(chart.name)), candles"></p>
          """
      }
      sections.append(html(alert) + image)
    }
    return MailMessage(
      from: from, to: to, subject: "[\(notification.severity)] \(notification.title)",
      text: notification.alerts.map(text).joined(separator: "\n\n") + "\n",
      html: """
        <!DOCTYPE html>
        <html><body style="font:14px system-ui,sans-serif;color:#1f2328">
        \(sections.joined(separator: "\n"))
        </body></html>

        """,
      pictures: pictures, key: notification.key,
      thread: notification.alerts.first?.subject.text ?? notification.key)
  }

  private static func text(_ alert: AlertNotice) -> String {
    let width = alert.facts.map(\.name.count).max() ?? 0
    let lines = alert.facts.map { name, value in
      "  \(name)\(String(repeating: " ", count: width - name.count))  \(value)"
    }
    return "\(alert.state.rawValue.uppercased()): \(alert.message)\n"
      + lines.joined(separator: "\n")
  }

  private static func html(_ alert: AlertNotice) -> String {
    let rows = alert.facts.map { name, value in
      """
      <tr><td style="color:#57606a;padding-right:16px">\(MarkupText.escaped(name))</td>\
      <td>\(MarkupText.escaped(value))</td></tr>
      """
    }
    return """
      <h3 style="margin-bottom:8px"><span style="color:\(alert.colour)">\(alert.state.rawValue)</span> \
      \(MarkupText.escaped(alert.message))</h3>
      <table style="border-spacing:0">
      \(rows.joined(separator: "\n"))
      </table>
      """
  }
}
