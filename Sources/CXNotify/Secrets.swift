import CXCore
import CXRecord
import CXSystem
import FoundationEssentials

extension SecretPlace {
  /// The secret, one last line feed not counted.
  ///
  /// - Throws: A fault of kind `configuration` that names the place, never the secret.
  func read() throws(Fault) -> [UInt8] {
    var bytes: [UInt8]
    switch self {
    case .environment(let name):
      bytes = Array((ProcessInfo.processInfo.environment[name] ?? "").utf8)
      if bytes.isEmpty { throw Fault(.configuration, "the variable \(name) is not set") }
    case .file(let path):
      do throws(Fault) {
        bytes = try Self.content(of: path)
      } catch {
        throw Fault(.configuration, error.message)
      }
      if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
      if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
      if bytes.isEmpty { throw Fault(.configuration, "\(path): is empty") }
    }
    return bytes
  }

  /// The secret as text that can stand in a header or an address.
  func text() throws(Fault) -> String {
    let text = String(decoding: try read(), as: UTF8.self)
    if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      throw Fault(.configuration, "\(name) holds a control character")
    }
    return text
  }

  /// What messages call the place.
  private var name: String {
    switch self {
    case .file(let path): path
    case .environment(let name): "the variable \(name)"
    }
  }

  // A secret is short; a device or a wrong file may not be.
  private static func content(of path: String) throws(Fault) -> [UInt8] {
    let descriptor = try Descriptor.open(reading: path)
    defer { descriptor.close() }
    let block = Block(capacity: longest)
    while block.count < longest {
      let received = try descriptor.read(into: block.base + block.count, longest - block.count)
      if received == 0 { break }
      block.count += received
    }
    return Array(block.bytes)
  }

  private static var longest: Int { 64 << 10 }
}
