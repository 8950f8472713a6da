import CXRecord

/// Passes records for which an expression is true, up to a number of them: `--where`, `--limit`.
public struct Selection: Stage {
  private struct Series: Hashable, Codable {
    var instrument: Instrument
    var interval: Name
  }

  private let condition: Expression?
  private let showsRetracted: Bool
  private var left: Int
  private var states: [Series: ExpressionState] = [:]
  private var unseen = UnseenFields([])

  /// Whether no more records will pass.
  public var isFull: Bool { left == 0 }

  /// All records, or those for which `condition` holds; of these the first `limit`.
  ///
  /// Candles that ceased to exist are left out unless asked for.
  public init(_ condition: Expression?, limit: Int?, showsRetracted: Bool = false) {
    self.condition = condition
    self.showsRetracted = showsRetracted
    left = limit ?? .max
    unseen = UnseenFields(condition?.paths ?? [])
  }

  private enum CodingKeys: String, CodingKey {
    case condition, showsRetracted, left
  }

  /// Passes records; one for which the condition has no value or is no condition is refused.
  public mutating func apply(_ input: Batch, from first: Int, to output: inout Batch) -> Int {
    input.forEach(from: first, to: &output) { record, output in
      if left == 0 { return }
      if record.kind == .candle && !showsRetracted && input.candles[Int(record.index)].isRetracted {
        return
      }
      do throws(EvaluationProblem) {
        guard try holds(record, of: input) else { return }
      } catch {
        return output.rejects.append(input.reject(record, error.reason))
      }
      output.append(record, of: input)
      left -= 1
    }
  }

  /// Tells of fields that no record had.
  public mutating func finishPart(to output: inout Batch) -> Bool {
    output.notes += unseen.notes
    return true
  }

  private mutating func holds(
    _ record: Record, of batch: Batch
  ) throws(EvaluationProblem) -> Bool {
    guard let condition else { return true }
    let fields = RecordFields(batch: batch, record: record, line: batch.line(of: record))
    unseen.look(fields)
    let series = Series(
      instrument: fields.instrument.map { batch.instruments[$0] }
        ?? Instrument(exchange: "", symbol: ""),
      interval: record.kind == .candle ? batch.candles[Int(record.index)].interval : "")
    switch try condition.evaluate(
      fields, state: &states[series, default: condition.initialState])
    {
    case .bool(let value): return value
    case .null: return false
    case let other:
      throw EvaluationProblem("\(condition.source) is \(other.kindName), no condition")
    }
  }
}
