import CXRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A thread that does what takes long, one thing after the other, while its owner polls.
///
/// Its owner gives jobs and takes answers, and never waits but at the end.
public final class Worker<Job: Sendable, Answer: Sendable> {
  // What the thread and the owner share; the thread keeps it alive.
  private final class Desk: @unchecked Sendable {
    // Unchecked: all of it is touched under `monitor` only.
    var jobs: [Job] = []
    var answers: [Answer] = []
    var isClosed = false
    var hasEnded = false
    let monitor = Monitor()
  }

  private let desk = Desk()
  private let ends: (read: Int32, write: Int32)

  /// Starts the thread, which makes what does the work, and with it what that needs for itself; it
  /// is to hurry once `isCancelled`.
  ///
  /// - Throws: A fault where the system has no thread or no pipe to give.
  public init(
    _ make: @escaping @Sendable (_ isCancelled: @escaping () -> Bool) -> (Job) -> Answer
  ) throws(Fault) {
    guard let ends = Signals.pipeForWaking() else {
      throw Fault(.inputOutput, "no pipe is to be had: \(Descriptor.reason(errno))")
    }
    self.ends = ends
    let desk = desk
    guard Monitor.startThread({ Self.run(desk, make, ends.write) }) else {
      close(ends.read)
      close(ends.write)
      throw Fault(.inputOutput, "no thread is to be had")
    }
  }

  /// Waits for the thread's end: a library that it is in must not be there when the program ends.
  deinit {
    desk.monitor.locked { desk.isClosed = true }
    desk.monitor.signal()
    desk.monitor.wait { desk.hasEnded ? () : nil }
    close(ends.read)
    close(ends.write)
  }

  /// What to poll: can be read when there are answers.
  public var descriptor: Int32 { ends.read }

  /// Gives a job.
  public func submit(_ job: Job) {
    desk.monitor.locked { desk.jobs.append(job) }
    desk.monitor.signal()
  }

  /// The answers that are there, in the order of their jobs.
  public func take() -> [Answer] {
    var bytes: [UInt8] = Array(repeating: 0, count: 64)
    while read(ends.read, &bytes, bytes.count) > 0 {}
    return desk.monitor.locked {
      defer { desk.answers.removeAll() }
      return desk.answers
    }
  }

  private static func run(
    _ desk: Desk, _ make: (@escaping () -> Bool) -> (Job) -> Answer, _ end: Int32
  ) {
    serve(desk, make { desk.monitor.locked { desk.isClosed } }, end)
    // Under the lock, so that the owner does not go on before this thread is through with it.
    desk.monitor.locked {
      desk.hasEnded = true
      desk.monitor.signal()
    }
  }

  private static func serve(_ desk: Desk, _ work: (Job) -> Answer, _ end: Int32) {
    while true {
      let job = desk.monitor.wait { () -> Job?? in
        if desk.isClosed { return .some(nil) }
        return desk.jobs.isEmpty ? nil : .some(desk.jobs.removeFirst())
      }
      guard let job else { break }
      let answer = work(job)
      desk.monitor.locked { desk.answers.append(answer) }
      var byte: UInt8 = 1
      // A full pipe can be read already.
      _ = write(end, &byte, 1)
    }
  }
}
