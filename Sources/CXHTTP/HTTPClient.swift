import CCurl
import CXRecord
import CXSystem

/// Requests by HTTP and HTTPS through libcurl, one at a time, over one connection that is kept.
///
/// Redirects are not followed: the status says so, and the caller decides. Not for use by two
/// threads at once.
public final class HTTPClient: CurlUser {
  let library: CurlLibrary
  let handle: UnsafeMutableRawPointer
  private let configuration: HTTPConfiguration
  let isCancelled: () -> Bool
  var maximumBodyBytes: Int { configuration.maximumBodyBytes }

  /// A client.
  ///
  /// `isCancelled` is asked at least once a second during a transfer, and ends it.
  ///
  /// - Throws: A fault of kind `unavailable` when libcurl is not installed.
  public init(
    _ configuration: HTTPConfiguration = HTTPConfiguration(),
    isCancelled: @escaping () -> Bool = { false }
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

  /// Asks for what stands behind a URL, and waits for the whole answer, whatever its status.
  public func get(
    _ url: String, headers: [(name: String, value: String)] = []
  ) throws(HTTPFailure) -> HTTPResponse {
    let transfer = Transfer(limit: configuration.maximumBodyBytes, isCancelled: isCancelled)
    return try perform(url, headers, transfer) {
      // The empty name stands for every encoding that this libcurl can undo.
      set(CX_CURLOPT_ACCEPT_ENCODING, "")
      set(CX_CURLOPT_TIMEOUT_MS, configuration.totalTimeoutMilliseconds)
    }
  }

  /// Sends a body to a URL, and waits for the whole answer, whatever its status.
  public func post(
    _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8]
  ) throws(HTTPFailure) -> HTTPResponse {
    let transfer = Transfer(limit: configuration.maximumBodyBytes, isCancelled: isCancelled)
    return try perform(url, headers, transfer) {
      set(CX_CURLOPT_ACCEPT_ENCODING, "")
      set(CX_CURLOPT_TIMEOUT_MS, configuration.totalTimeoutMilliseconds)
      // The size first: it tells how much there is to copy.
      set(CX_CURLOPT_POSTFIELDSIZE, body.count)
      // Without a byte to point at, libcurl would ask for the body.
      var body = body.isEmpty ? [0] : body
      body.withUnsafeMutableBytes { bytes in
        if let start = bytes.baseAddress { set(CX_CURLOPT_COPYPOSTFIELDS, start) }
      }
    }
  }

  /// Gets what stands behind a URL into a file, the bytes as they come, with no limit but the disk.
  ///
  /// What the file holds already is taken for the beginning, and only the rest is asked for (RFC
  /// 9110 14.2); a file that changed meanwhile is for the caller's checksum to find out. The body of
  /// the answer is empty, but for one whose status is neither 200 nor 206: that stays out of the
  /// file.
  public func download(_ url: String, to file: Descriptor) throws(HTTPFailure) -> HTTPResponse {
    let kept = file.seekToEnd() ?? 0
    let headers = kept > 0 ? [(name: "Range", value: "bytes=\(kept)-")] : []
    let transfer = Transfer(
      limit: configuration.maximumBodyBytes, file: file, kept: kept, isCancelled: isCancelled)
    return try perform(url, headers, transfer) {}
  }

  /// Asks for what an answer would be but for its body (RFC 9110 9.3.2).
  public func head(_ url: String) throws(HTTPFailure) -> HTTPResponse {
    try perform(url, [], Transfer(limit: 0, isCancelled: isCancelled)) {
      set(CX_CURLOPT_NOBODY, 1)
      set(CX_CURLOPT_TIMEOUT_MS, configuration.totalTimeoutMilliseconds)
    }
  }

  /// Connects to a URL's host and does nothing more; returns the socket, which stays the client's.
  func connect(_ url: String) throws(HTTPFailure) -> Int32 {
    let transfer = Transfer(limit: 0, isCancelled: isCancelled)
    _ = try perform(url, [], transfer) {
      set(CX_CURLOPT_CONNECT_ONLY, 1)
      // Without HTTP/2 in TLS's negotiation, and through a proxy rather than by it.
      set(CX_CURLOPT_HTTP_VERSION, CX_CURL_HTTP_VERSION_1_1)
      set(CX_CURLOPT_HTTPPROXYTUNNEL, 1)
    }
    var socket: CInt = -1
    cx_curl_get_socket(library.getInfo, handle, CInt(CX_CURLINFO_ACTIVESOCKET), &socket)
    guard socket >= 0 else {
      throw .transient(Fault(.unavailable, "\(Self.place(of: url)): the connection is gone"))
    }
    return socket
  }

