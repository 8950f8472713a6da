import CCurl
import CXCore

extension HTTPClient {
  /// Sends a request of any method, with a body, and waits for the whole answer, whatever its
  /// status; the answer's bytes are as they came, no encoding undone.
  ///
  /// A short body is not said to be whole: a transfer that is cut short is a transient failure.
  public func send(
    _ method: String, _ url: String, headers: [(name: String, value: String)], body: [UInt8]
  ) throws(HTTPFailure) -> HTTPResponse {
    // What libcurl would add by itself: a type that is no form's, and a wait before large bodies.
    let all = headers + [("expect", ""), ("content-type", "application/octet-stream")]
    let transfer = Transfer(limit: maximumBodyBytes, isCancelled: isCancelled)
    // libcurl takes the bytes from where they are, so they stay there until it is done.
    let result: Result<HTTPResponse, HTTPFailure> = body.withUnsafeBytes { bytes in
      do throws(HTTPFailure) {
        return .success(
          try perform(url, all, transfer) {
            set(CX_CURLOPT_CUSTOMREQUEST, method)
            if method == "HEAD" {
              set(CX_CURLOPT_NOBODY, 1)
            } else if method != "GET" {
              set(CX_CURLOPT_POSTFIELDSIZE, bytes.count)
              set(CX_CURLOPT_POSTFIELDS, Self.address(of: bytes))
            }
          })
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Where the bytes are; without any, somewhere that is not null, or libcurl would ask for them.
  private static func address(of bytes: UnsafeRawBufferPointer) -> UnsafeMutableRawPointer {
    let nothing = UnsafeMutableRawPointer(bitPattern: 16)
    return UnsafeMutableRawPointer(mutating: bytes.baseAddress) ?? nothing.unsafelyUnwrapped
  }
}
