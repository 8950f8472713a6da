import CXRecord

/// A change of a book, or a picture of it.
public struct DepthUpdate: Codable, Equatable, Sendable {
  /// The first change in it; nil for a picture.
  public var firstID: Int64?
  /// The last change in it.
  public var lastID: Int64
  /// When it was made, microseconds since 1970 UTC.
  public var time: Int64?
  /// What is wanted.
  public var bids: [BookLevel]
  /// What is offered.
  public var asks: [BookLevel]

  /// An update; see the fields.
  public init(
    firstID: Int64?, lastID: Int64, time: Int64? = nil, bids: [BookLevel], asks: [BookLevel]
  ) {
    self.firstID = firstID
    self.lastID = lastID
    self.time = time
    self.bids = bids
    self.asks = asks
  }

  /// Reads a record of type `depth` and whose it is; nil for a record of another type.
  static func read(
    _ line: UnsafeRawBufferPointer
  ) throws(PayloadProblem) -> (Instrument, DepthUpdate)? {
    var cursor = JSONCursor(line)
    var members = JSONMembers()
    try members.read(&cursor)
    guard members["type"]?.isText("depth") == true else { return nil }
    let instrument = Instrument(
      tenant: try members.optional("tenant")?.text() ?? Instrument.defaultTenant,
      exchange: try members.optional("exchange")?.text() ?? "",
      symbol: try members.optional("symbol")?.text() ?? "")
    let update = DepthUpdate(
      firstID: try members.optional("first_id")?.integer(),
      lastID: try members.required("last_id").integer(),
      time: try members.optional("ts")?.recordTime(),
      bids: try levels(members.required("bids")), asks: try levels(members.required("asks")))
    return (instrument, update)
  }

  private static func levels(_ field: PayloadField) throws(PayloadProblem) -> [BookLevel] {
    var cursor = JSONCursor(field.value.bytes)
    var levels: [BookLevel] = []
    try cursor.enterArray()
    while try cursor.nextElement() {
      try cursor.enterArray()
      guard try cursor.nextElement() else { throw .refused("has a level without price") }
      let price = try PayloadField("price", try cursor.value()).decimal()
      guard try cursor.nextElement() else { throw .refused("has a level without quantity") }
      let quantity = try PayloadField("quantity", try cursor.value()).decimal()
      levels.append(BookLevel(price: price, quantity: quantity))
      while try cursor.nextElement() { _ = try cursor.value() }
    }
    return levels
  }
}
