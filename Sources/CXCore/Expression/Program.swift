/// An expression made ready: what remembers earlier records is taken out of the tree into a list,
/// so that it sees every record, whichever branch of an `if` is taken.
///
/// A class: rules and records by the million share it, and nothing changes it.
final class Program: Sendable {
  /// A part that remembers.
  struct Site: Sendable {
    enum Memory: Sendable {
      case previous(Int)
      case indicator(IndicatorSpec, output: Int)
      case change(Int64)
      case crossing(Crossing)
    }
    var memory: Memory
    /// What it is given, in terms of the sites before it.
    var inputs: [Syntax]
  }

  /// The text it was read from.
  let source: String
  let root: Syntax
  let sites: [Site]
  /// The fields it reads.
  let paths: [FieldPath]

  init(_ syntax: Syntax, source: String) {
    var lowering = Lowering()
    self.source = source
    root = lowering.lower(syntax)
    sites = lowering.sites
    paths = lowering.paths
  }
}

/// Takes out of a tree what remembers.
private struct Lowering {
  var sites: [Program.Site] = []
  var paths: [FieldPath] = []

  mutating func lower(_ syntax: Syntax) -> Syntax {
    switch syntax {
    case .literal, .site: return syntax
    case .field(let path):
      paths.append(path)
      return syntax
    case .unary(let symbol, let operand): return .unary(symbol, lower(operand))
    case .binary(let symbol, let left, let right):
      return .binary(symbol, lower(left), lower(right))
    case .call(let function, let arguments):
      return .call(function, arguments.map { lower($0) })
    case .previous(let operand, let distance):
      return site(.previous(distance), [lower(operand)])
    case .indicator(let spec, let output, let inputs):
      return site(.indicator(spec, output: output), inputs.map { lower($0) })
    case .change(let operand, let time, let length):
      return site(.change(length), [lower(operand), lower(time)])
    case .crossing(let crossing, let left, let right):
      return site(.crossing(crossing), [lower(left), lower(right)])
    }
  }

  private mutating func site(_ memory: Program.Site.Memory, _ inputs: [Syntax]) -> Syntax {
    sites.append(Program.Site(memory: memory, inputs: inputs))
    return .site(sites.count - 1)
  }
}
