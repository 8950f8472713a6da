import CXRecord

/// Passes records on their way to a store: `cx archive`.
///
/// What no store could find again, a record without a time, is refused. Records of kinds that
/// stores do not keep pass, for the next in the pipe; that they are not kept is said at the first of
/// each kind, and how many there were at the end.
public struct ArchiveStage: Stage {
  /// How many records were passed over, by ``Kind``.
  private var passed: [UInt8: Int] = [:]

  /// The stage.
  public init() {}

  /// Passes records on, and refuses some.
  public mutating func apply(_ input: Batch, from first: Int, to output: inout Batch) -> Int {
    input.forEach(from: first, to: &output) { record, output in
      do throws(EvaluationProblem) {
        try Self.check(record, of: input)
        if ArchiveKind(record.kind) == nil { pass(record.kind, &output) }
        output.append(record, of: input)
      } catch {
        output.rejects.append(input.reject(record, error.reason))
      }
    }
  }

  /// Says how much was passed over.
  public mutating func finishPart(to output: inout Batch) -> Bool {
    let counts = Kind.allCases.compactMap { kind in
      passed[kind.rawValue].map { "\($0) of \(Self.name(of: kind))" }
    }
    if !counts.isEmpty { output.notes.append("not kept: \(counts.joined(separator: ", "))") }
    return true
  }

  private mutating func pass(_ kind: Kind, _ output: inout Batch) {
    // A tick is no record of anything that happened.
    if kind == .tick { return }
    let before = passed[kind.rawValue] ?? 0
    passed[kind.rawValue] = before + 1
    if before == 0 {
      output.notes.append(
        "records of \(Self.name(of: kind)) are not kept: no store has a place for them")
    }
  }

  private static func name(of kind: Kind) -> String {
    kind.name.map { "type \($0)" } ?? "other types"
  }

  private static func check(_ record: Record, of batch: Batch) throws(EvaluationProblem) {
    switch record.kind {
    case .quote where batch.quotes[Int(record.index)].time == nil:
      throw EvaluationProblem("missing \"ts\": a store keeps records by their time")
    case .ticker, .alert: _ = try LooseRecord(batch.line(of: record))
    default: break
    }
  }
}
