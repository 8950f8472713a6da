import CXCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Requests to stop: SIGINT, SIGTERM and SIGHUP become bytes in a pipe, so that waiting for input
/// and waiting for a signal are one `poll(2)`, without a race.
public enum Signals {
  // A handler may only touch lock-free globals; both are written before handlers are installed or
  // by the handler alone.
  nonisolated(unsafe) private static var pipeEnds: (read: Int32, write: Int32) = (-1, -1)
  nonisolated(unsafe) private static var received: Int32 = 0

  /// Starts to catch the signals.
  ///
  /// A closed output is an error of the write, not a signal.
  public static func install() {
    ClosedDescriptors.occupy()
    signal(SIGPIPE, SIG_IGN)
    guard let ends = pipeForWaking() else { return }
    pipeEnds = ends
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var old = sigaction()
      sigaction(number, nil, &old)
      #if canImport(Darwin)
        let ignored = old.__sigaction_u.__sa_handler == SIG_IGN
      #else
        let ignored = unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1
      #endif
      // Whoever started us under nohup wants it to stay so.
      if ignored { continue }
      signal(number) { number in
        Signals.received = number
        var byte: UInt8 = 1
        _ = write(Signals.pipeEnds.write, &byte, 1)
      }
    }
  }

  /// A pipe whose bytes mean nothing but that something is there; nil where none is to be had.
  static func pipeForWaking() -> (read: Int32, write: Int32)? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    return (ends[0], ends[1])
  }

  /// The signal that asks to stop; nil when none came.
  public static var pending: Int32? { received == 0 ? nil : received }

  /// Waits until `descriptor` can be read or a signal came.
  public static func wait(forInputOn descriptor: Descriptor) {
    var requests = [
      pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0),
      pollfd(fd: pipeEnds.read, events: Int16(POLLIN), revents: 0),
    ]
    while pending == nil && poll(&requests, 2, -1) < 0 && errno == EINTR {}
  }

  /// Sleeps for some microseconds, or until a signal comes.
  public static func sleep(microseconds: Int64) {
    var left = microseconds
    while pending == nil && left > 0 {
      let step = min(left, 1_000_000_000)
      var request = pollfd(fd: pipeEnds.read, events: Int16(POLLIN), revents: 0)
      poll(&request, 1, Int32((step + 999) / 1000))
      left -= step
    }
  }

  /// Waits until one of `descriptors` can be read, or written where `writes` says so, a signal came,
  /// or the time has passed; tells which are ready.
  public static func wait(
    for descriptors: [(number: Int32, writes: Bool)], microseconds: Int64
  ) -> [Bool] {
    var requests = descriptors.map {
      pollfd(fd: $0.number, events: Int16($0.writes ? POLLIN | POLLOUT : POLLIN), revents: 0)
    }
    requests.append(pollfd(fd: pipeEnds.read, events: Int16(POLLIN), revents: 0))
    let milliseconds = min(max(microseconds, 0), 1_000_000_000) + 999
    poll(&requests, nfds_t(requests.count), Int32(milliseconds / 1_000))
    return requests.dropLast().map { $0.revents != 0 }
  }

  /// Ends the program by the signal's own default, so that whoever waits sees the truth.
  public static func dieOfPending() {
    guard let number = pending else { return }
    signal(number, SIG_DFL)
    raise(number)
  }
}
