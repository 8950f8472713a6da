/// Lines whose members stand in an order that was not seen before: each is found by its name.
///
/// As with templates, only what is spelt as usual is read; the general path reads all else.
extension TemplateWalk {
  /// Reads one line, whose values are kept, and moves behind its line feed; nil, and the cursor
  /// anywhere, where something needs a closer look.
  mutating func members(_ cursor: inout UnsafeRawPointer) -> UnsafePointer<Template.Leaf>? {
    let names = FieldNames.all
    var position = cursor
    var seen: UInt64 = 0
    var present: UInt64 = 0
    guard Self.pass("{", &position) else { return nil }
    repeat {
      _ = Self.pass(" ", &position)
      guard Self.pass("\"", &position) else { return nil }
      guard let name = names.shortName(position) else {
        guard let behind = memberEnd(position, names, &seen, &present) else { return nil }
        position = behind
        continue
      }
      position += name.pointee.count &+ 2
      _ = Self.pass(" ", &position)
      guard read(name.pointee.field, name.pointee.slot, &position, &seen, &present) else {
        return nil
      }
    } while Self.pass(",", &position)
    guard Self.pass("}", &position), Self.pass("\n", &position),
      let kind = kind(present)
    else { return nil }
    let needed = Template.Leaf.needed(kind)
    if present & needed != needed { return nil }
    cursor = position
    leafOfMembers.pointee = Template.Leaf(kind: kind, shape: 0, present: present, isHouse: false)
    return UnsafePointer(leafOfMembers)
  }

  @inline(__always)
  private static func pass(_ character: Unicode.Scalar, _ position: inout UnsafeRawPointer) -> Bool
  {
    guard position.load(as: UInt8.self) == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Reads a field's value; false where the general path has to, or where the field comes again.
  @inline(__always)
  private mutating func read(
    _ field: Field, _ slot: Template.Slot, _ position: inout UnsafeRawPointer,
    _ seen: inout UInt64, _ present: inout UInt64
  ) -> Bool {
    let bit: UInt64 = 1 << UInt64(field.rawValue)
    if seen & bit != 0 { return false }
    seen |= bit
    let start = position
    // The slot is what cannot be guessed, so all other questions are asked behind it.
    let isRead =
      switch slot {
      case .name: readQuoted(.name, field, &position)
      case .side: readQuoted(.side, field, &position)
      case .time: readEither(.time, field, &position)
      case .whole: readEither(.whole, field, &position)
      case .flag: fill(.flag, Int(field.rawValue), &position)
      default: readEither(.decimal, field, &position)
      }
    if isRead {
      present |= bit
      return true
    }
    position = start
    if Words.load(position) & 0xFFFF_FFFF == 0x6C6C_756E {
      position += 4
      return true
    }
    present |= bit
    return slot == .time && readQuoted(.textTime, field, &position)
  }

  @inline(__always)
  private mutating func readQuoted(
    _ slot: Template.Slot, _ field: Field, _ position: inout UnsafeRawPointer
  ) -> Bool {
    Self.pass("\"", &position) && fill(slot, Int(field.rawValue), &position)
      && Self.pass("\"", &position)
  }

  /// A value that may stand between quotes.
  @inline(__always)
  private mutating func readEither(
    _ slot: Template.Slot, _ field: Field, _ position: inout UnsafeRawPointer
  ) -> Bool {
    let isText = Self.pass("\"", &position)
    return fill(slot, Int(field.rawValue), &position) && (!isText || Self.pass("\"", &position))
  }

  /// A member that is none of the short names, or is spelt with white space or escapes.
  @inline(never)
  private mutating func memberEnd(
    _ start: UnsafeRawPointer, _ names: FieldNames, _ seen: inout UInt64,
    _ present: inout UInt64
  ) -> UnsafeRawPointer? {
    var position = start
    do throws(LineProblem) {
      if try LineScanner(start, end - start).scanString(&position) { return nil }
    } catch {
      return nil
    }
    let name = names.name(start, position - start - 1)
    guard Self.pass(":", &position) else { return nil }
    _ = Self.pass(" ", &position)
    guard let name, name.pointee.slot != .skipped else { return skipped(position) }
    return read(name.pointee.field, name.pointee.slot, &position, &seen, &present)
      ? position : nil
  }

  /// What the value of `type` says.
  @inline(__always)
  private func kind(_ present: UInt64) -> Kind? {
    if present & 1 == 0 { return nil }
    let name = values.name(.type)
    switch (name.low, name.high) {
    case (0x2265_6461_7274, 0): return .trade
    case (0x2265_6C64_6E61_63, 0): return .candle
    case (0x2265_746F_7571, 0): return .quote
    default: return nil
    }
  }
}
