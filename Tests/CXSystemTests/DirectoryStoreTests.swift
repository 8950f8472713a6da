import CXCore
import CXRecord
import CXSystem
import Foundation
import Testing

@Suite struct DirectoryStoreTests {
  private static func withStore(
    _ body: (DirectoryStore, String) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("cx-store-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(try DirectoryStore(folder, writing: true), folder)
  }

  @Test func objectsAreFiles() throws {
    try Self.withStore { store, folder in
      #expect(try store.get("a/b", range: nil) == nil && store.head("a/b") == nil)
      let tag = try #require(try store.put("a/b", [1, 2, 3], if: .absent))
      #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/a/b")) == Data([1, 2, 3]))
      #expect(try store.get("a/b", range: nil) == StoredObject(bytes: [1, 2, 3], tag: tag))
      #expect(try store.get("a/b", range: 1..<9)?.bytes == [2, 3])
      #expect(try store.head("a/b") == ObjectInfo(name: "a/b", bytes: 3, tag: tag))
      try store.delete("a/b")
      try store.delete("a/b")
      #expect(try store.head("a/b") == nil)
    }
  }

  @Test func conditionsHold() throws {
    try Self.withStore { store, _ in
      let tag = try #require(try store.put("m", [1], if: .absent))
      #expect(try store.put("m", [2], if: .absent) == nil)
      #expect(try store.put("m", [3], if: .matches("other")) == nil)
      #expect(try store.put("n", [3], if: .matches(tag)) == nil)
      #expect(try store.put("m", [4], if: .matches(tag)) != nil)
      #expect(try store.get("m", range: nil)?.bytes == [4])
    }
  }

  @Test func listingsHaveTheOrderOfBytesAndNoHiddenFiles() throws {
    try Self.withStore { store, _ in
      let names = ["a-b/x", "a/b", "a/b-c", "a/b/c", "a0", "z=%2F/part-1"]
      for name in names.shuffled() where name != "a/b" {
        _ = try store.put(name, [0], if: .absent)
      }
      var listed: [String] = []
      try store.list("") { object in listed.append(object.name) }
      #expect(listed == names.filter { $0 != "a/b" })
      listed = []
      try store.list("a/b") { object in listed.append(object.name) }
      #expect(listed == ["a/b-c", "a/b/c"])
      try store.list("none/") { object in listed.append(object.name) }
      #expect(listed.count == 2)
    }
  }

  @Test func oneWriterAtATime() throws {
    try Self.withStore { _, folder in
      #expect(
        throws: Fault(.tryLater, "\(folder): another program writes there; try again later")
      ) { try DirectoryStore(folder, writing: true) }
      _ = try DirectoryStore(folder, writing: false)
    }
  }

  @Test func aMissingFolderIsNoInput() {
    #expect(throws: Fault(.noInput, "/nowhere/at all: No such file or directory")) {
      try DirectoryStore("/nowhere/at all", writing: false)
    }
  }

  @Test func whatCannotBeWrittenIsSaid() {
    #expect {
      try DirectoryStore("/proc/cx-archive", writing: true)
    } throws: {
      ($0 as? Fault)?.kind == .inputOutput
    }
  }
}
