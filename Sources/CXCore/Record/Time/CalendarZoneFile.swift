/// Why bytes are not the rules of a time zone.
public enum ZoneProblem: Error, Equatable, Sendable {
  /// They do not begin as a TZif file does.
  case notTZif
  /// The file has 32-bit times only; zic has written more by default since 2014.
  case versionOne
  /// It counts leap seconds, which event times do not.
  case leapSeconds
  /// It ends too early, or its parts contradict each other.
  case damaged

  /// The reason as part of a message: `zone "X": <reason>`.
  public var reason: String {
    switch self {
    case .notTZif: "not a TZif file"
    case .versionOne: "a TZif file of version 1, expected 2 or later"
    case .leapSeconds: "counts leap seconds, which event times do not"
    case .damaged: "a damaged TZif file"
    }
  }
}

extension ZoneRules {
  /// Reads a compiled zone, TZif of version 2 or later (RFC 8536, section 3).
  public init(name: String, tzif bytes: [UInt8]) throws(ZoneProblem) {
    let old = try TZifHeader(bytes, at: 0)
    if old.version < UInt8(ascii: "2") { throw .versionOne }
    let start = TZifHeader.size + old.bodySize(timeSize: 4)
    let header = try TZifHeader(bytes, at: start)
    if header.leapCount != 0 { throw .leapSeconds }
    let body = start + TZifHeader.size
    let footer = body + header.bodySize(timeSize: 8)
    guard header.typeCount > 0, footer <= bytes.count else { throw .damaged }

    let times = (0..<header.timeCount).map { index in
      Int64(truncatingIfNeeded: bigEndian(bytes, at: body + index * 8, size: 8))
    }
    for (earlier, later) in zip(times, times.dropFirst()) where earlier >= later { throw .damaged }
    let typeIndexes = body + header.timeCount * 8
    let types = typeIndexes + header.timeCount
    var offsets: [Int32] = []
    // Before the first transition the first type holds.
    for index in [0] + bytes[typeIndexes..<types].map(Int.init) {
      guard index < header.typeCount else { throw .damaged }
      let offset = Int32(
        truncatingIfNeeded: bigEndian(bytes, at: types + index * 6, size: 4))
      guard offset.magnitude < Self.furthestOffset else { throw .damaged }
      offsets.append(offset)
    }
    let line = bytes[footer...]
    guard line.first == 0x0A, let end = line.dropFirst().firstIndex(of: 0x0A) else {
      throw .damaged
    }
    let text = bytes[(footer + 1)..<end]
    var future: YearlyRule?
    if !text.isEmpty {
      guard let rule = YearlyRule(parsing: text) else { throw .damaged }
      future = rule
    }
    self.init(name: name, transitions: times, offsets: offsets, future: future)
  }
}

/// The counts before each half of a TZif file.
private struct TZifHeader {
  static let size = 44

  let version: UInt8
  let leapCount: Int
  let timeCount: Int
  let typeCount: Int
  private let restSize: Int

  init(_ bytes: [UInt8], at start: Int) throws(ZoneProblem) {
    guard start + Self.size <= bytes.count else { throw start == 0 ? .notTZif : .damaged }
    guard bytes[start..<(start + 4)].elementsEqual("TZif".utf8) else {
      throw start == 0 ? .notTZif : .damaged
    }
    version = bytes[start + 4]
    let counts = (0..<6).map { Int(bigEndian(bytes, at: start + 20 + $0 * 4, size: 4)) }
    leapCount = counts[2]
    timeCount = counts[3]
    typeCount = counts[4]
    restSize = counts[0] + counts[1] + counts[5]
  }

  /// The size of what follows the header, with times of so many bytes.
  func bodySize(timeSize: Int) -> Int {
    timeCount * (timeSize + 1) + typeCount * 6 + leapCount * (timeSize + 4) + restSize
  }
}

private func bigEndian(_ bytes: [UInt8], at start: Int, size: Int) -> UInt64 {
  bytes[start..<(start + size)].reduce(0) { $0 << 8 | UInt64($1) }
}
