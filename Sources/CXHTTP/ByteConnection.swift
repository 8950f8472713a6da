import CCurl
import CXRecord

/// A stream of bytes to a server, with TLS and proxies as libcurl does them, for protocols that are
/// not requests and answers.
///
/// Never waits: whoever uses it polls ``descriptor``, and reads until nothing is there, since TLS may
/// hold bytes that poll does not know of. Not for use by two threads at once, but one may connect and
/// another go on.
public final class ByteConnection: @unchecked Sendable {
  // Unchecked: libcurl's handle may be handed from thread to thread, as long as one has it.
  private let client: HTTPClient
  /// The kernel's number of the socket.
  public let descriptor: Int32

  /// Connects to the host of an `http` or `https` URL, and waits until it is done.
  public init(
    _ url: String, configuration: HTTPConfiguration = .system,
    isCancelled: @escaping () -> Bool = { false }
  ) throws(HTTPFailure) {
    do throws(Fault) {
      client = try HTTPClient(configuration, isCancelled: isCancelled)
    } catch {
      throw .permanent(error)
    }
    descriptor = try client.connect(url)
  }

  /// Reads what is there: how many bytes, 0 at the end, nil when there is nothing now.
  public func receive(into memory: UnsafeMutableRawBufferPointer) throws(Fault) -> Int? {
    guard let start = memory.baseAddress else { return nil }
    var received = 0
    let code = cx_curl_easy_recv(
      client.library.receive, client.handle, start, memory.count, &received)
    return try check(code) ? received : nil
  }

  /// Sends what fits: how many bytes, nil when nothing fits now.
  public func send(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> Int? {
    guard let start = bytes.baseAddress else { return 0 }
    var sent = 0
    let code = cx_curl_easy_send(client.library.send, client.handle, start, bytes.count, &sent)
    return try check(code) ? sent : nil
  }

  private func check(_ code: CInt) throws(Fault) -> Bool {
    if Int(code) == CX_CURLE_OK { return true }
    if Int(code) == CX_CURLE_AGAIN { return false }
    let text = cx_curl_easy_strerror(client.library.errorText, code)
    throw Fault(.unavailable, text.map { String(cString: $0) } ?? "error \(code)")
  }
}
