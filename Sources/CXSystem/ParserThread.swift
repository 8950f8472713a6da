import CXRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A thread that turns lines into records, in order.
///
/// The two threads share nothing but the two queues here: a block belongs to one of them at a time.
/// Handing over costs some microseconds a block, which is why blocks are large.
final class ParserThread: @unchecked Sendable {
  private enum Task {
    case parse(LineBlock)
    case end
  }

  // All of it is touched under `monitor` only.
  private var waiting: [LineBlock] = []
  private var parsed: [(block: LineBlock, fresh: [Instrument])] = []
  private var isClosed = false
  private let monitor = Monitor()

  /// Starts the thread; nil where the system has none to give.
  init?() {
    guard Monitor.startThread({ [self] in run() }) else { return nil }
  }

  /// Gives the thread a block to parse.
  func submit(_ block: LineBlock) {
    monitor.locked { waiting.append(block) }
    monitor.signal()
  }

  /// The oldest block submitted, parsed, and the instruments that are new with it.
  ///
  /// Waits for it; only for somebody who has submitted one.
  func take() -> (LineBlock, [Instrument]) {
    waitUntil { parsed.isEmpty ? nil : parsed.removeFirst() }
  }

  /// Lets the thread end when it has nothing to do.
  func close() {
    monitor.locked { isClosed = true }
    monitor.signal()
  }

  private func run() {
    var parser = LineParser()
    var known = 0
    while true {
      let next = waitUntil { () -> Task? in
        if waiting.isEmpty { return isClosed ? .end : nil }
        return .parse(waiting.removeFirst())
      }
      guard case .parse(var block) = next else { return }
      parser.read(&block)
      let instruments = block.batch.instruments.all
      let fresh = Array(instruments[known...])
      known = instruments.count
      monitor.locked { parsed.append((block, fresh)) }
      monitor.signal()
    }
  }

  /// Asks under the lock until there is an answer.
  ///
  /// The other side mostly needs some microseconds more, and sleeping costs both sides a switch
  /// (and keeps them on one processor, where the kernel wakes a sleeper): so the processor is
  /// offered to others a few times first.
  private func waitUntil<Answer>(_ ask: () -> Answer?) -> Answer {
    for _ in 0..<Self.patience {
      if let answer = monitor.locked(ask) { return answer }
      sched_yield()
    }
    return monitor.wait(ask)
  }

  private static var patience: Int { 300 }
}
