/// The series seen so far.
struct SeriesTable: Codable, Sendable {
  private var memories: [SeriesMemory] = []
  private var keys: [SeriesKey] = []
  private var places: [SeriesKey: Int] = [:]

  private enum CodingKeys: CodingKey {
    case memories, keys
  }

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    memories = try container.decode([SeriesMemory].self, forKey: .memories)
    keys = try container.decode([SeriesKey].self, forKey: .keys)
    guard keys.count == memories.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .keys, in: container, debugDescription: "series without a memory")
    }
    for (place, key) in keys.enumerated() { places[key] = place }
  }

  /// The place of a series, begun if it is new.
  mutating func place(of key: SeriesKey, _ options: EnrichOptions) -> Int {
    if let place = places[key] { return place }
    memories.append(SeriesMemory(options))
    keys.append(key)
    places[key] = keys.count - 1
    return keys.count - 1
  }

  subscript(place: Int) -> SeriesMemory {
    get { memories[place] }
    _modify { yield &memories[place] }
  }
}
