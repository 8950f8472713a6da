import ArgumentParser
import CXCore
import CXRecord
import CXSystem

/// Which windows `cx window` makes.
struct WindowFrameOptions: ParsableArguments {
  @Argument(
    help: "Intervals, with commas: 1m,5m,1h; behind --session, --ticks and the like also a file.")
  var intervals: String?

  @Option(
    help: ArgumentHelp(
      "Begin an interval every so often, as intervals begin: overlapping windows.",
      valueName: "interval"))
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

  /// The first argument, where it cannot be meant as intervals: the name of a file, behind an
  /// option that says which windows.
  var file: String? {
    guard let intervals, slide == nil,
      !(session.isEmpty && ticks.isEmpty && volume.isEmpty && notional.isEmpty)
    else { return nil }
    let names = intervals.split(separator: ",")
    return names.contains { (try? Interval(parsing: String($0))) != nil } ? nil : intervals
  }

  /// The windows, in the order of the options.
  func frames() throws(Fault) -> [WindowFrame] {
    var frames: [WindowFrame] = []
    let zone = try ZoneFiles.rules(timeZone)
    for name in (file == nil ? intervals ?? "" : "").split(
      separator: ",", omittingEmptySubsequences: true)
    {
      let interval: Interval
      do {
        interval = try Interval(parsing: String(name))
      } catch {
        throw Fault(.usage, "interval \(error.reason)")
      }
      frames.append(
        try slide.map { text throws(Fault) in try sliding(interval, text, zone) }
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

  private func sliding(
    _ size: Interval, _ text: String, _ zone: ZoneRules
  ) throws(Fault) -> WindowFrame {
    let slide: Interval
    do {
      slide = try Interval(parsing: text)
    } catch {
      throw Fault(.usage, "--slide \(error.reason)")
    }
    guard slide == size || slide.longest <= size.shortest else {
      throw Fault(.usage, "--slide is longer than \(size.name)")
    }
    guard size.longest / slide.shortest <= 3600 else {
      throw Fault(.usage, "--slide: more than 3600 windows would overlap")
    }
    return .sliding(
      SlidingCalendar(size: size, slide: WindowCalendar(interval: slide, zone: zone)))
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

extension Interval {
  /// Microseconds of the shortest and of the longest of its windows, where clocks do not change.
  fileprivate var shortest: Int64 { fixedLength ?? months * 28 * Timestamp.day }
  fileprivate var longest: Int64 { fixedLength ?? months * 31 * Timestamp.day }

  private var months: Int64 {
    if case .months(let count) = span { Int64(count) } else { 0 }
  }
}
