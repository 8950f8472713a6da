import CXRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Locks by name that programs share: whoever holds one is the only program that does.
///
/// They are locks on single bytes of a file (`fcntl(2)`), which the kernel takes back when a program
/// ends, however it ends: nothing has to expire after kill -9. The file stays, empty. A program
/// opens it once and does not close it, since any close would give all its locks back.
public final class SharedLocks: Sendable {
  private let descriptor: Descriptor

  /// The locks of a file, which is made if it is not there.
  public init(_ path: String) throws(Fault) {
    descriptor = try Descriptor.open(writing: path, appending: true)
  }

  /// Takes the lock of that name unless another program holds it.
  public func take(_ name: String) -> Bool {
    var request = flock()
    request.l_type = Int16(truncatingIfNeeded: F_WRLCK)
    request.l_whence = Int16(truncatingIfNeeded: SEEK_SET)
    request.l_start = Self.place(of: name)
    request.l_len = 1
    return withUnsafeMutablePointer(to: &request) { pointer in
      fcntl(descriptor.number, F_SETLK, UnsafeMutableRawPointer(pointer)) == 0
    }
  }

  // 62 bits of a hash, so that names do not meet.
  private static func place(of name: String) -> off_t {
    let digest = SHA256.digest(of: Array(name.utf8))
    return digest.prefix(8).reduce(off_t(0)) { $0 << 8 | off_t($1) } & (1 << 62 - 1)
  }
}
