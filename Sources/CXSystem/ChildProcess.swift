import CXRecord
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Another program, run to its end.
///
/// `posix_spawn(3)`, because Foundation's Process neither resets ignored signals in the child nor
/// ends what the child started.
public enum ChildProcess {
  /// How it ended.
  public enum Ending: Sendable, Equatable {
    /// With this status.
    case exited(Int32)
    /// By this signal.
    case signalled(Int32)
    /// Its time was over, and it was killed with all that it started.
    case timedOut
    /// A signal asks us to stop, and it was killed.
    case cancelled
  }

  #if canImport(Darwin)
    private typealias Actions = posix_spawn_file_actions_t?
    private typealias Attributes = posix_spawnattr_t?
    private static let noActions: Actions = nil
    private static let noAttributes: Attributes = nil
    private static let flags =
      POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF
      | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_CLOEXEC_DEFAULT
  #else
    private typealias Actions = posix_spawn_file_actions_t
    private typealias Attributes = posix_spawnattr_t
    private static var noActions: Actions { Actions() }
    private static var noAttributes: Attributes { Attributes() }
    private static let flags =
      Int32(POSIX_SPAWN_SETPGROUP)
      | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
  #endif

  // The kernel has no portable call that waits for an end, a pipe and a time at once.
  private static let pause: Int32 = 10

  /// Runs a program, looked for on the path, with `input` on its standard input.
  ///
  /// What it writes goes to standard error: standard output is for records. `environment` is added
  /// to ours. After `microseconds` it is killed.
  ///
  /// - Throws: A fault of kind `noInput` when it cannot be started.
  public static func run(
    _ command: [String], environment: [String: String], input: [UInt8], microseconds: Int64
  ) throws(Fault) -> Ending {
    guard let program = command.first else { throw Fault(.usage, "no program to run") }
    let ends = try Descriptor.pipe()
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (child, error) = spawn(program, command, variables, input: ends.read.number)
    ends.read.close()
    guard error == 0 else {
      ends.write.close()
      throw Fault(.noInput, "\(program): \(Descriptor.reason(error))")
    }
    ends.write.neverWaits()
    let deadline = SystemClock.monotonic.addingReportingOverflow(microseconds)
    return wait(for: child, feeding: ends.write, input, deadline.overflow ? .max : deadline.0)
  }

  private static func spawn(
    _ program: String, _ command: [String], _ variables: [String: String], input: Int32
  ) -> (pid_t, Int32) {
    var actions = noActions
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, 2, 1)
    posix_spawn_file_actions_adddup2(&actions, 2, 2)

    var attributes = noAttributes
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))

    let arguments = cStrings(command)
    let environment = cStrings(variables.map { "\($0.key)=\($0.value)" })
    defer { for string in arguments + environment { free(string) } }
    var child: pid_t = 0
    let error = posix_spawnp(&child, program, &actions, &attributes, arguments, environment)
    return (child, error)
  }

  private static func cStrings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }

  /// Writes `input` as the child takes it, closes the pipe, and waits for the child's end.
  private static func wait(
    for child: pid_t, feeding end: Descriptor, _ input: [UInt8], _ deadline: Int64
  ) -> Ending {
    var rest = input[...]
    var isOpen = true
    defer { if isOpen { end.close() } }
    while true {
      var status: Int32 = 0
      let ended = waitpid(child, &status, WNOHANG)
      if ended == child {
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
      }
      if Signals.pending != nil || SystemClock.monotonic >= deadline {
        kill(-child, SIGKILL)
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        return Signals.pending != nil ? .cancelled : .timedOut
      }
      if isOpen && !feed(end, &rest) {
        end.close()
        isOpen = false
      }
      var request = pollfd(fd: isOpen ? end.number : -1, events: Int16(POLLOUT), revents: 0)
      poll(&request, 1, pause)
    }
  }

  /// Writes what the pipe takes; false when all is written, or nobody reads.
  private static func feed(_ end: Descriptor, _ rest: inout ArraySlice<UInt8>) -> Bool {
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(end.number, $0.baseAddress, $0.count) }
      if written < 0 { return errno == EAGAIN || errno == EINTR }
      rest = rest.dropFirst(written)
    }
    return false
  }
}
