/// How much of the work on a stream may go into its shapes.
///
/// A feed has a few, and learning them is worth while; where each line has a shape of its own, neither
/// learning nor trying what was learned may cost more than a few percent.
struct LearningBudget {
  /// What a shape costs, in lines that have to be read before there is another.
  private static let price = 1024
  /// What it costs to find that there was nothing to be learned.
  private static let disappointment = 64
  private static let most = 32 * price
  /// After so many lines in a row without a known shape, shapes are not tried for a while.
  private static let patience = 16
  private static let rest = 48
  /// So many lines of the house are read by their template before ``HouseLine`` is tried again.
  private static let houseWait = 64

  private var credit = most
  private var misses = 0
  private var resting = 0
  private var waiting = 0

  /// Whether the next line may have a known shape.
  var tries: Bool { resting == 0 }

  /// Whether a shape may be learned now.
  var mayLearn: Bool { credit >= Self.price && resting == 0 }

  /// Whether the next line may be one of the house.
  var triesHouse: Bool { waiting == 0 }

  /// Lines were read as those of the house.
  mutating func noteHouse(_ lines: Int) {
    credit = min(Self.most, credit + lines)
  }

  /// Lines had known shapes, and were not read as those of the house, for which `linesToHouse` more
  /// are to be waited.
  mutating func noteHits(_ lines: Int, linesToHouse: Int) {
    if lines == 0 { return }
    credit = min(Self.most, credit + lines)
    misses = 0
    waiting = linesToHouse
  }

  /// How many lines of the house have to come before they are tried as such.
  var linesToHouse: Int { waiting == 0 ? Self.houseWait : waiting }

  /// A line had no known shape, or was not tried.
  mutating func noteMiss() {
    credit = min(Self.most, credit + 1)
    waiting = Self.houseWait
    if resting > 0 {
      resting -= 1
      return
    }
    misses += 1
    if misses >= Self.patience { resting = Self.rest }
  }

  /// Something was learned, or not.
  mutating func pay(isNew: Bool) {
    credit -= isNew ? Self.price : Self.disappointment
  }
}
