import CXCore
import CXRecord

/// A store in memory that fails on demand: the worlds that a writer may wake up in.
final class MemoryStore: ObjectStore {
  let place = "memory:"
  private(set) var objects: [Name: [UInt8]] = [:]
  /// How many changes may still be made; the next one fails, done or not done.
  var changesLeft = Int.max
  /// Whether the change that fails has been made all the same: its answer was lost.
  var losesAnswers = false
  /// Runs before each conditional put, as another writer would.
  var rival: (() throws -> Void)?

  static let dead = Fault(.unavailable, "the power is cut")

  func head(_ name: String) throws(Fault) -> ObjectInfo? {
    objects[Name(name)].map { ObjectInfo(name: name, bytes: $0.count, tag: Self.tag($0)) }
  }

  func get(_ name: String, range: Range<Int>?) throws(Fault) -> StoredObject? {
    objects[Name(name)].map { bytes in
      StoredObject(
        bytes: Array(bytes[range?.clamped(to: bytes.indices) ?? bytes.indices]),
        tag: Self.tag(bytes))
    }
  }

  func put(
    _ name: String, _ bytes: [UInt8], if condition: PutCondition
  ) throws(Fault) -> String? {
    let rival = self.rival
    self.rival = nil
    try? rival?()
    let found = objects[Name(name)].map(Self.tag)
    switch condition {
    case .absent: if found != nil { return nil }
    case .matches(let tag): if found != tag { return nil }
    }
    try change { self.objects[Name(name)] = bytes }
    return Self.tag(bytes)
  }

  func list(
    _ prefix: String, _ body: (ObjectInfo) throws(Fault) -> Void
  ) throws(Fault) {
    for (name, bytes) in objects.sorted(by: { $0.key < $1.key })
    where name.utf8.starts(with: prefix.utf8) {
      try body(ObjectInfo(name: name.text, bytes: bytes.count, tag: Self.tag(bytes)))
    }
  }

  func delete(_ name: String) throws(Fault) {
    try change { self.objects[Name(name)] = nil }
  }

  /// Changes some bytes of an object.
  func damage(_ name: String) {
    objects[Name(name)]?[0] ^= 1
  }

  private func change(_ body: () -> Void) throws(Fault) {
    if changesLeft <= 0 {
      if losesAnswers { body() }
      throw Self.dead
    }
    changesLeft -= 1
    body()
  }

  private static func tag(_ bytes: [UInt8]) -> String {
    Hexadecimal.text(SHA256.digest(of: bytes))
  }
}

/// Lines as they are.
struct PlainLines: ArchiveFormat {
  let suffix = "ndjson"

  func encode(_ table: RecordTable, _ rows: [Int]) throws(Fault) -> [UInt8] {
    let lines = try table.lines(rows)
    return withExtendedLifetime(lines) { Array(lines.bytes) }
  }

  func read(
    _ file: ArchivedFile, of kind: ArchiveKind, _ span: ArchiveSpan
  ) throws(Fault) -> RecordTable {
    let lines = Block()
    lines.append(try file.read(0..<file.bytes))
    return try file.table(of: lines, kind)
  }
}
