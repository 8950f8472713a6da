import CXCore
import CXRecord
import Testing

@Suite struct ArchiveManifestTests {
  private static let manifest: ArchiveManifest = {
    var manifest = ArchiveManifest()
    for (first, symbols) in [(-5, ["A\"B", ""]), (7, ["BTCUSDT"])] as [(Int64, [Name])] {
      manifest.files.append(
        ArchiveManifest.File(
          name: "part-\(first)-9-00ff.ndjson.zst", first: first, last: 9, symbols: symbols,
          records: 3, bytes: 120, sha256: String(repeating: "a", count: 64)))
    }
    manifest.replaced = ["part-1-2-ab.ndjson.zst"]
    return manifest
  }()

  @Test func whatIsWrittenIsReadAgain() throws {
    #expect(try ArchiveManifest(Self.manifest.text, name: "m") == Self.manifest)
    #expect(try ArchiveManifest(ArchiveManifest().text, name: "m") == ArchiveManifest())
  }

  @Test func aLaterVersionIsRefused() {
    let text = String(decoding: Self.manifest.text, as: UTF8.self)
      .replacing(#""version":1"#, with: #""version":2"#)
    #expect(throws: Fault(.configuration, "m: has version 2; this cx reads version 1")) {
      try ArchiveManifest(Array(text.utf8), name: "m")
    }
  }

  @Test func damageIsNamed() throws {
    let text = Self.manifest.text
    for end in 0..<(text.count - 1) {
      #expect(throws: Fault.self) { try ArchiveManifest(Array(text[..<end]), name: "m") }
    }
    let away = String(decoding: text, as: UTF8.self)
      .replacing("part-7", with: "../part-7")
    #expect(throws: Fault(.configuration, "m: is not a manifest of cx: \"name\" has a slash")) {
      try ArchiveManifest(Array(away.utf8), name: "m")
    }
  }

  @Test func filesAreChosenByTimeAndSymbol() {
    let file = Self.manifest.files[1]
    #expect(file.mayHold(nil, 9..<10))
    #expect(!file.mayHold(nil, 10..<11))
    #expect(!file.mayHold(nil, 0..<7))
    #expect(file.mayHold(["BTCUSDT"], .min..<(.max)))
    #expect(!file.mayHold(["ETHUSDT"], .min..<(.max)))
  }
}