  func perform(
    _ url: String, _ headers: [(name: String, value: String)], _ transfer: Transfer,
    options: () -> Void
  ) throws(HTTPFailure) -> HTTPResponse {
    // Resetting keeps the connection and forgets the options of the request before.
    cx_curl_easy_reset(library.reset, handle)
    setBounds()
    options()
    set(CX_CURLOPT_URL, url)
    set(CX_CURLOPT_PROTOCOLS_STR, "http,https")
    set(CX_CURLOPT_USERAGENT, configuration.userAgent)
    if let file = configuration.certificateFile { set(CX_CURLOPT_CAINFO, file) }
    var list: UnsafeMutableRawPointer?
    for (name, value) in headers {
      list = cx_curl_slist_append(library.listAppend, list, "\(name): \(value)") ?? list
    }
    defer { cx_curl_slist_free_all(library.listFree, list) }
    if let list { set(CX_CURLOPT_HTTPHEADER, list) }

    let code = withExtendedLifetime(transfer) {
      connect(Unmanaged.passUnretained(transfer).toOpaque())
      return Int(cx_curl_easy_perform(library.perform, handle))
    }
    if let fault = transfer.fault { throw .permanent(fault) }
    if code != CX_CURLE_OK, let address = transfer.refusedAddress {
      let place = HTTPClient.place(of: url)
      throw .permanent(
        Fault(.notPermitted, "\(place): \(address) is not an address of the public Internet"))
    }
    if code != CX_CURLE_OK { throw failure(code, transfer, url) }
    var status: CLong = 0
    cx_curl_get_long(library.getInfo, handle, CInt(CX_CURLINFO_RESPONSE_CODE), &status)
    return HTTPResponse(status: Int(status), headers: transfer.headers, body: transfer.body)
  }

  private func setBounds() {
    set(CX_CURLOPT_CONNECTTIMEOUT_MS, configuration.connectTimeoutMilliseconds)
    set(CX_CURLOPT_LOW_SPEED_LIMIT, 1)
    set(CX_CURLOPT_LOW_SPEED_TIME, configuration.stallTimeoutSeconds)
    set(CX_CURLOPT_NOPROGRESS, 0)
    // Clients of several threads: time limits by SIGALRM would hit any of them.
    set(CX_CURLOPT_NOSIGNAL, 1)
  }

  /// Lets libcurl's callbacks find the transfer.
  private func connect(_ context: UnsafeMutableRawPointer) {
    set(CX_CURLOPT_WRITEDATA, context)
    set(CX_CURLOPT_HEADERDATA, context)
    set(CX_CURLOPT_XFERINFODATA, context)
    cx_curl_set_take(library.setOption, handle, CInt(CX_CURLOPT_WRITEFUNCTION)) {
      bytes, size, count, context in
      let part = UnsafeRawBufferPointer(start: bytes, count: size * count)
      return Transfer.of(context)?.take(body: part) ?? 0
    }
    cx_curl_set_take(library.setOption, handle, CInt(CX_CURLOPT_HEADERFUNCTION)) {
      bytes, size, count, context in
      let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
      return Transfer.of(context)?.take(header: line) ?? 0
    }
    cx_curl_set_progress(library.setOption, handle, CInt(CX_CURLOPT_XFERINFOFUNCTION)) {
      context, _, _, _, _ in
      Transfer.of(context)?.isCancelled() == false ? 0 : 1
    }
    if !configuration.allowsPrivateAddresses { guardAddresses(context) }
  }

  private func failure(_ code: Int, _ transfer: Transfer, _ url: String) -> HTTPFailure {
    let place = HTTPClient.place(of: url)
    if transfer.isTooLong {
      let limit = configuration.maximumBodyBytes
      return .permanent(
        Fault(.unavailable, "\(place): the answer exceeds \(limit) bytes"))
    }
    var why = "error \(code)"
    if let text = cx_curl_easy_strerror(library.errorText, CInt(code)) {
      why = String(cString: text)
    }
    let fault = Fault(.unavailable, "\(place): \(why)")
    switch code {
    case CX_CURLE_ABORTED_BY_CALLBACK: return .cancelled
    case CX_CURLE_PEER_FAILED_VERIFICATION, CX_CURLE_SSL_CACERT_BADFILE:
      let advice = "name a file of trusted certificates in CURL_CA_BUNDLE"
      return .permanent(Fault(.unavailable, "\(place): \(why); \(advice)"))
    case CX_CURLE_URL_MALFORMAT, CX_CURLE_UNSUPPORTED_PROTOCOL:
      return .permanent(Fault(.usage, "\(place): \(why)"))
    default: return .transient(fault)
    }
  }

  /// Scheme, host and path: what a message may show.
  ///
  /// A user's name, a password and the query, where keys travel, stay out.
  public static func place(of url: String) -> String {
    let bare = url.prefix { $0 != "?" && $0 != "#" }
    let scheme = bare.prefix { $0 != ":" }
    let rest = bare.dropFirst(scheme.count)
    guard rest.hasPrefix("://") else { return String(bare) }
    let authority = rest.dropFirst(3).prefix { $0 != "/" }
    let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] }
    return scheme + "://" + (host ?? authority) + rest.dropFirst(3 + authority.count)
  }
}
