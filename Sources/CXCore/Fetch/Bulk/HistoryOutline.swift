import CXRecord

/// What fetching one symbol's history will take, as far as it can be known before.
public struct HistoryOutline: Equatable, Sendable {
  /// The files.
  public private(set) var files: [BulkFile] = []
  /// How many bytes they are together.
  public private(set) var bytes: Int64 = 0
  /// Requests by REST: the facts of the symbol, and pages.
  public private(set) var requests = 1
  /// Their weight.
  public private(set) var weight = 20
  /// Spans of trades by REST, whose pages nobody knows before their ids are asked.
  public private(set) var spans: [Range<Int64>] = []

  private static let pageRows: Int64 = 1_000

  /// The outline of a plan's symbol; `now` is the exchange's clock, and `size` how many bytes a file
  /// has, nil for one that is not there.
  public init(
    _ plan: HistoryPlan, symbol: Name, now: Timestamp,
    size: (BulkFile) throws(Fault) -> Int64?
  ) throws(Fault) {
    var calendar = BulkCalendar(plan.subject, symbol: symbol, isOn: plan.usesBulk)
    let span = plan.span(now: now)
    let until = span.until.microseconds
    var time = plan.cursors[symbol]?.time ?? max(0, span.since.microseconds)
    while time < until {
      switch calendar.segment(at: time, until: until, now: now.microseconds) {
      case .file(let file):
        guard let count = try size(file) else {
          calendar.exclude(file)
          continue
        }
        files.append(file)
        bytes = bytes.addingReportingOverflow(count).partialValue
        time = file.end
      case .rest(let end):
        add(plan.subject, time..<end)
        time = end
      }
    }
  }

  private mutating func add(_ subject: HistoryPlan.Subject, _ span: Range<Int64>) {
    guard case .candles(let interval) = subject else {
      spans.append(span)
      return
    }
    // A month is at least 28 days.
    let length = IntervalName.length(of: interval) ?? 28 * Timestamp.day
    let rows = (span.upperBound - span.lowerBound) / length + 1
    addPages((rows - 1) / Self.pageRows + 1, weight: 2)
  }

  /// Adds the pages of so many trades.
  public mutating func addTrades(_ count: Int64, _ subject: HistoryPlan.Subject) {
    // The last page is believed when an empty one follows.
    addPages(max(0, count) / Self.pageRows + 2, weight: subject == .rawTrades ? 25 : 4)
  }

  private mutating func addPages(_ pages: Int64, weight each: Int64) {
    requests += Int(pages)
    weight += Int(pages * each)
  }

  /// How long a weight takes at least, in seconds, when a minute allows `limit`: a tenth of that is
  /// left to others.
  public static func leastSeconds(weight: Int, limit: Int) -> Int {
    weight / max(1, limit - limit / 10) * 60
  }
}

extension Question {
  /// The aggregate trade at or behind a time, or the newest.
  public static func trade(_ symbol: Name, at time: Timestamp?) -> RESTRequest {
    let place = time.map { [("startTime", String($0.microseconds / 1_000))] } ?? []
    return RESTRequest(
      "/api/v3/aggTrades", [("symbol", symbol.text)] + place + [("limit", "1")], weight: 4)
  }

  /// The id of the trade in the answer to ``trade(_:at:)``, aggregate or plain as `subject` pages;
  /// nil where there is none.
  public static func tradeID(in body: [UInt8], _ subject: HistoryPlan.Subject) -> Int64? {
    body.withUnsafeBytes { bytes in
      var cursor = JSONCursor(bytes)
      var members = JSONMembers()
      guard (try? cursor.enterArray()) != nil, (try? cursor.nextElement()) == true,
        (try? members.read(&cursor)) != nil
      else { return nil }
      return try? members.optional(subject == .rawTrades ? "f" : "a")?.integer()
    }
  }
}
