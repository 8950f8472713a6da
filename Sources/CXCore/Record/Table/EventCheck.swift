/// Why values make no event, whoever read them.
public struct EventProblem: Error, Equatable, Sendable {
  /// The field at fault.
  public let field: Field
  /// What is wrong with it, as the end of a sentence: `is negative: -3`.
  public let what: String

  /// The problem as a sentence that names the field.
  public var reason: String { "\"\(field.name)\" \(what)" }
}

// The checks that all readers share (NDJSON, payloads, CSV, Parquet, databases): what they let
// through, each writer can write and each reader reads back. The bounds are those of ``RecordKind``;
// the fast path of NDJSON refuses the same by its grammar, and a test holds the two together.

extension Trade {
  /// Refuses a trade that is none.
  ///
  /// `wide` is the ``Batch/wideTrades`` of its batch.
  public func check(_ wide: [WideTrade]) throws(EventProblem) {
    try Check.time(.ts, time)
    if let place = widePlace {
      try Check.amount(.price, wide[place].price)
      try Check.amount(.qty, wide[place].quantity)
    } else if priceUnits < 0 || quantityUnits < 0 {
      try Check.amount(.price, Decimal(units: Int128(priceUnits), scale: priceScale))
      try Check.amount(.qty, Decimal(units: Int128(quantityUnits), scale: quantityScale))
    }
    if firstID == Self.noID && lastID == Self.noID { return }
    try Check.identifier(.firstID, firstID)
    try Check.identifier(.lastID, lastID)
    try Check.ids(.firstID, firstID, .lastID, lastID)
  }
}

extension Candle {
  /// Refuses a candle that is none.
  public func check() throws(EventProblem) {
    try Check.time(.ts, time)
    try Check.time(.end, end)
    if end <= time { throw EventProblem(field: .end, what: "is not after \"ts\"") }
    try Check.amount(.open, open)
    try Check.amount(.high, high)
    try Check.amount(.low, low)
    try Check.amount(.close, close)
    if high < low { throw EventProblem(field: .high, what: "is below \"low\": \(high) < \(low)") }
    try Check.amount(.volume, volume)
    try Check.amount(.quoteVolume, quoteVolume)
    try Check.amount(.takerBuyVolume, takerBuyVolume)
    try Check.amount(.takerBuyQuoteVolume, takerBuyQuoteVolume)
    try Check.identifier(.trades, trades)
    try Check.identifier(.firstID, firstID)
    try Check.identifier(.lastID, lastID)
    try Check.ids(.firstID, firstID, .lastID, lastID)
    try Check.identifier(.rev, revision)
  }
}

extension Quote {
  /// Refuses a quote that is none.
  public func check() throws(EventProblem) {
    if let time { try Check.time(.ts, time) }
    try Check.amount(.bid, bid)
    try Check.amount(.bidQty, bidQuantity)
    try Check.amount(.ask, ask)
    try Check.amount(.askQty, askQuantity)
  }
}

/// Single values against the bounds of the table.
enum Check {
  static func time(_ field: Field, _ microseconds: Int64) throws(EventProblem) {
    if !Timestamp(microseconds: microseconds).isInRange {
      throw EventProblem(field: field, what: "is out of range: \(microseconds)")
    }
  }

  static func amount(_ field: Field, _ value: Decimal?) throws(EventProblem) {
    if let value, value.units < 0 { throw negative(field, value) }
  }

  /// An id or a count.
  static func identifier(_ field: Field, _ value: Int64?) throws(EventProblem) {
    if let value, !RecordKind.identifiers.contains(value) {
      throw EventProblem(
        field: field, what: value < 0 ? "is negative: \(value)" : "is out of range: \(value)")
    }
  }

  static func ids(
    _ firstField: Field, _ first: Int64?, _ lastField: Field, _ last: Int64?
  ) throws(EventProblem) {
    if let first, let last, last < first {
      throw EventProblem(field: lastField, what: "is before \"\(firstField.name)\"")
    }
  }

  static func negative(_ field: Field, _ value: Decimal) -> EventProblem {
    EventProblem(field: field, what: "is negative: \(value)")
  }
}
