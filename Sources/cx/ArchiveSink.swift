import CXRecord
import CXSystem

/// Records into a store, and on to stdout where that is asked for.
struct ArchiveSink<Store: Sink>: Sink {
  var store: Store
  var tee: DescriptorSink?

  var isSettled: Bool { store.isSettled }

  mutating func write(_ batch: Batch) throws(Fault) {
    try store.write(batch)
    try tee?.write(batch)
  }

  mutating func flush() throws(Fault) {
    // Whoever reads behind sees only what is kept.
    try store.flush()
    try tee?.flush()
  }
  mutating func finish() throws(Fault) {
    try store.finish()
    try tee?.finish()
  }
}
