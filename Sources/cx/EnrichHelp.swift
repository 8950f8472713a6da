import CXCore
import CXRecord

/// What `cx enrich --help` and the manual say.
enum EnrichHelp {
  static let discussion = """
    A trade gets notional (price x qty, exact), base and quote (of the symbol) and tick (up, down, \
    zero_up, zero_down: Lee and Ready's tick rule); a quote mid, spread, spread_bps and imbalance; a \
    candle return (against the candle before) and range (high - low). Such a field is left out where \
    it is not known, and where the line already has it. Lines keep their bytes; fields stand behind.

    --with appends indicators to candles, one series an instrument and interval, null until there \
    are enough candles: sma_20, macd_12_26_9_signal, bbands_20_2_upper. A candle that is not final \
    is shown what it would give and leaves no trace. A correction takes the candle's place, a late \
    candle its own, and those behind it that this changes come again with a higher rev: as far back \
    as the longest indicator looks, and 16 candles more; what is older is reported (status 2).

    Indicators are computed with \(Precision.workingDigits) significant digits and given with \
    \(Precision.outputDigits), as ratios are, rounded half to even, wherever the point stands. ema and \
    Wilder's averages, y + (x - y) / n, begin with the mean of the first n; the first true range is \
    high - low; rsi is 50 where nothing changes; deviations are of a population. After a result of \
    more than \(Decimal.maximumDigits) digits an indicator is null, and says so, until all its records \
    are later ones.

    NAME=EXPRESSION appends a field to records of every type (write ./a=b for a file of that name). \
    Numbers are exact; / and sqrt give at least 16 significant digits. Operators: or and not = == != \
    < <= > >= + - * / % and parentheses. Fields: price, .price, a.b, `odd name`. Null propagates, \
    and x == null asks for it. Where an expression fails, the field is null, the record goes on, and \
    the failure is reported like a refused line (status 2). With --join, \
    of lines with one symbol the last wins.

    No object gets one key twice: the name of a field of trades, candles or quotes is refused, and a \
    record that has a field of the name already keeps it and is reported (status 2). With --replace \
    the new value stands in the old one's place. What is asked for goes before a default field: base \
    and quote may come from --join. Without, a symbol is split where its exchange lets it end with \
    one quote asset only: ADAEUR, which may be ADA and EUR or AD and AEUR, is left alone.

    Functions:
    \(functions)

    Examples:
      cx fetch simulate --count 9999 | cx enrich | head -3
      cx fetch simulate --count 9999 | cx window 1m | cx enrich --with 'rsi(14)'
      cx fetch simulate --count 9999 | cx enrich --only 'up=price > prev(price)'
    """

  private static var functions: String {
    let width = Catalog.help.map(\.call.count).max() ?? 0
    return Catalog.help.map { call, gives in
      "  \(call)\(String(repeating: " ", count: width - call.count)) \(gives)"
    }.joined(separator: "\n")
  }
}
