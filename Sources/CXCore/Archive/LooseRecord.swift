import CXRecord

/// What a store has to know of a record that has no event: a ticker or an alert.
public struct LooseRecord: Sendable {
  /// What sort of record it is.
  public var kind: ArchiveKind
  /// What it is about.
  public var instrument: Instrument
  /// Event time, microseconds since 1970 UTC.
  public var time: Int64
  /// Tells it from others of the same moment: of its `key` where it has one, else of the line.
  public var digest: Int64
  /// How often it was corrected.
  public var revision: Int64

  /// Reads a line that is a valid record; nil when its type is none that stores keep.
  ///
  /// - Throws: The reason, naming the field, why it cannot be kept.
  public init?(_ line: UnsafeRawBufferPointer) throws(EvaluationProblem) {
    func text(_ name: Name) throws(EvaluationProblem) -> String? {
      switch try JSONFields.value(at: FieldPath([name]), in: line) {
      case .null: return nil
      case .text(let text): return text
      default: throw EvaluationProblem("\"\(name)\" is not a string")
      }
    }
    guard let type = try? text("type"),
      let kind = [ArchiveKind.tickers, .alerts].first(where: { $0.type == type })
    else { return nil }
    self.kind = kind
    instrument = Instrument(
      tenant: try text("tenant").map { Name($0) } ?? Instrument.defaultTenant,
      exchange: Name(try text("exchange") ?? ""), symbol: Name(try text("symbol") ?? ""))
    var moment: Timestamp?
    switch try JSONFields.value(at: FieldPath(["ts"]), in: line) {
    case .null: throw EvaluationProblem("missing \"ts\"")
    case .number(let count): moment = Timestamp(epoch: count)
    case .text(let text):
      moment =
        Timestamp(rfc3339: Array(text.utf8))
        ?? (try? Decimal(parsing: text)).flatMap { Timestamp(epoch: $0) }
    case .bool: break
    }
    guard let moment, moment.isInRange else { throw EvaluationProblem("\"ts\" is not a time") }
    time = moment.microseconds
    if let key = JSONFields.find(["key"], in: line), kind == .alerts {
      digest = LineDigest.of(key)
    } else {
      digest = LineDigest.of(line)
    }
    revision = 0
    if case .number(let number)? = try? JSONFields.value(at: FieldPath(["rev"]), in: line) {
      revision = number.units(atScale: 0).flatMap { Int64(exactly: $0) } ?? 0
    }
  }
}
