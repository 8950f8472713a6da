/// What is traded, where, and for whom: the key of every window, indicator and rule.
public struct Instrument: Hashable, Sendable, Codable, Comparable {
  /// Whose data it is; `default` when the records do not say.
  public var tenant: Name
  /// `binance`; empty when the records do not say.
  public var exchange: Name
  /// The exchange's own key; empty when the records do not say.
  public var symbol: Name

  /// The tenant of records that name none.
  public static let defaultTenant: Name = "default"

  /// An instrument; the tenant is the default one unless told.
  public init(tenant: Name = Self.defaultTenant, exchange: Name, symbol: Name) {
    self.tenant = tenant
    self.exchange = exchange
    self.symbol = symbol
  }

  /// By tenant, exchange, symbol.
  public static func < (left: Instrument, right: Instrument) -> Bool {
    (left.tenant, left.exchange, left.symbol) < (right.tenant, right.exchange, right.symbol)
  }
}

/// Instruments by small numbers, in order of first appearance.
///
/// It only grows, so a number keeps its meaning for as long as the table lives; what outlives the
/// table is keyed by name.
public final class Instruments {
  /// The instruments; a record's number is an index into it.
  public private(set) var all: [Instrument] = []
  private var numbers: [Instrument: Int32] = [:]
  // Each instrument's fields as they stand in a line: the same for every record of it.
  private var texts: [[UInt8]] = []
  /// The instruments by the bytes that readers found them under.
  private(set) lazy var nameTable = NameTable()

  /// An empty table.
  public init() {}

  /// The instrument's number, new if it was not seen before.
  public func number(of instrument: Instrument) -> Int32 {
    if let known = numbers[instrument] { return known }
    let number = Int32(all.count)
    all.append(instrument)
    texts.append(instrument.fields)
    numbers[instrument] = number
    return number
  }

  /// The instrument with that number.
  public subscript(number: Int32) -> Instrument { all[Int(number)] }

  /// The fields of the instrument with that number as they stand in a line.
  func fields(of number: Int32) -> [UInt8] { texts[Int(number)] }
}

extension Instrument {
  /// `,"exchange":"binance","symbol":"BTCUSDT"`, what is empty or the default left out.
  fileprivate var fields: [UInt8] {
    let block = Block()
    if !exchange.isEmpty {
      block.append(#","exchange":"#)
      block.append(jsonString: exchange)
    }
    if !symbol.isEmpty {
      block.append(#","symbol":"#)
      block.append(jsonString: symbol)
    }
    if tenant != Self.defaultTenant {
      block.append(#","tenant":"#)
      block.append(jsonString: tenant)
    }
    return Array(block.bytes)
  }
}
