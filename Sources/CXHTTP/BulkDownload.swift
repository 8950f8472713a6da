import CXCore
import CXRecord
import CXSystem

/// Gets a bulk file into a temporary one and sees that it is what its checksum says.
///
/// A transfer that breaks is gone on with where it broke, when it is tried again.
struct BulkDownload {
  let file: BulkFile
  /// The file, when it was got.
  let descriptor: Descriptor
  private var published: String?

  /// A download that has not begun.
  init(_ file: BulkFile) throws(Fault) {
    self.file = file
    descriptor = try Descriptor.temporary(name: file.name)
  }

  /// Gives the temporary file back.
  func close() {
    descriptor.close()
  }

  /// Gets what is missing of it; nil when it was cancelled.
  ///
  /// - Throws: A fault when asking again would not help: no libcurl, no room on the disk.
  mutating func run(_ client: HTTPClient, host: String) throws(Fault) -> BulkOutcome? {
    do throws(HTTPFailure) {
      if published == nil {
        let answer = try client.get(host + file.checksumPath)
        if answer.status == 404 { return .absent }
        guard answer.status == 200 else {
          return .failed("\(file.name).CHECKSUM: status \(answer.status)")
        }
        guard let digest = file.digest(inChecksum: answer.body) else { return .mismatch }
        published = digest
      }
      let answer = try client.download(host + file.path, to: descriptor)
      switch answer.status {
      case 200, 206: break
      case 404: return .absent
      // Nothing lies behind what is there: it was whole, or is too long.
      case 416: break
      default: return .failed("\(file.name): status \(answer.status)")
      }
    } catch {
      switch error {
      case .transient(let fault): return .failed(fault.message)
      case .permanent(let fault): throw fault
      case .cancelled: return nil
      }
    }
    let digest = try digest()
    if digest == published { return .got(sha256: digest) }
    // Once more, from the beginning, the checksum too: both may have been replaced meanwhile.
    published = nil
    try descriptor.truncate(to: 0)
    return .mismatch
  }

  private func digest() throws(Fault) -> String {
    var sum = SHA256()
    guard descriptor.seek(to: 0) else {
      throw Fault(.inputOutput, "\(file.name): the temporary file cannot be read again")
    }
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
    defer { room.deallocate() }
    while let base = room.baseAddress {
      let count = try descriptor.read(into: base, room.count)
      if count == 0 { break }
      sum.update(UnsafeRawBufferPointer(rebasing: room[..<count]))
    }
    return Hexadecimal.text(sum.digest)
  }
}
