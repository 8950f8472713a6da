import CXCore
import CXRecord

/// Records out of the hot store, when another store has them.
public struct HotRemoval {
  private let database: Database

  /// Opens a store that is there.
  public init(_ path: String) throws(Fault) {
    // Whoever only asks opens the file for reading, and says so where it is none of ours.
    _ = try HotStore(path)
    database = try Database(path)
  }

  /// Removes the records of a query's kind, tenant and time, of whatever symbol, if `isSafe` says so
  /// while nobody else can write; returns how many there were.
  public func remove(
    _ query: Query, if isSafe: () throws(Fault) -> Bool
  ) throws(Fault) -> Int {
    try database.transaction { () throws(Fault) in
      guard try isSafe() else { return 0 }
      let before = database.totalChanges
      try database.run(
        """
        DELETE FROM \(HotTable.of(query.kind).name) WHERE ts>=? AND ts<? \
        AND series IN (SELECT id FROM series WHERE tenant=?)
        """, [.integer(query.since), .integer(query.until), .name(query.tenant)])
      return database.totalChanges - before
    }
  }
}
