import CXRecord

/// An operator between two operands, spelt as it prints.
enum BinaryOperator: String, CaseIterable, Sendable {
  case or, and
  case equal = "==", notEqual = "!=", less = "<", lessEqual = "<=", greater = ">"
  case greaterEqual = ">="
  case plus = "+", minus = "-", times = "*", divide = "/", remainder = "%"

  /// Higher binds tighter; `not` is 3 and the unary minus 7.
  var precedence: Int {
    switch self {
    case .or: 1
    case .and: 2
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: 4
    case .plus, .minus: 5
    case .times, .divide, .remainder: 6
    }
  }
}

/// An operator before its operand.
enum UnaryOperator: Sendable {
  case not, minus
}

/// An expression as a tree.
indirect enum Syntax: Sendable, Equatable {
  case literal(Value)
  case field(FieldPath)
  case unary(UnaryOperator, Syntax)
  case binary(BinaryOperator, Syntax, Syntax)
  case call(Function, [Syntax])
  /// The operand's value some records ago.
  case previous(Syntax, Int)
  /// One output of an indicator over its inputs.
  case indicator(IndicatorSpec, output: Int, [Syntax])
  /// The relative change of the first operand within so many microseconds of the second.
  case change(Syntax, time: Syntax, Int64)
  /// Whether the first operand crossed the second.
  case crossing(Crossing, Syntax, Syntax)
  /// Stands in a ``Program`` for a part that remembers: an index into its sites.
  case site(Int)
}

/// Which field of a record is meant: its name, or names from the outside in.
public struct FieldPath: Sendable, Equatable {
  /// The names; `a.b` has two.
  public var names: [Name]
  /// The field that a record's event holds, when the path is one of those.
  public var known: KnownField?
  /// Whether it was written in backticks, so that it is meant as it stands.
  public var isQuoted: Bool

  /// The path with these names.
  public init(_ names: [Name], isQuoted: Bool = false) {
    self.names = names
    self.isQuoted = isQuoted
    known = names.count == 1 ? names.first.flatMap { KnownField(rawValue: $0.text) } : nil
  }
}

/// Fields that the batch holds ready, as they are spelt in a record.
public enum KnownField: String, CaseIterable, Sendable {
  /// Every record's.
  case type, tenant, exchange, symbol, ts
  /// A trade's.
  case price, qty, side
  /// A candle's.
  case interval, end, open, high, low, close, volume, trades, vwap, rev
  /// A candle's, where the source tells.
  case quoteVolume = "quote_volume", takerBuyVolume = "taker_buy_volume"
  /// A candle's, where the source tells.
  case takerBuyQuoteVolume = "taker_buy_quote_volume"
  /// Whether a candle is closed.
  case isFinal = "final"
  /// A quote's.
  case bid, ask
  /// A quote's, where the source tells.
  case bidQuantity = "bid_qty", askQuantity = "ask_qty"
}
