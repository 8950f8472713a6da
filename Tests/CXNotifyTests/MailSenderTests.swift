import CXNotify
import CXTestKit
import Foundation
import Testing

@testable import CXCore
@testable import CXRecord

/// Mail to a server that the tests start: what arrives is read by another language's mail parser,
/// and what goes wrong has a clear message and the right fate.
@Suite struct MailSenderTests {
  private static let server = Result { try MailServer() }

  /// A sender from the settings of a file, some of them replaced.
  private func send(
    _ notification: CXCore.Notification, _ url: (MailServer.Ports) -> String, from: String,
    password: String = "right", _ others: [String: ReceiverSettings.Value?] = [:]
  ) throws -> DeliveryVerdict {
    let server = try Self.server.get()
    let secret = "\(server.folder)/\(UUID().uuidString).secret"
    try password.write(toFile: secret, atomically: true, encoding: .utf8)
    var values: [String: ReceiverSettings.Value] = [
      "url": .texts([url(server.ports)]), "from": .texts([from]),
      "to": .texts(["Desk <desk@example.com>", "night@example.com"]),
      "username": .texts(["cx"]), "password": .secret(.file(secret)),
      "ca_file": .texts(["\(server.folder)/ca.pem"]),
    ]
    for (name, value) in others { values[name] = value }
    var sender = try Senders.sender(for: Samples.receiver(.smtp, values))
    return sender.send(notification)
  }

  private static let reader = """
    import email, email.policy, json, sys
    mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
    plain, related = mail.iter_parts()
    parts = list(related.iter_parts())
    page, pictures = parts[0], parts[1:]
    print(json.dumps({
        "defects": [str(d) for part in mail.walk() for d in part.defects],
        "headers": {name.lower(): str(value) for name, value in mail.items()},
        "date": mail["date"].datetime.isoformat(),
        "types": [part.get_content_type() for part in mail.walk()],
        "text": plain.get_content(), "html": page.get_content(),
        "shown": all("cid:" + p["content-id"][1:-1] in page.get_content() for p in pictures),
        "pngs": [p.get_content()[:8].hex() + p.get_content()[-8:].hex() for p in pictures],
        "longest": max(len(line) for line in open(sys.argv[1], "rb")) - 2,
        "ends": open(sys.argv[1], "rb").read().replace(b"\\r\\n", b"").count(b"\\n"),
    }))
    """

  private struct Parsed: Decodable {
    var defects: [String]
    var headers: [String: String]
    var date: String
    var types: [String]
    var text: String
    var html: String
    var shown: Bool
    var pngs: [String]
    var longest: Int
    var ends: Int
  }

