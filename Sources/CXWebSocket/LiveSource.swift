import CXCore
import CXHTTP
import CXSystem

/// Streams as they happen: does what a ``LiveFetch`` says, with WebSockets and an ``HTTPClient``, in
/// one thread that polls.
///
/// What comes is read only as fast as records are taken: when nobody reads on, neither does this, the
/// exchange ends the connection in its time, and what was missed is asked for afterwards.
public struct LiveSource: Source {
  /// Where to ask and to listen.
  public struct Hosts: Sendable {
    /// REST, without a path: `https://api.binance.com`.
    public var rest: String
    /// The streams', without a path: `wss://stream.binance.com:9443`.
    public var streams: String

    /// Hosts.
    ///
    /// - Throws: A fault of kind `usage` for a URL that is none.
    public init(rest: String, streams: String) throws(Fault) {
      guard WebSocketURL(streams) != nil else {
        throw Fault(.usage, "--ws-url takes ws://HOST or wss://HOST: \"\(streams)\"")
      }
      self.rest = rest
      self.streams = String(streams.reversed().drop { $0 == "/" }.reversed())
    }
  }

  private var fetch: LiveFetch
  private let client: HTTPClient
  private let shared: SharedBudget?
  private let exchange: Exchange
  private let hosts: Hosts
  private let configuration: HTTPConfiguration
  private let tell: (String) -> Void
  private var sockets: [(id: Int, socket: WebSocket)] = []
  // Sockets that may have more without poll's knowing.
  private var hasMore = false
  private var batch = Batch()

  /// A source that is not connected yet; `tell` is told of what is out of the ordinary.
  ///
  /// - Throws: A fault of kind `unavailable` when libcurl is not installed.
  public init(
    _ plan: LivePlan, hosts: Hosts, configuration: HTTPConfiguration = .system,
    tell: @escaping (String) -> Void = { _ in }
  ) throws(Fault) {
    var configuration = configuration
    // Longer than this no connection is left alone.
    configuration.totalTimeoutMilliseconds = 15_000
    configuration.connectTimeoutMilliseconds = 5_000
    self.configuration = configuration
    fetch = LiveFetch(plan, instruments: batch.instruments)
    client = try HTTPClient(configuration) { Signals.pending != nil }
    shared = SharedBudget(host: hosts.rest)
    exchange = plan.exchange
    self.hosts = hosts
    self.tell = tell
    batch.source = hosts.streams
  }

  /// True: each record is to be shown at once.
  public var wouldBlock: Bool { true }

  /// How far each symbol has come: all that was handed out, and nothing behind it.
  public var position: [String: HistoryCursor] { fetch.position }

  /// The records that came, as soon as there are some; nil when a signal asks to stop.
  public mutating func next() throws(Fault) -> Batch? {
    batch.removeAll()
    while Signals.pending == nil {
      let now = Self.now
      let action = fetch.next(now: now, into: &batch)
      for notice in fetch.takeNotices() { tell(notice) }
      switch action {
      case .connect(let id, let target): connect(id, target)
      case .send(let id, let text): send(id, text)
      case .close(let id): close(id)
      case .request(let request): ask(request)
      case .wait(let time):
        if !batch.records.isEmpty || !batch.rejects.isEmpty { return batch }
        listen(for: time - now.ticks)
      case .done: return nil
      case .fail(let fault): throw fault
      }
    }
    return batch.records.isEmpty && batch.rejects.isEmpty ? nil : batch
  }

  private static var now: LiveMoment {
    LiveMoment(
      ticks: SystemClock.monotonic, wall: Timestamp(microseconds: SystemClock.now))
  }

  // MARK: - Sockets

  private mutating func connect(_ id: Int, _ target: String) {
    do throws(HTTPFailure) {
      let socket = try WebSocket(hosts.streams + target, configuration: configuration) {
        Signals.pending != nil
      }
      try transiently { () throws(Fault) in try socket.flush() }
      sockets.append((id, socket))
    } catch {
      switch error {
      case .transient(let fault): fetch.closed(id, fault.message, now: Self.now)
      case .permanent(let fault): fetch.stop(fault)
      case .cancelled: break
      }
    }
  }

  private func transiently(_ body: () throws(Fault) -> Void) throws(HTTPFailure) {
    do throws(Fault) {
      try body()
    } catch {
      throw .transient(error)
    }
  }

  private mutating func send(_ id: Int, _ text: String) {
    guard let socket = sockets.first(where: { $0.id == id })?.socket else { return }
    do throws(Fault) {
      try socket.send(text)
    } catch {
      end(id, error)
    }
  }

  private mutating func close(_ id: Int) {
    guard let place = sockets.firstIndex(where: { $0.id == id }) else { return }
    sockets.remove(at: place).socket.close()
  }

  private mutating func end(_ id: Int, _ reason: Fault) {
    sockets.removeAll { $0.id == id }
    fetch.closed(id, reason.message, now: Self.now)
  }

  private mutating func listen(for microseconds: Int64) {
    let ready = Signals.wait(
      for: sockets.map { ($0.socket.descriptor, $0.socket.hasOutgoing) },
      microseconds: hasMore ? 0 : microseconds)
    let everybody = hasMore
    hasMore = false
    for ((id, socket), isReady) in zip(sockets, ready) where isReady || everybody {
      read(id, socket)
    }
  }

  private mutating func read(_ id: Int, _ socket: WebSocket) {
    let now = Self.now
    var isNew = !socket.isOpen
    do throws(Fault) {
      let more = try socket.receive { bytes in
        if isNew { fetch.opened(id, now: now) }
        isNew = false
        fetch.message(id, bytes, now: now, into: &batch)
      }
      hasMore = hasMore || more
      if isNew && socket.isOpen { fetch.opened(id, now: now) }
    } catch {
      sockets.removeAll { $0.id == id }
      fetch.closed(id, error.message, now: now)
    }
  }

  // MARK: - REST

  private mutating func ask(_ request: RESTRequest) {
    // This request counts for the user's other programs, and theirs for the next one.
    shared?.update { usage in
      if let usage { fetch.note(usage, now: Self.now) }
      return fetch.usage(now: Self.now)
    }
    do throws(HTTPFailure) {
      let answer = try client.ask(request, of: hosts.rest, exchange)
      fetch.receive(answer, now: Self.now, into: &batch)
    } catch {
      switch error {
      case .transient(let fault): fetch.fail(fault.message, now: Self.now, into: &batch)
      case .permanent(let fault): fetch.stop(fault)
      case .cancelled: break
      }
    }
  }
}
