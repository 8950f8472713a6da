import CXCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The system's clock.
///
/// Only what speaks with the world asks it: fetching, and `--since 24h`.
public enum WallClock {
  /// The present, as far as this machine knows.
  public static var now: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(
      microseconds: Int64(time.tv_sec) * Timestamp.second + Int64(time.tv_nsec) / 1_000)
  }
}
