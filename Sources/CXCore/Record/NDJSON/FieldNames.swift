/// Finds a field by its name's bytes.
///
/// Its memory is written once, before anybody has it: so threads may share it.
struct FieldNames: @unchecked Sendable {
  /// A name, its closing quote and a colon, in words, zeros behind them.
  struct Name {
    var first: UInt64
    var second: UInt64
    var third: UInt64
    /// Keep the bytes of the first two words.
    var firstMask: UInt64
    var secondMask: UInt64
    /// Without quote and colon.
    var count: Int
    var field: Field
    /// How templates read its values; ``Template/Slot/skipped`` where no template does.
    var slot: Template.Slot
  }

  /// For every reader, for as long as the program runs.
  static let all = FieldNames()

  private static let none = UInt8.max

  // Where `names` has a name, by its hash, the next place where another has that one: of all names,
  // by length and eight bytes, and of those that two words hold with quote and colon, by four bytes.
  private let places: UnsafeMutablePointer<UInt8>
  private let shortPlaces: UnsafeMutablePointer<UInt8>
  private let names: UnsafeMutablePointer<Name>

  private init() {
    places = .allocate(capacity: 256)
    places.initialize(repeating: Self.none, count: 256)
    shortPlaces = .allocate(capacity: 256)
    shortPlaces.initialize(repeating: Self.none, count: 256)
    names = .allocate(capacity: Field.allCases.count)
    for (index, field) in Field.allCases.enumerated() {
      let name = Self.name(of: field)
      (names + index).initialize(to: name)
      let place = Self.place(name.first & Words.mask(name.count), name.count)
      Self.enter(UInt8(index), at: place, in: places)
      if name.count <= 14, name.slot != .skipped {
        Self.enter(UInt8(index), at: Self.shortPlace(name.first), in: shortPlaces)
      }
    }
  }

  private static func name(of field: Field) -> Name {
    let bytes = Array("\(field.name)\":".utf8)
    precondition(bytes.count <= 24, "a longer name needs a fourth word")
    return Name(
      first: Words.joined(bytes.prefix(8)), second: Words.joined(bytes.dropFirst(8).prefix(8)),
      third: Words.joined(bytes.dropFirst(16)), firstMask: Words.mask(bytes.count),
      secondMask: Words.mask(max(0, bytes.count - 8)), count: bytes.count - 2, field: field,
      slot: Template.Slot(of: field))
  }

  private static func enter(
    _ index: UInt8, at start: Int, in places: UnsafeMutablePointer<UInt8>
  ) {
    var place = start
    while places[place] != none { place = (place + 1) & 255 }
    places[place] = index
  }

  /// The field's name that stands at `start`, if it is one; 24 bytes must be readable there.
  @inline(__always)
  func name(_ start: UnsafeRawPointer, _ count: Int) -> UnsafePointer<Name>? {
    if count == 0 { return nil }
    let first = Words.load(start) & Words.mask(count)
    var place = Self.place(first, count)
    while places[place] != Self.none {
      let name = names + Int(places[place])
      if name.pointee.count == count, (first ^ name.pointee.first) & Words.mask(count) == 0,
        count <= 8 || isEqual(name, start, count)
      {
        return UnsafePointer(name)
      }
      place = (place &+ 1) & 255
    }
    return nil
  }

  private func isEqual(
    _ name: UnsafePointer<Name>, _ start: UnsafeRawPointer, _ count: Int
  ) -> Bool {
    let second = Words.load(start + 8) ^ name.pointee.second
    let third = Words.load(start + 16) ^ name.pointee.third
    return second & Words.mask(count &- 8) | third & Words.mask(max(0, count &- 16)) == 0
  }

  /// The field's name that stands at `start` with its closing quote and a colon, if it is one that
  /// two words hold and templates read.
  @inline(__always)
  func shortName(_ start: UnsafeRawPointer) -> UnsafePointer<Name>? {
    let first = Words.load(start)
    let second = Words.load(start + 8)
    var place = Self.shortPlace(first)
    while shortPlaces[place] != Self.none {
      let name = names + Int(shortPlaces[place])
      let difference =
        (first ^ name.pointee.first) & name.pointee.firstMask
        | (second ^ name.pointee.second) & name.pointee.secondMask
      if difference == 0 { return UnsafePointer(name) }
      place = (place &+ 1) & 255
    }
    return nil
  }

  @inline(__always)
  private static func place(_ first: UInt64, _ count: Int) -> Int {
    // The length separates names that share their first eight bytes.
    let mixed =
      (first &+ UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 56)
  }

  @inline(__always)
  private static func shortPlace(_ first: UInt64) -> Int {
    Int(truncatingIfNeeded: (UInt32(truncatingIfNeeded: first) &* 0x9E37_79B9) >> 24)
  }
}

extension Template.Slot {
  /// How a value of usual form is read, as the table of records says.
  fileprivate init(of field: Field) {
    if field == .type {
      self = .name
      return
    }
    let kinds: [RecordKind] = [.trade, .candle, .quote]
    switch kinds.lazy.compactMap({ $0[field] }).first?.content {
    case .text: self = .name
    case .time: self = .time
    case .identifier, .count: self = .whole
    case .decimal(isSigned: false): self = .decimal
    case .choice: self = .side
    case .flag: self = .flag
    default: self = .skipped
    }
  }
}
