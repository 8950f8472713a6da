/// The shapes of lines: which bytes stand still, and where the values are.
///
/// Feeds repeat themselves: the same names in the same order, line after line. So a line is checked
/// by comparing words with lines that came before, and its values are found without looking for
/// them. Shapes that begin alike share their steps, so that a line finds its own on the way: where
/// one step does not fit, the next that may stand in its place is tried.
enum Template {
  /// What stands between two literals.
  enum Slot: UInt8 {
    /// A text that ``NameTable`` knows.
    case name
    /// A count since 1970, and RFC 3339.
    case time, textTime
    /// A whole number within 62 bits, any decimal of ordinary size.
    case whole, decimal
    case flag, side
    /// A value that nobody reads.
    case skipped
    /// Nothing: the literal ends the line.
    case end
  }

  /// A literal, and the value behind it.
  struct Step {
    /// The literal's first and last eight bytes, which are the same of a short one.
    var first: UInt64
    var last: UInt64
    /// Keeps the bytes of both that are the literal's.
    var mask: UInt64
    /// The literal's length in bytes, and where its last eight begin.
    var length: Int32
    var lastStart: Int32
    /// Index of the first of the words between, and how many there are.
    var word: Int32
    var wordCount: Int32
    var slot: Slot
    /// Where the value goes: the field's place in ``Values``.
    var field: UInt8
    /// The first step that may come next; behind a line's last, its ``Leaf``.
    var next: Int32
    /// The step that may stand in this one's place; negative where there is none.
    var otherwise: Int32 = -1
  }

  /// A whole line: what becomes of its values.
  struct Leaf {
    var kind: Kind
    /// What its records are marked with; see ``Record/shape``.
    var shape: UInt16
    /// The fields that have a value, a bit each.
    private let present: UInt64
    /// Whether ``HouseLine`` may read it.
    let isHouse: Bool
    /// Where ``Values`` has a trade's ids and side, or what stands for none.
    let firstID: UInt8
    let lastID: UInt8
    let side: UInt8

    init(kind: Kind, shape: UInt16, present: UInt64, isHouse: Bool) {
      func place(_ field: Field, else other: UInt8) -> UInt8 {
        present >> UInt64(field.rawValue) & 1 == 1 ? field.rawValue : other
      }
      self.kind = kind
      self.shape = shape
      self.present = present
      self.isHouse = isHouse
      firstID = place(.firstID, else: place(.id, else: Values.noID))
      // Of a last id alone nothing follows.
      lastID = firstID == Values.noID ? Values.noID : place(.lastID, else: firstID)
      side = place(.side, else: Values.noSide)
    }

    /// The fields without which there is no event, or one that is not only made of fields.
    static func needed(_ kind: Kind) -> UInt64 {
      func bit(_ field: Field) -> UInt64 { 1 << UInt64(field.rawValue) }
      return switch kind {
      case .trade: bit(.ts) | bit(.price) | bit(.qty)
      case .candle:
        bit(.ts) | bit(.end) | bit(.open) | bit(.high) | bit(.low) | bit(.close) | bit(.volume)
      case .quote: bit(.bid) | bit(.ask)
      default: 0
      }
    }

    @inline(__always)
    func has(_ field: Field) -> Bool { present >> UInt64(field.rawValue) & 1 == 1 }
  }

  /// The values of a line on their way into an event, by field.
  struct Values {
    struct Number {
      /// A number without its decimal point, a time, a flag or a side.
      var units: Int64
      var scale: UInt8
    }

    /// Where ``Trade/noID`` stands.
    static var noID: UInt8 { 63 }
    /// Where ``Side/unknown`` stands.
    static var noSide: UInt8 { 62 }

    let numbers: UnsafeMutablePointer<Number>
    let names: UnsafeMutablePointer<NameKey>

    init() {
      numbers = .allocate(capacity: 64)
      numbers.initialize(repeating: Number(units: 0, scale: 0), count: 64)
      numbers[Int(Self.noID)].units = Trade.noID
      numbers[Int(Self.noSide)].units = Int64(Side.unknown.rawValue)
      names = .allocate(capacity: 64)
      names.initialize(repeating: .empty, count: 64)
    }

    func deallocate() {
      numbers.deallocate()
      names.deallocate()
    }

    @inline(__always)
    subscript(field: Field) -> Number { numbers[Int(field.rawValue)] }

    @inline(__always)
    func name(_ field: Field) -> NameKey { names[Int(field.rawValue)] }
  }
}
