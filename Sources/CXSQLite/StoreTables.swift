import CXCore
import CXRecord

/// Stores as tables of SQL: what all of a connection's tables and cursors share.
///
/// A fault cannot pass through SQLite: it is left here, and found when SQLite reports an error.
final class StoreTables {
  let store: any RecordStore
  let tenant: Name
  /// Bytes of files that may be read; nil is any number.
  private let maxScan: Int?
  private var scanned = 0
  /// Whether scans are only noted, and find nothing.
  var isRehearsal = false
  /// What scans that were noted would read.
  private(set) var explanation: [String] = []
  /// Why a callback failed.
  var fault: Fault?

  init(_ store: any RecordStore, tenant: Name, maxScan: Int?) {
    self.store = store
    self.tenant = tenant
    self.maxScan = maxScan
  }

  /// The rows of a query, with those columns in any order, or as records in theirs.
  ///
  /// Nil in a rehearsal: nothing but manifests has been read, and where a store's records begin.
  func scan(_ query: Query, columns: Set<String>?) throws(Fault) -> (any TableSource)? {
    let scan =
      if let columns { try store.tables(query, columns) } else { try store.recordTables(query) }
    if isRehearsal {
      explanation.append("\(query.kind.rawValue):")
      explanation += scan.explanation.map { "  " + $0 }
      return nil
    }
    try StoreScan.limit(scanned + scan.bytes, to: maxScan)
    scanned += scan.bytes
    return scan.source
  }

  /// Runs what a callback does, and tells SQLite whether it worked.
  func run(_ body: () throws(Fault) -> Void) -> Int32 {
    do throws(Fault) {
      try body()
      return StoreModule.done
    } catch {
      fault = error
      return StoreModule.failed
    }
  }
}
