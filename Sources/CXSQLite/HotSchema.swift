import CXCore
import CXRecord

/// The tables of the hot store, and views of them for people.
///
/// A table holds numbers as `units × 10⁻ˢᶜᵃˡᵉ` in two integers, so every digit is kept, and is
/// clustered by series and time, so that a range is one walk along the tree. `extra` holds fields
/// behind the known ones, `line` the whole line where the numbers are not the whole truth. In the
/// views numbers are SQLite's: binary64, 15 digits.
enum HotSchema {
  /// One step a version.
  static let migrations = [tables + views, "DROP VIEW candles;\n" + currentCandles]

  /// Refuses a database that has tables, and none of ours: it belongs to another program.
  static func refuseForeign(_ database: Database) throws(Fault) {
    let tables = try Statement(
      database, "SELECT count(*), total(name = 'trade_data') FROM sqlite_master")
    if try tables.step(), tables.integer(0) > 0, tables.integer(1) == 0 {
      throw Fault(.configuration, "\(database.path): is a database of something else")
    }
    tables.reset()
  }

  private static let tables = """
    CREATE TABLE series(
      id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, exchange TEXT NOT NULL, symbol TEXT NOT NULL,
      UNIQUE(tenant, exchange, symbol));
    CREATE TABLE trade_data(
      series INTEGER, ts INTEGER, id INTEGER, aggregate INTEGER, first_id INTEGER, last_id INTEGER,
      price INTEGER, price_scale INTEGER, qty INTEGER, qty_scale INTEGER, side INTEGER,
      extra TEXT, line TEXT, PRIMARY KEY(series, ts, id, aggregate)) WITHOUT ROWID;
    CREATE TABLE candle_data(
      series INTEGER, interval TEXT, ts INTEGER, bar INTEGER, "end" INTEGER, price_scale INTEGER,
      open INTEGER, high INTEGER, low INTEGER, close INTEGER, volume_scale INTEGER, volume INTEGER,
      taker_volume INTEGER, quote_scale INTEGER, quote_volume INTEGER, taker_quote INTEGER,
      trades INTEGER, first_id INTEGER, last_id INTEGER, final INTEGER, rev INTEGER,
      extra TEXT, line TEXT, PRIMARY KEY(series, interval, ts, bar)) WITHOUT ROWID;
    CREATE TABLE quote_data(
      series INTEGER, ts INTEGER, id INTEGER, price_scale INTEGER, bid INTEGER, ask INTEGER,
      qty_scale INTEGER, bid_qty INTEGER, ask_qty INTEGER, extra TEXT, line TEXT,
      PRIMARY KEY(series, ts, id)) WITHOUT ROWID;
    CREATE TABLE ticker_data(
      series INTEGER, ts INTEGER, id INTEGER, rev INTEGER, line TEXT,
      PRIMARY KEY(series, ts, id)) WITHOUT ROWID;
    CREATE TABLE alert_data(
      series INTEGER, ts INTEGER, id INTEGER, rev INTEGER, line TEXT,
      PRIMARY KEY(series, ts, id)) WITHOUT ROWID;

    """

  // CROSS JOIN keeps the order: the few series first, then each one's range by its key.
  private static let views = """
    CREATE VIEW trades AS SELECT \(names), ts, CASE WHEN trade_data.id >= 0 THEN trade_data.id END AS id, first_id,
      last_id, \(number("price", "price_scale")), \(number("qty", "qty_scale")),
      CASE side WHEN 0 THEN 'buy' WHEN 1 THEN 'sell' END AS side, extra
      FROM series CROSS JOIN trade_data ON series = series.id;
    \(candles);
    CREATE VIEW quotes AS SELECT \(names), ts, \(number("bid", "price_scale")),
      \(number("bid_qty", "qty_scale")), \(number("ask", "price_scale")),
      \(number("ask_qty", "qty_scale")), extra
      FROM series CROSS JOIN quote_data ON series = series.id;
    CREATE VIEW tickers AS SELECT \(names), ts, \(members(of: .tickers)), line
      FROM series CROSS JOIN ticker_data ON series = series.id;
    CREATE VIEW alerts AS SELECT \(names), ts, \(members(of: .alerts)), line
      FROM series CROSS JOIN alert_data ON series = series.id;
    """

