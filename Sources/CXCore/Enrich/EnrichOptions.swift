/// What enrich appends to a record.
public struct EnrichOptions: Codable, Sendable, Equatable {
  /// Whether the fields that need no asking are appended, see ``Enrich``.
  public var defaults = true
  /// Indicators of each series of candles.
  public var indicators: [IndicatorSpec] = []
  /// Fields by formula, for records of every kind; later ones may read earlier ones.
  public var assignments: [Assignment] = []
  /// Fields by symbol, for records of every kind.
  public var reference = ReferenceTable()

  /// The default fields and nothing else.
  public init() {}
}
