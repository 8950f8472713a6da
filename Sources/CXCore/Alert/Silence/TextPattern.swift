/// A regular expression that a whole text must match, as Alertmanager's do.
///
/// Letters, `.`, classes (`[A-Z]`, `[^0-9]`, `\d`, `\w`, `\s`), groups, `|`, `*`, `+` and `?`. It
/// takes time in proportion to the product of both lengths at worst, whatever they are: it follows
/// all ways at once.
public struct TextPattern: Sendable, Equatable, Codable {
  private indirect enum Part: Sendable, Equatable {
    case any
    case one(of: [ClosedRange<Unicode.Scalar>], isInverted: Bool)
    case sequence([Part])
    case choice([Part])
    case repeated(Part, isOptional: Bool, isEndless: Bool)
  }

  /// The text it was read from.
  public let source: String
  private let root: Part

  /// Groups may nest this deep.
  private static let deepest = 50

  /// Reads an expression.
  public init(_ source: String) throws(SilenceProblem) {
    self.source = source
    var rest = Array(source.unicodeScalars)[...]
    root = try Self.choice(&rest, 0)
    if let scalar = rest.first { throw SilenceProblem("\"\(scalar)\" without its beginning") }
  }

  /// Reads the source again.
  public init(from decoder: any Decoder) throws {
    self = try Self(decoder.singleValueContainer().decode(String.self))
  }

  /// Writes the source.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(source)
  }

  /// Whether the whole text matches.
  public func matches(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    return Self.ends(of: root, in: scalars, from: [0]).contains(scalars.count)
  }

  /// Where a part can end that begins at one of some places.
  private static func ends(
    of part: Part, in text: [Unicode.Scalar], from starts: Set<Int>
  ) -> Set<Int> {
    switch part {
    case .any: return Set(starts.filter { $0 < text.count }.map { $0 + 1 })
    case .one(let ranges, let isInverted):
      let taken = starts.filter { start in
        start < text.count && ranges.contains { $0.contains(text[start]) } != isInverted
      }
      return Set(taken.map { $0 + 1 })
    case .sequence(let parts):
      return parts.reduce(starts) { ends(of: $1, in: text, from: $0) }
    case .choice(let parts):
      return parts.reduce(into: []) { $0.formUnion(ends(of: $1, in: text, from: starts)) }
    case .repeated(let part, let isOptional, let isEndless):
      var fresh = ends(of: part, in: text, from: starts)
      var all = isOptional ? starts.union(fresh) : fresh
      while isEndless, !fresh.isEmpty {
        fresh = ends(of: part, in: text, from: fresh).subtracting(all)
        all.formUnion(fresh)
      }
      return all
    }
  }

  // MARK: - Reading

  private static func choice(
    _ rest: inout ArraySlice<Unicode.Scalar>, _ depth: Int
  ) throws(SilenceProblem) -> Part {
    if depth > deepest { throw SilenceProblem("groups nest too deep") }
    var choices: [Part] = []
    repeat {
      if !choices.isEmpty { rest.removeFirst() }
      var parts: [Part] = []
      while let scalar = rest.first, scalar != "|", scalar != ")" {
        var part = try one(&rest, depth)
        while let sign = rest.first, ["*", "+", "?"].contains(sign) {
          rest.removeFirst()
          part = .repeated(part, isOptional: sign != "+", isEndless: sign != "?")
        }
        parts.append(part)
      }
      choices.append(.sequence(parts))
    } while rest.first == "|"
    return choices.count == 1 ? choices[0] : .choice(choices)
  }

  private static func one(
    _ rest: inout ArraySlice<Unicode.Scalar>, _ depth: Int
  ) throws(SilenceProblem) -> Part {
    let scalar = rest.removeFirst()
    switch scalar {
    case ".": return .any
    case "(":
      if rest.starts(with: ["?", ":"]) { rest.removeFirst(2) }
      let part = try choice(&rest, depth + 1)
      guard rest.popFirst() == ")" else { throw SilenceProblem("\"(\" without its end") }
      return part
    case "[": return try set(&rest)
    case "\\":
      return .one(of: try escaped(&rest), isInverted: false)
    case "*", "+", "?", "{", "}", "^", "$":
      throw SilenceProblem("\"\(scalar)\" is not understood here; \"\\\(scalar)\" is the letter")
    default: return .one(of: [scalar...scalar], isInverted: false)
    }
  }

  private static func escaped(
    _ rest: inout ArraySlice<Unicode.Scalar>
  ) throws(SilenceProblem) -> [ClosedRange<Unicode.Scalar>] {
    guard let scalar = rest.popFirst() else { throw SilenceProblem("ends in a backslash") }
    switch scalar {
    case "d": return ["0"..."9"]
    case "w": return ["0"..."9", "A"..."Z", "a"..."z", "_"..."_"]
    case "s": return [" "..." ", "\t"..."\r"]
    case "0"..."9", "A"..."Z", "a"..."z": throw SilenceProblem("\"\\\(scalar)\" is not understood")
    default: return [scalar...scalar]
    }
  }

  private static func set(
    _ rest: inout ArraySlice<Unicode.Scalar>
  ) throws(SilenceProblem) -> Part {
    let isInverted = rest.first == "^"
    if isInverted { rest.removeFirst() }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while let scalar = rest.popFirst() {
      if scalar == "]", !ranges.isEmpty { return .one(of: ranges, isInverted: isInverted) }
      if scalar == "\\" {
        ranges += try escaped(&rest)
      } else if rest.first == "-", let last = rest.dropFirst().first, last != "]" {
        guard scalar <= last else { throw SilenceProblem("\"\(scalar)-\(last)\" is backwards") }
        rest.removeFirst(2)
        ranges.append(scalar...last)
      } else {
        ranges.append(scalar...scalar)
      }
    }
    throw SilenceProblem("\"[\" without its end")
  }
}
