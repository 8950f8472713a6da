/// A form with files, `multipart/form-data` (RFC 7578).
struct FormData {
  private let boundary: String
  private var content: [UInt8] = []

  /// An empty form; the key makes it differ from what its parts hold.
  init(key: String) {
    boundary = "cx-form-\(DeliveryKey.text([key, "form"]))"
  }

  var contentType: String { "multipart/form-data; boundary=\(boundary)" }

  /// Appends a field; names are the program's own.
  mutating func append(
    _ name: StaticString, _ value: [UInt8], type: StaticString? = nil, file: StaticString? = nil
  ) {
    var head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\""
    if let file { head += "; filename=\"\(file)\"" }
    if let type { head += "\r\nContent-Type: \(type)" }
    content += Array((head + "\r\n\r\n").utf8) + value + Array("\r\n".utf8)
  }

  /// The whole form.
  var bytes: [UInt8] { content + Array("--\(boundary)--\r\n".utf8) }
}
