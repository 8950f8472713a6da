/// What enrich appends to a record.
public struct EnrichOptions: Codable, Sendable, Equatable {
  /// Whether the fields that need no asking are appended, see ``Enrich``.
  public var defaults = true
  /// Indicators of each series of candles.
  public var indicators: [IndicatorSpec] = []
  /// Fields by formula, for records of every kind; later ones may read earlier ones.
  public var assignments: [Assignment] = []
  /// Fields by symbol, for records of every kind.
  public var reference = ReferenceTable()
  /// Whether a field that was asked for takes the place of one that a record has already.
  public var replaces = false

  /// The default fields and nothing else.
  public init() {}

  /// How many candles have to be kept for corrections: as many as anything looks back on, and some
  /// more; 0 where no candle depends on another.
  var depth: Int {
    let sites = assignments.flatMap(\.expression.program.sites).map(\.memory.reach)
    let longest = indicators.map(\.reach).max() ?? 0
    if !defaults && sites.isEmpty && longest == 0 { return 0 }
    return longest + sites.reduce(0, +) + SeriesHistory.margin
  }

  /// All that a saved state depends on, as text.
  public var digest: String {
    let table = reference.fields.sorted { $0.key < $1.key }.map { "\($0.key)\($0.value)" }
    return """
      defaults \(defaults)\(replaces ? " replace" : "") with \(indicators.flatMap(\.fieldNames)) \
      fields \(assignments.map { "\($0.name)=\($0.expression.source)" }) \
      join \(Self.hash(table.joined(separator: "\n")))
      """
  }

  /// FNV-1a (Fowler, Noll, Vo) with 64 bits.
  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}

extension IndicatorSpec {
  /// How many records it looks back on.
  fileprivate var reach: Int {
    let lengths = kind == .bbands ? parameters.prefix(1) : parameters[...]
    return lengths.reduce(0) { $0 + (Int64(exactly: $1.units).map { Int($0) } ?? 0) }
  }
}

extension Program.Site.Memory {
  /// How many records it looks back on; what looks back on time, none that are known.
  fileprivate var reach: Int {
    switch self {
    case .previous(let distance): distance
    case .indicator(let spec, _): spec.reach
    case .change, .crossing: 1
    }
  }
}
