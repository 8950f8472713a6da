import CXRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Time zones by name, from the system's copy of the IANA database.
public enum ZoneFiles {
  /// Where systems keep the compiled zones.
  public static let directory = "/usr/share/zoneinfo"

  /// The rules of `UTC`, a fixed offset such as `+08:00`, or a named zone such as `Europe/Berlin`.
  ///
  /// A name that is none of these is a fault of kind usage, with the nearest name there is.
  public static func rules(
    _ name: String, directory: String = Self.directory
  ) throws(Fault) -> ZoneRules {
    if let rules = ZoneRules(fixed: name) { return rules }
    // Zones are folders and files of plain names; nothing else reaches the file system.
    let plain = name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      part.first?.isLetter == true
        && part.utf8.allSatisfy { byte in
          (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || "_-+".utf8.contains(byte)
        }
    }
    guard plain, let bytes = read("\(directory)/\(name)") else { throw unknown(name, directory) }
    do {
      return try ZoneRules(name: name, tzif: bytes)
    } catch {
      throw Fault(.usage, "time zone \"\(name)\": \(directory)/\(name) is \(error.reason)")
    }
  }

  private static func unknown(_ name: String, _ directory: String) -> Fault {
    let known = names(in: directory)
    if known.isEmpty {
      return Fault(
        .usage,
        "time zone \"\(name)\": no zones in \(directory) (package tzdata), only UTC and offsets "
          + "such as +08:00")
    }
    let hint =
      nearest(to: name, among: known).map { "did you mean \($0)?" }
      ?? "expected such as Europe/Berlin, UTC or +08:00"
    return Fault(.usage, "unknown time zone \"\(name)\", \(hint)")
  }

  /// A name that differs only in case, or the city alone, or an abbreviation the database has.
  private static func nearest(to name: String, among known: [String]) -> String? {
    let wanted = name.lowercased().map { $0 == " " ? "_" : $0 }
    let city = wanted.split(separator: "/").last.map(Array.init) ?? wanted
    func last(_ zone: String) -> [Character] {
      Array(zone.lowercased().split(separator: "/").last ?? "")
    }
    return known.first { Array($0.lowercased()) == wanted }
      ?? known.first { last($0) == city }
      ?? known.first { last($0).starts(with: city.prefix(4)) && city.count >= 4 }
  }

  private static func names(in directory: String) -> [String] {
    var result: [String] = []
    var folders = [""]
    while let folder = folders.popLast() {
      guard let handle = opendir("\(directory)/\(folder)") else { continue }
      defer { closedir(handle) }
      while let entry = readdir(handle) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        // Zones and their folders begin with a capital; `posix` and `right` are copies.
        guard name.first?.isUppercase == true, !name.contains(".") else { continue }
        let path = folder + name
        if entry.pointee.d_type == UInt8(DT_DIR) {
          folders.append(path + "/")
        } else {
          result.append(path)
        }
      }
    }
    // Folders of continents before the historical names at the top.
    return result.sorted { ($0.contains("/") ? 0 : 1, $0) < ($1.contains("/") ? 0 : 1, $1) }
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    // The largest zone has some 4 KB; a file beyond this is not one.
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return ferror(file) == 0 && count > 0 ? Array(bytes.prefix(count)) : nil
  }
}
