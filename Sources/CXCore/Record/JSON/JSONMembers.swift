/// The members of one JSON object, found by name.
///
/// Its memory serves one object after another.
public struct JSONMembers {
  private var keys: [JSONValue] = []
  private var values: [JSONValue] = []

  /// No members.
  public init() {}

  /// Reads the object that comes next.
  public mutating func read(_ cursor: inout JSONCursor) throws(PayloadProblem) {
    keys.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    try cursor.enterObject()
    while let key = try cursor.nextKey() {
      keys.append(key)
      values.append(try cursor.value())
    }
  }

  /// The member's value, or nil; the last one where the object repeats the name, as in jq.
  public subscript(name: StaticString) -> JSONValue? {
    for index in keys.indices.reversed() where keys[index].isText(name) { return values[index] }
    return nil
  }

  /// Whether the object has the member.
  public func has(_ name: StaticString) -> Bool {
    self[name] != nil
  }

  /// The member as a field; missing or null is a problem.
  public func required(_ name: StaticString) throws(PayloadProblem) -> PayloadField {
    guard let field = optional(name) else { throw .missing(name.description) }
    return field
  }

  /// The member as a field, nil where it is missing or null.
  public func optional(_ name: StaticString) -> PayloadField? {
    guard let value = self[name], !(value.shape == .literal && value.isText("null")) else {
      return nil
    }
    return PayloadField(name, value)
  }
}
