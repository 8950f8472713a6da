import CXRecord

/// A partition in a store: its manifest and its files.
struct ColdFolder<Store: ObjectStore> {
  let store: Store
  let partition: ArchivePartition
  let formats: ArchiveFormats

  /// The manifest and its tag; an empty one without a tag where there is none.
  func manifest() throws(Fault) -> (manifest: ArchiveManifest, tag: String?) {
    let name = partition.manifestName
    guard let object = try store.get(name, range: nil) else { return (ArchiveManifest(), nil) }
    return (try ArchiveManifest(object.bytes, name: store.place + name), object.tag)
  }

  /// Replaces the manifest; false when somebody else did meanwhile.
  func commit(_ manifest: ArchiveManifest, over tag: String?) throws(Fault) -> Bool {
    let condition = tag.map { PutCondition.matches($0) } ?? .absent
    return try store.put(partition.manifestName, manifest.text, if: condition) != nil
  }

  /// A file as formats read it: whole, and then it is what the manifest says, or it is refused; or in
  /// parts, which carry sums of their own.
  private func opened(_ file: ArchiveManifest.File) -> ArchivedFile {
    let path = partition.path + file.name
    let name = store.place + path
    return ArchivedFile(name: name, bytes: file.bytes, records: file.records) {
      range throws(Fault) in
      let isWhole = range == 0..<file.bytes
      guard let object = try store.get(path, range: isWhole ? nil : range) else {
        throw Fault(.inputOutput, "\(name): is gone, though the manifest names it")
      }
      if !isWhole {
        guard object.bytes.count == range.count else {
          throw Fault(.inputOutput, "\(name): is shorter than the manifest says")
        }
        return object.bytes
      }
      let sum = Hexadecimal.text(SHA256.digest(of: object.bytes))
      guard object.bytes.count == file.bytes, sum == file.sha256 else {
        throw Fault(
          .inputOutput,
          "\(name): is damaged: \(object.bytes.count) bytes with SHA-256 \(sum), "
            + "the manifest has \(file.bytes) with \(file.sha256)")
      }
      return object.bytes
    }
  }

  /// No records of the partition yet.
  var empty: ArchiveRows { ArchiveRows(partition.kind) }

  /// Appends a file's records of a span to `rows`.
  func read(
    _ file: ArchiveManifest.File, _ span: ArchiveSpan, origin: Int32, into rows: inout ArchiveRows
  ) throws(Fault) {
    let opened = opened(file)
    let table = try formats.format(of: file.suffix, name: opened.name)
      .read(opened, of: partition.kind, span)
    do throws(EvaluationProblem) {
      try rows.append(table, origin: origin, span)
    } catch {
      throw Fault(error, in: opened.name)
    }
  }

  /// A file's rows of a span, with those columns at least.
  func rows(
    of file: ArchiveManifest.File, _ span: ArchiveSpan, _ columns: Set<String>
  ) throws(Fault) -> TableRows {
    let opened = opened(file)
    let format = try formats.format(of: file.suffix, name: opened.name)
    if file.isWithin(span) {
      return try format.read(opened, of: partition.kind, span, columns: columns)
    }
    var rows = try format.read(
      opened, of: partition.kind, span, columns: columns.union(["ts", "symbol"]))
    let places = rows.table.places(span)
    rows.count = places.count
    rows.places = places
    return rows
  }

  /// Writes rows as one file; the same rows again make the same object.
  func write(_ rows: [ArchiveRow], of all: ArchiveRows) throws(Fault) -> ArchiveManifest.File {
    let format = formats.written
    let bytes = try format.encode(all.table, rows.map { Int($0.place) })
    let sum = Hexadecimal.text(SHA256.digest(of: bytes))
    let first = rows.lazy.map(\.time).min() ?? 0
    let last = rows.lazy.map(\.time).max() ?? 0
    let symbols = Set(rows.lazy.map { all.symbol(of: $0) }).sorted()
    let name = ArchiveManifest.File.name(
      first: first, last: last, sha256: sum, suffix: format.suffix)
    let path = partition.path + name
    // An object of that name has that content: it was put by a run that ended before its commit.
    if try store.put(path, bytes, if: .absent) == nil {
      let found = try store.head(path)?.bytes
      guard found == bytes.count else {
        throw Fault(.inputOutput, "\(store.place)\(path): is there and not what its name says")
      }
    }
    return ArchiveManifest.File(
      name: name, first: first, last: last, symbols: symbols, records: rows.count,
      bytes: bytes.count, sha256: sum)
  }
}

/// The formats that files may have, and the one that is written.
public struct ArchiveFormats: Sendable {
  /// The format of new files.
  public var written: any ArchiveFormat
  /// All that can be read.
  public var known: [any ArchiveFormat]

  /// Formats; the written one is read too.
  public init(written: any ArchiveFormat, known: [any ArchiveFormat] = []) {
    self.written = written
    self.known = [written] + known
  }

  func format(of suffix: Substring, name: String) throws(Fault) -> any ArchiveFormat {
    guard let format = known.first(where: { $0.suffix == suffix }) else {
      let names = known.map(\.suffix).joined(separator: ", ")
      throw Fault(.configuration, "\(name): this cx reads \(names) only")
    }
    return format
  }
}
