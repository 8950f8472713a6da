/// What is traded, where, and for whom: the key of every window, indicator and rule.
public struct Instrument: Hashable, Sendable, Codable, Comparable {
  /// Whose data it is; `default` when the records do not say.
  public var tenant: String
  /// `binance`; empty when the records do not say.
  public var exchange: String
  /// The exchange's own spelling; empty when the records do not say.
  public var symbol: String

  /// The tenant of records that name none.
  public static let defaultTenant = "default"

  /// An instrument; the tenant is the default one unless told.
  public init(tenant: String = Self.defaultTenant, exchange: String, symbol: String) {
    self.tenant = tenant
    self.exchange = exchange
    self.symbol = symbol
  }

  /// By tenant, exchange, symbol.
  public static func < (left: Instrument, right: Instrument) -> Bool {
    (left.tenant, left.exchange, left.symbol) < (right.tenant, right.exchange, right.symbol)
  }
}

/// Instruments by small numbers, in order of first appearance. It only grows, so a number keeps
/// its meaning for as long as the table lives; what outlives the table is keyed by name.
public final class Instruments {
  /// The instruments; a record's number is an index into it.
  public private(set) var all: [Instrument] = []
  private var numbers: [Instrument: Int32] = [:]

  /// An empty table.
  public init() {}

  /// The instrument's number, new if it was not seen before.
  public func number(of instrument: Instrument) -> Int32 {
    if let known = numbers[instrument] { return known }
    let number = Int32(all.count)
    all.append(instrument)
    numbers[instrument] = number
    return number
  }

  /// The instrument with that number.
  public subscript(number: Int32) -> Instrument { all[Int(number)] }
}
