import CXRecord

/// Passes records on their way to a store: `cx archive`.
///
/// What no store could find again, a record without a time, is refused. Records of kinds that
/// stores do not keep pass, for whoever reads behind.
public struct ArchiveStage: Stage {
  /// The stage.
  public init() {}

  /// Passes records on, and refuses some.
  public mutating func apply(_ input: Batch, from first: Int, to output: inout Batch) -> Int {
    input.forEach(from: first, to: &output) { record, output in
      do throws(EvaluationProblem) {
        try Self.check(record, of: input)
        output.append(record, of: input)
      } catch {
        output.rejects.append(input.reject(record, error.reason))
      }
    }
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
