/// Instruments and intervals by the bytes that name them: no text is made for one that was seen before.
extension EventReader {
  func instrument(in table: Instruments) throws(LineProblem) -> Int32 {
    let nameTable = table.nameTable
    let tenant = try key(.tenant)
    let exchange = try key(.exchange)
    let symbol = try key(.symbol) ?? .empty
    let known = nameTable.instrument(
      symbol, exchange: exchange.map { nameTable.number($0, NameTable.Scope.exchange) } ?? 0,
      tenant: tenant.map { nameTable.number($0, NameTable.Scope.tenant) } ?? 0)
    if known >= 0 { return known }
    let count = table.all.count
    let number = table.number(
      of: Instrument(
        tenant: try name(.tenant) ?? Instrument.defaultTenant,
        exchange: try name(.exchange) ?? "",
        symbol: try name(.symbol) ?? ""))
    nameTable.learn(
      symbol, exchange: exchange.map { nameTable.learn($0, NameTable.Scope.exchange) } ?? 0,
      tenant: tenant.map { nameTable.learn($0, NameTable.Scope.tenant) } ?? 0, number,
      isFirst: Int(number) == count)
    return number
  }

  /// The candle's interval; empty where there is none.
  func interval(in table: Instruments) throws(LineProblem) -> Name {
    guard let key = try key(.interval) else { return "" }
    let nameTable = table.nameTable
    let known = nameTable.number(key, NameTable.Scope.interval)
    if known >= 0 { return nameTable.intervals[Int(known)] }
    let name = try name(.interval) ?? ""
    nameTable.learn(interval: key, name)
    return name
  }

  @inline(__always)
  private func key(_ field: Field) throws(LineProblem) -> NameKey? {
    guard let value = fields[field] else { return nil }
    guard value.form == .string || value.form == .escapedString else {
      throw problem(field, "is not a string", value)
    }
    return NameKey(fields.bytes(value))
  }
}
