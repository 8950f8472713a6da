/// Kinds without an event: their fields are looked at, and pass with the line.
extension EventReader {
  /// Refuses a record whose fields are not what the table says.
  func check(_ kind: Kind) throws(LineProblem) {
    guard let kind = RecordKind.of(kind) else { return }
    for field in kind.fields {
      if field.isRequired && fields[field.field] == nil {
        throw LineProblem("missing \"\(field.field.name)\"")
      }
      try check(field)
    }
    for (first, last) in [(Field.firstID, Field.lastID), (.fromID, .toID)]
    where kind[first] != nil && kind[last] != nil {
      let ids = (try identifier(first), try identifier(last))
      try checked { () throws(EventProblem) in try Check.ids(first, ids.0, last, ids.1) }
    }
  }

  private func check(_ field: RecordField) throws(LineProblem) {
    guard let value = fields[field.field] else { return }
    func expect(_ isRight: Bool, _ what: String) throws(LineProblem) {
      if !isRight { throw problem(field.field, what, value) }
    }
    switch field.content {
    case .time: _ = try optionalTime(field.field)
    case .identifier: _ = try identifier(field.field)
    case .count: _ = try count(field.field)
    case .decimal(let isSigned):
      let number = try optionalDecimal(field.field)
      if !isSigned {
        try checked { () throws(EventProblem) in try Check.amount(field.field, number) }
      }
    case .text: _ = try text(field.field)
    case .choice(let choices):
      let text = try text(field.field) ?? ""
      try expect(
        choices.contains { $0.utf8.elementsEqual(text.utf8) },
        "is none of \(choices.joined(separator: ", "))")
    case .flag: _ = try flag(field.field)
    case .levels: try checkLevels(field.field, value)
    case .labels, .record:
      try expect(
        value.form == .container && fields.bytes(value).first == UInt8(ascii: "{"), "is no object")
    case .scalar: try expect(value.form != .container, "is neither a number nor a text")
    }
  }

  /// An array of arrays that begin with a price and a quantity.
  private func checkLevels(_ field: Field, _ value: FieldValue) throws(LineProblem) {
    var cursor = JSONCursor(fields.bytes(value))
    do throws(PayloadProblem) {
      try cursor.enterArray()
      while try cursor.nextElement() {
        try cursor.enterArray()
        for name in ["price", "quantity"] as [StaticString] {
          guard try cursor.nextElement() else {
            throw .refused("has a level without \(name)")
          }
          let number = try PayloadField(name, try cursor.value()).decimal()
          if number.units < 0 { throw .refused("has a level of negative \(name): \(number)") }
        }
        while try cursor.nextElement() { _ = try cursor.value() }
      }
    } catch {
      throw LineProblem("\"\(field.name)\" \(error.reason)")
    }
  }
}
