import CXTestKit
import Testing

/// Books followed through losses and cuts: each one that is shown is the exchange's at that id, and
/// where something was missed a gap says so.
@Suite(.serialized) struct DepthTests {
  @Test(arguments: [
    (nil, 0...0), ("kind=double-depth&count=10", 0...0), ("kind=lose-depth&count=1", 1...1),
    ("kind=lose-depth&count=40", 1...1), ("kind=swap-depth", 1...1), ("kind=cut", 0...1),
  ])
  func `the best levels are the exchange's`(fault: String?, gaps: ClosedRange<Int>) throws {
    let followed = try Followed("depth BTCUSDT --levels 10")
    #expect(followed.run(lines: 20))
    if let fault { _ = try followed.ask("socket?\(fault)") }
    #expect(followed.run(lines: 60))
    let (lines, outcome) = followed.stop()
    #expect(outcome.ending == .died(signal: 15))
    let found = lines.filter { $0.contains("\"gap\"") }
    #expect(gaps.contains(found.count), "\(found)")
    #expect(found.allSatisfy { $0.contains("\"reason\":\"book\"") })
    try check(lines.filter { !$0.contains("\"gap\"") }, against: followed)
  }

  @Test func `a picture that does not come is asked for again`() throws {
    let followed = try Followed(
      "depth BTCUSDT", options: "--seed 51 --fault 'kind=500&path=depth'")
    #expect(followed.run(lines: 20))
    let (lines, _) = followed.stop()
    try check(lines, against: followed)
  }

  @Test(arguments: [nil, "kind=lose-depth", "kind=cut"])
  func `changes make the exchange's book`(fault: String?) throws {
    let followed = try Followed("depth BTCUSDT --changes")
    #expect(followed.run(lines: 20))
    if let fault { _ = try followed.ask("socket?\(fault)") }
    #expect(followed.run(lines: 40))
    let (lines, _) = followed.stop()
    var sides = [[Substring: Substring](), [:]]
    var last: Int64 = 0
    for line in lines {
      // What stands behind a gap goes on from another picture.
      guard !line.contains("\"gap\""), let id = line.number("last_id") else {
        last = 0
        continue
      }
      if let first = line.number("first_id") {
        #expect(last > 0 && first <= last + 1 && id > last)
      } else {
        sides = [[:], [:]]
      }
      last = id
      let parts = line.split(separator: "\"asks\":")
      for (number, part) in parts.enumerated() {
        for level in part.matches(of: #/\[([0-9.]+),([0-9.]+)\]/#) {
          sides[number][level.1] = level.2 == "0" ? nil : level.2
        }
      }
    }
    let truth = try followed.ask("books?symbol=BTCUSDT&levels=1000&from=\(last)")
    let book = try #require(truth.split(separator: "\n").first).split(separator: "\"asks\":")
    for (side, text) in zip(sides, book) {
      let levels = text.matches(of: #/\[([0-9.]+),([0-9.]+)\]/#)
      #expect(levels.count == side.count)
      #expect(levels.allSatisfy { side[$0.1] == $0.2 })
    }
  }

  @Test func `raw payloads replay as the same books`() throws {
    let followed = try Followed("depth BTCUSDT --raw")
    #expect(followed.run(lines: 20))
    _ = try followed.ask("socket?kind=lose-depth")
    #expect(followed.run(lines: 40))
    let (lines, _) = followed.stop()
    let replayed = try BuiltProgram.run(
      "cx fetch replay --book 10", input: lines.map { $0 + "\n" }.joined())
    #expect(replayed.errorText == "")
    let books = replayed.outputText.split(separator: "\n")
    #expect(books.count { $0.contains("\"gap\"") } == 1)
    // Up to the gap; behind it a replay shows what it has.
    let whole = Array(books.prefix { !$0.contains("\"gap\"") })
    #expect(whole.count > 10)
    try check(whole, against: followed)
  }

  private func check(
    _ lines: [Substring], against followed: Followed
  ) throws {
    let ids = lines.compactMap { $0.number("last_id") }
    #expect(ids.count == lines.count)
    #expect(zip(ids, ids.dropFirst()).allSatisfy(<))
    let first = try #require(ids.first)
    let truth = try followed.ask("books?symbol=BTCUSDT&levels=10&from=\(first)")
    var books: [Int64: Substring] = [:]
    for line in truth.split(separator: "\n") { books[line.number("last_id") ?? 0] = line }
    let wrong = lines.first { line in
      guard let id = line.number("last_id"), let book = books[id] else { return true }
      return !line.hasSuffix(book)
    }
    #expect(wrong == nil)
  }
}
