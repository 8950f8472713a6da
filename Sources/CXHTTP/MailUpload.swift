/// A mail on its way: what libcurl's callbacks read from, and what the server refused.
final class MailUpload {
  let isCancelled: () -> Bool
  private let mail: [UInt8]
  private var sent = 0
  private var line: [UInt8] = []

  init(_ mail: [UInt8], isCancelled: @escaping () -> Bool) {
    self.mail = mail
    self.isCancelled = isCancelled
  }

  /// The upload that was given to libcurl as a callback's context.
  static func of(_ context: UnsafeMutableRawPointer?) -> MailUpload? {
    context.map { Unmanaged<MailUpload>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Copies what fits and was not given yet; 0 is the end.
  func give(to memory: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(memory.count, mail.count - sent)
    memory.copyBytes(from: mail[sent..<(sent + count)])
    sent += count
    return count
  }

  /// Takes a line of the server's; only refusals are of use, and a farewell may follow them.
  func take(answer: UnsafeRawBufferPointer) {
    guard let first = answer.first, first == UInt8(ascii: "4") || first == UInt8(ascii: "5") else {
      return
    }
    line = Array(answer.prefix(512))
  }

  /// The last refusal, fit for a terminal: `550 5.1.1 no such user`.
  var answer: String {
    let text = String(decoding: line, as: UTF8.self).unicodeScalars.map { scalar in
      scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) ? " " : Character(scalar)
    }
    return String(text).split(separator: " ").joined(separator: " ")
  }
}
