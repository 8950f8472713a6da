import CXRecord

/// What enrich keeps of each instrument for its trades, found by the batch's small numbers.
///
/// A number means another instrument after a resume, so each is looked up by name once a table.
struct InstrumentTable: Sendable {
  struct Entry: Sendable {
    var instrument: Instrument
    var tick = TickRule()
    /// Where ``pool`` holds the instrument's assets.
    var assets: Range<Int> = 0..<0
    /// Default fields that its reference data give.
    var given: Set<Name> = []
  }

  private(set) var entries: [Entry] = []
  /// JSON members, each with a comma before it.
  private(set) var pool: [UInt8] = []
  private var places: [Instrument: Int32] = [:]
  private var known = InstrumentPlaces()

  mutating func beginBatch(_ names: Instruments) {
    known.follow(names)
  }

  /// Makes sure of a number's entry; `reference` is asked for a new instrument.
  @inline(__always)
  mutating func prepare(_ number: Int32, _ names: Instruments, _ reference: ReferenceTable) {
    if known.place(of: number) < 0 { find(number, names, reference) }
  }

  /// The entry of a number that was prepared.
  @inline(__always)
  func entry(_ number: Int32) -> Int { known.place(of: number) }

  /// The direction of an instrument's trade; see ``TickRule/push(_:scale:)``.
  @inline(__always)
  mutating func tick(_ entry: Int, _ trade: Trade.Small) -> StaticString {
    entries[entry].tick.push(trade.price, scale: trade.priceScale)
  }

  /// The same of a price that has more digits.
  mutating func tick(_ entry: Int, _ price: Decimal) -> StaticString {
    entries[entry].tick.push(price)
  }

  /// Instruments that the reference data know in another spelling only.
  func otherSpellings(in reference: ReferenceTable) -> [String] {
    if reference.fields.isEmpty { return [] }
    let symbols = Set(entries.map(\.instrument.symbol))
    if symbols.contains(where: { reference.fields[$0] != nil }) { return [] }
    return symbols.sorted().prefix(10).compactMap { symbol in
      symbol.otherSpelling(among: reference.fields.keys).map { other in
        "the reference data have no \(symbol), but \(other): symbols are compared by their bytes"
      }
    }
  }

  mutating func restore(_ instrument: Instrument, _ tick: TickRule, _ reference: ReferenceTable) {
    entries[add(instrument, reference)].tick = tick
  }

  private mutating func find(_ number: Int32, _ names: Instruments, _ reference: ReferenceTable) {
    let instrument = names[number]
    let entry = places[instrument].map(Int.init) ?? add(instrument, reference)
    known.note(entry, of: number)
  }

  private mutating func add(_ instrument: Instrument, _ reference: ReferenceTable) -> Int {
    var entry = Entry(instrument: instrument)
    let block = Block()
    if let (base, quote) = SymbolSplit.split(instrument.symbol, of: instrument.exchange) {
      block.append(#","base":"#)
      block.append(jsonString: base)
      block.append(#","quote":"#)
      block.append(jsonString: quote)
    }
    entry.assets = append(block.bytes)
    entry.given = reference.given[instrument.symbol] ?? []
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
