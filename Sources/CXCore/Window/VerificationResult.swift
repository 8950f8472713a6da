import CXRecord

/// What a ``Verification`` found.
public struct VerificationResult: Equatable, Sendable {
  /// A field that is not the same on both sides, each value as output writes it.
  public struct Field: Equatable, Sendable {
    /// The record's field, `volume`.
    public var name: String
    /// Our value.
    public var ours: String
    /// The exchange's.
    public var theirs: String
  }

  /// A candle that is not the same on both sides.
  public struct Difference: Equatable, Sendable {
    /// Which candle.
    public var name: Verification.CandleName
    /// Where it differs; at least one field.
    public var fields: [Field]
  }

  /// Candles equal in all fields that both sides have.
  public internal(set) var matched = 0
  /// Candles that differ, in order of name.
  public internal(set) var differing: [Difference] = []
  /// The first or last candle of ours that holds only part of its window.
  public internal(set) var partial: [Verification.CandleName] = []
  /// Klines with volume that we lack.
  public internal(set) var missingOurs: [Verification.CandleName] = []
  /// Candles of ours that the exchange lacks.
  public internal(set) var missingTheirs: [Verification.CandleName] = []
  /// Klines without volume that we lack.
  public internal(set) var quiet = 0
  /// Candles of ours with no kline of the same exchange, symbol and interval to compare with.
  public internal(set) var unmatchedSeries: [Verification.Series] = []

  /// Whether something was compared and all of it was equal.
  public var agrees: Bool {
    matched > 0 && differing.isEmpty && missingOurs.isEmpty && missingTheirs.isEmpty
      && unmatchedSeries.isEmpty
  }

  /// The whole in a line: `1438 candles equal, 1 differing, 2 partial at the ends of the input`.
  public var summary: String {
    let counts = [
      (differing.count, "differing"), (missingOurs.count, "missing here"),
      (missingTheirs.count, "missing at the exchange"),
      (partial.count, "partial at the ends of the input"), (quiet, "quiet"),
      (unmatchedSeries.count, "series without klines"),
    ]
    let rest = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return (["\(matched) \(matched == 1 ? "candle" : "candles") equal"] + rest)
      .joined(separator: ", ")
  }

  /// What is wrong, a line each, at most `limit` and then how many more, and the summary last.
  public func lines(limit: Int = 10) -> [String] {
    let all =
      unmatchedSeries.map { "\($0): no klines to compare with" }
      + differing.map { difference in
        "\(difference.name): "
          + difference.fields.map { "\($0.name) \($0.ours), exchange \($0.theirs)" }
          .joined(separator: "; ")
      }
      + missingOurs.map { "\($0): missing, the exchange has it" }
      + missingTheirs.map { "\($0): the exchange does not have it" }
    let more = all.count > limit ? ["... and \(all.count - limit) more"] : []
    return all.prefix(limit) + more + [summary]
  }

  /// The fields that both sides have and that are not equal; decimals are equal by value.
  static func fields(ours: Candle, theirs: Candle) -> [Field] {
    var result: [Field] = []
    func compare<Value: Equatable>(_ name: String, _ left: Value?, _ right: Value?) {
      guard let left, let right, left != right else { return }
      result.append(Field(name: name, ours: "\(left)", theirs: "\(right)"))
    }
    compare("end", ours.end, theirs.end)
    compare("open", ours.open, theirs.open)
    compare("high", ours.high, theirs.high)
    compare("low", ours.low, theirs.low)
    compare("close", ours.close, theirs.close)
    compare("volume", ours.volume, theirs.volume)
    compare("quote_volume", ours.quoteVolume, theirs.quoteVolume)
    compare("trades", ours.trades, theirs.trades)
    compare("taker_buy_volume", ours.takerBuyVolume, theirs.takerBuyVolume)
    compare("taker_buy_quote_volume", ours.takerBuyQuoteVolume, theirs.takerBuyQuoteVolume)
    compare("first_id", ours.firstID, theirs.firstID)
    compare("last_id", ours.lastID, theirs.lastID)
    return result
  }
}
