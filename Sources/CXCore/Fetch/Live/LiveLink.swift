import CXRecord

/// One connection: what it carries, and the commands that are on their way.
struct LiveLink {
  /// A command without its reply yet.
  private struct Command {
    /// The streams that it asks for; nil for the question which are there.
    var streams: [Int]?
    var deadline: Int64
  }

  /// What a reply comes to.
  enum Outcome: Equatable {
    case fine
    case refused(String)
  }

  let slot: Int
  /// The numbers of its streams.
  let streams: Range<Int>
  /// Whether it is open; until then it is on its way.
  private(set) var isOpen = false
  private(set) var openedAt: Int64
  /// When it last brought data, or opened.
  var dataAt: Int64
  private(set) var hasData = false
  /// When it is to be replaced.
  var renewAt: Int64 = .max

  private let limits: LiveLimits
  private var unsent: [[Int]] = []
  private var commands: [Int64: Command] = [:]
  private var isInDoubt = false
  private var refusals = 0
  private var sentAt: [Int64] = []

  init(slot: Int, streams: Range<Int>, limits: LiveLimits, now: Int64) {
    self.slot = slot
    self.streams = streams
    self.limits = limits
    openedAt = now
    dataAt = now
  }

  /// Whether all of its streams are known to be there.
  var isConfirmed: Bool { isOpen && unsent.isEmpty && commands.isEmpty && !isInDoubt }

  mutating func open(now: Int64) {
    isOpen = true
    openedAt = now
    dataAt = now
    subscribe(Array(streams))
  }

  mutating func noteData(now: Int64) {
    hasData = true
    dataAt = now
  }

  private mutating func subscribe(_ numbers: [Int]) {
    for start in stride(from: 0, to: numbers.count, by: limits.namesPerMessage) {
      unsent.append(Array(numbers[start..<min(start + limits.namesPerMessage, numbers.count)]))
    }
  }

  /// The next command that may be sent now, if one is due; `id` is its number.
  mutating func command(
    _ id: Int64, _ names: StreamNames, _ plan: LivePlan, now: Int64
  ) -> String? {
    guard isOpen, isInDoubt || !unsent.isEmpty, mayWriteAt <= now else { return nil }
    sentAt.append(now)
    if sentAt.count > limits.messagesPerSecond { sentAt.removeFirst() }
    let deadline = now + limits.reply
    if isInDoubt {
      isInDoubt = false
      if let text = plan.exchange.rules.listing(id: id) {
        commands[id] = Command(streams: nil, deadline: deadline)
        return text
      }
    }
    if unsent.isEmpty { subscribe(Array(streams)) }
    let batch = unsent.removeFirst()
    commands[id] = Command(streams: batch, deadline: deadline)
    return plan.exchange.rules.subscription(
      batch.map { names.all[$0] }, of: plan.subject, id: id)
  }

  /// Takes the reply to a command.
  mutating func take(_ reply: LiveReply, to id: Int64, _ names: StreamNames) -> Outcome {
    // Number 0 is a refusal that names no command: it is of the oldest one.
    guard let number = id == 0 ? commands.keys.min() : id,
      let command = commands.removeValue(forKey: number)
    else { return .fine }
    switch reply {
    case .done: return .fine
    case .streams(let there):
      let known = Set(there)
      subscribe(streams.filter { !known.contains(names.all[$0]) })
      return .fine
    case .refused(let reason):
      refusals += 1
      if refusals > 2 { return .refused(reason) }
      if let streams = command.streams { unsent.append(streams) } else { isInDoubt = true }
      return .fine
    }
  }

  /// Looks for commands that got no reply; false when the connection does not answer at all.
  ///
  /// Streams that brought data are there whatever the reply; about others the exchange is asked.
  mutating func checkReplies(now: Int64, brought: (Int) -> Bool) -> Bool {
    for (id, command) in commands where command.deadline <= now {
      guard let streams = command.streams else { return false }
      commands[id] = nil
      if !streams.allSatisfy(brought) { isInDoubt = true }
    }
    return true
  }

  /// When it next has something to do by itself.
  var deadline: Int64 {
    if !isOpen { return openedAt + 6 * limits.reply }
    var next = renewAt
    if isInDoubt || !unsent.isEmpty { next = min(next, mayWriteAt) }
    for command in commands.values { next = min(next, command.deadline) }
    return next
  }

  private var mayWriteAt: Int64 {
    guard sentAt.count >= limits.messagesPerSecond, let first = sentAt.first else { return 0 }
    return first + Timestamp.second
  }
}
