/// What a server answered.
public struct HTTPResponse: Sendable, Equatable {
  /// The status code, 200 if all is well.
  public var status: Int
  /// The header fields.
  public var headers: HTTPHeaders
  /// The body, decompressed.
  public var body: [UInt8]

  /// An answer; see the fields.
  public init(status: Int, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// Header fields in their order; names are compared without case, as RFC 9110 5.1 wants.
public struct HTTPHeaders: Sendable, Equatable {
  private var fields: [(name: String, value: String)] = []

  /// No fields.
  public init() {}

  /// Appends a field.
  public mutating func append(_ name: String, _ value: String) {
    fields.append((name, value))
  }

  /// Appends the field of a line `Name: value`; other lines, as the one with the status, are no
  /// fields.
  mutating func append(line: String) {
    guard let colon = line.firstIndex(of: ":") else { return }
    func trimmed(_ text: Substring) -> String {
      let spaces: Set<Character> = [" ", "\t", "\r", "\n", "\r\n"]
      let front = text.drop { spaces.contains($0) }
      guard let last = front.lastIndex(where: { !spaces.contains($0) }) else { return "" }
      return String(front[...last])
    }
    append(trimmed(line[..<colon]), trimmed(line[line.index(after: colon)...]))
  }

  /// The value of the first field of that name.
  public subscript(name: String) -> String? {
    let wanted = name.lowercased()
    return fields.first { $0.name.lowercased() == wanted }?.value
  }

  /// Equal when the same fields stand in the same order, names compared without case.
  public static func == (left: HTTPHeaders, right: HTTPHeaders) -> Bool {
    left.fields.elementsEqual(right.fields) {
      $0.name.lowercased() == $1.name.lowercased() && $0.value == $1.value
    }
  }
}
