import CXRecord

/// The last final candles of a series, and states from which they can be gone through again: what a
/// correction of an older one needs to reach those behind it.
///
/// Of the longest indicator's candles and ``margin`` more each is there; what comes of the others is
/// in the oldest state.
struct SeriesHistory: Codable, Sendable {
  /// Candles that can be corrected beyond what the longest indicator looks back on.
  static let margin = 16

  struct Entry: Codable, Sendable {
    /// Its first moment, microseconds since 1970 UTC.
    var time: Int64
    /// The candle's line as it came.
    var line: [UInt8]
    /// How much higher the revision is with which it was told last: its indicators were corrected so
    /// often while it was not itself.
    var added: Int64 = 0
  }

  /// The state before an entry.
  private struct Snapshot: Codable, Sendable {
    var place: Int
    var state: SeriesState
  }

  /// By time.
  private(set) var entries: [Entry] = []
  /// By place, the first one of the first entry.
  private var snapshots: [Snapshot] = []
  /// Whether there were others before them.
  private(set) var isCut = false

  /// Where a candle of a time is, or would be.
  func place(of time: Int64) -> Int {
    // Mostly it is one of the last.
    var place = entries.count
    while place > 0, entries[place - 1].time >= time { place -= 1 }
    return place
  }

  func holds(_ time: Int64, at place: Int) -> Bool {
    place < entries.count && entries[place].time == time
  }

  /// Whether what was before a candle of that time is known.
  func reaches(_ time: Int64) -> Bool {
    !isCut || entries.first.map { $0.time <= time } ?? true
  }

  /// Appends the newest candle; `state` is the one before it, and `depth` how many have to be kept.
  mutating func append(_ entry: Entry, after state: SeriesState, depth: Int) {
    let stride = (depth + 1) / 2
    if snapshots.last.map({ entries.count - $0.place >= stride }) ?? true {
      snapshots.append(Snapshot(place: entries.count, state: state))
    }
    entries.append(entry)
    guard snapshots.count > 1, entries.count - snapshots[1].place >= depth else { return }
    let forgotten = snapshots[1].place
    entries.removeFirst(forgotten)
    snapshots.removeFirst()
    for index in snapshots.indices { snapshots[index].place -= forgotten }
    isCut = true
  }

  /// The nearest state before a place, and the place that it is before.
  func start(before place: Int) -> (place: Int, state: SeriesState)? {
    snapshots.last { $0.place <= place }.map { ($0.place, $0.state) }
  }

  /// Puts a candle in its place, among the others or for the one that is there.
  mutating func put(_ entry: Entry, at place: Int, replacing isThere: Bool) {
    if isThere {
      entries[place] = entry
      return
    }
    entries.insert(entry, at: place)
    for index in snapshots.indices where snapshots[index].place > place {
      snapshots[index].place += 1
    }
  }

  /// Notes the state before a place, where one is kept.
  mutating func note(_ state: SeriesState, before place: Int) {
    for index in snapshots.indices where snapshots[index].place == place {
      snapshots[index].state = state
    }
  }

  /// Notes that an entry was told once more.
  mutating func raise(_ place: Int) { entries[place].added += 1 }
}

extension SeriesHistory.Entry {
  private enum CodingKeys: CodingKey {
    case time, line, bytes, added
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    time = try container.decode(Int64.self, forKey: .time)
    added = try container.decode(Int64.self, forKey: .added)
    line =
      try container.decodeIfPresent(String.self, forKey: .line).map { Array($0.utf8) }
      ?? container.decode([UInt8].self, forKey: .bytes)
  }

  /// The line as a text, which it always is but for bytes that no text has.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(time, forKey: .time)
    try container.encode(added, forKey: .added)
    if let text = String(validating: line, as: UTF8.self) {
      try container.encode(text, forKey: .line)
    } else {
      try container.encode(line, forKey: .bytes)
    }
  }
}
