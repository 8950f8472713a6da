import CXRecord

/// The connections that carry all streams: opened within the exchange's limits, replaced before
/// they get too old, opened again when they break.
struct LivePool {
  /// Streams that share a connection, and the connections that carry them.
  private struct Slot {
    var streams: Range<Int>
    var current: Int?
    /// The one that is to replace the current one.
    var next: Int?
    /// When the next one was confirmed.
    var confirmedAt: Int64?
    var failures = 0
    var connectAt: Int64 = 0
    /// Whether data may have been missed since a connection was last there.
    var isInterrupted = false
  }

  let names: StreamNames
  private let plan: LivePlan
  private let limits: LiveLimits
  private var slots: [Slot] = []
  private var links: [Int: LiveLink] = [:]
  private var connects: [Int64] = []
  private var lastLink = 0
  private var lastCommand: Int64 = 0
  private var random: RandomStream
  private var hasOpened = false
  private var actions: [LiveAction] = []
  private var interruptions: [Range<Int>] = []
  private var notices: [String] = []
  private(set) var fault: Fault?
  /// When each stream last brought data; 0 for never.
  private(set) var dataAt: [Int64]

  private static let firstWait: Int64 = 250_000
  private static let longestWait = 30 * Timestamp.second
  private static let pace = 300 * Timestamp.second
  /// A service that never answered is given up: its address is probably wrong.
  private static let mostFailures = 5

  init(_ plan: LivePlan) {
    let rules = plan.exchange.rules
    names = StreamNames(plan.symbols.map { rules.stream(of: plan.subject, $0) })
    self.plan = plan
    limits = plan.limits
    random = RandomStream(seed: plan.seed)
    dataAt = Array(repeating: 0, count: plan.symbols.count)
    for start in stride(from: 0, to: plan.symbols.count, by: limits.streamsPerConnection) {
      let end = min(start + limits.streamsPerConnection, plan.symbols.count)
      slots.append(Slot(streams: start..<end))
    }
  }

  // MARK: - What happened

  mutating func opened(_ id: Int, now: Int64) {
    guard var link = links[id] else { return }
    hasOpened = true
    link.open(now: now)
    let jitter = Int64(random.below(UInt64(max(1, limits.renewalJitter))))
    link.renewAt = now + max(limits.renewal - jitter, limits.renewal / 2)
    links[id] = link
    if slots[link.slot].isInterrupted && slots[link.slot].current == id {
      slots[link.slot].isInterrupted = false
      interruptions.append(link.streams)
    }
  }

  /// A connection broke, or did not come about.
  mutating func closed(_ id: Int, _ reason: String, now: Int64) {
    guard let link = links.removeValue(forKey: id) else { return }
    var slot = slots[link.slot]
    slot.failures += 1
    if slot.next == id {
      slot.next = nil
      slot.confirmedAt = nil
    } else if slot.current == id {
      slot.current = slot.next
      slot.next = nil
      slot.isInterrupted = slot.confirmedAt == nil
      slot.confirmedAt = nil
      if slot.isInterrupted, let other = slot.current, links[other]?.isOpen == true {
        slot.isInterrupted = false
        interruptions.append(link.streams)
      }
    }
    let doubled = Self.firstWait << Int64(min(slot.failures - 1, 16))
    let wait = min(doubled, Self.longestWait)
    slot.connectAt = now + wait / 2 + Int64(random.below(UInt64(wait)))
    slots[link.slot] = slot
    notices.append("connection \(id) is closed: \(reason)")
    if !hasOpened && slot.failures >= Self.mostFailures {
      fault = Fault(.unavailable, "\(reason) (gave up after \(slot.failures) tries)")
    }
  }

  /// Data of a stream came.
  mutating func data(_ id: Int, _ stream: Int, now: Int64) {
    dataAt[stream] = now
    // One lookup a message; the slot's failures are over with the first.
    guard let place = links.index(forKey: id) else { return }
    if !links.values[place].hasData { slots[links.values[place].slot].failures = 0 }
    links.values[place].noteData(now: now)
  }

  mutating func reply(_ id: Int, _ command: Int64, _ reply: LiveReply) {
    guard let outcome = links[id]?.take(reply, to: command, names) else { return }
    if case .refused(let reason) = outcome {
      fault = Fault(.unavailable, "the exchange refuses the subscription: \(reason)")
    }
  }

