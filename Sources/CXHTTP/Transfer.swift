import CXCore
import CXRecord
import CXSystem

/// One answer on its way: what libcurl's callbacks write to.
final class Transfer {
  private(set) var status = 0
  private(set) var headers = HTTPHeaders()
  private(set) var body: [UInt8] = []
  private(set) var isTooLong = false
  /// Why the file could not be written.
  private(set) var fault: Fault?
  /// The last address that was not connected to, since it is not public.
  var refusedAddress: NetworkAddress?
  let isCancelled: () -> Bool
  private let limit: Int
  // A file for the body, and how much of it an earlier transfer has brought.
  private let file: Descriptor?
  private var kept: Int

  init(
    limit: Int, file: Descriptor? = nil, kept: Int = 0, isCancelled: @escaping () -> Bool
  ) {
    self.limit = limit
    self.file = file
    self.kept = kept
    self.isCancelled = isCancelled
  }

  /// The transfer that was given to libcurl as a callback's context.
  static func of(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Takes a part of the body and returns how much of it; less than all ends the transfer.
  func take(body part: UnsafeRawBufferPointer) -> Int {
    if let file, status == 200 || status == 206 { return take(part, to: file) }
    if body.count + part.count > limit {
      isTooLong = true
      return 0
    }
    body.append(contentsOf: part)
    return part.count
  }

  private func take(_ part: UnsafeRawBufferPointer, to file: Descriptor) -> Int {
    do throws(Fault) {
      // A server that does not know ranges sends it all again.
      if status == 200 && kept > 0 { try file.truncate(to: 0) }
      kept = 0
      try file.write(part)
      return part.count
    } catch {
      fault = error
      return 0
    }
  }

  /// Takes a line of the header.
  ///
  /// A line with a status begins anew: behind a proxy, or after `100 Continue`, several headers
  /// come, and the last one counts.
  func take(header line: UnsafeRawBufferPointer) -> Int {
    let text = String(decoding: line, as: UTF8.self)
    if text.hasPrefix("HTTP/") {
      headers = HTTPHeaders()
      status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    } else {
      headers.append(line: text)
    }
    return line.count
  }
}