  private func parse(_ path: String) throws -> Parsed {
    let outcome = try Program.run(
      "python3 -c '\(Self.reader)' \"\(path)\"",
      environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"])
    #expect(outcome.status == 0, "\(outcome.errorText)")
    return try JSONDecoder().decode(Parsed.self, from: Data(outcome.output))
  }

  @Test(arguments: [true, false]) func arrivesUnderTLSAsItWasMeant(isImplicit: Bool) throws {
    let from = isImplicit ? "alerts-s@example.com" : "alerts@example.com"
    let message = "Ünïcode <b>&amp; \u{1F680}\r\nBcc: x@example.com"
    let notification = try Samples.notification(message: message, candles: 60)
    let verdict = try send(
      notification,
      { isImplicit ? "smtps://127.0.0.1:\($0.smtps)" : "smtp://127.0.0.1:\($0.starttls)" },
      from: "Börse \"cx\" <\(from)>")
    #expect(verdict == .delivered)
    let mails = try Self.server.get().mails(from: from)
    try #require(mails.count == 1)
    #expect(
      mails[0].envelope
        == MailServer.Envelope(
          tls: true, user: "cx", from: from, to: ["desk@example.com", "night@example.com"]))
    let mail = try parse(mails[0].path)
    #expect(mail.defects == [])
    #expect(mail.longest <= 78 && mail.ends == 0)
    #expect(
      mail.types == [
        "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
      ])
    let key = "0123456789abcdef0123456789abcdef"
    #expect(mail.headers["message-id"] == "<\(key)@example.com>")
    #expect(mail.headers["x-cx-delivery"] == key)
    #expect(mail.headers["from"]?.hasSuffix("<\(from)>") == true)
    #expect(mail.headers["from"]?.contains("Börse") == true)
    #expect(mail.headers["to"] == "Desk <desk@example.com>, night@example.com")
    // The line break in the message begins no header.
    #expect(
      mail.headers["subject"]
        == "[critical] firing: Ünïcode <b>&amp; \u{1F680} Bcc: x@example.com")
    #expect(mail.headers["bcc"] == nil)
    let date = ISO8601DateFormatter().date(from: mail.date)
    #expect(abs(date?.timeIntervalSinceNow ?? .infinity) < 60)
    #expect(mail.text.contains("FIRING: Ünïcode <b>&amp; \u{1F680}"))
    #expect(mail.text.contains("rule      price-move\n"))
    #expect(mail.html.contains("Ünïcode &lt;b&gt;&amp;amp; \u{1F680}"))
    // Signature and last chunk of a PNG.
    #expect(mail.pngs == ["89504e470d0a1a0a49454e44ae426082"])
    #expect(mail.shown)
  }

  @Test func aWrongPasswordIsRefused() throws {
    let verdict = try send(
      Samples.notification(), { "smtp://127.0.0.1:\($0.starttls)" }, from: "wrong@example.com",
      password: "hunter2")
    guard case .refused(let reason) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(
      reason.contains("user name or password are refused: 535 5.7.8 authentication credentials"))
    #expect(!reason.contains("hunter2"))
    #expect(try Self.server.get().mails(from: "wrong@example.com").isEmpty)
  }

  @Test(arguments: [
    // Busy to log in, greylisted, full at the end of the mail.
    ("smtp", "a451@example.com", "desk@example.com", "busy", "454 4.7.0 temporary"),
    ("smtp", "b451@example.com", "451@example.com", "cx", "451 4.7.1 greylisted"),
    ("smtps", "451@example.com", "desk@example.com", "cx", "451 4.3.0 disk full"),
  ])
  func whatMayPassIsTriedAgain(
    scheme: String, from: String, to: String, user: String, answer: String
  ) throws {
    let verdict = try send(
      Samples.notification(),
      { "\(scheme)://127.0.0.1:\(scheme == "smtp" ? $0.starttls : $0.smtps)" }, from: from,
      ["to": .texts(["first@example.com", to]), "username": .texts([user])])
    guard case .again(nil, let reason) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(reason.contains(answer))
    #expect(try Self.server.get().mails(from: from).isEmpty)
  }

  @Test(arguments: [
    ("c550@example.com", "550@example.com", "550 5.1.1 no such user here"),
    ("550@example.com", "desk@example.com", "554 5.7.1 looks like spam"),
  ])
  func whatIsRefusedIsADeadLetter(from: String, to: String, answer: String) throws {
    let verdict = try send(
      Samples.notification(), { "smtp://127.0.0.1:\($0.starttls)" }, from: from,
      ["to": .texts([to])])
    let port = try Self.server.get().ports.starttls
    #expect(verdict == .refused(reason: "smtp://127.0.0.1:\(port): \(answer)"))
    #expect(try Self.server.get().mails(from: from).isEmpty)
  }

  @Test(arguments: [true, false]) func withoutTLSNothingIsSent(offersAuth: Bool) throws {
    let verdict = try send(
      Samples.notification(), { "smtp://127.0.0.1:\(offersAuth ? $0.auth : $0.none)" },
      from: "no-tls@example.com")
    guard case .again(nil, let reason) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(reason.contains("the server offers no TLS, so nothing was sent"))
    #expect(try Self.server.get().mails(from: "no-tls@example.com").isEmpty)
  }

  @Test func withoutTLSOnlyWhenAskedAndWithoutAPassword() throws {
    let verdict = try send(
      Samples.notification(), { "smtp://127.0.0.1:\($0.none)" }, from: "relay@example.com",
      ["tls": .texts(["none"]), "username": nil, "password": nil])
    #expect(verdict == .delivered)
    #expect(try Self.server.get().mails(from: "relay@example.com").first?.envelope.tls == false)
    #expect {
      try send(
        Samples.notification(), { "smtp://127.0.0.1:\($0.none)" }, from: "relay@example.com",
        ["tls": .texts(["none"])])
    } throws: { error in
      (error as? Fault)?.kind == .configuration
    }
  }

  @Test(arguments: [true, false]) func aStrangersCertificateKeepsTheMail(isImplicit: Bool) throws {
    let folder = try Self.server.get().folder
    let verdict = try send(
      Samples.notification(),
      { isImplicit ? "smtps://127.0.0.1:\($0.smtps)" : "smtp://127.0.0.1:\($0.starttls)" },
      from: "stranger@example.com", ["ca_file": .texts(["\(folder)/stranger.pem"])])
    guard case .again(nil, let reason) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(reason.contains("certificate") || reason.contains("SSL peer"))
    #expect(reason.contains("nothing was sent; name a file of trusted certificates with ca_file"))
    #expect(try Self.server.get().mails(from: "stranger@example.com").isEmpty)
  }

  @Test func aServerThatIsNotThereIsTriedAgain() throws {
    let verdict = try send(
      Samples.notification(), { _ in "smtp://127.0.0.1:1" }, from: "nobody@example.com")
    guard case .again(nil, let reason) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(reason.hasPrefix("smtp://127.0.0.1:1: "))
  }

  @Test(arguments: [
    ("from", "alerts"), ("from", "a@b\r\nX: y"), ("to", "a b@c"), ("url", "http://mail"),
    ("tls", "maybe"), ("url", "smtp://u:p@host"),
  ])
  func badSettingsAreNamed(name: String, text: String) throws {
    #expect {
      try send(
        Samples.notification(), { _ in "smtp://127.0.0.1:1" }, from: "a@example.com",
        [name: .texts([text])])
    } throws: { error in
      guard let fault = error as? Fault else { return false }
      return fault.kind == .configuration && fault.message.hasPrefix("receiver ops: \(name): ")
    }
  }
}
