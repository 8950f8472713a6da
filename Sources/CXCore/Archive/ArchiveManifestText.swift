import CXRecord

/// Manifests as JSON, one file a line, for people and for other programs.
extension ArchiveManifest {
  /// The manifest's bytes; equal manifests have equal ones.
  public var text: [UInt8] {
    let block = Block()
    block.append(#"{"cx":"archive","version":"#)
    block.append(Int64(Self.version))
    block.append(#","files":["#)
    for (index, file) in files.enumerated() {
      block.append(index == 0 ? "\n" : ",\n")
      block.append(#"{"name":"#)
      block.append(jsonString: file.name)
      for (key, value) in [
        ("first", file.first), ("last", file.last), ("records", Int64(file.records)),
        ("bytes", Int64(file.bytes)),
      ] {
        block.append(",\"\(key)\":")
        block.append(value)
      }
      block.append(#","sha256":"#)
      block.append(jsonString: file.sha256)
      block.append(#","symbols":"#)
      Self.append(file.symbols.map(\.text), to: block)
      block.append("}")
    }
    block.append("\n],\"replaced\":")
    Self.append(replaced, to: block)
    block.append("}\n")
    return Array(block.bytes)
  }

  private static func append(_ texts: [String], to block: Block) {
    block.append("[")
    for (index, text) in texts.enumerated() {
      if index > 0 { block.append(",") }
      block.append(jsonString: text)
    }
    block.append("]")
  }

  /// Reads a manifest; `name` is for messages.
  ///
  /// - Throws: A fault of kind `configuration` for one that is damaged, or of a later version.
  public init(_ text: [UInt8], name: String) throws(Fault) {
    self.init()
    var version: Int64
    do throws(PayloadProblem) {
      version = try read(text)
    } catch {
      throw Fault(.configuration, "\(name): is not a manifest of cx: \(error.reason)")
    }
    guard version == Int64(Self.version) else {
      throw Fault(
        .configuration, "\(name): has version \(version); this cx reads version \(Self.version)")
    }
  }

  /// Reads the text and returns its version; of another version than ours nothing else is read.
  private mutating func read(_ text: [UInt8]) throws(PayloadProblem) -> Int64 {
    // The closure cannot throw what it likes: what it found is handed out.
    let result: Result<(Int64, Self), PayloadProblem> = text.withUnsafeBytes { bytes in
      var manifest = self
      do throws(PayloadProblem) {
        return .success((try manifest.read(bytes), manifest))
      } catch {
        return .failure(error)
      }
    }
    let (version, manifest) = try result.get()
    self = manifest
    return version
  }

  private mutating func read(_ bytes: UnsafeRawBufferPointer) throws(PayloadProblem) -> Int64 {
    var cursor = JSONCursor(bytes)
    var members = JSONMembers()
    try members.read(&cursor)
    try cursor.end()
    guard try members.required("cx").text() == "archive" else { throw .missing("cx") }
    let version = try members.required("version").integer()
    guard version == Int64(Self.version) else { return version }
    replaced = try Self.texts(try members.required("replaced"))
    var list = JSONCursor(try members.required("files").value.bytes)
    try list.enterArray()
    while try list.nextElement() {
      try members.read(&list)
      files.append(try File(members))
    }
    return version
  }

  fileprivate static func texts(_ field: PayloadField) throws(PayloadProblem) -> [String] {
    var cursor = JSONCursor(field.value.bytes)
    var texts: [String] = []
    try cursor.enterArray()
    while try cursor.nextElement() {
      // An empty text is a symbol too: that of records without one.
      guard case let value = try cursor.value(), value.shape == .string, let text = value.text
      else { throw .field(field.name.description, "holds what is no text") }
      texts.append(text)
    }
    return texts
  }
}

extension ArchiveManifest.File {
  fileprivate init(_ members: JSONMembers) throws(PayloadProblem) {
    func count(_ name: StaticString) throws(PayloadProblem) -> Int {
      let count = try members.required(name).integer()
      guard (0..<(1 << 50)).contains(count) else { throw .field(name.description, "is no count") }
      return Int(count)
    }
    let name = try members.required("name").text().text
    // A name leads to a file of this folder, whoever wrote the manifest.
    guard !name.contains("/") else { throw .field("name", "has a slash") }
    self.init(
      name: name, first: try members.required("first").integer(),
      last: try members.required("last").integer(),
      symbols: try ArchiveManifest.texts(try members.required("symbols")).map { Name($0) },
      records: try count("records"), bytes: try count("bytes"),
      sha256: try members.required("sha256").text().text)
  }
}
