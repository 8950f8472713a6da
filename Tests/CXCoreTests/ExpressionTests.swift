@testable import CXCore
@testable import CXRecord
import Testing

/// A record as a JSON line.
private struct LineFields: FieldSource {
  var line: String

  func value(at path: FieldPath) throws(EvaluationProblem) -> Value {
    let block = Block()
    block.append(line)
    return try JSONFields.value(at: path, in: block.bytes)
  }
}

private func evaluate(_ text: String, _ line: String = "{}") throws -> Value {
  let expression = try Expression(parsing: text)
  var state = expression.initialState
  return try expression.evaluate(LineFields(line: line), state: &state)
}

private func text(_ value: Value) -> String {
  let block = Block()
  block.append(value)
  return String(decoding: block.bytes, as: UTF8.self)
}

@Suite struct ExpressionTests {
  @Test(
    arguments: [
      ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("-2 - -3", "1"), ("7 % 3 - -7 % 3", "2"),
      ("0.1 + 0.2 = 0.3", "true"), ("1e3 == 1000.0", "true"), ("10 / 4", "2.5"),
      ("1 / 3", "0.3333333333333333"), ("2 / 3", "0.6666666666666667"),
      ("1e20 / 3", "33333333333333333333"), ("1 / 3e10", "0.00000000003333333333333333"),
      ("10.00 / 8", "1.25"), ("123456789.12345678 / 1", "123456789.12345678"),
      ("sqrt(2)", "1.414213562373095"), ("sqrt(1e10)", "100000"), ("sqrt(0.0001)", "0.01"),
      ("log(1)", "0"), ("log(2)", "0.693147180559945309"), ("log(0.001)", "-6.90775527898213705"),
      ("log(99999999999999999999999999999999999)", "80.5904782547915989"),
      ("round(2.5) + round(3.5)", "6"), ("round(1.2345, 2)", "1.23"), ("floor(-1.5)", "-2"),
      ("ceil(-1.5)", "-1"), ("ceil(1.0001)", "2"), ("abs(-3) + sign(-9)", "2"),
      ("min(3, 1, 2) + max(3, 1, 2)", "4"), ("if(1 < 2, 'a', 'b')", "\"a\""),
      ("if(null, 1, 2)", "2"), ("coalesce(null, x, 3)", "3"), ("null + 1", "null"),
      ("null == null", "true"), ("x == null", "true"), ("x != null", "false"),
      ("x == y", "null"), ("x < 1 and false", "false"), ("x < 1 or true", "true"),
      ("x < 1 and true", "null"), ("not x", "null"), ("not 1 == 2", "true"),
      ("true or 1 / 0 == 1", "true"), ("1 < 2 and not 2 < 1 or false", "true"),
      ("'a' + \"b\" == 'ab'", "true"), (#"'\u00e9' == "é""#, "true"), ("'a' < 'b'", "true"),
      ("contains('BTCUSDT', 'USD')", "true"), ("starts_with('BTC', 'BT')", "true"),
      ("ends_with('BTC', 'TC')", "true"), ("ends_with('C', 'TC')", "false"),
      ("len('é') + len('')", "1"), ("upper('a') + lower('B')", "\"Ab\""), ("is_null(x)", "true"),
      (".a.b + a.c", "3"), ("`odd name`", "5"), ("e", "\"\u{1F600}\""), ("a.b.c", "null"),
      ("twice", "2"),
    ])
  func evaluates(source: String, result: String) throws {
    let line =
      #"{"a":{"b":9},"a": {"b":1,"c":[],"c":2},"odd name":5,"e":"\ud83d\ude00","#
      + #""twic\u0065":2,"s":"} , {"}"#
    #expect(text(try evaluate(source, line)) == result)
  }

  @Test(
    arguments: [
      ("1 / 0", "division by zero"), ("1 % 0.0", "division by zero"),
      ("1 < 'a'", "< does not take a number and a text"), ("true < false", "< does not take"),
      ("1 and true", "a condition is a number, not true or false"), ("-'a'", "- needs a number"),
      ("sqrt(-1)", "the square root of a negative"), ("log(0)", "the logarithm of zero"),
      ("abs('x')", "abs needs a number, not a text"), ("o + 1", "\"o\" is an object"),
      ("1e38 * 1e38", "the result has more than 76 digits"),
      ("round(1, 99)", "round takes 0 to 76"), ("n", "\"n\" has more than 76 digits"),
    ])
  func saysWhy(source: String, reason: String) throws {
    do {
      let value = try evaluate(source, #"{"o":{},"n":1e99}"#)
      Issue.record("\(value)")
    } catch let problem as EvaluationProblem {
      #expect(problem.reason.hasPrefix(reason))
    }
  }

  @Test(
    arguments: [
      (
        "smma(close, 20) > close",
        "unknown function \"smma\"\n  smma(close, 20) > close\n  ^ did you mean \"sma\"?"
      ),
      (
        "'é' + (1 +",
        "a value is missing at the end\n  'é' + (1 +\n            ^"
      ),
      ("1 2", "an operator is needed here\n  1 2\n    ^"),
      ("a && b", "unknown operator \"&&\"\n  a && b\n    ^ did you mean \"and\"?"),
      (
        "1 < 2 < 3",
        "comparisons do not chain\n  1 < 2 < 3\n        ^ join them with \"and\": a < b and b < c"
      ),
      ("abs()", "abs does not take no argument\n  abs()\n  ^ write abs(x)"),
      (
        "1 + sma(close, n)",
        "the parameters of sma are numbers\n  1 + sma(close, n)\n      ^ write sma(x, n)"
      ),
      ("", "nothing here; an expression is needed\n  \n  ^"),
      ("'abc", "text without an end\n  'abc\n  ^"), ("#", "unexpected character \"#\"\n  #\n  ^"),
      ("1 + not x", "\"not\" needs parentheses here\n  1 + not x\n      ^ (not x)"),
      ("12ab", "\"12\" is followed by a letter\n  12ab\n    ^"),
    ])
  func pointsAtMistakes(source: String, description: String) {
    do {
      _ = try Expression(parsing: source)
      Issue.record("accepted")
    } catch {
      #expect(error.description == description)
    }
  }

  @Test func depthAndLengthAreBounded() {
    for source in [
      String(repeating: "(", count: 100_000), String(repeating: "-", count: 100_000) + "1",
      Array(repeating: "1", count: 100_000).joined(separator: "+"),
      String(repeating: "not ", count: 100_000) + "a",
      String(repeating: "abs(", count: 100_000) + "1",
    ] {
      #expect(throws: ExpressionError.self) { try Expression(parsing: source) }
    }
  }

  @Test func remembersEarlierRecords() throws {
    let expression = try Expression(
      parsing: "prev(x, 2) + if(x > 2, sma(x, 2), 0) * 100 + prev(prev(x)) * 10000")
    var state = expression.initialState
    let results = try [1, 2, 3, 4].map { x in
      text(try expression.evaluate(LineFields(line: #"{"x":\#(x)}"#), state: &state))
    }
    #expect(results == ["null", "null", "10251", "20352"])
  }
}
