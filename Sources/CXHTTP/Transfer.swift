/// One answer on its way: what libcurl's callbacks write to.
final class Transfer {
  private(set) var headers = HTTPHeaders()
  private(set) var body: [UInt8] = []
  private(set) var isTooLong = false
  let isCancelled: () -> Bool
  private let limit: Int

  init(limit: Int, isCancelled: @escaping () -> Bool) {
    self.limit = limit
    self.isCancelled = isCancelled
  }

  /// The transfer that was given to libcurl as a callback's context.
  static func of(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Takes a part of the body and returns how much of it; less than all ends the transfer.
  func take(body part: UnsafeRawBufferPointer) -> Int {
    if body.count + part.count > limit {
      isTooLong = true
      return 0
    }
    body.append(contentsOf: part)
    return part.count
  }

  /// Takes a line of the header.
  ///
  /// A line with a status begins anew: behind a proxy, or after `100 Continue`, several headers
  /// come, and the last one counts.
  func take(header line: UnsafeRawBufferPointer) -> Int {
    let text = String(decoding: line, as: UTF8.self)
    if text.hasPrefix("HTTP/") {
      headers = HTTPHeaders()
    } else {
      headers.append(line: text)
    }
    return line.count
  }
}
