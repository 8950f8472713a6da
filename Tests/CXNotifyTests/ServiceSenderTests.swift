import CXNotify
import CXTestKit
import Foundation
import Testing

@testable import CXCore
@testable import CXRecord

/// The services behind HTTP, against a double of each that accepts what its documents say and
/// nothing else.
@Suite struct ServiceSenderTests {
  /// The double, and a place for secrets.
  private final class Services {
    let folder: String
    let base: String
    private let program: CXTestKit.Program

    init(in folder: String) throws {
      self.folder = folder
      program = try CXTestKit.Program(
        "exec python3 \"\(MailServer.doubles)/services.py\"",
        environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"])
      program.run(seconds: 30) { $0.output.contains(UInt8(ascii: "\n")) }
      let port = String(decoding: program.output, as: UTF8.self).prefix { $0.isNumber }
      if port.isEmpty {
        throw Failure("no double: \(String(decoding: program.errors, as: UTF8.self))")
      }
      base = "http://127.0.0.1:\(port)"
    }

    func secret(_ text: String) throws -> ReceiverSettings.Value {
      let path = "\(folder)/\(UUID().uuidString)"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return .secret(.file(path))
    }

    /// A receiver of a kind, at the double below a path.
    func sender(_ kind: ReceiverKind, _ path: String = "") throws -> any NotificationSender {
      var values: [String: ReceiverSettings.Value] = ["url": .texts([base + path])]
      switch kind {
      case .slack: values["url"] = try secret(base + path + "/services/T0/B0/secret")
      case .discord: values["url"] = try secret(base + path + "/api/webhooks/1/secret")
      case .telegram:
        values["token"] = try secret("123:abc")
        values["chat"] = .texts(["-1001"])
      case .pagerduty: values["routing_key"] = try secret(String(repeating: "R", count: 32))
      case .alertmanager: values["token"] = try secret("sesame")
      case .sendgrid, .mailgun:
        values["api_key"] = try secret(kind == .sendgrid ? "SG.key" : "mg-key")
        values["from"] = .texts(["Alerts <alerts@example.com>"])
        values["to"] = .texts(["Desk <desk@example.com>", "night@example.com"])
      case .webhook, .exec, .smtp: break
      }
      return try Senders.sender(for: Samples.receiver(kind, values))
    }

    /// What the double accepted, `count` requests in all.
    func accepted(_ count: Int) throws -> [Any] {
      program.run(seconds: 10) { $0.output.count { $0 == UInt8(ascii: "\n") } > count }
      return try program.output.split(separator: UInt8(ascii: "\n")).dropFirst().map {
        try JSONSerialization.jsonObject(with: Data($0))
      }
    }
  }

  private static let kinds: [ReceiverKind] = [
    .slack, .discord, .telegram, .pagerduty, .alertmanager, .sendgrid, .mailgun,
  ]

  @Test(arguments: kinds) func documentedRequestsOnly(kind: ReceiverKind) throws {
    try BuiltProgram.withTemporaryFolder { folder in
      let services = try Services(in: folder)
      var sender = try services.sender(kind)
      let nasty = "<!channel> & <b>\u{1F680} \"quoted\"\n" + String(repeating: "long ", count: 900)
      var many = try Samples.notification()
      for index in 0..<40 {
        let line = Samples.line(
          state: index % 2 == 0 ? .resolved : .firing, message: nasty, key: "k\(index)",
          labels: [("te am-1", "x"), ("9", String(repeating: "é", count: 300)), ("empty", "")])
        many.alerts.append(try AlertNotice(line: line))
      }
      for notification in [
        try Samples.notification(), try Samples.notification(candles: 60),
        try Samples.notification(state: .resolved), try Samples.notification(message: nasty),
        try Samples.notification(message: ""), many,
      ] {
        #expect(sender.send(notification) == .delivered, "\(kind) \(notification.title.prefix(40))")
      }
    }
  }

