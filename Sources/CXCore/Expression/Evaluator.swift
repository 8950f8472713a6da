import CXRecord

/// Computes an expression for one record.
struct Evaluator<Record: FieldSource> {
  let record: Record
  /// What the parts that remember give for this record; a problem shows only where it is used.
  var sites: [Result<Value, EvaluationProblem>]

  /// Gives the site's inputs to its memory.
  ///
  /// An input without a value is remembered by `prev` as null, and does not count for an indicator.
  func advance(
    _ site: Program.Site, _ memory: inout ExpressionState.Memory
  ) -> Result<Value, EvaluationProblem> {
    var inputs: [Value] = []
    var problem: EvaluationProblem?
    for input in site.inputs {
      do {
        inputs.append(try value(of: input))
      } catch {
        inputs.append(.null)
        problem = error
      }
    }
    switch (site.memory, memory) {
    case (.previous, .previous(var history)):
      // Emptied first, so that the history is not copied when it changes.
      memory = .previous(History(length: 0))
      let result = history.push(inputs.first ?? .null)
      memory = .previous(history)
      return .success(result)
    case (.indicator(let spec, let output), .indicator(var indicator)):
      if let problem { return .failure(problem) }
      memory = .indicator(.none)
      defer { memory = .indicator(indicator) }
      return Result { () throws(EvaluationProblem) in
        try indicator.value(of: inputs, spec, output: output)
      }
    case (.change(let length), .change(var values)):
      if let problem { return .failure(problem) }
      memory = .change(PastValues())
      defer { memory = .change(values) }
      return Result { () throws(EvaluationProblem) in
        try values.change(to: inputs[0], at: inputs[1], within: length)
      }
    case (.crossing(let crossing), .crossing(var order)):
      if let problem { return .failure(problem) }
      defer { memory = .crossing(order) }
      return Result { () throws(EvaluationProblem) in
        try crossing.happened(inputs[0], inputs[1], after: &order)
      }
    default:
      return .success(.null)
    }
  }

  func value(of syntax: Syntax) throws(EvaluationProblem) -> Value {
    switch syntax {
    case .literal(let value): value
    case .field(let path): try record.value(at: path)
    case .site(let index): try sites[index].get()
    case .unary(.not, let operand): try Self.not(try value(of: operand))
    case .unary(.minus, let operand): try Self.negated(try value(of: operand))
    case .binary(.and, let left, let right): try both(left, right, decides: false)
    case .binary(.or, let left, let right): try both(left, right, decides: true)
    case .binary(let symbol, .literal(.null), let other) where symbol.precedence == 4:
      try comparedWithNull(symbol, other)
    case .binary(let symbol, let other, .literal(.null)) where symbol.precedence == 4:
      try comparedWithNull(symbol, other)
    case .binary(let symbol, let left, let right):
      try Operators.apply(symbol, try value(of: left), try value(of: right))
    case .call(let function, let arguments): try call(function, arguments)
    case .previous, .indicator, .change, .crossing: .null
    }
  }

  private func comparedWithNull(
    _ symbol: BinaryOperator, _ other: Syntax
  ) throws(EvaluationProblem) -> Value {
    let isNull = try value(of: other) == .null
    switch symbol {
    case .equal: return .bool(isNull)
    case .notEqual: return .bool(!isNull)
    default: return .null
    }
  }

  /// `and` (decided by false) and `or` (decided by true) of three values, the right side left
  /// alone when the left one decides.
  private func both(
    _ left: Syntax, _ right: Syntax, decides: Bool
  ) throws(EvaluationProblem) -> Value {
    let first = try Self.truth(try value(of: left))
    if first == decides { return .bool(decides) }
    let second = try Self.truth(try value(of: right))
    if second == decides { return .bool(decides) }
    return first == nil || second == nil ? .null : .bool(!decides)
  }

  private static func truth(_ value: Value) throws(EvaluationProblem) -> Bool? {
    switch value {
    case .bool(let value): value
    case .null: nil
    default: throw EvaluationProblem("a condition is \(value.kindName), not true or false")
    }
  }

  private static func not(_ value: Value) throws(EvaluationProblem) -> Value {
    try truth(value).map { .bool(!$0) } ?? .null
  }

  private static func negated(_ value: Value) throws(EvaluationProblem) -> Value {
    switch value {
    case .null: .null
    case .number(let number): .number(-number)
    default: throw EvaluationProblem("- needs a number, not \(value.kindName)")
    }
  }

  private func call(
    _ function: Function, _ arguments: [Syntax]
  ) throws(EvaluationProblem) -> Value {
    switch function {
    case .if:
      return try Self.truth(try value(of: arguments[0])) == true
        ? try value(of: arguments[1]) : try value(of: arguments[2])
    case .coalesce:
      for argument in arguments {
        let value = try value(of: argument)
        if value != .null { return value }
      }
      return .null
    case .isNull:
      return .bool(try value(of: arguments[0]) == .null)
    default:
      var values: [Value] = []
      for argument in arguments {
        let value = try value(of: argument)
        if value == .null { return .null }
        values.append(value)
      }
      return try function.apply(to: values)
    }
  }
}
