import CXRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a folder holds.
struct FolderEntry {
  /// The name within the folder.
  var name: String
  /// Whether it is a folder itself.
  var isFolder: Bool
  /// A file's length.
  var bytes: Int

  /// All but `.` and `..`, in the order that the names of what lies in them have as a whole.
  static func all(of folder: String) throws(Fault) -> [FolderEntry] {
    guard let stream = opendir(folder) else {
      if errno == ENOENT { return [] }
      throw Fault(.inputOutput, "\(folder): \(Descriptor.reason(errno))")
    }
    defer { closedir(stream) }
    var entries: [FolderEntry] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno == 0 { break }
        throw Fault(.inputOutput, "\(folder): \(Descriptor.reason(errno))")
      }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name == "." || name == ".." { continue }
      var info = stat()
      // Gone between being listed and being looked at.
      guard stat(folder + name, &info) == 0 else { continue }
      let isFolder = info.st_mode & S_IFMT == S_IFDIR
      entries.append(FolderEntry(name: name, isFolder: isFolder, bytes: Int(info.st_size)))
    }
    return entries.sorted { $0.order.lexicographicallyPrecedes($1.order) }
  }

  private var order: String.UTF8View { (isFolder ? name + "/" : name).utf8 }
}
