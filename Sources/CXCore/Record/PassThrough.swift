/// The stage that changes nothing: for sources whose records only have to be written.
public struct PassThrough: Stage {
  /// The stage.
  public init() {}

  /// Appends the records as they are.
  public mutating func apply(_ input: Batch, from first: Int, to output: inout Batch) -> Int {
    input.forEach(from: first, to: &output) { record, output in output.append(record, of: input) }
  }
}