  /// The server says that it will go: a new connection, before it does.
  mutating func shutdown(_ id: Int, now: Int64) {
    links[id]?.renewAt = now
  }

  /// A connection that brings nothing although there is something: away with it.
  mutating func stalled(_ stream: Int, now: Int64) {
    guard let slot = slots.firstIndex(where: { $0.streams.contains(stream) }),
      let id = slots[slot].current
    else { return }
    actions.append(.close(id))
    closed(id, "brings no data", now: now)
  }

  // MARK: - What is to be done

  /// The next thing to be done; nil when it is time to wait.
  mutating func next(now: Int64) -> LiveAction? {
    if actions.isEmpty { advance(now: now) }
    return actions.isEmpty ? nil : actions.removeFirst()
  }

  /// Streams whose connection broke and is there again: what came meanwhile was missed.
  mutating func takeInterruptions() -> [Range<Int>] {
    defer { interruptions.removeAll() }
    return interruptions
  }

  mutating func takeNotices() -> [String] {
    defer { notices.removeAll() }
    return notices
  }

  /// When there is something to be done even if no message comes.
  var deadline: Int64 {
    var next = Int64.max
    for slot in slots {
      if slot.current == nil { next = min(next, max(slot.connectAt, paceAt)) }
      if let time = slot.confirmedAt { next = min(next, time + limits.overlap) }
    }
    for (id, link) in links {
      // A connection that is being replaced has nothing to do any more but to bring data.
      let isOld = slots[link.slot].next != nil && slots[link.slot].current == id
      if !isOld { next = min(next, link.deadline) }
    }
    return next
  }

  /// Open connections that have brought no data for too long, each by its first stream.
  func silent(now: Int64) -> [Int] {
    links.values.filter { $0.isOpen && now - $0.dataAt >= limits.stall }.map(\.streams.lowerBound)
  }

  /// The connection of a stream was found to be only quiet.
  mutating func quiet(_ stream: Int, now: Int64) {
    for id in links.keys where links[id]?.streams.contains(stream) == true {
      links[id]?.dataAt = now
    }
  }

  // When the next connection may be tried.
  private var paceAt: Int64 {
    guard connects.count >= limits.connectsPerFiveMinutes, let first = connects.first else {
      return 0
    }
    return first + Self.pace
  }

  private mutating func advance(now: Int64) {
    for number in slots.indices {
      if let id = slots[number].current, let link = links[id], link.renewAt <= now,
        slots[number].next == nil, slots[number].connectAt <= now
      {
        slots[number].next = connect(number, now: now)
      } else if slots[number].current == nil, slots[number].connectAt <= now {
        slots[number].current = connect(number, now: now)
      }
      replace(number, now: now)
    }
    for id in links.keys.sorted() { converse(id, now: now) }
  }

  // Ends the old connection when the new one has been there for a while.
  private mutating func replace(_ number: Int, now: Int64) {
    guard let next = slots[number].next, let link = links[next], link.isConfirmed else { return }
    guard let since = slots[number].confirmedAt else {
      slots[number].confirmedAt = now
      return
    }
    guard now - since >= limits.overlap else { return }
    if let old = slots[number].current {
      actions.append(.close(old))
      links[old] = nil
    }
    slots[number].current = next
    slots[number].next = nil
    slots[number].confirmedAt = nil
  }

  private mutating func converse(_ id: Int, now: Int64) {
    guard var link = links[id] else { return }
    let opened = link.openedAt
    if !link.isOpen {
      if link.deadline <= now {
        actions.append(.close(id))
        closed(id, "does not open", now: now)
      }
      return
    }
    let answers = link.checkReplies(now: now) { dataAt[$0] >= opened && dataAt[$0] > 0 }
    while let text = link.command(lastCommand + 1, names, plan, now: now) {
      lastCommand += 1
      actions.append(.send(id, text))
    }
    links[id] = link
    if !answers {
      actions.append(.close(id))
      closed(id, "does not answer", now: now)
    }
  }

  private mutating func connect(_ number: Int, now: Int64) -> Int? {
    guard paceAt <= now else { return nil }
    connects.append(now)
    if connects.count > limits.connectsPerFiveMinutes { connects.removeFirst() }
    lastLink += 1
    let streams = slots[number].streams
    links[lastLink] = LiveLink(slot: number, streams: streams, limits: limits, now: now)
    let target = plan.exchange.rules.target(first: names.all[streams.lowerBound])
    actions.append(.connect(lastLink, target: target))
    return lastLink
  }
}
