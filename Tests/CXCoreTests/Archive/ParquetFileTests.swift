import Testing

@testable import CXCore
@testable import CXRecord

@Suite struct ParquetFileTests {
  private func table(_ kind: ArchiveKind, _ lines: [String]) throws -> RecordTable {
    var batch = Batch()
    for line in lines { batch.block.append(line + "\n") }
    var reader = RecordReader()
    _ = reader.read(into: &batch)
    var table = RecordTable(kind)
    try table.append(batch)
    return table
  }

  private func reader(_ bytes: [UInt8]) throws(Fault) -> ParquetReader {
    try ParquetReader(name: "f", bytes: bytes.count, PlainPages()) { Array(bytes[$0]) }
  }

  private func lines(_ table: RecordTable) throws -> [String] {
    var batch = Batch()
    try table.appendRecords(0..<table.count, to: &batch)
    return batch.records.map { String(decoding: batch.line(of: $0), as: UTF8.self) }
  }

  @Test(arguments: ArchiveKind.allCases, [1, 9, 300])
  func `what is written is read, whatever the size of row groups`(
    kind: ArchiveKind, groupRows: Int
  ) throws {
    var random = Generator(seed: UInt64(groupRows))
    let before = (0..<300).map { _ in ArchiveLine.random(kind, &random) }
    let table = try table(kind, before)
    let bytes = try ParquetWriter.encode(table, PlainPages(), groupRows: groupRows)
    #expect(try bytes == ParquetWriter.encode(table, PlainPages(), groupRows: groupRows))
    let file = try reader(bytes)
    #expect(file.kind == kind)
    #expect(file.footer.rows == 300)
    let groups = Array(file.footer.groups.indices)
    #expect(groups.count == (300 + groupRows - 1) / groupRows)
    #expect(try lines(file.table(kind, in: groups)) == before)
    // A group alone, and a column alone.
    if let last = groups.last {
      #expect(try lines(file.table(kind, in: [last])) == Array(before[(last * groupRows)...]))
    }
    let times = try file.columns([Column("ts", .time)], in: groups)
    #expect(times.first?.values == table["ts"]?.values)
  }

  @Test func `row groups are chosen by symbol and time`() throws {
    let base: Int64 = 1_762_873_200_000_000
    let trades = ["A", "B", "C"].flatMap { symbol in
      (1...4).map { time in
        #"{"type":"trade","exchange":"x","symbol":"\#(symbol)","ts":\#(base + Int64(time)),"id":\#(time),"#
          + #""price":1,"qty":1}"#
      }
    }
    let file = try reader(
      ParquetWriter.encode(try table(.trades, trades), PlainPages(), groupRows: 2))
    let all = Int64.min..<Int64.max
    #expect(file.groups(holding: nil, all) == [0, 1, 2, 3, 4, 5])
    #expect(file.groups(holding: ["B"], all) == [2, 3])
    #expect(file.groups(holding: ["B", "C"], (base + 3)..<(base + 4)) == [3, 5])
    #expect(file.groups(holding: nil, (base + 5)..<(base + 9)) == [])
    #expect(file.groups(holding: ["D"], all) == [])
    let price = [Column("price", .number)]
    #expect(file.bytes(of: price, in: [0]) * 2 == file.bytes(of: price, in: [0, 1]))
  }

  @Test func `a column that a file lacks has no values`() throws {
    let trade =
      #"{"type":"trade","exchange":"x","symbol":"A","ts":1762873200000000,"id":1,"price":1,"qty":1}"#
    let file = try reader(ParquetWriter.encode(try table(.trades, [trade]), PlainPages()))
    let none = try file.columns([Column("bid", .number)], in: [0])
    #expect(none.first?.count == 1)
    #expect(none.first?.nulls == 1)
    #expect {
      _ = try file.columns([Column("price", .text)], in: [0])
    } throws: {
      ($0 as? Fault)?.message.contains("column price has no text") == true
    }
  }

  @Test func `damage is told and never a trap`() throws {
    var random = Generator(seed: 5)
    for kind in ArchiveKind.allCases {
      let lines = (0..<40).map { _ in ArchiveLine.random(kind, &random) }
      let bytes = try ParquetWriter.encode(try table(kind, lines), PlainPages(), groupRows: 16)
      for count in stride(from: 0, to: bytes.count, by: 7) {
        #expect(throws: Fault.self) { try readAll(Array(bytes[..<count]), kind) }
      }
      for _ in 0..<1_500 {
        var damaged = bytes
        for _ in 0...(random.next() % 3) {
          damaged[Int(random.next() % UInt64(bytes.count))] = UInt8(
            truncatingIfNeeded: random.next())
        }
        // Some bytes mean nothing, so not all of it has to fail; but what fails is a fault.
        do { try readAll(damaged, kind) } catch { #expect(error is Fault) }
      }
    }
  }

  private func readAll(_ bytes: [UInt8], _ kind: ArchiveKind) throws {
    let file = try reader(bytes)
    let table = try file.table(kind, in: Array(file.footer.groups.indices))
    var batch = Batch()
    do throws(EvaluationProblem) {
      try table.appendRecords(0..<table.count, to: &batch)
    } catch {
      throw Fault(.inputOutput, error.reason)
    }
  }
}
