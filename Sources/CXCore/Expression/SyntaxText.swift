import CXRecord

extension Syntax {
  /// Text that parses to the same tree.
  var text: String {
    switch self {
    case .literal(let value): Self.text(of: value)
    case .field(let path):
      path.names.map { path.isQuoted ? "`\($0)`" : Self.quoted($0.text) }.joined(separator: ".")
    case .unary(.not, let operand): "not (\(operand.text))"
    case .unary(.minus, let operand): "-(\(operand.text))"
    case .binary(let symbol, let left, let right):
      "(\(left.text)) \(symbol.rawValue) (\(right.text))"
    case .call(let function, let arguments):
      Self.call(function.rawValue, arguments.map(\.text))
    case .previous(let operand, let distance): "prev(\(operand.text), \(distance))"
    case .indicator(let spec, let output, let inputs):
      Self.call(
        spec.kind.functions[output],
        (spec.kind.source == .given ? inputs.map(\.text) : [])
          + spec.parameters.map(\.description))
    case .change(let operand, _, let length):
      "change(\(operand.text), \(DurationText.text(length)))"
    case .crossing(let crossing, let left, let right):
      Self.call(crossing.rawValue, [left.text, right.text])
    case .site(let index): "#\(index)"
    }
  }

  private static func call(_ name: String, _ arguments: [String]) -> String {
    "\(name)(\(arguments.joined(separator: ", ")))"
  }

  private static func text(of value: Value) -> String {
    let block = Block()
    block.append(value)
    return String(decoding: block.bytes, as: UTF8.self)
  }

  private static func quoted(_ name: String) -> String {
    Lexer.isPlainName(name) ? name : "`\(name)`"
  }
}
