import CXRecord
import CXTestKit
import Foundation
import Testing

@testable import CXSQLite

@Suite struct DatabaseTests {
  private func withDatabase(_ body: (Database, String) throws -> Void) throws {
    try BuiltProgram.withTemporaryFolder { folder in
      let path = folder + "/x.db"
      try body(try Database(path), path)
    }
  }

  @Test func aTransactionThatFailsLeavesNothing() throws {
    try withDatabase { database, _ in
      try database.execute("CREATE TABLE t(a)")
      let fault = #expect(throws: Fault.self) {
        try database.transaction { () throws(Fault) in
          try database.run("INSERT INTO t VALUES(?)", [.integer(1)])
          try database.execute("INSERT INTO absent VALUES(1)")
        }
      }
      #expect(fault?.message.contains("no such table: absent (INSERT INTO absent") == true)
      let count = try Statement(database, "SELECT count(*) FROM t")
      _ = try count.step()
      #expect(count.integer(0) == 0)
    }
  }

  @Test func aMessageNamesTheStatementAndNoValue() throws {
    try withDatabase { database, _ in
      try database.execute("CREATE TABLE t(a UNIQUE)")
      try database.run("INSERT INTO t VALUES(?)", [.text("secret")])
      let fault = #expect(throws: Fault.self) {
        try database.run("INSERT INTO t VALUES(?)", [.text("secret")])
      }
      #expect(fault?.message.contains("INSERT INTO t VALUES(?)") == true)
      #expect(fault?.message.contains("secret") == false)
    }
  }

  @Test func migrationsGoForwardOnly() throws {
    try withDatabase { database, path in
      try database.migrate(["CREATE TABLE a(x)"])
      try database.migrate(["CREATE TABLE a(x)", "CREATE TABLE b(x)"])
      try database.migrate(["CREATE TABLE a(x)", "CREATE TABLE b(x)"])
      let fault = #expect(throws: Fault.self) { try database.migrate(["CREATE TABLE a(x)"]) }
      #expect(
        fault == Fault(.configuration, "\(path): has version 2; this cx knows up to version 1"))
    }
  }

  @Test func aSecondWriterIsToldToTryLater() throws {
    try withDatabase { database, path in
      try database.begin()
      let other = try Database(path, busyMilliseconds: 20)
      let fault = #expect(throws: Fault.self) { try other.begin() }
      #expect(fault?.kind == .tryLater)
    }
  }

  @Test func aReaderCannotWriteAndSeesWhatWasCommitted() throws {
    try withDatabase { database, path in
      try database.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1)")
      let reader = try Database(path, for: .read)
      try database.begin()
      try database.execute("INSERT INTO t VALUES(2)")
      let count = try Statement(reader, "SELECT count(*) FROM t")
      _ = try count.step()
      #expect(count.integer(0) == 1)
      #expect(throws: Fault.self) { try reader.execute("INSERT INTO t VALUES(3)") }
    }
  }

  @Test func whatIsNoDatabaseIsRefused() throws {
    try BuiltProgram.withTemporaryFolder { folder in
      let absent = #expect(throws: Fault.self) {
        try Database(folder + "/absent.db", for: .read)
      }
      #expect(absent?.kind == .noInput)
      let nowhere = #expect(throws: Fault.self) { try Database(folder + "/no/folder.db") }
      #expect(nowhere?.kind == .inputOutput)
      try Data("no database, long enough to have a header in it".utf8)
        .write(to: URL(fileURLWithPath: folder + "/text"))
      let text = #expect(throws: Fault.self) { try Database(folder + "/text") }
      #expect(text?.kind == .configuration)
    }
  }
}
