import CXRecord

/// A place that keeps records and answers queries: the hot store, the cold one, or both.
public protocol RecordStore {
  /// What the query finds, ordered as ``RecordKey`` says, each record once.
  ///
  /// The records' instruments are numbers of `instruments`, so that answers of several stores can be
  /// merged.
  func scan(_ query: Query, instruments: Instruments) throws(Fault) -> StoreScan

  /// What the query finds, each record once, as tables that have at least those columns, in no order.
  func tables(_ query: Query, _ columns: Set<String>) throws(Fault) -> TableScan
}

/// What a store is going to read.
public struct StoreScan {
  /// The records.
  public var source: any Source
  /// Whether candles shorter than wanted are among them.
  public var needsRollUp: Bool
  /// What will be done, for `--explain`: statements and their plans, or files and bytes.
  public var explanation: [String]
  /// Bytes of files that will be read at most; a hot store's are not counted.
  public var bytes: Int

  /// A scan; see the fields.
  public init(source: any Source, needsRollUp: Bool, explanation: [String], bytes: Int = 0) {
    self.source = source
    self.needsRollUp = needsRollUp
    self.explanation = explanation
    self.bytes = bytes
  }

  /// Refuses to read more than so many bytes; nil is any number.
  ///
  /// - Throws: A fault of kind `usage`.
  public func limit(to most: Int?) throws(Fault) {
    try Self.limit(bytes, to: most)
  }

  /// Refuses to read that many bytes where `most` is less; nil is any number.
  ///
  /// - Throws: A fault of kind `usage`.
  public static func limit(_ bytes: Int, to most: Int?) throws(Fault) {
    guard let most, bytes > most else { return }
    throw Fault(
      .usage, "\(bytes) bytes of files would have to be read, --max-scan is \(most)")
  }
}
