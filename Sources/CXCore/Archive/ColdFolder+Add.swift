import CXRecord

extension ColdFolder {
  /// How often a commit is tried again when others commit to the same partition meanwhile.
  private static var mostTries: Int { 20 }

  /// Writes what is new or better of `fresh` as one more file, and commits it.
  ///
  /// - Throws: A fault of kind `tryLater` when other writers are always faster.
  func add(_ fresh: ArchiveRows, _ tally: inout ColdTally) throws(Fault) {
    guard let times = fresh.times else { return }
    let offered = fresh.rows.count
    for _ in 0..<Self.mostTries {
      var (manifest, tag) = try manifest()
      let rows = try news(in: fresh, times, beside: manifest)
      if rows.isEmpty {
        tally.known += offered
        return
      }
      let file = try write(rows, of: fresh)
      manifest.files.append(file)
      // It may have been replaced, and now comes again.
      manifest.replaced.removeAll { $0 == file.name }
      if try commit(manifest, over: tag) {
        tally.records += rows.count
        tally.known += offered - rows.count
        tally.files += 1
        tally.bytes += file.bytes
        return
      }
    }
    throw Fault(
      .tryLater, "\(store.place)\(partition.path): others keep writing to it; try again later")
  }

  /// The rows of `fresh` that no file has in an equal or better version.
  private func news(
    in fresh: ArchiveRows, _ times: ClosedRange<Int64>, beside manifest: ArchiveManifest
  ) throws(Fault) -> [ArchiveRow] {
    let span = ArchiveSpan(
      symbols: fresh.symbols, times: times.lowerBound..<(times.upperBound + 1))
    let files = manifest.files.filter { $0.mayHold(span.symbols, span.times) }
    if files.isEmpty { return fresh.best() }
    var stored = empty
    for (origin, file) in files.enumerated() {
      try read(file, span, origin: Int32(origin), into: &stored)
    }
    return fresh.best(notIn: stored)
  }
}
