import CXRecord

/// What people are told of an alert beside its message.
extension AlertNotice {
  /// Its fields by name, in the order they are shown; what is not known is left out.
  var facts: [(name: String, value: String)] {
    let tenant = instrument.tenant == Instrument.defaultTenant ? "" : instrument.tenant.text
    let own = labels.sorted { $0.key < $1.key }.map { ($0.key.text, $0.value) }
    let fields = [
      ("rule", rule.text), ("severity", severity), ("symbol", instrument.symbol.text),
      ("exchange", instrument.exchange.text), ("interval", interval.text), ("tenant", tenant),
      ("value", value ?? ""), ("time", Timestamp(microseconds: time).rfc3339),
    ]
    return (fields + own).filter { !$0.0.isEmpty && !$0.1.isEmpty }
  }

  /// A chart of the candles in ``context``; nil where there are none of the alert's own series.
  var chart: CandleChart? {
    var batch = Batch()
    for line in context {
      batch.block.append(line)
      batch.block.append("\n")
    }
    var reader = RecordReader()
    _ = reader.read(into: &batch)
    let candles = batch.candles.filter { candle in
      candle.interval == interval && batch.instruments[candle.instrument] == instrument
    }
    return candles.isEmpty ? nil : CandleChart(candles, of: instrument)
  }
}

extension AlertNotice {
  /// The colour of its state, `#rrggbb`: red while it fires, green behind it.
  var colour: String { state == .firing ? "#d1434b" : "#1a9a6c" }
}
