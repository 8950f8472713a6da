import CXRecord

/// Names that fields are given: each once in an object, and none that records have already.
extension EnrichOptions {
  /// The fields that are asked for, in the order of appending.
  var asked: [Name] {
    indicators.flatMap(\.fieldNames).map { Name($0) } + reference.names + assignments.map(\.name)
  }

  /// Names whose meaning is the records' own.
  private static let taken = Set(
    [Name(Field.type.name)]
      + [RecordKind.trade, .candle, .quote].flatMap(\.fields).map { Name($0.field.name) })

  /// Whether fields that make a record's event are replaced.
  var replacesEvents: Bool { replaces && asked.contains { Field(name: $0.text) != nil } }

  /// Refuses names that would be in one object twice.
  ///
  /// - Throws: A fault of kind `usage`.
  public func checkNames() throws(Fault) {
    var seen: Set<Name> = []
    for name in asked {
      if !seen.insert(name).inserted {
        throw Fault(.usage, "\"\(name)\" is asked for twice: give each field a name of its own")
      }
      if !replaces && Self.taken.contains(name) {
        throw Fault(
          .usage,
          "\"\(name)\" is a field of records: choose another name, "
            + "or say --replace to put it in the place of theirs")
      }
    }
  }
}

extension Enrich {
  /// Appends a field that was asked for, as JSON text.
  ///
  /// `mayHave` is whether the line may have one of that name: then that one stays and the record is
  /// reported, or its value gives way where fields are replaced.
  func give(
    _ name: Name, _ value: UnsafeRawBufferPointer, _ line: LineCopy, mayHave: Bool,
    refuse: (String) -> Void
  ) {
    if mayHave && line.has(name) {
      if options.replaces {
        line.replace(name, value)
      } else {
        refuse("\"\(name)\" is there already: choose another name, or say --replace")
      }
    } else {
      line.append(name, value)
    }
  }

  /// As above, of a value.
  func give(
    _ name: Name, _ value: Value, _ line: LineCopy, mayHave: Bool, refuse: (String) -> Void
  ) {
    if !mayHave { return line.append(name, value) }
    let text = Block(capacity: 64)
    text.append(value)
    give(name, text.bytes, line, mayHave: true, refuse: refuse)
  }

  /// Appends the reference data of a symbol.
  func giveReference(
    _ symbol: Name, _ line: LineCopy, mayHave: Bool, refuse: (String) -> Void
  ) {
    guard let fields = options.reference.fields[symbol] else { return }
    if !mayHave { return line.block.append(fields) }
    // The members without their first comma are an object that has not ended.
    let object = Block(capacity: fields.utf8.count + 1)
    object.append("{")
    object.append(String(fields.dropFirst()))
    JSONFields.forEachMember(of: object.bytes) { key, value in
      guard let name = JSONText.text(key) else { return }
      give(Name(name), value, line, mayHave: true, refuse: refuse)
    }
  }

  /// Ends a record's line and gives it its event, which is read again where fields of events were
  /// replaced.
  func end(_ line: LineCopy, _ record: Record, of input: Batch, to output: inout Batch) {
    line.fixComma()
    line.close()
    guard replacesEvents else {
      output.appendEvent(of: record, of: input, lineFrom: line.start)
      return
    }
    var again = Batch(block: Block(capacity: line.bytes.count + 1), instruments: output.instruments)
    again.block.append(line.bytes)
    again.block.append("\n")
    output.block.count = line.start
    var reader = RecordReader()
    _ = reader.read(into: &again)
    for var copy in again.records {
      copy.line = record.line
      output.append(copy, of: again)
    }
    output.rejects += again.rejects.map { input.reject(record, $0.reason) }
  }
}
