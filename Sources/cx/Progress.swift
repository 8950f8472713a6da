import CXCore
import CXRecord
import CXSystem

/// One line on stderr that tells how far a step has come.
struct Progress {
  private let step: String
  private let totalBytes: Int?
  private let start = SystemClock.monotonic
  private var lastShown: Int64
  private var records = 0
  private var bytes = 0
  private var eventTime: Int64?
  private var isShown = false

  private static let interval: Int64 = 500_000

  /// Progress of a step over some files; the end is known when all of them have a size.
  init(step: String, files: [String]) {
    self.step = step
    lastShown = start
    var total: Int? = files.isEmpty ? Descriptor.input.fileSize : 0
    for file in files {
      guard let known = total, file != "-", let opened = try? Descriptor.open(reading: file) else {
        total = nil
        break
      }
      total = opened.fileSize.map { known + $0 }
      opened.close()
    }
    totalBytes = total
  }

  /// Whether it is shown: on a terminal, by the last program of a pipeline, since two would fight
  /// over one line; always where the user `asks`.
  static func isWanted(asks: Bool, to target: String?) -> Bool {
    asks || (Descriptor.error.isTerminal && (target != nil || !Descriptor.output.isPipe))
  }

  /// Counts a batch, and shows the line when it is time.
  mutating func show(_ batch: Batch) {
    records += batch.records.count
    bytes += batch.block.count
    eventTime = batch.trades.last?.time ?? batch.candles.last?.time ?? eventTime
    let now = SystemClock.monotonic
    guard now - lastShown >= Self.interval else { return }
    lastShown = now
    isShown = true
    Program.write("\r\u{1B}[K\(text(now))")
  }

  /// Takes the line away, for a message or the end.
  mutating func clear() {
    if isShown { Terminal.eraseLine() }
    isShown = false
  }

  private func text(_ now: Int64) -> String {
    let seconds = max(1, (now - start) / 1_000_000)
    var text = "cx \(step): \(records) records, \(records / Int(seconds))/s"
    if let eventTime {
      text += ", at \(Timestamp(microseconds: eventTime).rfc3339)"
      let lag = SystemClock.now - eventTime
      if lag > 0 && lag < Timestamp.day { text += ", \(lag / Timestamp.second)s behind" }
    }
    if let totalBytes, totalBytes > bytes, bytes > 0 {
      let left = Int64(totalBytes - bytes) * seconds / Int64(bytes)
      text += ", \(bytes * 100 / totalBytes)%, \(left)s left"
    }
    return text
  }
}
