import Foundation

/// A command line that runs in `/bin/sh`, its three streams kept apart.
///
/// One `poll(2)` loop feeds stdin and drains stdout and stderr, so no pipe can fill up and stop the
/// program. A child gets the default signal dispositions and its own process group.
public final class Program {
  /// What the program said so far.
  public private(set) var output: [UInt8] = []
  /// What it complained about so far.
  public private(set) var errors: [UInt8] = []

  private let process: pid_t
  private var input: Int32
  private var pending: [UInt8] = []
  private var closesInput = false
  private var streams: [Int32]
  private var ending: Ending?

  /// Starts `commandLine` in `directory`, with exactly that environment.
  public init(
    _ commandLine: String, directory: String = "/", environment: [String: String] = [:]
  ) throws(Failure) {
    (process, input, streams) = try Spawn.shell(
      commandLine, directory: directory, environment: environment)
  }

  deinit {
    if ending == nil {
      kill(-process, SIGKILL)
      waitpid(process, nil, 0)
    }
    for stream in streams + [input] where stream >= 0 { close(stream) }
  }

  /// Queues bytes for stdin.
  public func write(_ bytes: some Sequence<UInt8>) {
    pending.append(contentsOf: bytes)
  }

  /// Ends stdin once what is queued has been taken.
  public func closeInput() {
    closesInput = true
  }

  /// Sends a signal to the whole process group.
  public func send(signal: Int32) {
    kill(-process, signal)
  }

  /// Lets the program run until `condition` holds; false when it did not within `seconds`.
  @discardableResult
  public func run(seconds: Double, until condition: (Program) -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while !condition(self) {
      if Date() >= deadline { return false }
      exchange(milliseconds: 10)
    }
    return true
  }

  /// Lets the program run to its end, or kills it after `seconds`.
  public func finish(seconds: Double = 60) -> Outcome {
    let ended = run(seconds: seconds) { $0.hasEnded && $0.streams.allSatisfy { $0 < 0 } }
    if !ended {
      send(signal: SIGKILL)
      if ending == nil { waitpid(process, nil, 0) }
      ending = .timedOut
    }
    return Outcome(ending: ending ?? .timedOut, output: output, errors: errors)
  }

  private var hasEnded: Bool {
    if ending != nil { return true }
    var status: Int32 = 0
    guard waitpid(process, &status, WNOHANG) == process else { return false }
    let signal = status & 0x7F
    ending = signal == 0 ? .exited((status >> 8) & 0xFF) : .died(signal: signal)
    return true
  }

  private func exchange(milliseconds: Int32) {
    if closesInput && pending.isEmpty && input >= 0 {
      close(input)
      input = -1
    }
    var polled = streams.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    polled.append(pollfd(fd: pending.isEmpty ? -1 : input, events: Int16(POLLOUT), revents: 0))
    guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return }
    if polled[0].revents != 0 { drain(0) { output.append(contentsOf: $0) } }
    if polled[1].revents != 0 { drain(1) { errors.append(contentsOf: $0) } }
    if polled[2].revents != 0 { feed() }
  }

  private func drain(_ index: Int, _ take: (ArraySlice<UInt8>) -> Void) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(streams[index], &buffer, buffer.count)
    if count > 0 {
      take(buffer[..<count])
    } else if count == 0 {
      close(streams[index])
      streams[index] = -1
    }
  }

  private func feed() {
    let count = Foundation.write(input, pending, pending.count)
    if count > 0 {
      pending.removeFirst(count)
    } else if count < 0 && errno != EAGAIN && errno != EINTR {
      // The program went away or closed its stdin: what is left has no reader.
      pending.removeAll()
      closesInput = true
    }
  }
}

extension Program {
  /// Runs a command line from its start to its end.
  public static func run(
    _ commandLine: String, input: some Sequence<UInt8> = [], directory: String = "/",
    environment: [String: String] = [:], seconds: Double = 60
  ) throws(Failure) -> Outcome {
    let program = try Program(commandLine, directory: directory, environment: environment)
    program.write(input)
    program.closeInput()
    return program.finish(seconds: seconds)
  }
}
