import CXRecord

/// What a payload does not say itself.
public struct PayloadOptions: Sendable {
  /// The symbol of bodies without one: klines, trades, aggTrades, depth.
  public var symbol: Name?
  /// The interval of klines from bodies and files; found from their times when nil.
  public var interval: Name?
  /// A symbol that a recording's name suggests: believed for a body without a symbol when every
  /// payload before it was of this symbol.
  public var suggestedSymbol: Name?

  /// Nothing known.
  public init() {}
}
