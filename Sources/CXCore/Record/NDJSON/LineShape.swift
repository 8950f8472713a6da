/// A line's literals and the values between them, as ``Templates`` learn them.
struct LineShape {
  /// A literal, and the value behind it.
  struct Part {
    var literal: [UInt8]
    var slot: Template.Slot
    var field: UInt8
  }

  private(set) var parts: [Part] = []
  /// The fields that have a value, a bit each.
  private(set) var present: UInt64 = 0

  /// Nil when only the general path knows how to read such a line.
  init?(_ members: [Member], _ line: UnsafeRawBufferPointer, _ kind: Kind) {
    guard let table = RecordKind.of(kind) else { return nil }
    var seen: UInt64 = 0
    var start = 0
    for member in members {
      let value = member.value
      guard let field = member.field, field == .type || table[field] != nil else {
        // A string is skipped with its quotes, so that another sort of value may take its place.
        let quote = value.form == .string || value.form == .escapedString ? 1 : 0
        append(line[start..<Int(value.start) - quote], .skipped, .type)
        start = Int(value.end) + quote
        continue
      }
      let bit: UInt64 = 1 << UInt64(field.rawValue)
      // The last of two equal names wins: only the general path knows how.
      if seen & bit != 0 { return nil }
      seen |= bit
      // What the type says, and that something is null, stands still.
      if field == .type || value.form == .null { continue }
      let bytes = UnsafeRawBufferPointer(rebasing: line[Int(value.start)..<Int(value.end)])
      guard let content = table[field]?.content,
        let slot = Self.slot(of: content, value.form, bytes)
      else { return nil }
      present |= bit
      append(line[start..<Int(value.start)], slot, field)
      start = Int(value.end)
    }
    append(line[start...], .end, .type)
    parts[parts.count - 1].literal.append(UInt8(ascii: "\n"))
    let needed = Template.Leaf.needed(kind)
    if present & needed != needed || seen & 1 == 0 { return nil }
  }

  /// Whether ``HouseLine`` reads such lines.
  var isHouse: Bool {
    parts.count == HouseLine.steps.count
      && zip(parts, HouseLine.steps).allSatisfy { part, step in
        part.slot == step.slot && part.literal.elementsEqual(step.literal.utf8)
      }
  }

  private mutating func append(
    _ literal: Slice<UnsafeRawBufferPointer>, _ slot: Template.Slot, _ field: Field
  ) {
    parts.append(Part(literal: Array(literal), slot: slot, field: field.rawValue))
  }

  /// The slot for a field's value; nil for a value that no slot reads.
  private static func slot(
    of content: FieldContent, _ form: ValueForm, _ bytes: UnsafeRawBufferPointer
  ) -> Template.Slot? {
    let isText = form == .string
    switch content {
    case .text: return isText || form == .escapedString ? .name : nil
    case .choice: return isText ? .side : nil
    case .flag: return form == .true_ || form == .false_ ? .flag : nil
    case .time:
      if form == .number { return .time }
      guard isText else { return nil }
      return bytes.allSatisfy { $0 &- 0x30 < 10 || $0 == UInt8(ascii: ".") } ? .time : .textTime
    case .identifier, .count:
      // A text that is no number means none, or nothing.
      if form == .number { return .whole }
      return isText && bytes.allSatisfy { $0 &- 0x30 < 10 } ? .whole : nil
    case .decimal: return isText || form == .number ? .decimal : nil
    case .levels, .labels, .scalar, .record: return nil
    }
  }
}
