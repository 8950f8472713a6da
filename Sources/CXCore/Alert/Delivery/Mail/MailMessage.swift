import CXRecord

/// A mail: who, what, and pictures, as MIME (RFC 2045 to 2049).
public struct MailMessage: Sendable, Equatable {
  /// A picture that the HTML shows in its place.
  public struct Picture: Sendable, Equatable {
    /// What the HTML calls it: `<img src="cid:NAME">`.
    public var name: String
    /// The file, a PNG.
    public var png: [UInt8]
  }

  /// Who sends it.
  public var from: MailAddress
  /// Who gets it.
  public var to: [MailAddress]
  /// What it is about, in one line.
  public var subject: String
  /// What it says, for readers without HTML.
  public var text: String
  /// What it says.
  public var html: String
  /// The pictures of the HTML.
  public var pictures: [Picture]
  /// The delivery key: it makes the Message-ID, and stands in `X-CX-Delivery` as it is.
  public var key: String
  /// Keys of what it belongs to: mail readers show mails with a common one together.
  public var thread: String

  /// The mail as bytes, lines ended by CR LF and at most 78 characters long; `date` is the moment of
  /// sending.
  public func bytes(date: Timestamp) -> [UInt8] {
    // No line of quoted-printable or base64 holds "=_" (RFC 2045, 6.7).
    let boundary = "=_cx_\(Self.identifier(key))"
    var content = Self.part("text/plain; charset=utf-8", text)
    var body = Self.part("text/html; charset=utf-8", html)
    if !pictures.isEmpty {
      let parts = ([body] + pictures.map(part)).map { "\r\n--\(boundary)_r\r\n" + $0 }
      body =
        "Content-Type: multipart/related; type=\"text/html\";\r\n boundary=\"\(boundary)_r\"\r\n"
        + parts.joined() + "\r\n--\(boundary)_r--\r\n"
    }
    content = [content, body].map { "\r\n--\(boundary)\r\n" + $0 }.joined()
    return Array((header(date, boundary) + content + "\r\n--\(boundary)--\r\n").utf8)
  }

  /// `<KEY@DOMAIN>`, the same in every try.
  public var messageID: String { "<\(Self.identifier(key))@\(from.domain)>" }

  private func header(_ date: Timestamp, _ boundary: String) -> String {
    "From: \(from.header)\r\n"
      + "To: " + to.map(\.header).joined(separator: ",\r\n ") + "\r\n"
      + MailHeader.line("Subject", text: subject)
      + "Date: \(MailHeader.date(date))\r\n"
      + "Message-ID: \(messageID)\r\n"
      + "References: <\(Self.identifier(thread)).alert@\(from.domain)>\r\n"
      + MailHeader.line("X-CX-Delivery", text: key)
      // Out-of-office programs do not answer these (RFC 3834).
      + "Auto-Submitted: auto-generated\r\n"
      + "MIME-Version: 1.0\r\n"
      + "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"\r\n"
  }

  private static func part(_ type: String, _ text: String) -> String {
    "Content-Type: \(type)\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
      + QuotedPrintable.text(text)
  }

  private func part(_ picture: Picture) -> String {
    let lines = stride(from: 0, to: picture.png.count, by: 57).map { start in
      Base64.text(picture.png[start..<min(start + 57, picture.png.count)])
    }
    return "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
      + "Content-ID: <\(picture.name)>\r\nContent-Disposition: inline; filename=\"chart.png\"\r\n\r\n"
      + lines.joined(separator: "\r\n")
  }

  /// The letters, digits and hyphens of a key: no other one may stand in an identifier unasked.
  static func identifier(_ key: String) -> String {
    let plain = key.unicodeScalars.filter { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        || scalar == "-"
    }
    return String(String.UnicodeScalarView(plain)).prefix(60).description
  }
}
