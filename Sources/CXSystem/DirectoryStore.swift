import CXCore
import CXRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder as a store: an object is a file below it.
///
/// A file is written beside its place, synchronized, linked or renamed there, and its folder
/// synchronized, so that neither kill -9 nor a power cut leaves half of it. One program writes at a
/// time: it holds a lock (`flock(2)`), which the kernel takes back when it ends, however it ends.
public final class DirectoryStore: ObjectStore {
  /// What messages call it: the folder's path and a slash.
  public let place: String
  private let lock: Descriptor?

  /// Opens a folder; to write in it, it is made where it is missing.
  ///
  /// - Throws: A fault of kind `tryLater` when another program writes there, `noInput` when there is
  ///   no folder to read.
  public init(_ path: String, writing: Bool) throws(Fault) {
    place = path.hasSuffix("/") ? path : path + "/"
    guard writing else {
      lock = nil
      guard Descriptor.exists(place) else {
        throw Fault(.noInput, "\(path): \(Descriptor.reason(ENOENT))")
      }
      return
    }
    try Self.makeFolders(place)
    let lock = try Descriptor.open(writing: place + ".cx-lock", appending: true)
    guard flock(lock.number, LOCK_EX | LOCK_NB) == 0 else {
      let reason = errno
      lock.close()
      guard reason == EWOULDBLOCK else {
        throw Fault(.inputOutput, "\(lock.name): \(Descriptor.reason(reason))")
      }
      throw Fault(.tryLater, "\(path): another program writes there; try again later")
    }
    self.lock = lock
  }

  deinit {
    lock?.close()
  }

  /// What is known of a file; its tag is the SHA-256 of its bytes, so this reads them all.
  public func head(_ name: String) throws(Fault) -> ObjectInfo? {
    guard let object = try get(name, range: nil) else { return nil }
    return ObjectInfo(name: name, bytes: object.bytes.count, tag: object.tag)
  }

  /// A file's bytes; the tag is the SHA-256 of the bytes returned.
  public func get(_ name: String, range: Range<Int>?) throws(Fault) -> StoredObject? {
    guard Descriptor.exists(place + name) else { return nil }
    let file = try Descriptor.open(reading: place + name)
    defer { file.close() }
    let size = file.fileSize ?? 0
    let bytes = try file.read((range ?? 0..<size).clamped(to: 0..<size))
    // Of a part nobody asks for the tag, and the whole would have to be read for it.
    let tag = range == nil ? Hexadecimal.text(SHA256.digest(of: bytes)) : ""
    return StoredObject(bytes: bytes, tag: tag)
  }

  /// Writes a file as a whole.
  public func put(
    _ name: String, _ bytes: [UInt8], if condition: PutCondition
  ) throws(Fault) -> String? {
    switch condition {
    case .absent: if Descriptor.exists(place + name) { return nil }
    case .matches(let tag): guard try get(name, range: nil)?.tag == tag else { return nil }
    }
    let path = place + name
    let folder = Self.folder(of: path)
    try Self.makeFolders(folder)
    // One name a folder: with the lock held nobody else uses it, and what a killed program left
    // there is overwritten.
    let temporary = folder + ".cx-part"
    do throws(Fault) {
      try Self.write(bytes, to: temporary)
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, path) == 0 else {
      let reason = Descriptor.reason(errno)
      unlink(temporary)
      throw Fault(.inputOutput, "\(path): \(reason)")
    }
    try Self.synchronize(folder)
    return Hexadecimal.text(SHA256.digest(of: bytes))
  }

  /// Shows the files below the folder; names that begin with a full stop are not objects.
  public func list(
    _ prefix: String, _ body: (ObjectInfo) throws(Fault) -> Void
  ) throws(Fault) {
    // What lies in other folders than the prefix's needs no look.
    let folder = prefix.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(prefix[...$0]) } ?? ""
    try walk(folder, prefix, body)
  }

  /// Removes a file.
  public func delete(_ name: String) throws(Fault) {
    guard unlink(place + name) == 0 || errno == ENOENT else {
      throw Fault(.inputOutput, "\(place)\(name): \(Descriptor.reason(errno))")
    }
  }

  private func walk(
    _ folder: String, _ prefix: String, _ body: (ObjectInfo) throws(Fault) -> Void
  ) throws(Fault) {
    for entry in try FolderEntry.all(of: place + folder)
    where entry.name.utf8.first != UInt8(ascii: ".") {
      let name = folder + entry.name
      if entry.isFolder {
        guard name.utf8.starts(with: prefix.utf8) || prefix.utf8.starts(with: name.utf8) else {
          continue
        }
        try walk(name + "/", prefix, body)
      } else if name.utf8.starts(with: prefix.utf8) {
        try body(ObjectInfo(name: name, bytes: entry.bytes, tag: nil))
      }
    }
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(Fault) {
    let file = try Descriptor.open(writing: path, appending: false)
    defer { file.close() }
    let block = Block(capacity: bytes.count)
    block.append(bytes)
    try file.write(block.bytes)
    try file.synchronize()
  }

  private static func folder(of path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? "./"
  }

  /// Makes a folder and those around it, each of them on the disk when this returns.
  private static func makeFolders(_ path: String) throws(Fault) {
    if path.isEmpty || path == "/" || Descriptor.exists(path) { return }
    let parent = folder(of: String(path.dropLast()))
    try makeFolders(parent)
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw Fault(.inputOutput, "\(path): \(Descriptor.reason(errno))")
    }
    try synchronize(parent)
  }

  private static func synchronize(_ folder: String) throws(Fault) {
    let number = open(folder, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else {
      throw Fault(.inputOutput, "\(folder): \(Descriptor.reason(errno))")
    }
    let descriptor = Descriptor(number, name: folder)
    defer { descriptor.close() }
    try descriptor.synchronize()
  }
}
