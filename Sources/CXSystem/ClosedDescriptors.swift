#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Descriptors 0, 1 and 2 that whoever started the program had closed.
enum ClosedDescriptors {
  /// Occupies them, so that the next file or pipe does not become stdin or stdout by accident.
  ///
  /// Each is opened in the direction it is not used in: reading a closed stdin and writing a closed
  /// stdout still fail with `EBADF`, as they should.
  static func occupy() {
    for (number, direction) in [(Int32(0), O_WRONLY), (1, O_RDONLY), (2, O_RDONLY)]
    where fcntl(number, F_GETFD) < 0 {
      _ = open("/dev/null", direction)
    }
  }
}
