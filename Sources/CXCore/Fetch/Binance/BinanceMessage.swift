import CXRecord

extension LiveMessage {
  /// A message of Binance.
  init(binance bytes: UnsafeRawBufferPointer) throws(PayloadProblem) {
    if let (stream, data) = Self.wrapped(bytes) {
      self = Self.isShutdown(stream) ? .shutdown : .event(stream: stream, data: data)
      return
    }
    var cursor = JSONCursor(bytes)
    var members = JSONMembers()
    try members.read(&cursor)
    try cursor.end()
    if let stream = members["stream"], let data = members["data"] {
      self =
        Self.isShutdown(stream.bytes)
        ? .shutdown : .event(stream: stream.bytes, data: data.bytes)
    } else if members["e"]?.isText("serverShutdown") == true {
      self = .shutdown
    } else if let id = members.optional("id"), let number = try? id.integer() {
      self = .reply(number, try LiveReply(members))
    } else if members.has("error") || members.has("code") {
      // An error whose command the exchange could not tell.
      self = .reply(0, try LiveReply(members))
    } else {
      self = .other
    }
  }

  private static let head = Array(#"{"stream":""#.utf8)
  private static let middle = Array(#"","data":"#.utf8)

  // The shape that every event of a combined stream has, without reading all of it.
  private static func wrapped(
    _ bytes: UnsafeRawBufferPointer
  ) -> (stream: UnsafeRawBufferPointer, data: UnsafeRawBufferPointer)? {
    guard bytes.count > head.count + middle.count + 2, bytes.starts(with: head),
      bytes[bytes.count - 1] == UInt8(ascii: "}"), bytes[bytes.count - 2] == UInt8(ascii: "}")
    else { return nil }
    var end = head.count
    while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
      if bytes[end] == UInt8(ascii: "\\") { return nil }
      end += 1
    }
    let data = end + middle.count
    guard data < bytes.count - 1, bytes[end...].starts(with: middle) else { return nil }
    return (
      UnsafeRawBufferPointer(rebasing: bytes[head.count..<end]),
      UnsafeRawBufferPointer(rebasing: bytes[data..<(bytes.count - 1)])
    )
  }

  private static func isShutdown(_ stream: UnsafeRawBufferPointer) -> Bool {
    stream.elementsEqual("!serverShutdown".utf8)
  }
}

extension LiveReply {
  init(_ members: JSONMembers) throws(PayloadProblem) {
    if let result = members["result"] {
      guard result.shape == .array else {
        self = .done
        return
      }
      var names: [String] = []
      var cursor = JSONCursor(result.bytes)
      try cursor.enterArray()
      while try cursor.nextElement() {
        if let name = try cursor.value().text { names.append(name) }
      }
      self = .streams(names)
      return
    }
    var inner = members
    if let error = members["error"], error.shape == .object {
      var cursor = JSONCursor(error.bytes)
      try inner.read(&cursor)
    }
    let code = inner["code"]?.text ?? "none"
    self = .refused("\(inner["msg"]?.text ?? "no reason") (\(code))")
  }
}
