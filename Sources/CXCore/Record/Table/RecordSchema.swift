/// The table of records as a JSON Schema (draft 2020-12): what `cx` writes.
///
/// What it reads is more: decimals and ids may be strings, times RFC 3339 or in other units.
public enum RecordSchema {
  /// A schema of one kind, or of all of them told apart by `type`, as one line without its line
  /// feed.
  public static func text(of kind: RecordKind?) -> [UInt8] {
    let dialect = JSONTree.text("https://json-schema.org/draft/2020-12/schema")
    if let kind {
      return JSONTree.object([("$schema", dialect)] + members(of: kind)).bytes
    }
    let names = RecordKind.all.map(\.name)
    return JSONTree.object([
      ("$schema", dialect), ("title", .text("Records of cx")),
      ("oneOf", .list(names.map { .object([("$ref", .text("#/$defs/\($0)"))]) })),
      (
        "$defs",
        .object(RecordKind.all.map { (name: $0.name, value: .object(members(of: $0))) })
      ),
    ]).bytes
  }

  private static func members(of kind: RecordKind) -> [(name: String, value: JSONTree?)] {
    // What was retracted has only its key.
    let isRetractable = kind[.retracted] != nil
    func required(_ isWanted: (RecordField) -> Bool) -> [JSONTree] {
      kind.fields.filter { $0.isRequired && isWanted($0) }.map { JSONTree.text($0.field.name) }
    }
    let choices = JSONTree.list([
      .object([("required", .list(required { !$0.isKey }))]),
      .object([
        ("required", .list([.text(Field.retracted.name)])),
        ("properties", .object([(Field.retracted.name, .object([("const", .bool(true))]))])),
      ]),
    ])
    let properties = kind.fields.map { field in
      (name: field.field.name, value: Optional(property(field)))
    }
    let type = JSONTree.object([("const", .text(kind.name))])
    return [
      ("title", .text(kind.name)),
      ("description", .text(([kind.summary] + kind.rules).joined(separator: " "))),
      ("type", .text("object")),
      ("required", .list([.text("type")] + required { !isRetractable || $0.isKey })),
      ("anyOf", isRetractable ? choices : nil),
      ("properties", .object([("type", type)] + properties)),
      ("x-key", .list(kind.fields.filter(\.isKey).map { .text($0.field.name) })),
    ]
  }

  private static func property(_ field: RecordField) -> JSONTree {
    let description = (name: "description", value: Optional(JSONTree.text(field.meaning)))
    return .object([description] + values(of: field.content))
  }

  private static func values(of content: FieldContent) -> [(name: String, value: JSONTree?)] {
    func whole(_ range: Range<Int64>) -> [(name: String, value: JSONTree?)] {
      [
        ("type", .text("integer")), ("minimum", .number(range.lowerBound)),
        ("maximum", .number(range.upperBound - 1)),
      ]
    }
    switch content {
    case .time: return whole(Timestamp.range) + [("x-unit", .text("microseconds since 1970 UTC"))]
    case .identifier, .count: return whole(RecordKind.identifiers)
    case .decimal(let isSigned):
      return [("type", .text("number")), ("minimum", isSigned ? nil : .number(0))]
    case .text: return [("type", .text("string"))]
    case .choice(let choices):
      return [("type", .text("string")), ("enum", .list(choices.map { .text($0) }))]
    case .flag: return [("type", .text("boolean"))]
    case .levels:
      let amount = JSONTree.object([("type", .text("number")), ("minimum", .number(0))])
      let level = JSONTree.object([
        ("type", .text("array")), ("prefixItems", .list([amount, amount])),
        ("minItems", .number(2)),
      ])
      return [("type", .text("array")), ("items", level)]
    case .labels:
      let text = JSONTree.object([("type", .text("string"))])
      return [("type", .text("object")), ("additionalProperties", text)]
    case .scalar:
      return [("type", .list(["number", "string", "boolean"].map { .text($0) }))]
    case .record: return [("type", .text("object"))]
    }
  }
}
