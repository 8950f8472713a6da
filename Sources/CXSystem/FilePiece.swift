import CXRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Some of a file's bytes as the kernel holds them: reading them copies nothing.
///
/// A file that becomes shorter meanwhile has no bytes to show, and the kernel sends SIGBUS: the
/// program then says so and ends with the status of failed input, as after a failed read.
final class FilePiece {
  /// The bytes asked for, and at least ``Block/slack`` more that may be read.
  let bytes: UnsafeMutableRawPointer
  /// How many were asked for.
  let count: Int
  private let start: UnsafeMutableRawPointer
  private let length: Int

  /// `count` bytes from `offset`; nil when the file does not have them and some more.
  init?(_ descriptor: Descriptor, from offset: Int, count: Int) {
    guard let size = descriptor.fileSize, offset >= 0, size - offset >= count + Block.slack else {
      return nil
    }
    let page = sysconf(Int32(_SC_PAGESIZE))
    let ahead = offset % page
    length = ahead + count + Block.slack
    #if os(Linux)
      let flags = MAP_PRIVATE | MAP_POPULATE
    #else
      let flags = MAP_PRIVATE
    #endif
    guard
      let start = mmap(nil, length, PROT_READ, flags, descriptor.number, off_t(offset - ahead)),
      start != MAP_FAILED
    else { return nil }
    self.start = start
    self.count = count
    bytes = start + ahead
    Self.tellOfShortening(descriptor.name)
  }

  deinit {
    munmap(start, length)
  }

  // Written before the handler can run, which only reads it.
  nonisolated(unsafe) private static var message: UnsafeMutableBufferPointer<CChar>?

  /// Why a file's bytes are gone.
  static let shortened = "became shorter while it was read"

  private static func tellOfShortening(_ name: String) {
    if message != nil { return }
    let text = "cx: \(name): \(shortened)\n".utf8CString
    let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: text.count - 1)
    _ = copy.initialize(from: text.dropLast())
    message = copy
    signal(SIGBUS) { _ in
      if let message = FilePiece.message { _ = write(2, message.baseAddress, message.count) }
      _exit(74)
    }
  }
}
