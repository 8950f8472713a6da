import CXRecord

/// What enrich keeps of each instrument for its trades, found by the batch's small numbers.
///
/// A number means another instrument after a resume, so each is looked up by name once a batch; in
/// between it is an index into an array.
struct InstrumentTable: Sendable {
  struct Entry: Sendable {
    var instrument: Instrument
    var tick = TickRule()
    /// Where ``pool`` holds the instrument's assets and its reference data.
    var assets: Range<Int> = 0..<0
    var reference: Range<Int> = 0..<0
  }

  private(set) var entries: [Entry] = []
  /// JSON members, each with a comma before it.
  private(set) var pool: [UInt8] = []
  private var places: [Instrument: Int32] = [:]
  /// By the batch's number: the entry, and the batch in which that was last made sure.
  private var known: [(entry: Int32, batch: Int)] = []
  private var batches = 0

  mutating func beginBatch() {
    batches += 1
  }

  /// Makes sure of a number's entry; `reference` is asked for a new instrument.
  @inline(__always)
  mutating func prepare(_ number: Int32, _ names: Instruments, _ reference: ReferenceTable) {
    if Int(number) < known.count, known[Int(number)].batch == batches { return }
    find(number, names, reference)
  }

  /// The entry of a number that was prepared in this batch.
  @inline(__always)
  func entry(_ number: Int32) -> Int { Int(known[Int(number)].entry) }

  /// The direction of an instrument's trade; see ``TickRule/push(_:scale:)``.
  @inline(__always)
  mutating func tick(_ entry: Int, _ trade: Trade) -> StaticString {
    entries[entry].tick.push(trade.priceUnits, scale: trade.priceScale)
  }

  mutating func restore(_ instrument: Instrument, _ tick: TickRule, _ reference: ReferenceTable) {
    entries[add(instrument, reference)].tick = tick
  }

  private mutating func find(_ number: Int32, _ names: Instruments, _ reference: ReferenceTable) {
    while known.count <= Int(number) { known.append((0, -1)) }
    let instrument = names[number]
    let last = Int(known[Int(number)].entry)
    let isSame = known[Int(number)].batch >= 0 && entries[last].instrument == instrument
    let entry = isSame ? last : places[instrument].map(Int.init) ?? add(instrument, reference)
    known[Int(number)] = (Int32(entry), batches)
  }

  private mutating func add(_ instrument: Instrument, _ reference: ReferenceTable) -> Int {
    var entry = Entry(instrument: instrument)
    let block = Block()
    if let (base, quote) = SymbolSplit.split(instrument.symbol) {
      block.append(#","base":"#)
      block.append(jsonString: base)
      block.append(#","quote":"#)
      block.append(jsonString: quote)
    }
    entry.assets = append(block.bytes)
    block.removeAll()
    if let fields = reference.fields[instrument.symbol] { block.append(fields) }
    entry.reference = append(block.bytes)
    entries.append(entry)
    places[instrument] = Int32(entries.count - 1)
    return entries.count - 1
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer) -> Range<Int> {
    let start = pool.count
    pool.append(contentsOf: bytes)
    return start..<pool.count
  }
}
