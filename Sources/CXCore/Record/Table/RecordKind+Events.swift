// What `cx` itself has to say.
extension RecordKind {
  /// What could not be had.
  public static let gap = RecordKind(
    .gap, "What could not be had: trade ids, or a span of time.",
    RecordField.instrument + [
      .optional(.ts, .time, "when it was noticed, in event time").key,
      .optional(.fromID, .identifier, "the first id that is missing").key,
      .optional(.toID, .identifier, "the last one"),
      .optional(.from, .time, "the beginning of the span that is missing").key,
      .optional(.to, .time, "its end"),
      .optional(.reason, .text, "why, in a word: `feed`, `disconnect`, `book`, ..."),
    ],
    rules: ["`to_id` is not before `from_id`."])

  /// Time passing.
  public static let tick = RecordKind(
    .tick, "A promise that nothing older than `ts` will come: time passes where records do not.",
    [RecordField.time.key])

  /// What a rule has to say.
  public static let alert = RecordKind(
    .alert, "What a rule has to say.",
    RecordField.instrument + [
      .optional(.interval, .text, "the interval of the candles that it is about"),
      RecordField.time.key,
      .required(.rule, .text, "the rule's name"),
      .required(
        .state, .choice(["firing", "resolved", "retracted"]),
        "it began; it ended; the record that it fired on was corrected"),
      .optional(.severity, .choice(["info", "warning", "critical"]), "how bad it is"),
      .optional(.value, .scalar, "what the condition compared"),
      .optional(.message, .text, "the rule's message, its fields filled in"),
      .optional(.labels, .labels, "the rule's labels"),
      .optional(.window, .time, "the first moment of the candle that it is about"),
      .optional(.rev, .count, "the revision of that candle"),
      .optional(.silenced, .text, "the name of the silence that it is under"),
      .optional(.key, .text, "the same for the same event, in every run and try").key,
    ])

  /// What became of an alert on its way to a receiver.
  public static let delivery = RecordKind(
    .delivery, "What became of an alert on its way to a receiver.",
    [
      RecordField.time.key,
      .required(.receiver, .text, "to whom").key,
      .required(
        .state, .choice(["waiting", "delivered", "dead"]), "where it stands"),
      .optional(.tries, .count, "how often it was tried"),
      .optional(.next, .time, "when it will be tried again"),
      .optional(.at, .time, "when it was delivered or given up"),
      .optional(.reason, .text, "what the receiver said"),
      .required(.key, .text, "the alert's key").key,
      .optional(.notification, .text, "the notification that it went with"),
      .optional(.alert, .record, "the alert"),
    ])
}
