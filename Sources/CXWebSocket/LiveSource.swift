import CXCore
import CXRecord
import CXHTTP
import CXSystem

/// Streams as they happen: does what a ``LiveFetch`` says, with WebSockets and an ``HTTPClient``.
///
/// One thread polls the sockets. Two others wait for what takes long, one for answers by REST, one
/// for connections, so that the sockets are read meanwhile; at most one question and one connection
/// of each slot are on their way. What comes behind a hole waits for the answer, so many records at
/// most; more are left out, and asked for when their turn comes.
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

  // A connection to be made.
  private struct Attempt: Sendable {
    var id: Int
    var url: WebSocketURL
  }

  private var fetch: LiveFetch
  private let shared: SharedBudget?
  private let hosts: Hosts
  private let userAgent: String
  private let asking: Worker<RESTRequest, Result<RESTAnswer, HTTPFailure>>
  private let connecting: Worker<Attempt, (Attempt, Result<ByteConnection, HTTPFailure>)>
  // Connections that are on their way and still wanted.
  private var wanted: Set<Int> = []
  private let tell: (String) -> Void
  private var sockets: [(id: Int, socket: WebSocket)] = []
  // Sockets that may have more without poll's knowing.
  private var hasMore = false
  private var batch = Batch()

  /// A source that is not connected yet; `tell` is told of what is out of the ordinary.
  ///
  /// - Throws: A fault where the system has no threads to give.
  public init(
    _ plan: LivePlan, hosts: Hosts, configuration: HTTPConfiguration = .system,
    tell: @escaping (String) -> Void = { _ in }
  ) throws(Fault) {
    var configuration = configuration
    // Longer than this no connection is left alone.
    configuration.totalTimeoutMilliseconds = 15_000
    configuration.connectTimeoutMilliseconds = 5_000
    userAgent = configuration.userAgent
    fetch = LiveFetch(plan, instruments: batch.instruments)
    asking = try Worker { [configuration] isCancelled in
      Self.asker(hosts.rest, plan.exchange, configuration, isCancelled)
    }
    connecting = try Worker { [configuration] isCancelled in
      { Self.connect($0, configuration, isCancelled) }
    }
    shared = SharedBudget(host: hosts.rest)
    self.hosts = hosts
    self.tell = tell
    batch.source = hosts.streams
  }

  // MARK: - What the other threads do

  private static func asker(
    _ host: String, _ exchange: Exchange, _ configuration: HTTPConfiguration,
    _ isCancelled: @escaping () -> Bool
  ) -> (RESTRequest) -> Result<RESTAnswer, HTTPFailure> {
    let client = Result { () throws(Fault) in
      try HTTPClient(configuration) { Signals.pending != nil || isCancelled() }
    }
    return { request in
      client.mapError(HTTPFailure.permanent).flatMap { client in
        Result { () throws(HTTPFailure) in try client.ask(request, of: host, exchange) }
      }
    }
  }

  private static func connect(
    _ attempt: Attempt, _ configuration: HTTPConfiguration, _ isCancelled: @escaping () -> Bool
  ) -> (Attempt, Result<ByteConnection, HTTPFailure>) {
    let made = Result { () throws(HTTPFailure) in
      try ByteConnection(attempt.url.base, configuration: configuration) {
        Signals.pending != nil || isCancelled()
      }
    }
    return (attempt, made)
  }

  // MARK: - What the pipeline asks

  /// True: each record is to be shown at once.
  public var wouldBlock: Bool { true }

  /// How far each symbol has come: all that was handed out, and nothing behind it.
  public var position: [Name: HistoryCursor] { fetch.position }

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
    guard let url = WebSocketURL(hosts.streams + target) else { return }
    wanted.insert(id)
    connecting.submit(Attempt(id: id, url: url))
  }

  private mutating func take(
    _ attempt: Attempt, _ made: Result<ByteConnection, HTTPFailure>
  ) {
    // One that is not wanted any more ends with its last reference.
    guard wanted.remove(attempt.id) != nil else { return }
    switch made {
    case .success(let connection):
      do throws(Fault) {
        let socket = try WebSocket(attempt.url, over: connection, userAgent: userAgent)
        sockets.append((attempt.id, socket))
      } catch {
        fetch.closed(attempt.id, error.message, now: Self.now)
      }
    case .failure(.transient(let fault)): fetch.closed(attempt.id, fault.message, now: Self.now)
    case .failure(.permanent(let fault)): fetch.stop(fault)
    case .failure(.cancelled): break
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
    wanted.remove(id)
    guard let place = sockets.firstIndex(where: { $0.id == id }) else { return }
    sockets.remove(at: place).socket.close()
  }

  private mutating func end(_ id: Int, _ reason: Fault) {
    sockets.removeAll { $0.id == id }
    fetch.closed(id, reason.message, now: Self.now)
  }

  private mutating func listen(for microseconds: Int64) {
    let others = [(asking.descriptor, false), (connecting.descriptor, false)]
    let ready = Signals.wait(
      for: sockets.map { ($0.socket.descriptor, $0.socket.hasOutgoing) } + others,
      microseconds: hasMore ? 0 : microseconds)
    let everybody = hasMore
    hasMore = false
    for ((id, socket), isReady) in zip(sockets, ready) where isReady || everybody {
      read(id, socket)
    }
    for answer in asking.take() { take(answer) }
    for (attempt, made) in connecting.take() { take(attempt, made) }
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
    asking.submit(request)
  }

  private mutating func take(_ answer: Result<RESTAnswer, HTTPFailure>) {
    switch answer {
    case .success(let answer): fetch.receive(answer, now: Self.now, into: &batch)
    case .failure(.transient(let fault)): fetch.fail(fault.message, now: Self.now, into: &batch)
    case .failure(.permanent(let fault)): fetch.stop(fault)
    case .failure(.cancelled): break
    }
  }
}
