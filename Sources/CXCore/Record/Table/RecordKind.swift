/// What a record of one kind consists of: the one place that says so.
///
/// From these values come the checks of the general reader, the order of writing, the columns of
/// stores, the names that expressions and options may use, the JSON Schema and the manual page of
/// records.
public struct RecordKind: Sendable {
  /// Which kind.
  public let kind: Kind
  /// What such a record says, in a sentence.
  public let summary: String
  /// Its fields in the order of writing, after `type`; records may have others, which pass through
  /// untouched.
  public let fields: [RecordField]
  /// What holds between its fields, a sentence each.
  public let rules: [String]

  /// The value of the field `type`.
  public var name: String { kind.name?.description ?? "" }

  /// What the field of that name is in records of this kind.
  public subscript(field: Field) -> RecordField? { fields.first { $0.field == field } }

  /// The bounds of ids and counts: the difference of two never overflows.
  public static let identifiers: Range<Int64> = 0..<(1 << 62)

  /// All kinds, in the order of the manual.
  public static let all = [
    trade, candle, quote, ticker, depth, gap, tick, alert, delivery,
  ]

  /// What is known of a kind; nil for ``Kind/other``.
  public static func of(_ kind: Kind) -> RecordKind? { all.first { $0.kind == kind } }

  init(
    _ kind: Kind, _ summary: String, _ fields: [RecordField], rules: [String] = []
  ) {
    self.kind = kind
    self.summary = summary
    self.fields = fields
    self.rules = rules
  }
}

// MARK: - Fields that several kinds have

extension RecordField {
  /// Whose data, where and what.
  static let instrument: [RecordField] = [
    optional(.exchange, .text, "where it happened, `binance`").key,
    optional(.symbol, .text, "the exchange's own spelling, `BTCUSDT`; its bytes count").key,
    optional(.tenant, .text, "whose data it is; `default` where absent").key,
  ]

  static let time = required(.ts, .time, "when it happened")

  /// Best bid and ask, as far as a kind needs them.
  static func top(_ need: (Field, FieldContent, String) -> RecordField) -> [RecordField] {
    [
      need(.bid, .amount, "the best bid"),
      optional(.bidQty, .amount, "the quantity there, in the base asset"),
      need(.ask, .amount, "the best ask"),
      optional(.askQty, .amount, "the quantity there, in the base asset"),
    ]
  }
}
