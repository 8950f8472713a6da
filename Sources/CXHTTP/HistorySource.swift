import CXCore
import CXRecord
import CXSystem

/// History by bulk files and REST: does what a ``HistoryFetch`` says, with an ``HTTPClient``.
///
/// A signal to stop ends it as the end of the history would, between two pages or in the middle of
/// a wait.
public struct HistorySource: Source {
  /// Where to ask.
  public struct Hosts: Sendable {
    /// Whose they are.
    public var exchange: Exchange
    /// The exchange's, without a path: `https://api.binance.com`.
    public var rest: String
    /// The bulk files': `https://data.binance.vision`; asked only if the plan uses them.
    public var bulk: String

    /// Hosts, those of the exchange where none are given; an option of that name is blamed for a URL
    /// that is none.
    ///
    /// - Throws: A fault of kind `usage` for a URL that is none.
    public init(
      _ exchange: Exchange = .binance, rest: String? = nil, bulk: String? = nil
    ) throws(Fault) {
      self.exchange = exchange
      self.rest = try Self.bare(rest ?? exchange.hosts.rest, "--base-url")
      self.bulk =
        try (bulk ?? exchange.hosts.bulk).map { url throws(Fault) in
          try Self.bare(url, "--bulk-url")
        } ?? ""
    }

    private static func bare(_ url: String, _ option: String) throws(Fault) -> String {
      guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
        throw Fault(.usage, "\(option) takes http://HOST or https://HOST: \"\(url)\"")
      }
      return String(url.reversed().drop { $0 == "/" }.reversed())
    }
  }

  /// What is told to whoever watches.
  public enum Event {
    /// A wait, before it begins.
    case pause(FetchPause)
    /// What is out of the ordinary, and was dealt with.
    case notice(String)
  }

  private var fetch: HistoryFetch
  private let client: HTTPClient
  private let hosts: Hosts
  private let tell: (Event) -> Void
  private let shared: SharedBudget?
  private var batch = Batch()
  private var download: BulkDownload?
  private var reader: ReplaySource?
  // Records of the file that wait for a hole before them to be filled.
  private var held: (page: Batch, done: Int)?

  /// A source that has asked nothing yet.
  ///
  /// - Parameters:
  ///   - plan: what to fetch.
  ///   - hosts: where from.
  ///   - instruments: the table of its records' instruments.
  ///   - sharesBudget: whether the exchange's budget is shared with this user's other programs.
  ///   - configuration: of the requests.
  ///   - tell: is told of waits and of what is out of the ordinary.
  /// - Throws: A fault of kind `unavailable` when libcurl is not installed.
  public init(
    _ plan: HistoryPlan, hosts: Hosts, instruments: Instruments = Instruments(),
    sharesBudget: Bool = false, configuration: HTTPConfiguration = .system,
    tell: @escaping (Event) -> Void = { _ in }
  ) throws(Fault) {
    fetch = HistoryFetch(plan)
    client = try HTTPClient(configuration) { Signals.pending != nil }
    self.hosts = hosts
    self.tell = tell
    shared = sharesBudget ? SharedBudget(host: hosts.rest) : nil
    batch.instruments = instruments
    batch.source = hosts.rest
  }

  /// Whether the next records have to come from afar, so that what is there should be shown first.
  public var wouldBlock: Bool { !fetch.isReading }

  /// How far each symbol has come: all that was handed out, and nothing behind it.
  public var position: [Name: HistoryCursor] { fetch.position }

  /// Whether a bulk file that was read so far covers a moment of a symbol.
  func covers(_ symbol: Name, at time: Int64) -> Bool { fetch.covers(symbol, at: time) }

  /// The records of the next page or part of a file that has some, or nil at the end.
  public mutating func next() throws(Fault) -> Batch? {
    batch.removeAll()
    while Signals.pending == nil {
      let action = nextAction()
      for notice in fetch.takeNotices() { tell(.notice(notice)) }
      switch action {
      case .request(let request): ask(request)
      case .download(let file): try get(file)
      case .read: read()
      case .wait(let pause):
        if !pause.reason.isEmpty { tell(.pause(pause)) }
        let jitter = pause.jitter > 0 ? Int64.random(in: 0...pause.jitter) : 0
        Signals.sleep(microseconds: pause.microseconds + jitter)
      case .done:
        closeFile()
        return nil
      case .fail(let fault): throw fault
      }
      if !batch.records.isEmpty || !batch.rejects.isEmpty { return batch }
    }
    return nil
  }

  // MARK: - REST

  // Whether a request fits is decided, and the request counted, while no other program does.
  private mutating func nextAction() -> FetchAction {
    let now = Timestamp(microseconds: SystemClock.now)
    guard !fetch.isReading, let shared else { return fetch.next(now: now) }
    var action = FetchAction.done
    shared.update { usage in
      if let usage { fetch.note(usage, now: now) }
      action = fetch.next(now: now)
      return fetch.usage(now: now)
    }
    return action
  }

  private mutating func ask(_ request: RESTRequest) {
    do throws(HTTPFailure) {
      let answer = try client.ask(request, of: hosts.rest, hosts.exchange)
      fetch.receive(answer, now: Timestamp(microseconds: SystemClock.now), into: &batch)
    } catch {
      switch error {
      case .transient(let fault): fetch.fail(fault.message)
      case .permanent(let fault): fetch.stop(fault)
      case .cancelled: break
      }
    }
  }

  // MARK: - Bulk files

  private mutating func get(_ file: BulkFile) throws(Fault) {
    reader = nil
    held = nil
    if download?.file != file {
      closeFile()
      download = try BulkDownload(file)
    }
    guard var current = download else { return }
    defer { download = current }
    guard let outcome = try current.run(client, host: hosts.bulk) else { return }
    if case .got = outcome {
      var options = PayloadOptions()
      options.symbol = file.symbol
      options.interval = file.interval
      reader = ReplaySource(
        current.descriptor, options: options, instruments: batch.instruments)
    }
    fetch.downloaded(file, outcome, into: &batch)
  }

  private mutating func read() {
    do throws(Fault) {
      if held == nil {
        guard let page = try reader?.next() else {
          // A signal ends the reading too; that is not the file's end.
          if Signals.pending == nil { fetch.endFile() }
          closeFile()
          return
        }
        held = (page, 0)
      }
      guard let (page, done) = held else { return }
      let now = fetch.take(page, from: done, into: &batch)
      held = now < page.records.count ? (page, now) : nil
    } catch {
      closeFile()
      fetch.failFile(error.message, into: &batch)
    }
  }

  private mutating func closeFile() {
    reader = nil
    held = nil
    download?.close()
    download = nil
  }
}
