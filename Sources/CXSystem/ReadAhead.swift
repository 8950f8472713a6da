import CLinux
import CXCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Lines read and parsed by a second thread while the first one works on the batch before.
///
/// It pays only where there is a second core: handing over costs a few microseconds a batch. The
/// two threads share nothing but this object's ring: a batch belongs to one of them at a time, and
/// each has a table of instruments of its own, kept alike by sending along what is new. At most
/// ``depth`` batches are on their way, so memory stays bounded.
public final class ReadAhead: @unchecked Sendable {
  private static let depth = 4

  /// What the reading thread has to say.
  enum Step {
    /// Records, the instruments that are new with them, and the position after them.
    case batch(Batch, [Instrument], LinePosition)
    case end(LinePosition)
    case fault(Fault)
  }

  // `source` belongs to the reading thread once it runs; the rest is touched under `mutex` only.
  private var source: LineSource
  private var ready: [Step] = []
  private var used: [Batch] = []
  private var mutex = pthread_mutex_t()
  private var changed = pthread_cond_t()

  /// Starts to read at once.
  public init(_ source: LineSource) {
    self.source = source
    pthread_mutex_init(&mutex, nil)
    pthread_cond_init(&changed, nil)
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self)
    let failed = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<ReadAhead>.fromOpaque(context).takeRetainedValue().read()
        return nil
      }, context.toOpaque())
    if failed == 0 {
      pthread_detach(thread)
    } else {
      context.release()
      ready = [.fault(Fault(.inputOutput, "a thread could not be started"))]
    }
  }

  deinit {
    pthread_mutex_destroy(&mutex)
    pthread_cond_destroy(&changed)
  }

  private func read() {
    var known = 0
    while true {
      let step: Step
      do throws(Fault) {
        if let batch = try source.next() {
          step = .batch(batch, Array(batch.instruments.all[known...]), source.position)
          known = batch.instruments.all.count
        } else {
          step = .end(source.position)
        }
      } catch {
        step = .fault(error)
      }
      pthread_mutex_lock(&mutex)
      while ready.count >= Self.depth { pthread_cond_wait(&changed, &mutex) }
      ready.append(step)
      let recycled = used
      used.removeAll(keepingCapacity: true)
      pthread_cond_broadcast(&changed)
      pthread_mutex_unlock(&mutex)
      for batch in recycled { source.recycle(batch) }
      guard case .batch = step else { return }
    }
  }

  /// What comes next; a batch that is not needed any more goes back.
  func take(returning batch: Batch?) -> Step {
    pthread_mutex_lock(&mutex)
    defer { pthread_mutex_unlock(&mutex) }
    if let batch { used.append(batch) }
    while ready.isEmpty { pthread_cond_wait(&changed, &mutex) }
    let step = ready[0]
    // The end stays where it is, for whoever asks again.
    if case .batch = step { ready.removeFirst() }
    pthread_cond_broadcast(&changed)
    return step
  }

  /// Whether nothing is ready yet: the moment to flush what was written.
  var isEmpty: Bool {
    pthread_mutex_lock(&mutex)
    defer { pthread_mutex_unlock(&mutex) }
    return ready.isEmpty
  }

  /// How many processors this process may use: those that `taskset` or a container leave it.
  public static var processors: Int {
    #if os(Linux)
      // 1024 processors, as glibc's cpu_set_t.
      return withUnsafeTemporaryAllocation(byteCount: 128, alignment: 8) { mask in
        mask.initializeMemory(as: UInt8.self, repeating: 0)
        guard sched_getaffinity(0, UInt(mask.count), mask.baseAddress) >= 0 else { return 1 }
        return mask.reduce(0) { $0 + $1.nonzeroBitCount }
      }
    #else
      return Int(sysconf(_SC_NPROCESSORS_ONLN))
    #endif
  }
}
