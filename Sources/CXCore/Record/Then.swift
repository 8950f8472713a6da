/// Two stages as one: `a | b` without a pipe and without parsing twice.
public struct Then<First: Stage, Second: Stage>: Stage {
  /// The stage that sees the input.
  public var first: First
  /// The stage that sees what the first one says.
  public var second: Second
  private var held = Held()

  /// What the first has said and the second has not heard to its end.
  ///
  /// There is nothing of it between two batches, which is when stages are copied, saved, or go to
  /// another thread.
  private struct Held: @unchecked Sendable {
    var middle: Batch?
    /// How many of its records the second is done with.
    var heard = 0
    /// How many of the input's records the first is done with.
    var reached = 0
    /// The first has said all at its end.
    var isFirstFinished = false
  }

  private enum CodingKeys: CodingKey {
    case first, second
  }

  /// `first | second`.
  public init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  /// Passes records through both.
  public mutating func apply(_ input: Batch, from start: Int, to output: inout Batch) -> Int {
    var next = start
    while true {
      if held.middle == nil {
        var middle = Batch(instruments: input.instruments)
        middle.source = input.source
        middle.firstLine = input.firstLine
        held.reached = first.apply(input, from: next, to: &middle)
        hold(middle, output: &output)
      }
      guard passMiddle(to: &output) else { return next }
      next = held.reached
      if next >= input.records.count || output.isFull { return next }
    }
  }

  /// Ends the first, passes on what it says, and ends the second.
  public mutating func finishPart(to output: inout Batch) -> Bool {
    while held.middle != nil || !held.isFirstFinished {
      if held.middle == nil {
        var middle = Batch(instruments: output.instruments)
        held.isFirstFinished = first.finishPart(to: &middle)
        hold(middle, output: &output)
      }
      guard passMiddle(to: &output), !output.isFull else { return false }
    }
    guard second.finishPart(to: &output) else { return false }
    held.isFirstFinished = false
    return true
  }

  private mutating func hold(_ middle: Batch, output: inout Batch) {
    output.rejects.append(contentsOf: middle.rejects)
    output.late.append(middle.late.bytes)
    output.notes += middle.notes
    held.middle = middle
    held.heard = 0
  }

  /// Has the second hear what the first said; whether that was all.
  private mutating func passMiddle(to output: inout Batch) -> Bool {
    guard let middle = held.middle else { return true }
    held.heard = second.apply(middle, from: held.heard, to: &output)
    guard held.heard >= middle.records.count else { return false }
    held.middle = nil
    return true
  }
}
