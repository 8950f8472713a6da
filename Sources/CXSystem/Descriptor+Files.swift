import CXRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Descriptor {
  /// Opens a file that has no name in any folder, so that nothing is left of it however the program
  /// ends; in `TMPDIR`, else in `/var/tmp`, which unlike `/tmp` is seldom memory.
  public static func temporary(name: String) throws(Fault) -> Descriptor {
    let named = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    let folder = named.isEmpty ? "/var/tmp" : named
    var template = Array("\(folder)/cx-XXXXXX".utf8CString)
    let number = mkstemp(&template)
    guard number >= 0 else {
      throw Fault(.inputOutput, "\(folder): no temporary file: \(reason(errno))")
    }
    unlink(template)
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    return Descriptor(number, name: name)
  }

  /// Cuts a file off behind so many bytes, and goes there.
  public func truncate(to size: Int) throws(Fault) {
    guard ftruncate(number, off_t(size)) == 0, seek(to: size) else {
      throw Fault(.inputOutput, "\(name): \(Self.reason(errno))")
    }
  }

  /// Goes to the end of a file and returns how far that is; nil where there are no places.
  public func seekToEnd() -> Int? {
    let end = lseek(number, 0, SEEK_END)
    return end < 0 ? nil : Int(end)
  }

  /// The next `count` bytes, or as many as there are.
  func read(_ count: Int) throws(Fault) -> [UInt8] {
    var fault: Fault?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { memory, filled in
      guard let base = memory.baseAddress else { return }
      do throws(Fault) {
        while filled < count {
          let received = try read(into: base + filled, count - filled)
          if received == 0 { break }
          filled += received
        }
      } catch {
        fault = error
      }
    }
    if let fault { throw fault }
    return bytes
  }

  /// The bytes of a file at those places, or as many of them as there are.
  func read(_ range: Range<Int>) throws(Fault) -> [UInt8] {
    guard seek(to: range.lowerBound) else {
      throw Fault(.inputOutput, "\(name): has no places to read from")
    }
    return try read(range.count)
  }

  /// All bytes of a file, from its beginning.
  public func readAll() throws(Fault) -> [UInt8] {
    guard let size = fileSize, seek(to: 0) else {
      throw Fault(.noInput, "\(name): is no file that can be read as a whole")
    }
    return try read(size)
  }

  /// Whether the file `path` can be opened by this user.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
