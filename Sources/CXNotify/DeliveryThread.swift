import CXCore
import CXRecord
import CXSystem

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A thread that brings one receiver what waits for it in the outbox, so that a slow receiver holds
/// up neither the filter nor another receiver.
///
/// Of all programs that share an outbox one at a time serves a receiver; the others look now and
/// then whether they should take over.
public final class DeliveryThread: @unchecked Sendable {
  /// What the thread needs; made on the thread that uses it.
  public struct Work: Sendable {
    /// Whose thread it is.
    public var receiver: Receiver
    /// Opens the outbox for this thread alone.
    public var open: @Sendable () throws(Fault) -> any Outbox
    /// Makes the sender.
    public var sender: @Sendable () throws(Fault) -> any NotificationSender
    /// Who serves which receiver.
    public var locks: SharedLocks
    /// Is told what went wrong.
    public var complain: @Sendable (String) -> Void

    /// What the thread needs; see the fields.
    public init(
      receiver: Receiver, locks: SharedLocks,
      open: @escaping @Sendable () throws(Fault) -> any Outbox,
      sender: @escaping @Sendable () throws(Fault) -> any NotificationSender,
      complain: @escaping @Sendable (String) -> Void
    ) {
      self.receiver = receiver
      self.locks = locks
      self.open = open
      self.sender = sender
      self.complain = complain
    }
  }

  // Bytes in a pipe, so that waiting for them and for a time is one call, and nothing is shared.
  private enum Message {
    static let added = UInt8(ascii: "a")
    static let finish = UInt8(ascii: "f")
  }

  // Another program may add to the outbox, or leave its receivers, without a word to us.
  private static let lookAgain = Timestamp.second

  /// Notifications that were refused or given up; known once it has finished.
  public private(set) var undelivered = 0

  private let work: Work
  private var thread = pthread_t()
  private let ends: (read: Descriptor, write: Descriptor)

  /// Starts to deliver.
  public init(_ work: Work) throws(Fault) {
    self.work = work
    ends = try Descriptor.pipe()
    ends.read.neverWaits()
    ends.write.neverWaits()
    let context = Unmanaged.passRetained(self)
    let failed = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<DeliveryThread>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    guard failed == 0 else {
      context.release()
      throw Fault(.inputOutput, "no thread for receiver \(work.receiver.name)")
    }
  }

  deinit {
    ends.read.close()
    ends.write.close()
  }

  /// Says that something was added to the outbox.
  public func wake() {
    // A full pipe has woken it already.
    var byte = Message.added
    _ = write(ends.write.number, &byte, 1)
  }

  /// Has it try once more all that waits and is due, until one fails, and waits for its end.
  ///
  /// When a signal asks to stop it ends as soon as it can.
  public func finish() {
    var byte = Message.finish
    while write(ends.write.number, &byte, 1) < 0 && (errno == EAGAIN || errno == EINTR) {
      Signals.sleep(microseconds: 1_000)
    }
    pthread_join(thread, nil)
  }

  private func run() {
    do throws(Fault) {
      var courier = Courier(try work.open(), try work.sender(), work.receiver, work.complain)
      defer { undelivered = courier.dead }
      var isServing = false
      var isLast = false
      while Signals.pending == nil {
        isServing = isServing || work.locks.take(work.receiver.name.text)
        let pause =
          isServing
          ? try courier.step(now: SystemClock.now, isLast: isLast) : Self.lookAgain
        // At the end a receiver that fails is not waited for, notification by notification.
        if isLast && (pause > 0 || courier.isFailing) { return }
        guard pause > 0 else { continue }
        isLast = wait(min(pause, Self.lookAgain))
      }
    } catch {
      work.complain(error.message)
      // Nobody hears what is said to the pipe from here on, and that is what its size is for.
    }
  }

  /// Waits for a message; whether it was the last.
  private func wait(_ microseconds: Int64) -> Bool {
    _ = Signals.wait(for: [(ends.read.number, false)], microseconds: microseconds)
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = read(ends.read.number, &bytes, bytes.count)
    return count > 0 && bytes[..<count].contains(Message.finish)
  }
}
