import CXRecord
import Foundation
import Testing

@testable import CXSystem

@Suite struct StateFileTests {
  private func withState(_ body: (StateFile, String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "cx-state-\(UUID().uuidString)"
    defer { unlink(path) }
    let file = StateFile(path)
    try file.save(["a": 1], step: "window", options: "1m")
    try body(file, path)
  }

  private func load(_ file: StateFile, options: String = "1m") throws -> [String: Int]? {
    try file.load([String: Int].self, step: "window", options: options)
  }

  @Test func `what was saved is loaded`() throws {
    try withState { file, _ in
      let state = try load(file)
      #expect(state == ["a": 1])
    }
  }

  @Test(arguments: [StateFile.version + 1, 99, 0])
  func `a later version is refused, and so is one that never was`(version: Int) throws {
    try withState { file, path in
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let other = text.replacing("\"version\":\(StateFile.version)", with: "\"version\":\(version)")
      #expect(other != text)
      try Data(other.utf8).write(to: URL(fileURLWithPath: path))
      #expect {
        _ = try load(file)
      } throws: {
        ($0 as? Fault)?.kind == .configuration
      }
    }
  }
}
