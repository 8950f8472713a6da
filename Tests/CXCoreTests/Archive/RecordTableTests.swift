import Testing

@testable import CXCore
@testable import CXRecord

/// Records that become rows and come back, byte for byte.
@Suite struct RecordTableTests {
  private func batch(_ lines: [String]) -> Batch {
    var batch = Batch()
    for line in lines { batch.block.append(line + "\n") }
    var reader = RecordReader()
    _ = reader.read(into: &batch)
    return batch
  }

  private func lines(_ batch: Batch) -> [String] {
    batch.records.map { String(decoding: batch.line(of: $0), as: UTF8.self) }
  }

  @Test(arguments: ArchiveKind.allCases, 0..<20)
  func `all lines come back, in any order`(kind: ArchiveKind, seed: UInt64) throws {
    var random = Generator(seed: seed)
    let before = (0..<200).map { _ in ArchiveLine.random(kind, &random) }
    let batch = batch(before)
    #expect(batch.rejects == [])
    var table = RecordTable(kind)
    try table.append(batch)
    var after = Batch()
    try table.appendRecords(0..<200, to: &after)
    #expect(lines(after) == before)
    // Through a table made of parts of it, as when files are merged.
    let some = (0..<200).filter { _ in random.oneIn(2) }.shuffled(using: &random)
    let other = table.selecting(some)
    var chosen = Batch()
    try other.appendRecords(0..<some.count, to: &chosen)
    #expect(lines(chosen) == some.map { before[$0] })
  }

  @Test func `values have one scale, and none is lost where no scale suits all`() throws {
    let head = #"{"type":"trade","exchange":"x","symbol":"S","ts":1762873200000000,"id":"#
    let before = [
      head + #"1,"price":1.5,"qty":1}"#, head + #"2,"price":0.00000001,"qty":1}"#,
      head + #"3,"price":9223372036854775807,"qty":0.000000000000000001}"#,
    ]
    var table = RecordTable(.trades)
    try table.append(batch(before))
    #expect(table["price"]?.scale == 8)
    #expect(table["price"]?.isWide == true)
    #expect(table["qty"]?.scale == 18)
    var after = Batch()
    try table.appendRecords(0..<3, to: &after)
    #expect(lines(after) == before)

    let quote = #"{"type":"quote","exchange":"x","symbol":"S","ts":1762873200000000,"ask":2,"bid":"#
    let far = [
      quote + "0.00000000000000000000000000000000000001}",
      quote + "10000000000000000000000000000000000000}",
    ]
    var quotes = RecordTable(.quotes)
    try quotes.append(batch(far))
    #expect(quotes["bid"]?.number(1) == nil)
    #expect(quotes["line"]?.text(1) != nil)
    var back = Batch()
    try quotes.appendRecords(0..<2, to: &back)
    #expect(lines(back) == far)
  }
}
