/// What a JSON value looks like from outside.
enum ValueForm: UInt8 {
  case number, string, escapedString, true_, false_, null, container
}

/// Where a value stands in its line: bytes from the line's start.
///
/// A string's value is what stands between its quotes.
struct FieldValue {
  var start: Int32
  var end: Int32
  var form: ValueForm
}

/// A name and a value of a line's outermost object, where it is known which field it is.
struct Member {
  var field: Field?
  var value: FieldValue
}

/// Who is told of a line's outermost members, in their order.
protocol MemberTaker {
  mutating func take(_ field: Field?, _ value: FieldValue)
}

/// The last value of each known field: of equal names the last wins, as in jq.
///
/// Small, so that it is handed on as a value; the fields' memory is a ``LineMemory``'s.
struct LineFields: MemberTaker {
  private let values: UnsafeMutablePointer<FieldValue>
  private var present: UInt64 = 0
  /// Where the line begins.
  let line: UnsafeRawPointer

  /// No fields yet of the line at `line`.
  init(_ memory: LineMemory, of line: UnsafeRawPointer) {
    values = memory.values
    self.line = line
  }

  @inline(__always)
  mutating func take(_ field: Field?, _ value: FieldValue) {
    guard let field else { return }
    values[Int(field.rawValue)] = value
    present |= 1 << UInt64(field.rawValue)
  }

  /// The field's value; nil where it is absent or null.
  @inline(__always)
  subscript(field: Field) -> FieldValue? {
    if present >> UInt64(field.rawValue) & 1 == 0 { return nil }
    let value = values[Int(field.rawValue)]
    return value.form == .null ? nil : value
  }

  /// The value's bytes; valid until the line's memory changes.
  @inline(__always)
  func bytes(_ value: FieldValue) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: line + Int(value.start), count: Int(value.end &- value.start))
  }
}

/// Room for the values of a line's fields, made once.
final class LineMemory {
  let values: UnsafeMutablePointer<FieldValue>

  init() {
    // A bit for each field is all that ``LineFields`` has.
    values = .allocate(capacity: 64)
    values.initialize(repeating: FieldValue(start: 0, end: 0, form: .null), count: 64)
  }

  deinit {
    values.deallocate()
  }
}

/// All members of a line.
struct MemberList: MemberTaker {
  var members: [Member] = []

  mutating func take(_ field: Field?, _ value: FieldValue) {
    members.append(Member(field: field, value: value))
  }
}
