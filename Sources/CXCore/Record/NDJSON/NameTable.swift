/// Numbers of names by the bytes that spell them: a few words and one probe, whatever the name.
///
/// A table belongs to one ``Instruments``, and its memory is moved where it has to grow, never
/// copied for a reader. Several spellings, with escapes and without, may have one number.
final class NameTable {
  /// A spelling, what it is the name of, and its number.
  private struct Entry {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var scope: UInt64 = 0
    /// -1 marks a free place.
    var number: Int32 = -1
    /// Where ``pool`` holds the bytes of a long one.
    var place: UInt32 = 0
  }

  /// What a name is the name of.
  ///
  /// The scopes of symbols are the numbers of their exchange and tenant; see
  /// ``instrument(_:exchange:tenant:)``.
  enum Scope {
    static var exchange: UInt64 { 1 << 63 }
    static var tenant: UInt64 { 1 << 63 | 1 }
    static var interval: UInt64 { 1 << 63 | 2 }
  }

  /// A name spelt with escapes has many spellings; beyond so many entries that are none of an
  /// instrument's first, they are read by the general path each time.
  private static let mostAliases = 1 << 16

  // Unchecked: no access below can overlap another, and each is part of a line's cost.
  @exclusivity(unchecked) private var entries: UnsafeMutablePointer<Entry>
  @exclusivity(unchecked) private var mask: Int
  @exclusivity(unchecked) private var used = 0
  @exclusivity(unchecked) private var aliases = 0
  @exclusivity(unchecked) private var pool: [UInt8] = []
  @exclusivity(unchecked) private var names: [UInt64: Int32] = [:]
  /// The intervals by number.
  @exclusivity(unchecked) private(set) var intervals: [Name] = []

  /// Another one in each run, as in the standard library's dictionaries, so that nobody can choose
  /// names that meet.
  private static let seed = UInt64(truncatingIfNeeded: Hasher().finalize())
  @exclusivity(unchecked) private let seed = NameTable.seed

  init() {
    mask = 255
    entries = .allocate(capacity: 256)
    entries.initialize(repeating: Entry(), count: 256)
    // No exchange, and no tenant, are numbers 0.
    insert(.empty, NameTable.Scope.exchange, 0)
    insert(.defaultTenant, NameTable.Scope.tenant, 0)
  }

  deinit {
    entries.deallocate()
  }

  // MARK: Looking up

  /// The number of a key; negative where it is not known.
  @inline(__always)
  func number(_ key: NameKey, _ scope: UInt64) -> Int32 {
    var place = hash(key, scope) & mask
    while true {
      let entry = entries + place
      if entry.pointee.low == key.low && entry.pointee.high == key.high
        && entry.pointee.scope == scope
      {
        if !key.isLong || isEqual(key, entry.pointee.place) {
          return entry.pointee.number
        }
      }
      if entry.pointee.number < 0 { return -1 }
      place = (place &+ 1) & mask
    }
  }

  /// The instrument's number; negative where one of the names is not known.
  ///
  /// Exchange and tenant are numbers of this table, 0 where a record names none.
  @inline(__always)
  func instrument(_ symbol: NameKey, exchange: Int32, tenant: Int32) -> Int32 {
    exchange | tenant < 0 ? -1 : number(symbol, Self.scope(exchange, tenant))
  }

  /// The scope of an exchange's symbols.
  @inline(__always)
  static func scope(_ exchange: Int32, _ tenant: Int32) -> UInt64 {
    UInt64(truncatingIfNeeded: exchange) << 32 | UInt64(truncatingIfNeeded: tenant)
  }

  @inline(never)
  private func isEqual(_ key: NameKey, _ place: UInt32) -> Bool {
    pool.withUnsafeBytes { pool in
      let count = key.count
      return pool[Int(place)..<Int(place) + count].elementsEqual(
        UnsafeRawBufferPointer(start: key.start, count: count))
    }
  }

  @inline(__always)
  private func hash(_ key: NameKey, _ scope: UInt64) -> Int {
    let mixed = Self.mix(key.low ^ seed, key.high ^ scope &* 0x9E37_79B9_7F4A_7C15)
    return Int(truncatingIfNeeded: mixed)
  }

  /// Both words in each bit: the halves of their product, folded.
  @inline(__always)
  static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = (left ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(
      by: right ^ 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
  }

  // MARK: Learning

  /// The number of an exchange's or a tenant's key, a new one if it was not seen before.
  func learn(_ key: NameKey, _ scope: UInt64) -> Int32 {
    let known = number(key, scope)
    if known >= 0 { return known }
    let next = names[scope, default: 1]
    guard insert(key, scope, next) else { return -1 }
    names[scope] = next + 1
    return next
  }

  /// Remembers an interval; more than a stream has by far are read by the general path.
  func learn(interval: NameKey, _ name: Name) {
    guard intervals.count < 1024,
      insert(interval, Scope.interval, Int32(intervals.count))
    else { return }
    intervals.append(name)
  }

  /// Remembers how an instrument was spelt; `isFirst` when it was not seen before.
  func learn(_ symbol: NameKey, exchange: Int32, tenant: Int32, _ number: Int32, isFirst: Bool) {
    if exchange | tenant < 0 { return }
    if !isFirst {
      if aliases == Self.mostAliases { return }
      aliases += 1
    }
    insert(symbol, Self.scope(exchange, tenant), number)
  }

  /// False, and nothing done, where long names take more than there is room for.
  @discardableResult
  private func insert(_ key: NameKey, _ scope: UInt64, _ number: Int32) -> Bool {
    if used * 2 >= mask { grow() }
    var entry = Entry(low: key.low, high: key.high, scope: scope, number: number)
    if key.isLong {
      guard let place = UInt32(exactly: pool.count), key.count <= 1 << 20 else { return false }
      entry.place = place
      pool.append(
        contentsOf: UnsafeRawBufferPointer(start: key.start, count: key.count))
    }
    insert(entry, hash(key, scope))
    return true
  }

  private func insert(_ entry: Entry, _ hash: Int) {
    var place = hash & mask
    while entries[place].number >= 0 { place = (place + 1) & mask }
    entries[place] = entry
    used += 1
  }

  private func grow() {
    let (old, count) = (entries, mask + 1)
    mask = count * 2 - 1
    used = 0
    entries = .allocate(capacity: count * 2)
    entries.initialize(repeating: Entry(), count: count * 2)
    for index in 0..<count where old[index].number >= 0 {
      let entry = old[index]
      let mixed = Self.mix(entry.low ^ seed, entry.high ^ entry.scope &* 0x9E37_79B9_7F4A_7C15)
      insert(entry, Int(truncatingIfNeeded: mixed))
    }
    old.deallocate()
  }
}
