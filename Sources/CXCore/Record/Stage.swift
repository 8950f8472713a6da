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
  /// Handles the records of `input` from number `first` on, and appends what comes of them to
  /// `output`, refused ones to its ``Batch/rejects``.
  ///
  /// It stops where the output is full (``Batch/isFull``), be it in the middle of what one record
  /// has to say, so that memory does not grow with it; but never before it has said something. How
  /// input is cut into batches, and output into pieces, never changes the output's bytes.
  ///
  /// - Returns: the number of the record to go on with, in a call with the same input and an output
  ///   that has room; their count where all is done. Only then may the stage be copied or saved.
  mutating func apply(_ input: Batch, from first: Int, to output: inout Batch) -> Int
  /// Appends what is left when no more input will come, up to an output that is full; whether that
  /// was all of it.
  mutating func finishPart(to output: inout Batch) -> Bool
}

extension Stage {
  /// Nothing was held: no record waits for another.
  public mutating func finishPart(to output: inout Batch) -> Bool { true }

  /// Handles all records of a batch, however much comes of them.
  public mutating func apply(_ input: Batch, to output: inout Batch) {
    var next = 0
    repeat { next = apply(input, from: next, to: &output) } while next < input.records.count
  }

  /// Appends all that is left when no more input will come.
  public mutating func finish(to output: inout Batch) {
    while !finishPart(to: &output) {}
  }
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