  @Test(arguments: kinds) func failuresKeepSecrets(kind: ReceiverKind) throws {
    try BuiltProgram.withTemporaryFolder { folder in
      let services = try Services(in: folder)
      let notification = try Samples.notification()
      var limited = try services.sender(kind, "/limited")
      let wait = Int64(kind == .telegram ? 35_000_000 : 30_000_000)
      guard case .again(wait, let limit) = limited.send(notification) else {
        Issue.record("429 is no reason to wait")
        return
      }
      var broken = try services.sender(kind, "/broken")
      guard case .again(nil, let failure) = broken.send(notification) else {
        Issue.record("503 is no reason to try again")
        return
      }
      var gone = try services.sender(kind, "/gone")
      guard case .refused(let refusal) = gone.send(notification) else {
        Issue.record("404 is no refusal")
        return
      }
      #expect(failure.contains("503") && refusal.contains("404"))
      for reason in [limit, failure, refusal] {
        for secret in ["123:abc", "T0/B0", "webhooks/1", "RRRRRRRR", "sesame", "SG.key", "mg-key"] {
          #expect(!reason.contains(secret))
        }
      }
    }
  }

  @Test func nobodyThereKeepsSecrets() throws {
    try BuiltProgram.withTemporaryFolder { folder in
      for (kind, name, secret) in [
        (ReceiverKind.slack, "url", "http://127.0.0.1:1/services/SECRET"),
        (.discord, "url", "http://127.0.0.1:1/webhooks/SECRET?thread_id=SECRET"),
        (.telegram, "token", "SECRET"),
      ] {
        let path = "\(folder)/secret"
        try secret.write(toFile: path, atomically: true, encoding: .utf8)
        var sender = try Senders.sender(
          for: Samples.receiver(
            kind,
            [
              "url": .texts(["http://127.0.0.1:1"]), "chat": .texts(["1"]),
            ].merging([name: .secret(.file(path))]) { $1 }))
        guard case .again(nil, let reason) = sender.send(try Samples.notification()) else {
          Issue.record("\(kind)")
          return
        }
        #expect(!reason.contains("SECRET"))
      }
    }
  }

  @Test func anIncidentIsResolvedByTheKeyItWasTriggeredWith() throws {
    try BuiltProgram.withTemporaryFolder { folder in
      let services = try Services(in: folder)
      var sender = try services.sender(.pagerduty)
      var both = try Samples.notification(key: "a")
      both.alerts += try Samples.notification(state: .resolved, key: "b").alerts
      #expect(sender.send(both) == .delivered)
      let events = try services.accepted(2).compactMap { $0 as? [String: Any] }
      #expect(events.map { $0["event_action"] as? String } == ["trigger", "resolve"])
      let keys = events.compactMap { $0["dedup_key"] as? String }
      #expect(keys.count == 2 && keys[0] == keys[1] && !keys[0].isEmpty)
    }
  }

  @Test func alertmanagerIsToldBeginningAndEnd() throws {
    try BuiltProgram.withTemporaryFolder { folder in
      let services = try Services(in: folder)
      var sender = try services.sender(.alertmanager)
      #expect(sender.send(try Samples.notification()) == .delivered)
      #expect(sender.send(try Samples.notification(state: .resolved, key: "b")) == .delivered)
      let alerts = try services.accepted(2).compactMap { ($0 as? [[String: Any]])?.first }
      let labels = alerts.compactMap { $0["labels"] as? [String: String] }
      #expect(labels.count == 2 && labels[0] == labels[1])
      #expect(
        labels.first == [
          "alertname": "price-move", "severity": "critical", "symbol": "BTCUSDT",
          "exchange": "binance", "interval": "1m", "tenant": "default", "team": "desk",
        ])
      #expect(alerts[0]["startsAt"] as? String == "2025-11-11T15:01:00Z")
      #expect(alerts[0]["endsAt"] as? String == "2025-11-12T15:01:00Z")
      #expect(alerts[1]["startsAt"] == nil)
      #expect(alerts[1]["endsAt"] as? String == "2025-11-11T15:01:00Z")
    }
  }

  @Test func missingAndBadSettingsAreNamed() throws {
    for (kind, values, name) in [
      (ReceiverKind.slack, [:], "url_file or url_env is missing"),
      (.telegram, ["url": .texts(["ftp://x"])], "url: expected an address"),
      (.alertmanager, [:], "url: is missing"),
    ] as [(ReceiverKind, [String: ReceiverSettings.Value], String)] {
      #expect {
        try Senders.sender(for: Samples.receiver(kind, values))
      } throws: { error in
        guard let fault = error as? Fault else { return false }
        return fault.kind == .configuration && fault.message.contains(name)
      }
    }
  }
}
