import CXCore
import CXSystem
import Foundation
import Testing

/// Files long enough to be read where they lie: the same lines as by copying, from any place.
@Suite struct MappedInputTests {
  /// Some 6 MB of lines, one of them longer than a block.
  private static let lines: [String] = (0..<60_000).map { index in
    let note = String(repeating: "n", count: index == 40_000 ? 300_000 : index % 97)
    return #"{"type":"note","index":\#(index),"text":"\#(note)"}"#
  }

  private func withFile<Result>(_ body: (String) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try Data((Self.lines.joined(separator: "\n") + "\n").utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
  }

  @Test(arguments: [1, 2]) func everyLineComesOnceFromAnyPlace(processors: Int) throws {
    try withFile { path in
      var source = try LineSource([path], processors: processors)
      var places: [(line: Int, position: LinePosition)] = []
      var count = 0
      while let batch = try source.next() {
        for record in batch.records {
          #expect(String(decoding: batch.line(of: record), as: UTF8.self) == Self.lines[count])
          count += 1
        }
        places.append((count, source.position))
      }
      #expect(count == Self.lines.count)
      #expect(places.count > 20)
      for place in places {
        var rest = try LineSource([path], from: place.position, processors: processors)
        let batch = try rest.next()
        guard place.line < Self.lines.count else {
          #expect(batch == nil)
          continue
        }
        let first = try #require(batch?.records.first)
        #expect(batch?.firstLine == place.line + 1)
        let text = batch.map { String(decoding: $0.line(of: first), as: UTF8.self) }
        #expect(text == Self.lines[place.line])
      }
    }
  }
}
