#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The clocks.
///
/// No filter over files looks at them for its output: a replay gives the bytes of the live run.
public enum SystemClock {
  /// Microseconds since 1970 UTC by the system's clock.
  public static var now: Int64 { read(CLOCK_REALTIME) }

  /// Microseconds since some moment, never going back.
  public static var monotonic: Int64 { read(CLOCK_MONOTONIC) }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }
}
