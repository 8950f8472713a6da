import CXCore
import CXSystem

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The request weight that the programs of one user of this machine have used at an exchange, in a
/// file that they share: the exchange counts them as one, by address.
///
/// Where the file cannot be had, each counts for itself, and the headers of answers tell of the
/// others all the same.
public final class SharedBudget {
  private let descriptor: Descriptor
  /// Where the file is.
  let path: String

  /// The budget of a host, in `$XDG_RUNTIME_DIR`, else in `/tmp` under the user's number; nil where
  /// no file can be had.
  public init?(host: String) {
    let named = getenv("XDG_RUNTIME_DIR").map { String(cString: $0) } ?? ""
    let folder = named.isEmpty ? "/tmp" : named
    let plain = host.utf8.map { byte -> UInt8 in
      let isPlain = byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x2E
      return isPlain ? byte : UInt8(ascii: "_")
    }
    let name = "cx-\(getuid())-\(String(decoding: plain, as: UTF8.self)).weight"
    // Not through another user's link: /tmp belongs to all.
    path = "\(folder)/\(name)"
    let number = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard number >= 0 else { return nil }
    descriptor = Descriptor(number, name: name)
  }

  deinit {
    descriptor.close()
  }

  /// Lets `body` read and change the usage while no other program does.
  public func update(_ body: (WeightUsage?) -> WeightUsage) {
    while flock(descriptor.number, LOCK_EX) != 0 {
      if errno != EINTR { return }
    }
    defer { flock(descriptor.number, LOCK_UN) }
    let old = read()
    let new = body(old)
    if new != old { write(new) }
  }

  // Both numbers as text of a fixed width, so that no old digit stays behind.
  private func read() -> WeightUsage? {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = pread(descriptor.number, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    let parts = String(decoding: bytes[..<count], as: UTF8.self).split { " \n".contains($0) }
    guard parts.count == 2, let minute = Int64(parts[0]), let used = Int(parts[1]), used >= 0 else {
      return nil
    }
    return WeightUsage(minute: minute, used: used)
  }

  private func write(_ usage: WeightUsage) {
    func padded(_ text: String) -> String {
      String(repeating: " ", count: max(0, 20 - text.count)) + text
    }
    let text = Array("\(padded(String(usage.minute))) \(padded(String(usage.used)))\n".utf8)
    _ = pwrite(descriptor.number, text, text.count, 0)
  }
}
