import CLinux
import CXRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Descriptor {
  /// Both ends of a new pipe, which other programs that we start do not get.
  public static func pipe() throws(Fault) -> (read: Descriptor, write: Descriptor) {
    var ends: [Int32] = [-1, -1]
    #if os(Linux)
      // At once, since another thread may start a program meanwhile.
      let failed = pipe2(&ends, O_CLOEXEC) != 0
    #else
      let failed = Darwin.pipe(&ends) != 0
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    #endif
    if failed { throw Fault(.inputOutput, "pipe: \(reason(errno))") }
    return (Descriptor(ends[0], name: "pipe"), Descriptor(ends[1], name: "pipe"))
  }

  /// Lets reading and writing return at once where they would have to wait.
  public func neverWaits() {
    _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
  }
}
