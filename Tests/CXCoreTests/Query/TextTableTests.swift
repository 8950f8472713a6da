import CXCore
import Testing

@Suite struct TextTableTests {
  @Test func numbersAreAlignedByTheirPoints() {
    var table = TextTable(["name", "price", "none"], width: 80)
    let rows = [["a", "1.25", ""], ["long", "100", ""], ["b", "-0.5", ""]]
    #expect(table.begin(with: rows) == "name   price")
    #expect(rows.map(table.line) == ["a       1.25", "long  100", "b      -0.5"])
  }

  @Test func whatHasNoRoomIsToldByAnEllipsis() {
    var table = TextTable(["a", "b", "c"], width: 12)
    #expect(table.begin(with: [["aaaa", "bbbb", "cccc"]]) == "a     …")
    #expect(table.line(["aaaa", "bbbb", "cccc"]) == "aaaa")
    var wide = TextTable(["a", "b", "c"], width: 16)
    #expect(wide.begin(with: [["aaaa", "bbbb", "cccc"]]) == "a     b     c")
  }
}
