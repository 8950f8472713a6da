import CXRecord

/// All that can be called in an expression: functions of one record, `prev`, and indicators.
public enum Catalog {
  /// A call as it is written and, in one line, what it gives: for the manual and `--help`.
  public static var help: [(call: String, gives: String)] {
    Function.allCases.map(\.help)
      + [("prev(x, n)", "x of the nth record before this one (1)")]
      + [("change(x, d)", "x over what it was a duration ago, less 1: change(5m) > 2%")]
      + Crossing.allCases.map(\.help) + NamedForm.allCases.map(\.help)
      + IndicatorKind.allCases.map(\.help)
  }

  /// All names.
  static let names: [String] =
    Function.allCases.map(\.rawValue) + ["prev", "change"] + Crossing.allCases.map(\.rawValue)
    + NamedForm.allCases.map(\.rawValue) + IndicatorKind.allCases.flatMap(\.functions)

  /// How far back `prev` may look, and how long an indicator may be: what an instrument may cost.
  static let farthest = 100_000

  struct Problem: Error {
    var message: String
    var hint: String?
  }

  /// The call of `name`, its arguments checked as far as they can be before there is a record.
  static func call(_ name: String, _ arguments: [Syntax]) throws(Problem) -> Syntax {
    if let function = Function(rawValue: name) {
      guard function.arity.contains(arguments.count) else {
        throw Problem(
          message: "\(name) does not take \(counted(arguments.count))",
          hint: "write \(function.help.call)")
      }
      return .call(function, arguments)
    }
    if name == "prev" { return try previous(arguments) }
    if name == "change" { return try change(arguments) }
    if let crossing = Crossing(rawValue: name) {
      guard arguments.count == 2 else {
        throw Problem(
          message: "\(name) does not take \(counted(arguments.count))",
          hint: "write \(crossing.help.call)")
      }
      return .crossing(crossing, arguments[0], arguments[1])
    }
    if let form = NamedForm(rawValue: name) {
      guard let syntax = form.syntax(arguments) else {
        throw Problem(
          message: "\(name) takes numbers, \(form.arity.lowerBound) to \(form.arity.upperBound)",
          hint: "write \(form.help.call)")
      }
      return syntax
    }
    for kind in IndicatorKind.allCases {
      if let output = kind.functions.firstIndex(of: name) {
        return try indicator(kind, output: output, arguments)
      }
    }
    throw Problem(
      message: "unknown function \"\(name)\"", hint: Suggestion.hint(for: name, among: names))
  }

  private static func counted(_ count: Int) -> String {
    switch count {
    case 0: "no argument"
    case 1: "1 argument"
    default: "\(count) arguments"
    }
  }

  private static func previous(_ arguments: [Syntax]) throws(Problem) -> Syntax {
    guard let operand = arguments.first, arguments.count <= 2 else {
      throw Problem(
        message: "prev does not take \(counted(arguments.count))",
        hint: "write prev(x) or prev(x, n)")
    }
    guard arguments.count == 2 else { return .previous(operand, 1) }
    guard
      case .literal(.number(let value)) = arguments[1],
      let whole = value.units(atScale: 0).flatMap({ Int64(exactly: $0) }),
      (1...Int64(farthest)).contains(whole)
    else {
      throw Problem(
        message: "prev counts back a whole number of records", hint: "1 to \(farthest)")
    }
    return .previous(operand, Int(whole))
  }

  private static func change(_ arguments: [Syntax]) throws(Problem) -> Syntax {
    guard
      (1...2).contains(arguments.count), case .literal(.number(let value))? = arguments.last,
      let length = value.units(atScale: 0).flatMap({ Int64(exactly: $0) }), length > 0
    else {
      throw Problem(
        message: "change takes a value and a duration", hint: "write change(5m) or change(x, 5m)")
    }
    func field(_ name: Name) -> Syntax { .field(FieldPath([name])) }
    let operand = arguments.count == 2 ? arguments[0] : IndicatorKind.Source.given.defaultInputs[0]
    // A candle's values are those of its end.
    return .change(operand, time: .call(.coalesce, [field("end"), field("ts")]), length)
  }

  /// Numbers at the end are parameters; what stands before them is the source.
  private static func indicator(
    _ kind: IndicatorKind, output: Int, _ arguments: [Syntax]
  ) throws(Problem) -> Syntax {
    var parameters: [Decimal] = []
    var inputs: [Syntax] = []
    for (index, argument) in arguments.enumerated() {
      if case .literal(.number(let value)) = argument {
        parameters.append(value)
      } else if index == 0, kind.source == .given {
        inputs.append(argument)
      } else {
        throw Problem(
          message: "the parameters of \(kind.rawValue) are numbers",
          hint: "write \(kind.help.call)")
      }
    }
    let spec: IndicatorSpec
    do {
      spec = try IndicatorSpec(kind, parameters)
    } catch {
      throw Problem(message: error.reason, hint: "write \(kind.help.call)")
    }
    if inputs.isEmpty { inputs = kind.source.defaultInputs }
    return .indicator(spec, output: output, inputs)
  }
}
