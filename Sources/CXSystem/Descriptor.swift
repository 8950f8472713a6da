import CXRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file descriptor with the errors spelled out.
///
/// It does not close itself: the standard ones stay open, and the others have one owner each.
public struct Descriptor: Sendable, Equatable {
  /// The kernel's number.
  public let number: Int32
  /// What messages call it: `stdin`, or the file's name.
  public let name: String

  /// A descriptor that is already open.
  public init(_ number: Int32, name: String) {
    self.number = number
    self.name = name
  }

  /// Standard input.
  public static let input = Descriptor(0, name: "stdin")
  /// Standard output.
  public static let output = Descriptor(1, name: "stdout")
  /// Standard error.
  public static let error = Descriptor(2, name: "stderr")

  /// Opens a file to read.
  public static func open(reading path: String) throws(Fault) -> Descriptor {
    #if canImport(Darwin)
      let number = Darwin.open(path, O_RDONLY | O_CLOEXEC)
    #elseif canImport(Musl)
      let number = Musl.open(path, O_RDONLY | O_CLOEXEC)
    #else
      let number = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    #endif
    guard number >= 0 else { throw Fault(.noInput, "\(path): \(Self.reason(errno))") }
    let descriptor = Descriptor(number, name: path)
    if descriptor.isDirectory {
      descriptor.close()
      throw Fault(.noInput, "\(path): is a directory")
    }
    return descriptor
  }

  /// Opens a file to write, emptied or appended to.
  public static func open(writing path: String, appending: Bool) throws(Fault) -> Descriptor {
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (appending ? O_APPEND : O_TRUNC)
    #if canImport(Darwin)
      let number = Darwin.open(path, flags, 0o644)
    #elseif canImport(Musl)
      let number = Musl.open(path, flags, 0o644)
    #else
      let number = Glibc.open(path, flags, 0o644)
    #endif
    guard number >= 0 else { throw Fault(.inputOutput, "\(path): \(Self.reason(errno))") }
    return Descriptor(number, name: path)
  }

  /// Gives the number back to the kernel.
  public func close() {
    #if canImport(Darwin)
      _ = Darwin.close(number)
    #elseif canImport(Musl)
      _ = Musl.close(number)
    #else
      _ = Glibc.close(number)
    #endif
  }

  /// Whether somebody opened it: a shell's `<&-` leaves standard input closed.
  public var isOpen: Bool { fcntl(number, F_GETFD) >= 0 }

  /// Whether a person sits behind it.
  public var isTerminal: Bool { isatty(number) == 1 }

  /// Whether it is a file on a disk, whose reads never wait.
  public var isRegularFile: Bool { mode & S_IFMT == S_IFREG }

  /// Whether another program is at its other end.
  public var isPipe: Bool { mode & S_IFMT == S_IFIFO }

  /// The file's length in bytes; nil where it has none.
  public var fileSize: Int? {
    var info = stat()
    guard fstat(number, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(info.st_size)
  }

  private var isDirectory: Bool { mode & S_IFMT == S_IFDIR }

  private var mode: mode_t {
    var info = stat()
    return fstat(number, &info) == 0 ? info.st_mode : 0
  }

  /// Reads what is there, at least one byte unless the input ends; 0 is the end.
  public func read(into memory: UnsafeMutableRawPointer, _ count: Int) throws(Fault) -> Int {
    while true {
      #if canImport(Darwin)
        let received = Darwin.read(number, memory, count)
      #elseif canImport(Musl)
        let received = Musl.read(number, memory, count)
      #else
        let received = Glibc.read(number, memory, count)
      #endif
      if received >= 0 { return received }
      switch errno {
      case EINTR: continue
      case EAGAIN: wait(for: Int16(POLLIN))
      case EBADF: throw Fault(.noInput, "\(name): is closed")
      default: throw Fault(.inputOutput, "\(name): \(Self.reason(errno))")
      }
    }
  }

  /// Writes all bytes.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      #if canImport(Darwin)
        let written = Darwin.write(number, start, rest.count)
      #elseif canImport(Musl)
        let written = Musl.write(number, start, rest.count)
      #else
        let written = Glibc.write(number, start, rest.count)
      #endif
      if written >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN: wait(for: Int16(POLLOUT))
      case EPIPE: throw Fault(.readerGone, "\(name): the reader went away")
      case EBADF: throw Fault(.inputOutput, "\(name): is closed")
      default: throw Fault(.inputOutput, "\(name): \(Self.reason(errno))")
      }
    }
  }

  /// Makes written bytes survive a power cut, where the descriptor is a file.
  public func synchronize() throws(Fault) {
    while fsync(number) != 0 {
      switch errno {
      case EINTR: continue
      // Pipes, terminals and /dev/null have nothing to synchronize.
      case EINVAL, ENOTSUP, EROFS: return
      default: throw Fault(.inputOutput, "\(name): \(Self.reason(errno))")
      }
    }
  }

  /// The byte of a file that comes next; nil where there are no places.
  public var place: Int? {
    let place = lseek(number, 0, SEEK_CUR)
    return place < 0 ? nil : Int(place)
  }

  /// Moves to a byte of a file; false where that cannot be done.
  public func seek(to offset: Int) -> Bool {
    lseek(number, off_t(offset), SEEK_SET) == off_t(offset)
  }

  /// Whether a read would return at once.
  public func isReadable() -> Bool {
    var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) != 0
  }

  private func wait(for event: Int16) {
    var request = pollfd(fd: number, events: event, revents: 0)
    poll(&request, 1, -1)
  }

  /// The system's words for an error number.
  static func reason(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
  }
}
