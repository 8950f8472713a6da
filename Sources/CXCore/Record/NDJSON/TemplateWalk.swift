/// One line after the other along the steps of ``Templates``.
struct TemplateWalk {
  let nameTable: NameTable
  let values: Template.Values
  var time = QuickTime()
  private let steps: UnsafePointer<Template.Step>?
  private let words: UnsafePointer<UInt64>
  private let leaves: UnsafePointer<Template.Leaf>
  /// Where the lines end.
  let end: UnsafeRawPointer
  /// What a line without a template is told by.
  let leafOfMembers: UnsafeMutablePointer<Template.Leaf>

  init(_ templates: Templates, end: UnsafeRawPointer, _ nameTable: NameTable) {
    let nothing = UnsafeRawPointer(templates.values.numbers)
    self.nameTable = nameTable
    values = templates.values
    leafOfMembers = templates.leafOfMembers
    steps = templates.steps.map { UnsafePointer($0) }
    words = UnsafePointer(templates.words) ?? nothing.assumingMemoryBound(to: UInt64.self)
    leaves =
      UnsafePointer(templates.leaves) ?? nothing.assumingMemoryBound(to: Template.Leaf.self)
    self.end = end
  }

  /// Reads one line, whose values are kept, and moves behind its line feed; nil, and the cursor anywhere, where a line has no known shape.
  ///
  /// No accepted byte but the last is a line feed, so the cursor cannot leave the line, and loads
  /// reach at most three words behind it.
  @inline(__always)
  mutating func leaf(_ cursor: inout UnsafeRawPointer) -> UnsafePointer<Template.Leaf>? {
    guard let steps else { return nil }
    var step = steps
    while true {
      var next = cursor
      if matches(step, &next), fill(step.pointee.slot, Int(step.pointee.field), &next) {
        cursor = next
        if step.pointee.slot == .end { return leaves + Int(step.pointee.next) }
        step = steps + Int(step.pointee.next)
      } else {
        if step.pointee.otherwise < 0 { return nil }
        step = steps + Int(step.pointee.otherwise)
      }
    }
  }

  /// Moves behind a literal; false when something else stands there.
  @inline(__always)
  private func matches(
    _ step: UnsafePointer<Template.Step>, _ cursor: inout UnsafeRawPointer
  ) -> Bool {
    let difference =
      Words.load(cursor) ^ step.pointee.first
      | Words.load(cursor + Int(step.pointee.lastStart)) ^ step.pointee.last
    if difference & step.pointee.mask != 0 { return false }
    if step.pointee.wordCount > 0 {
      var between = cursor
      for word in 0..<Int(step.pointee.wordCount) {
        between += 8
        if Words.load(between) != words[Int(step.pointee.word) + word] { return false }
      }
    }
    cursor += Int(step.pointee.length)
    return true
  }

  /// Reads the value behind a literal; false when it is none that fits.
  @inline(__always)
  mutating func fill(
    _ slot: Template.Slot, _ field: Int, _ cursor: inout UnsafeRawPointer
  ) -> Bool {
    switch slot {
    case .name:
      guard let name = NameKey.read(&cursor) else { return false }
      values.names[field] = name
    case .time:
      guard let time = time.read(&cursor) else { return false }
      values.numbers[field].units = time
    case .textTime:
      guard let quote = NameKey.closingQuote(from: cursor),
        let time = Timestamp(rfc3339: UnsafeRawBufferPointer(start: cursor, count: quote - cursor)),
        time.isInRange
      else { return false }
      values.numbers[field].units = time.microseconds
      cursor = quote
    case .whole:
      guard let whole = QuickNumber.whole(&cursor), whole < 1 << 62 else { return false }
      values.numbers[field].units = whole
    case .decimal:
      guard let (units, scale) = QuickNumber.anyForm(&cursor) else { return false }
      values.numbers[field] = Template.Values.Number(units: units, scale: scale)
    case .side:
      guard let side = Self.side(&cursor) else { return false }
      values.numbers[field].units = Int64(side.rawValue)
    case .flag:
      guard let flag = Self.flag(&cursor) else { return false }
      values.numbers[field].units = flag ? 1 : 0
    case .skipped:
      guard let behind = skipped(cursor) else { return false }
      cursor = behind
    case .end: break
    }
    return true
  }

  /// A side; its closing quote belongs to the next literal.
  @inline(__always)
  private static func side(_ cursor: inout UnsafeRawPointer) -> Side? {
    let word = Words.load(cursor)
    let isBuy = word & 0xFFFF_FFFF == 0x2279_7562
    let isSell = word & 0xFF_FFFF_FFFF == 0x22_6C6C_6573
    // One branch for both, since which of them comes is a coin toss.
    guard isBuy != isSell else { return nil }
    cursor += isBuy ? 3 : 4
    return isBuy ? .buy : .sell
  }

  @inline(__always)
  private static func flag(_ cursor: inout UnsafeRawPointer) -> Bool? {
    let word = Words.load(cursor)
    let isTrue = word & 0xFFFF_FFFF == 0x6575_7274
    let isFalse = word & 0xFF_FFFF_FFFF == 0x65_736C_6166
    guard isTrue != isFalse else { return nil }
    cursor += isTrue ? 4 : 5
    return isTrue
  }

  /// The end of a value that nobody reads.
  @inline(never)
  func skipped(_ start: UnsafeRawPointer) -> UnsafeRawPointer? {
    var position = start
    do throws(LineProblem) {
      let scanner = LineScanner(start, end - start)
      if try scanner.scanScalar(&position) != nil { return position }
      // White space between the parts of a value is no line feed here.
      let lineEnd = Words.find(UInt8(ascii: "\n"), from: start, to: end) ?? end
      return try LineScanner(start, lineEnd - start).containerEnd(start)
    } catch {
      return nil
    }
  }
}
