import CXCore
import CXRecord
import Testing

@Suite struct ColdCompactionTests {
  private static let formats = ArchiveFormats(written: PlainLines())

  /// A store of many small files, and what it answers.
  private static func fragmented() throws -> (MemoryStore, [String]) {
    let store = MemoryStore()
    for run in 0..<6 {
      var writer = ColdWriter(store, formats)
      var batch = Batch()
      for number in 0..<5 {
        let ts = 1_762_819_200_000_000 + Int64(number * 86_400 / 3 + run) * 1_000_000
        batch.block.append(
          #"{"type":"trade","exchange":"x","symbol":"S\#(run % 2)","ts":\#(ts),"id":\#(run),"#
            + #""price":1,"qty":1}"# + "\n")
      }
      var reader = RecordReader()
      _ = reader.read(into: &batch)
      try writer.write(batch)
      try writer.finish()
    }
    return (store, try answer(store))
  }

  private static func answer(_ store: MemoryStore) throws -> [String] {
    var source = try ColdStore(store, formats).scan(
      Query(.trades), instruments: Instruments()
    ).source
    var lines: [String] = []
    while let batch = try source.next() {
      lines += batch.records.map { String(decoding: batch.line(of: $0), as: UTF8.self) }
    }
    return lines
  }

  private static func compact(_ store: MemoryStore) throws {
    let compaction = ColdCompaction(store, formats)
    for step in try compaction.plan() { #expect(try compaction.run(step.partition)) }
  }

  @Test func smallFilesBecomeOneADay() throws {
    let (store, lines) = try Self.fragmented()
    #expect(lines.count == 30 && store.objects.count == 14)
    try Self.compact(store)
    #expect(try Self.answer(store) == lines)
    #expect(store.objects.count == 4)
    #expect(try ColdCompaction(store, Self.formats).plan().isEmpty)
    let before = store.objects
    try Self.compact(store)
    #expect(store.objects == before)
  }

  @Test func largeFilesAreLeftAlone() throws {
    let (store, _) = try Self.fragmented()
    let before = store.objects
    let compaction = ColdCompaction(store, Self.formats, smallBytes: 10)
    #expect(try compaction.plan().isEmpty && store.objects == before)
  }

  @Test(arguments: [false, true])
  func killedAtEachChangeAndStartedAgain(losesAnswers: Bool) throws {
    for changes in 0..<40 {
      let (store, lines) = try Self.fragmented()
      store.changesLeft = changes
      store.losesAnswers = losesAnswers
      try? Self.compact(store)
      store.changesLeft = .max
      #expect(try Self.answer(store) == lines, "killed after \(changes)")
      try Self.compact(store)
      #expect(try Self.answer(store) == lines, "resumed after \(changes)")
      #expect(store.objects.count == 4)
    }
  }

  @Test func aCommitMeanwhileIsKept() throws {
    let (store, lines) = try Self.fragmented()
    let compaction = ColdCompaction(store, Self.formats)
    let step = try #require(try compaction.plan().first)
    // The manifest changes between its reading and its writing.
    store.rival = {
      store.rival = {
        var manifest = try ArchiveManifest(
          store.get(step.partition.manifestName, range: nil)?.bytes ?? [], name: "m")
        manifest.files.swapAt(0, 1)
        _ = try store.put(
          step.partition.manifestName, manifest.text,
          if: .matches(store.head(step.partition.manifestName)?.tag ?? ""))
      }
    }
    #expect(try !compaction.run(step.partition))
    #expect(try Self.answer(store) == lines)
    #expect(try compaction.run(step.partition))
    #expect(try Self.answer(store) == lines)
  }
}
