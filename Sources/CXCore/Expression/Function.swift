/// The functions that look at one record only.
public enum Function: String, CaseIterable, Sendable {
  /// See ``help``, which is also the manual's text.
  case abs, min, max, round, floor, ceil, sqrt, log, sign
  /// See ``help``.
  case `if`, coalesce, isNull = "is_null"
  /// See ``help``.
  case length = "len"
  /// See ``help``.
  case lower, upper, contains, startsWith = "starts_with", endsWith = "ends_with"

  /// How many arguments it takes.
  public var arity: ClosedRange<Int> {
    switch self {
    case .abs, .floor, .ceil, .sqrt, .log, .sign, .isNull, .length, .lower, .upper: 1...1
    case .min, .max, .coalesce: 1...64
    case .round: 1...2
    case .contains, .startsWith, .endsWith: 2...2
    case .if: 3...3
    }
  }

  /// The call and, in one line, what it gives.
  public var help: (call: String, gives: String) {
    switch self {
    case .abs: ("abs(x)", "the distance from zero")
    case .min: ("min(x, ...)", "the least number")
    case .max: ("max(x, ...)", "the greatest number")
    case .round: ("round(x, n)", "x with n decimals (0), rounded half to even")
    case .floor: ("floor(x)", "the next whole number below")
    case .ceil: ("ceil(x)", "the next whole number above")
    case .sqrt: ("sqrt(x)", "the square root, at least 16 significant digits")
    case .log: ("log(x)", "the natural logarithm, 18 significant digits")
    case .sign: ("sign(x)", "-1, 0 or 1")
    case .if: ("if(c, a, b)", "a where c is true, b where it is false or null")
    case .coalesce: ("coalesce(a, ...)", "the first that is not null")
    case .isNull: ("is_null(x)", "whether x is null or absent")
    case .length: ("len(t)", "how many characters a text has")
    case .lower: ("lower(t)", "the text in lower case")
    case .upper: ("upper(t)", "the text in upper case")
    case .contains: ("contains(t, part)", "whether the text has that part")
    case .startsWith: ("starts_with(t, part)", "whether the text begins so")
    case .endsWith: ("ends_with(t, part)", "whether the text ends so")
    }
  }
}
