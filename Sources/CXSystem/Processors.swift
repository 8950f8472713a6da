import CLinux

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The machine's processors.
public enum Processors {
  /// How many processors this process may use: those that `taskset` or a container leave it.
  public static var usable: Int {
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
