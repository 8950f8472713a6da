/// Instruments and intervals by the bytes that name them: no text is made for one that was seen before.
extension EventReader {
  func instrument(in table: Instruments) throws(LineProblem) -> Int32 {
    let spellings = table.spellings
    let tenant = try spelling(.tenant)
    let exchange = try spelling(.exchange)
    let symbol = try spelling(.symbol) ?? .empty
    let known = spellings.instrument(
      symbol, exchange: exchange.map { spellings.number($0, SpellingTable.Scope.exchange) } ?? 0,
      tenant: tenant.map { spellings.number($0, SpellingTable.Scope.tenant) } ?? 0)
    if known >= 0 { return known }
    let count = table.all.count
    let number = table.number(
      of: Instrument(
        tenant: try name(.tenant) ?? Instrument.defaultTenant,
        exchange: try name(.exchange) ?? "",
        symbol: try name(.symbol) ?? ""))
    spellings.learn(
      symbol, exchange: exchange.map { spellings.learn($0, SpellingTable.Scope.exchange) } ?? 0,
      tenant: tenant.map { spellings.learn($0, SpellingTable.Scope.tenant) } ?? 0, number,
      isFirst: Int(number) == count)
    return number
  }

  /// The candle's interval; empty where there is none.
  func interval(in table: Instruments) throws(LineProblem) -> Name {
    guard let spelling = try spelling(.interval) else { return "" }
    let spellings = table.spellings
    let known = spellings.number(spelling, SpellingTable.Scope.interval)
    if known >= 0 { return spellings.intervals[Int(known)] }
    let name = try name(.interval) ?? ""
    spellings.learn(interval: spelling, name)
    return name
  }

  @inline(__always)
  private func spelling(_ field: Field) throws(LineProblem) -> Spelling? {
    guard let value = fields[field] else { return nil }
    guard value.form == .string || value.form == .escapedString else {
      throw problem(field, "is not a string", value)
    }
    return Spelling(fields.bytes(value))
  }
}
