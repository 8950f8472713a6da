/// Where records come from.
public protocol Source {
  /// The next records, or nil at the end. The batch is valid until the next call.
  mutating func next() throws(Fault) -> Batch?
  /// Whether ``next()`` would have to wait: the moment to flush what was written.
  var wouldBlock: Bool { get }
}

/// A step from records to records, as a value: copying it forks the stream, encoding it is the
/// checkpoint.
///
/// It knows no clock; time is the records' own, or a tick's.
public protocol Stage: Codable, Sendable {
  /// Handles the records of `input` and appends what comes of them to `output`, refused ones to its
  /// ``Batch/rejects``. How input is cut into batches never changes the output's bytes.
  mutating func apply(_ input: Batch, to output: inout Batch)
  /// Appends what is left when no more input will come.
  mutating func finish(to output: inout Batch)
}

/// Where records go.
public protocol Sink {
  /// Takes the lines of a batch.
  mutating func write(_ batch: Batch) throws(Fault)
  /// Makes sure that all that was written has arrived.
  mutating func flush() throws(Fault)
  /// Ends the output, when no more will be written: flushes, and closes what was held open.
  mutating func finish() throws(Fault)
  /// Whether all that was written and flushed is kept: only then may a position behind it be saved.
  var isSettled: Bool { get }
}

extension Sink {
  /// What was flushed is kept: most sinks hold nothing back.
  public var isSettled: Bool { true }

  /// Flushes: most sinks hold nothing open.
  public mutating func finish() throws(Fault) { try flush() }
}

/// Two stages as one: `a | b` without a pipe and without parsing twice.
public struct Then<First: Stage, Second: Stage>: Stage {
  /// The stage that sees the input.
  public var first: First
  /// The stage that sees what the first one says.
  public var second: Second

  /// `first | second`.
  public init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  /// Passes a batch through both.
  public mutating func apply(_ input: Batch, to output: inout Batch) {
    var middle = Batch(instruments: input.instruments)
    middle.source = input.source
    middle.firstLine = input.firstLine
    first.apply(input, to: &middle)
    output.rejects.append(contentsOf: middle.rejects)
    output.late.append(middle.late.bytes)
    second.apply(middle, to: &output)
  }

  /// Ends the first, passes on what it says, and ends the second.
  public mutating func finish(to output: inout Batch) {
    var middle = Batch(instruments: output.instruments)
    first.finish(to: &middle)
    output.rejects.append(contentsOf: middle.rejects)
    output.late.append(middle.late.bytes)
    second.apply(middle, to: &output)
    second.finish(to: &output)
  }
}
