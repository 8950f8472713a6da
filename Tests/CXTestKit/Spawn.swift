import Foundation

/// `posix_spawn(3)`, because Foundation's Process neither resets ignored signals in the child nor
/// keeps one child's pipes out of the next.
enum Spawn {
  #if canImport(Darwin)
    private typealias Actions = posix_spawn_file_actions_t?
    private typealias Attributes = posix_spawnattr_t?
    private static let noActions: Actions = nil
    private static let noAttributes: Attributes = nil
  #else
    private typealias Actions = posix_spawn_file_actions_t
    private typealias Attributes = posix_spawnattr_t
    private static var noActions: Actions { Actions() }
    private static var noAttributes: Attributes { Attributes() }
  #endif

  /// One spawn at a time: between `pipe` and `FD_CLOEXEC` a second child would inherit the pipe.
  private static let lock = NSLock()

  /// A program that stops reading must not take the tests down with it.
  private static let ignoresBrokenPipes: Void = { signal(SIGPIPE, SIG_IGN) }()

  /// Starts `/bin/sh -c commandLine`: its process id, and our ends of stdin and of the two outputs.
  ///
  /// The shell changes the folder, since Glibc's `addchdir_np` is not visible to Swift.
  static func shell(
    _ commandLine: String, directory: String, environment: [String: String]
  ) throws(Failure) -> (pid_t, Int32, [Int32]) {
    _ = ignoresBrokenPipes
    lock.lock()
    defer { lock.unlock() }
    let input = try pipe()
    let output = try pipe()
    let errors = try pipe()
    defer { for end in [input.read, output.write, errors.write] { close(end) } }

    var actions = noActions
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input.read, 0)
    posix_spawn_file_actions_adddup2(&actions, output.write, 1)
    posix_spawn_file_actions_adddup2(&actions, errors.write, 2)

    var attributes = noAttributes
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))

    var process: pid_t = 0
    let arguments = cStrings(["/bin/sh", "-c", "cd \"$0\" || exit\n" + commandLine, directory])
    let variables = cStrings(environment.map { "\($0.key)=\($0.value)" })
    defer { for string in arguments + variables { free(string) } }
    let error = posix_spawn(&process, "/bin/sh", &actions, &attributes, arguments, variables)
    if error != 0 {
      for end in [input.write, output.read, errors.read] { close(end) }
      throw Failure("cannot run /bin/sh in \(directory): \(String(cString: strerror(error)))")
    }
    _ = fcntl(input.write, F_SETFL, O_NONBLOCK)
    return (process, input.write, [output.read, errors.read])
  }

  private static func pipe() throws(Failure) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard Foundation.pipe(&ends) == 0 else { throw Failure("no more pipes") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func cStrings(_ strings: [String]) -> [UnsafeMutablePointer<CChar>?] {
    strings.map { strdup($0) } + [nil]
  }
}
