import ArgumentParser
import CXCore
import CXRecord
import CXSystem

/// Which windows `cx window` makes.
struct WindowFrameOptions: ParsableArguments {
  @Argument(help: "Intervals, with commas: 1m,5m,1h.")
  var intervals: String?

  @Option(
    help: ArgumentHelp(
      "Slide the intervals by this much: overlapping windows.", valueName: "duration"))
  var slide: String?

  @Option(
    help: ArgumentHelp(
      "A window from a trade until none came for this long.", valueName: "duration"))
  var session: [String] = []

  @Option(help: ArgumentHelp("A bar every so many trades.", valueName: "count"))
  var ticks: [Int64] = []

  @Option(
    help: ArgumentHelp("A bar whenever so much of the base asset was traded.", valueName: "qty"))
  var volume: [String] = []

  @Option(
    help: ArgumentHelp("A bar whenever so much of the quote asset was traded.", valueName: "amount")
  )
  var notional: [String] = []

  @Option(
    name: .customLong("timezone"),
    help: ArgumentHelp(
      "Whose midnights begin days, weeks and months: Europe/Berlin, +08:00.", valueName: "zone"))
  var timeZone = "UTC"

  /// What was asked for, in words that decide whether a saved state fits.
  var digest: String {
    var words: [String] = []
    if let intervals { words.append(intervals) }
    if let slide { words.append("slide \(slide)") }
    words += session.map { "session \($0)" } + ticks.map { "ticks \($0)" }
    words += volume.map { "volume \($0)" } + notional.map { "notional \($0)" }
    if timeZone != "UTC" { words.append("timezone \(timeZone)") }
    return words.joined(separator: " ")
  }

  /// The windows, in the order of the options.
  func frames() throws(Fault) -> [WindowFrame] {
    var frames: [WindowFrame] = []
    let zone = try ZoneFiles.rules(timeZone)
    for name in (intervals ?? "").split(separator: ",", omittingEmptySubsequences: true) {
      let interval: Interval
      do {
        interval = try Interval(parsing: String(name))
      } catch {
        throw Fault(.usage, "interval \(error.reason)")
      }
      frames.append(
        try slide.map { text throws(Fault) in try sliding(interval, text) }
          ?? .tumbling(WindowCalendar(interval: interval, zone: zone)))
    }
    if slide != nil && frames.isEmpty { throw Fault(.usage, "--slide needs an interval to slide") }
    for text in session {
      frames.append(
        .session(gap: try positive(WindowCommand.duration(text, "--session"), "--session")))
    }
    for count in ticks { frames.append(.ticks(try positive(count, "--ticks"))) }
    for text in volume { frames.append(.volume(try amount(text, "--volume"))) }
    for text in notional { frames.append(.notional(try amount(text, "--notional"))) }
    if frames.isEmpty {
      throw Fault(.usage, "which windows? An interval such as 1m, or --session, --ticks, --volume")
    }
    return frames
  }

  private func sliding(_ interval: Interval, _ text: String) throws(Fault) -> WindowFrame {
    let slide = try positive(WindowCommand.duration(text, "--slide"), "--slide")
    guard let size = interval.fixedLength else {
      throw Fault(.usage, "--slide: \(interval.name) has no fixed length")
    }
    guard slide <= size else { throw Fault(.usage, "--slide is longer than \(interval.name)") }
    guard size / slide <= 3600 else {
      throw Fault(.usage, "--slide: more than 3600 windows would overlap")
    }
    return .sliding(size: size, slide: slide)
  }

  private func positive(_ value: Int64, _ option: String) throws(Fault) -> Int64 {
    if value <= 0 { throw Fault(.usage, "\(option) has to be more than nothing") }
    return value
  }

  private func amount(_ text: String, _ option: String) throws(Fault) -> Decimal {
    let value: Decimal
    do {
      value = try Decimal(parsing: text)
    } catch {
      throw Fault(.usage, "\(option) \(error.reason): \"\(text)\"")
    }
    if value <= .zero { throw Fault(.usage, "\(option) has to be more than nothing") }
    return value
  }
}
