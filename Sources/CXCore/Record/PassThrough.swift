/// The stage that changes nothing: for sources whose records only have to be written.
public struct PassThrough: Stage {
  /// The stage.
  public init() {}

  /// Appends the records as they are.
  public mutating func apply(_ input: Batch, to output: inout Batch) {
    for record in input.records { output.append(record, of: input) }
  }

  /// Nothing was held.
  public mutating func finish(to output: inout Batch) {}
}
