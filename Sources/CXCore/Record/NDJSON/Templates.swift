/// The shapes learned so far, as steps; see ``Template``.
///
/// A class, so that what it has learned is never copied.
final class Templates {
  private static let mostSteps = 1024
  private static let mostWords = 8192
  private static let mostLeaves = 64
  /// Longer lines, and lines of more members, are read by the general path.
  private static let longestLine = 4096
  private static let mostMembers = 64

  // Memory of a fixed size, made when there is something to learn: a walk keeps pointers into it.
  private(set) var words: UnsafeMutablePointer<UInt64>?
  private(set) var steps: UnsafeMutablePointer<Template.Step>?
  private(set) var leaves: UnsafeMutablePointer<Template.Leaf>?
  private var wordCount = 0
  private var stepCount = 0
  private var leafCount = 0
  private var lastShape: UInt16 = 0
  let values = Template.Values()
  let leafOfMembers = UnsafeMutablePointer<Template.Leaf>.allocate(capacity: 1)
  /// What the records of ``HouseLine`` are marked with.
  let houseShape: UInt16 = .max

  deinit {
    words?.deallocate()
    steps?.deallocate()
    leaves?.deallocate()
    values.deallocate()
    leafOfMembers.deallocate()
  }

  private func forgetAll() {
    (wordCount, stepCount, leafCount) = (0, 0, 0)
    if words != nil { return }
    words = .allocate(capacity: Self.mostWords)
    steps = .allocate(capacity: Self.mostSteps)
    leaves = .allocate(capacity: Self.mostLeaves)
  }

  /// Learns the shape of a line that the general path has read.
  ///
  /// - Returns: whether it is a shape that was not known.
  func learn(_ members: [Member], _ line: UnsafeRawBufferPointer, _ kind: Kind) -> Bool {
    guard members.count <= Self.mostMembers, line.count <= Self.longestLine,
      let shape = LineShape(members, line, kind)
    else { return false }
    let isFull =
      stepCount + shape.parts.count > Self.mostSteps || leafCount == Self.mostLeaves
      || wordCount + line.count / 8 + shape.parts.count > Self.mostWords
    if isFull || words == nil { forgetAll() }
    guard let words, let steps, let leaves else { return false }
    return insert(shape, kind, words, steps, leaves)
  }

  private func insert(
    _ shape: LineShape, _ kind: Kind, _ words: UnsafeMutablePointer<UInt64>,
    _ steps: UnsafeMutablePointer<Template.Step>, _ leaves: UnsafeMutablePointer<Template.Leaf>
  ) -> Bool {
    var isNew = false
    var first: Int32 = stepCount == 0 ? -1 : 0
    var parent: Int32 = -1
    for part in shape.parts {
      let literal = Literal(part.literal)
      var step = first
      var sibling: Int32 = -1
      while step >= 0, !steps[Int(step)].isEqual(part, literal, words) {
        sibling = step
        step = steps[Int(step)].otherwise
      }
      if step < 0 {
        isNew = true
        step = append(part, literal, words, steps)
        if sibling >= 0 {
          steps[Int(sibling)].otherwise = step
        } else if parent >= 0 {
          steps[Int(parent)].next = step
        }
      }
      parent = step
      first = steps[Int(step)].next
    }
    guard isNew else { return false }
    // No block has more lines than there are shapes before the first comes again.
    lastShape = lastShape % (houseShape - 1) + 1
    steps[Int(parent)].next = Int32(leafCount)
    (leaves + leafCount).initialize(
      to: Template.Leaf(
        kind: kind, shape: lastShape, present: shape.present, isHouse: shape.isHouse))
    leafCount += 1
    return true
  }

  private func append(
    _ part: LineShape.Part, _ literal: Literal, _ words: UnsafeMutablePointer<UInt64>,
    _ steps: UnsafeMutablePointer<Template.Step>
  ) -> Int32 {
    (steps + stepCount).initialize(
      to: Template.Step(
        first: literal.first, last: literal.last, mask: Words.mask(literal.length),
        length: Int32(literal.length), lastStart: Int32(max(0, literal.length - 8)),
        word: Int32(wordCount), wordCount: Int32(literal.between.count), slot: part.slot,
        field: part.field, next: -1))
    for word in literal.between {
      (words + wordCount).initialize(to: word)
      wordCount += 1
    }
    stepCount += 1
    return Int32(stepCount - 1)
  }
}

/// A literal as a step compares it: its ends in two words that may overlap, and what lies between.
private struct Literal {
  let length: Int
  let first: UInt64
  let last: UInt64
  let between: [UInt64]

  init(_ bytes: [UInt8]) {
    length = bytes.count
    first = Words.joined(bytes.prefix(8))
    last = Words.joined(bytes.suffix(8))
    between = stride(from: 8, to: bytes.count - 8, by: 8).map {
      Words.joined(bytes[$0...].prefix(8))
    }
  }
}

extension Template.Step {
  fileprivate func isEqual(
    _ part: LineShape.Part, _ literal: Literal, _ words: UnsafeMutablePointer<UInt64>
  ) -> Bool {
    slot == part.slot && field == part.field && Int(length) == literal.length
      && first == literal.first && last == literal.last
      && literal.between.indices.allSatisfy { words[Int(word) + $0] == literal.between[$0] }
  }
}
