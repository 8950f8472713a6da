import CCurl
import CXCore
import CXRecord

/// How an ``SMTPClient`` reaches its server.
public struct SMTPConfiguration: Sendable {
  /// `smtp://mail.example.com:587`, or `smtps://` where TLS begins before anything is said.
  public var url: String
  /// Who logs in; nil for a server that wants nobody to.
  public var username: String?
  /// The password; it is sent under TLS only.
  public var password: String?
  /// Whether STARTTLS must succeed before anything else is said.
  public var requiresTLS = true
  /// A file of trusted certificates in PEM; nil for the system's.
  public var certificateFile = HTTPConfiguration.system.certificateFile
  /// How long sending may take in all.
  public var timeoutMilliseconds = 60_000

  /// A server that nobody logs in to.
  public init(url: String) {
    self.url = url
  }
}

/// Mails by SMTP (RFC 5321) through libcurl, one at a time.
///
/// libcurl chooses how to log in (CRAM-MD5, PLAIN, LOGIN ...) by what the server offers. Not for use
/// by two threads at once.
public final class SMTPClient: CurlUser {
  let library: CurlLibrary
  let handle: UnsafeMutableRawPointer
  private let configuration: SMTPConfiguration
  private let isCancelled: () -> Bool

  /// A client.
  ///
  /// `isCancelled` is asked at least once a second while a mail is sent, and ends that.
  ///
  /// - Throws: A fault of kind `unavailable` when libcurl is not installed.
  public init(
    _ configuration: SMTPConfiguration, isCancelled: @escaping () -> Bool = { false }
  ) throws(Fault) {
    library = try CurlLibrary.open()
    guard let handle = cx_curl_easy_init(library.easyInit) else {
      throw Fault(.unavailable, "libcurl does not start")
    }
    self.handle = handle
    self.configuration = configuration
    self.isCancelled = isCancelled
  }

  deinit {
    cx_curl_easy_cleanup(library.cleanup, handle)
  }

  /// Sends a mail, as ``MailMessage/bytes(date:)`` makes it; all recipients get it, or none.
  ///
  /// What the server refuses for good (5yz, a wrong password too) is refused; what may pass (4yz, no
  /// connection), and what the configuration or the server's must mend (no TLS, an untrusted
  /// certificate), may be tried again.
  public func send(_ mail: [UInt8], from: String, to recipients: [String]) -> DeliveryVerdict {
    // Resetting keeps the connection and forgets the options of the mail before.
    cx_curl_easy_reset(library.reset, handle)
    setServer()
    set(CX_CURLOPT_MAIL_FROM, "<\(from)>")
    var list: UnsafeMutableRawPointer?
    for recipient in recipients {
      list = cx_curl_slist_append(library.listAppend, list, "<\(recipient)>") ?? list
    }
    defer { cx_curl_slist_free_all(library.listFree, list) }
    if let list { set(CX_CURLOPT_MAIL_RCPT, list) }
    let upload = MailUpload(mail, isCancelled: isCancelled)
    let code = withExtendedLifetime(upload) {
      connect(Unmanaged.passUnretained(upload).toOpaque())
      return Int(cx_curl_easy_perform(library.perform, handle))
    }
    if code == CX_CURLE_OK { return .delivered }
    var status: CLong = 0
    cx_curl_get_long(library.getInfo, handle, CInt(CX_CURLINFO_RESPONSE_CODE), &status)
    return verdict(code, status: Int(status), answer: upload.answer)
  }

  private func setServer() {
    set(CX_CURLOPT_URL, configuration.url)
    set(CX_CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    set(CX_CURLOPT_USE_SSL, configuration.requiresTLS ? CX_CURLUSESSL_ALL : 0)
    set(CX_CURLOPT_NOSIGNAL, 1)
    set(CX_CURLOPT_NOPROGRESS, 0)
    set(CX_CURLOPT_CONNECTTIMEOUT_MS, min(configuration.timeoutMilliseconds, 20_000))
    set(CX_CURLOPT_TIMEOUT_MS, configuration.timeoutMilliseconds)
    if let file = configuration.certificateFile { set(CX_CURLOPT_CAINFO, file) }
    if let name = configuration.username { set(CX_CURLOPT_USERNAME, name) }
    if let password = configuration.password { set(CX_CURLOPT_PASSWORD, password) }
  }

  /// Lets libcurl's callbacks find the mail.
  private func connect(_ context: UnsafeMutableRawPointer) {
    set(CX_CURLOPT_UPLOAD, 1)
    set(CX_CURLOPT_READDATA, context)
    set(CX_CURLOPT_HEADERDATA, context)
    set(CX_CURLOPT_XFERINFODATA, context)
    cx_curl_set_take(library.setOption, handle, CInt(CX_CURLOPT_READFUNCTION)) {
      memory, size, count, context in
      MailUpload.of(context)?.give(
        to: UnsafeMutableRawBufferPointer(start: memory, count: size * count)) ?? 0
    }
    cx_curl_set_take(library.setOption, handle, CInt(CX_CURLOPT_HEADERFUNCTION)) {
      bytes, size, count, context in
      MailUpload.of(context)?.take(
        answer: UnsafeRawBufferPointer(start: bytes, count: size * count))
      return size * count
    }
    cx_curl_set_progress(library.setOption, handle, CInt(CX_CURLOPT_XFERINFOFUNCTION)) {
      context, _, _, _, _ in
      MailUpload.of(context)?.isCancelled() == false ? 0 : 1
    }
  }

  private func verdict(_ code: Int, status: Int, answer: String) -> DeliveryVerdict {
    let place = HTTPClient.place(of: configuration.url)
    let why = cx_curl_easy_strerror(library.errorText, CInt(code)).map { String(cString: $0) }
    let reason = "\(place): \(why ?? "error \(code)")"
    switch code {
    case CX_CURLE_URL_MALFORMAT, CX_CURLE_UNSUPPORTED_PROTOCOL: return .refused(reason: reason)
    case CX_CURLE_USE_SSL_FAILED:
      return .again(
        after: nil,
        reason: "\(place): the server offers no TLS, so nothing was sent; use smtps://, or say "
          + "tls: none for a relay that needs none")
    case CX_CURLE_PEER_FAILED_VERIFICATION, CX_CURLE_SSL_CACERT_BADFILE:
      return .again(
        after: nil,
        reason: "\(reason); nothing was sent; name a file of trusted certificates with ca_file")
    case CX_CURLE_LOGIN_DENIED where status / 100 != 4:
      return .refused(reason: "\(place): user name or password are refused: \(answer)")
    default:
      switch status / 100 {
      case 5: return .refused(reason: "\(place): \(answer)")
      case 4: return .again(after: nil, reason: "\(place): \(answer)")
      default: return .again(after: nil, reason: reason)
      }
    }
  }
}
