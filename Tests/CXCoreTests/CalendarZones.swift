import CXRecord
import Foundation

/// Zones to try calendars on: some made of bytes here, so that a clone alone suffices, and the
/// system's where there are any.
enum CalendarZones {
  static let made: [ZoneRules] = [
    zone("Berlin", footer: "CET-1CEST,M3.5.0,M10.5.0/3"),
    zone("New_York", footer: "EST5EDT,M3.2.0,M11.1.0"),
    // Negative summer time, half an hour, and a change on Saturday at 24:00 written in hours.
    zone("Dublin", footer: "IST-1GMT0,M10.5.0,M3.5.0/1"),
    zone("Lord_Howe", footer: "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"),
    zone("Santiago", footer: "<-04>4<-03>,M9.1.6/24,M4.1.6/24"),
    zone("Nuuk", footer: "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"),
    zone("Kathmandu", footer: "<+0545>-5:45"),
    // Midnight is skipped in October; in February 23:00 comes twice.
    zone("Sao_Paulo", footer: "<-03>3<-02>,M10.3.0/0,M2.3.0/0"),
    // A minute after midnight clocks go back into the day before.
    zone("St_Johns", footer: "NST3:30NDT,M4.1.0/0:01,M10.5.0/0:01"),
    // Julian days with and without February 29.
    zone("Julian", footer: "AAA3BBB,J60/1,300/1"),
    // Samoa has no 2011-12-30: from UTC-10 to UTC+14.
    zone("Apia", times: [1_325_239_200], offsets: [-36_000, 50_400], footer: "<+13>-13"),
    // Alaska had 1867-10-18 twice. No footer: the last offset holds.
    zone("Sitka", times: [-3_225_223_740], offsets: [53_940, -32_460], footer: ""),
  ].compactMap { $0 }

  static let system: [ZoneRules] = [
    "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/St_Johns", "America/Sao_Paulo",
    "America/Sitka", "Africa/Casablanca", "Africa/Cairo", "Asia/Kolkata", "Asia/Gaza",
    "Asia/Tehran", "Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kwajalein",
    "Antarctica/Troll", "America/Nuuk", "Asia/Beirut",
  ].compactMap { name in
    guard let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)") else {
      return nil
    }
    return try? ZoneRules(name: name, tzif: Array(data))
  }

  static let fixed = ["UTC", "+08:00", "-03:30"].compactMap(ZoneRules.init(fixed:))

  static func zone(
    _ name: String, times: [Int64] = [], offsets: [Int32] = [0], footer: String
  ) -> ZoneRules? {
    try? ZoneRules(name: name, tzif: file(times: times, offsets: offsets, footer: footer))
  }

  /// A TZif file of version 2, its 32-bit half empty, one type per offset.
  static func file(
    times: [Int64], offsets: [Int32], footer: String, leapSeconds: UInt8 = 0
  ) -> [UInt8] {
    var file: [UInt8] = []
    func add(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.bigEndian) { file.append(contentsOf: $0) }
    }
    func addHeader(times: Int, types: Int, leaps: UInt8, characters: UInt32) {
      file.append(contentsOf: "TZif2".utf8)
      file.append(contentsOf: [UInt8](repeating: 0, count: 15 + 8))
      add(UInt32(leaps))
      add(UInt32(times))
      add(UInt32(types))
      add(characters)
    }
    addHeader(times: 0, types: 1, leaps: 0, characters: 1)
    file.append(contentsOf: [UInt8](repeating: 0, count: 6 + 1))
    addHeader(times: times.count, types: offsets.count, leaps: leapSeconds, characters: 4)
    for time in times { add(time) }
    for index in times.indices { add(UInt8(index + 1)) }
    for offset in offsets {
      add(offset)
      add(UInt16(0))
    }
    file.append(contentsOf: "LMT\0".utf8)
    file.append(contentsOf: [UInt8](repeating: 0, count: 12 * Int(leapSeconds)))
    file.append(contentsOf: "\n\(footer)\n".utf8)
    return file
  }
}
