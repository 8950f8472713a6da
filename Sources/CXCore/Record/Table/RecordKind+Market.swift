// What exchanges tell, and what windows make of it.
extension RecordKind {
  /// An execution.
  public static let trade = RecordKind(
    .trade, "An execution, or an aggregate of several of one taker at one price.",
    RecordField.instrument + [
      RecordField.time.key,
      .optional(
        .id, .identifier, "the exchange's id of the trade, or of the aggregate; -1 is none"
      ).key,
      .optional(.firstID, .identifier, "of an aggregate: the id of the first trade in it"),
      .optional(.lastID, .identifier, "of an aggregate: the id of the last trade in it"),
      .required(.price, .amount, "in the quote asset"),
      .required(.qty, .amount, "in the base asset"),
      .optional(.side, .choice(["buy", "sell"]), "what the taker did"),
    ],
    rules: ["`last_id` is not before `first_id`."])

  /// Open, high, low, close and volume of a span of time.
  public static let candle = RecordKind(
    .candle, "Open, high, low, close and volume of a span of time.",
    RecordField.instrument + [
      .optional(.interval, .text, "the span's name, `1m`, `1d`, `ticks(100)`").key,
      .required(.ts, .time, "the first moment").key,
      .optional(
        .end, .time, "the first moment after it; where absent, what `interval` says"),
      .required(.open, .amount, "the price of the first trade"),
      .required(.high, .amount, "the highest price"),
      .required(.low, .amount, "the lowest price"),
      .required(.close, .amount, "the price of the last trade"),
      .required(.volume, .amount, "the sum of quantities, in the base asset"),
      .optional(.quoteVolume, .amount, "the sum of price times quantity, in the quote asset"),
      .optional(.trades, .count, "how many executions"),
      .optional(.takerBuyVolume, .amount, "`volume` of trades whose taker bought"),
      .optional(.takerBuyQuoteVolume, .amount, "`quote_volume` of trades whose taker bought"),
      .optional(
        .vwap, .amount,
        "`quote_volume` by `volume`, rounded half to even; the close where nothing was traded"),
      .optional(.firstID, .identifier, "the first trade id in it"),
      .optional(.lastID, .identifier, "the last trade id in it"),
      .optional(.final, .flag, "whether no more trades are expected; true where absent"),
      .optional(.rev, .count, "how often it was corrected; 0 where absent"),
      .optional(.retracted, .flag, "whether it ceased to exist; false where absent"),
    ],
    rules: [
      "`end` is after `ts`.", "`high` is not below `low`.",
      "One that ceased to exist has its key, `rev` and `retracted`, and no prices or sums.",
    ])

  /// Best bid and ask.
  public static let quote = RecordKind(
    .quote, "The best bid and ask at a moment.",
    RecordField.instrument + [
      .optional(.ts, .time, "when; some exchanges do not say").key
    ] + RecordField.top(RecordField.required))

  /// Statistics of the last day or hours.
  public static let ticker = RecordKind(
    .ticker, "Statistics of a window that ends now, as the exchange gives them.",
    RecordField.instrument + [
      RecordField.time.key,
      .optional(.window, .text, "how long the window is, `24h`"),
      .optional(.open, .amount, "the price at its beginning"),
      .optional(.high, .amount, "the highest price"),
      .optional(.low, .amount, "the lowest price"),
      .optional(.last, .amount, "the last price"),
      .optional(.volume, .amount, "the sum of quantities, in the base asset"),
      .optional(.quoteVolume, .amount, "the sum of price times quantity, in the quote asset"),
      .optional(.change, .decimal(isSigned: true), "`last` less `open`"),
      .optional(.changePct, .decimal(isSigned: true), "the same in per cent of `open`"),
      .optional(.vwap, .amount, "the volume-weighted average price"),
    ] + RecordField.top(RecordField.optional) + [
      .optional(.trades, .count, "how many executions"),
      .optional(.firstID, .identifier, "the first trade id"),
      .optional(.lastID, .identifier, "the last trade id"),
    ])

  /// An order book, or a change of one.
  public static let depth = RecordKind(
    .depth, "A change of an order book, or the book itself.",
    RecordField.instrument + [
      .optional(.ts, .time, "when; some exchanges do not say").key,
      .optional(.firstID, .identifier, "of a change: the first update in it"),
      .optional(.lastID, .identifier, "the last update in it").key,
      .optional(.snapshot, .flag, "whether it is the whole book"),
      .optional(.bids, .levels, "`[price, quantity]`, best first; a quantity of 0 removes one"),
      .optional(.asks, .levels, "the same of the other side"),
    ],
    rules: ["`last_id` is not before `first_id`."])
}
