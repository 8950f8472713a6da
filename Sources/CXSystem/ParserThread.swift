import CXCore

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

  // All of it is touched under `mutex` only.
  private var waiting: [LineBlock] = []
  private var parsed: [(block: LineBlock, fresh: [Instrument])] = []
  private var isClosed = false
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// Starts the thread; nil where the system has none to give.
  init?() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self)
    let failed = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<ParserThread>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    guard failed == 0 else {
      context.release()
      return nil
    }
    pthread_detach(thread)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(changed)
    mutex.deallocate()
    changed.deallocate()
  }

  /// Gives the thread a block to parse.
  func submit(_ block: LineBlock) {
    locked { waiting.append(block) }
    pthread_cond_signal(changed)
  }

  /// The oldest block submitted, parsed, and the instruments that are new with it.
  ///
  /// Waits for it; only for somebody who has submitted one.
  func take() -> (LineBlock, [Instrument]) {
    waitUntil { parsed.isEmpty ? nil : parsed.removeFirst() }
  }

  /// Lets the thread end when it has nothing to do.
  func close() {
    locked {
      isClosed = true
      pthread_cond_signal(changed)
    }
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
      locked { parsed.append((block, fresh)) }
      pthread_cond_signal(changed)
    }
  }

  /// Asks under the lock until there is an answer.
  ///
  /// The other side mostly needs some microseconds more, and sleeping costs both sides a switch
  /// (and keeps them on one processor, where the kernel wakes a sleeper): so the processor is
  /// offered to others a few times first.
  private func waitUntil<Answer>(_ ask: () -> Answer?) -> Answer {
    for _ in 0..<Self.patience {
      if let answer = locked(ask) { return answer }
      sched_yield()
    }
    return locked {
      while true {
        if let answer = ask() { return answer }
        pthread_cond_wait(changed, mutex)
      }
    }
  }

  private static var patience: Int { 300 }

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }
}
