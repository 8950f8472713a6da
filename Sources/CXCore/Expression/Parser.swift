import CXRecord

/// Reads an expression by recursive descent, one function a level of precedence.
struct Parser {
  static let reserved: Set<Name> = ["and", "or", "not", "true", "false", "null"]
  /// How deep parentheses and calls may nest, and how many operands and operators there may be:
  /// far beyond use, and within any thread's stack.
  private static let deepest = 100
  private static let longest = 2_000

  private let source: String
  private let tokens: [Token]
  private var position = 0
  private var depth = 0
  private var size = 0

  private init(_ source: String) throws(ExpressionError) {
    self.source = source
    tokens = try Lexer.tokens(of: source)
  }

  static func parse(_ source: String) throws(ExpressionError) -> Syntax {
    var parser = try Parser(source)
    if parser.token.kind == .end { throw parser.error("nothing here; an expression is needed") }
    let syntax = try parser.binary(above: 0)
    if parser.token.kind != .end { throw parser.unexpected("an operator") }
    return syntax
  }

  // MARK: - Tokens

  private var token: Token { tokens[position] }

  private func error(_ message: String, at token: Token? = nil, hint: String? = nil)
    -> ExpressionError
  {
    ExpressionError(message, source: source, at: (token ?? self.token).start, hint: hint)
  }

  private func unexpected(_ wanted: String) -> ExpressionError {
    switch token.kind {
    case .end: error("\(wanted) is missing at the end")
    case .symbol(let text), .name(let text): error("\(wanted) is needed, not \"\(text)\"")
    case .number, .text, .quotedName: error("\(wanted) is needed here")
    }
  }

  private mutating func accept(_ sign: String) -> Bool {
    guard token.kind == .symbol(sign) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ sign: String) throws(ExpressionError) {
    if !accept(sign) { throw unexpected("\"\(sign)\"") }
  }

  // MARK: - Grammar

  /// Operators that bind tighter than `floor`, with their operands.
  private mutating func binary(above floor: Int) throws(ExpressionError) -> Syntax {
    var left = try unary(above: floor)
    while let symbol = operatorHere, symbol.precedence > floor {
      let place = token
      position += 1
      left = .binary(symbol, left, try binary(above: symbol.precedence))
      if symbol.precedence == 4, let next = operatorHere, next.precedence == 4 {
        throw error(
          "comparisons do not chain", hint: "join them with \"and\": a < b and b < c")
      }
      size += 1
      if size > Self.longest { throw error("the expression is too long", at: place) }
    }
    return left
  }

  private var operatorHere: BinaryOperator? {
    switch token.kind {
    case .symbol(let text), .name(let text): BinaryOperator(rawValue: text)
    default: nil
    }
  }

  private mutating func unary(above floor: Int) throws(ExpressionError) -> Syntax {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest { throw error("the expression nests too deeply") }
    if token.kind == .name("not") {
      if floor > 3 { throw error("\"not\" needs parentheses here", hint: "(not x)") }
      position += 1
      return .unary(.not, try binary(above: 3))
    }
    if accept("-") {
      if case .number(let value) = token.kind {
        position += 1
        return .literal(.number(-value))
      }
      return .unary(.minus, try unary(above: 7))
    }
    return try primary()
  }

  private mutating func primary() throws(ExpressionError) -> Syntax {
    let place = token
    position += place.kind == .end ? 0 : 1
    switch place.kind {
    case .number(let value): return .literal(.number(value))
    case .text(let value): return .literal(.text(value))
    case .quotedName(let name): return .field(try path(from: name, isQuoted: true))
    case .name("true"): return .literal(.bool(true))
    case .name("false"): return .literal(.bool(false))
    case .name("null"): return .literal(.null)
    case .name(let name) where !Self.reserved.contains(Name(name)):
      if accept("(") { return try call(name, at: place) }
      return .field(try path(from: name))
    case .symbol("("):
      let inner = try binary(above: 0)
      try expect(")")
      return inner
    case .symbol("."):
      // jq's spelling of a field.
      return .field(try path(from: try fieldName()))
    default:
      position -= place.kind == .end ? 0 : 1
      throw unexpected("a value")
    }
  }

  private mutating func fieldName() throws(ExpressionError) -> String {
    switch token.kind {
    case .name(let name), .quotedName(let name):
      position += 1
      return name
    default: throw unexpected("a field's name")
    }
  }

  private mutating func path(
    from first: String, isQuoted: Bool = false
  ) throws(ExpressionError) -> FieldPath {
    var names = [first]
    while accept(".") {
      names.append(try fieldName())
      if names.count > Self.deepest { throw error("the expression nests too deeply") }
    }
    return FieldPath(names.map { Name($0) }, isQuoted: isQuoted)
  }

  private mutating func call(_ name: String, at place: Token) throws(ExpressionError) -> Syntax {
    var arguments: [Syntax] = []
    if !accept(")") {
      repeat { arguments.append(try binary(above: 0)) } while accept(",")
      try expect(")")
    }
    size += arguments.count
    do {
      return try Catalog.call(name, arguments)
    } catch {
      throw self.error(error.message, at: place, hint: error.hint)
    }
  }
}