  private static let candles = """
    CREATE VIEW candles AS SELECT \(names), interval, ts, "end",
      \(number("open", "price_scale")), \(number("high", "price_scale")),
      \(number("low", "price_scale")), \(number("close", "price_scale")),
      \(number("volume", "volume_scale")), \(number("quote_volume", "quote_scale")), trades,
      \(number("taker_volume", "volume_scale", as: "taker_buy_volume")),
      \(number("taker_quote", "quote_scale", as: "taker_buy_quote_volume")),
      first_id, last_id, final, rev, extra
      FROM series CROSS JOIN candle_data ON series = series.id
    """

  /// Without those that ceased to exist: their line says so.
  private static let currentCandles = """
    \(candles) WHERE json_extract(line, '$.retracted') IS NOT 1;
    """

  /// Views before the others, which show one tenant's records.
  static func views(of tenant: Name) -> String {
    // As bytes: no quote or zero byte in a name ends the text.
    let tenant = "CAST(x'\(Hexadecimal.text(Array(tenant.utf8)))' AS TEXT)"
    return ArchiveKind.allCases.map { kind in
      "CREATE TEMP VIEW \(kind.rawValue) AS SELECT * FROM main.\(kind.rawValue) "
        + "WHERE tenant = \(tenant);"
    }.joined(separator: "\n")
  }

  private static let names = "tenant, exchange, symbol"

  /// A number of two integers as SQL's; where they do not fit, as the line has it.
  ///
  /// An integer over a power of ten is rounded once; a product with a tenth would be twice.
  private static func number(_ units: String, _ scale: String, as name: String? = nil) -> String {
    let powers = (1...22).map { "WHEN \($0) THEN 1e\($0)" }.joined(separator: " ")
    let name = name ?? units
    return """
      coalesce(\(units) / CASE \(scale) WHEN 0 THEN 1.0 \(powers) ELSE ('1e' || \(scale)) + 0.0 END,
        json_extract(line, '$.\(name)') + 0.0) AS \(name)
      """
  }

  static func members(of kind: ArchiveKind) -> String {
    kind.fields.filter { !["exchange", "symbol", "tenant", "ts"].contains($0) }
      .map { "json_extract(line, '$.\($0)') AS \"\($0)\"" }.joined(separator: ", ")
  }
}

/// A table as it is written to: what the record's key is, and what a newer version replaces.
struct HotTable {
  var name: String
  var key: [String]
  var values: [String]
  /// When a row that differs replaces the one that is there.
  var condition = "true"

  static let trades = HotTable(
    name: "trade_data", key: ["series", "ts", "id", "aggregate"],
    values: [
      "first_id", "last_id", "price", "price_scale", "qty", "qty_scale", "side", "extra", "line",
    ])
  static let candles = HotTable(
    name: "candle_data", key: ["series", "interval", "ts", "bar"],
    values: [
      "\"end\"", "price_scale", "open", "high", "low", "close", "volume_scale", "volume",
      "taker_volume", "quote_scale", "quote_volume", "taker_quote", "trades", "first_id", "last_id",
      "final", "rev", "extra", "line",
    ],
    // A lower revision never overwrites; of equal ones the unfinished does not.
    condition: "(excluded.rev, excluded.final) >= (candle_data.rev, candle_data.final)")
  static let quotes = HotTable(
    name: "quote_data", key: ["series", "ts", "id"],
    values: [
      "price_scale", "bid", "ask", "qty_scale", "bid_qty", "ask_qty", "extra", "line",
    ])
  static let tickers = HotTable(
    name: "ticker_data", key: ["series", "ts", "id"], values: ["rev", "line"],
    condition: "excluded.rev >= ticker_data.rev")
  static let alerts = HotTable(
    name: "alert_data", key: ["series", "ts", "id"], values: ["rev", "line"],
    condition: "excluded.rev >= alert_data.rev")

  static func of(_ kind: ArchiveKind) -> HotTable {
    switch kind {
    case .trades: trades
    case .candles: candles
    case .quotes: quotes
    case .tickers: tickers
    case .alerts: alerts
    }
  }

  /// Inserts a row, or replaces what differs; what is equal is not written again.
  var upsert: String {
    let places = (1...(key.count + values.count)).map { "?\($0)" }.joined(separator: ",")
    let sets = values.map { "\($0)=excluded.\($0)" }.joined(separator: ",")
    let differs = values.map { "\(name).\($0) IS NOT excluded.\($0)" }.joined(separator: " OR ")
    return """
      INSERT INTO \(name)(\((key + values).joined(separator: ","))) VALUES(\(places)) \
      ON CONFLICT(\(key.joined(separator: ","))) DO UPDATE SET \(sets) \
      WHERE \(condition) AND (\(differs))
      """
  }
}
