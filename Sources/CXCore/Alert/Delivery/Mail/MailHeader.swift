import CXRecord

/// Header fields of a mail (RFC 5322), safe whatever their text is.
enum MailHeader {
  /// A field whose value is free text: folded at spaces, or as encoded words (RFC 2047) where it is
  /// not plain ASCII.
  ///
  /// Control characters, line breaks above all, become spaces: a value cannot begin another field.
  static func line(_ name: StaticString, text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar in
      scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) ? " " : Character(scalar)
    }
    let clean = String(scalars).split(separator: " ").joined(separator: " ")
    guard isPlain(clean) else { return "\(name): \(encoded(clean))\r\n" }
    var line = "\(name):"
    var result = ""
    for word in clean.split(separator: " ") {
      if line.utf8.count + 1 + word.utf8.count > 76 {
        result += line + "\r\n"
        line = ""
      }
      line += " " + word
    }
    return result + line + "\r\n"
  }

  /// Whether a text can stand in a header as it is.
  static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { 0x20..<0x7F ~= $0 } && !text.contains("=?")
      && text.split(separator: " ").allSatisfy { $0.utf8.count <= 60 }
  }

  /// Encoded words of UTF-8 in base64, each on a line of its own, 52 characters at most.
  static func encoded(_ text: String) -> String {
    var words: [[UInt8]] = [[]]
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      if words[words.count - 1].count + bytes.count > 30 { words.append([]) }
      words[words.count - 1] += bytes
    }
    return words.map { "=?UTF-8?B?\(Base64.text($0))?=" }.joined(separator: "\r\n ")
  }

  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// A moment as RFC 5322 writes it: `Tue, 11 Nov 2025 15:00:00 +0000`.
  static func date(_ moment: Timestamp) -> String {
    let days = moment.microseconds.floorDivided(by: Timestamp.day)
    let second = Int((moment.microseconds - days * Timestamp.day) / Timestamp.second)
    let date = CivilDate(daysSince1970: Int(days))
    // 1970-01-01, day 0, was a Thursday.
    let weekday = weekdays[Int(days - days.floorDivided(by: 7) * 7)]
    let clock = TimeTicks.clock(second, withSeconds: true)
    return "\(weekday), \(date.day) \(months[date.month - 1]) \(date.year) \(clock) +0000"
  }
}
