#!/bin/sh
# Indicators and formulas: what `cx enrich` appends to records.
set -eu
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder"

cx fetch simulate --seed 7 --symbols BTCUSDT --count 150000 | cx window 1m > candles.ndjson

# Indicators follow their textbook definitions, and are null until there are enough candles. The
# bytes that were there stay; the new fields stand behind them.
echo "The last candle, with an average, an index of strength and bands:"
cx enrich --with 'sma(20),rsi(14),bbands(20,2)' < candles.ndjson | tail -n 1

# NAME=EXPRESSION appends a field of your own; `prev` looks back, and indicators are functions too.
echo "Minutes that closed above their average and rose for the second time:"
cx enrich --only 'up=close > prev(close) and prev(close) > prev(close, 2)' \
  'strong=up and close > sma(close, 20)' < candles.ndjson | grep -c '"strong":true'

# --join appends reference data by symbol, from CSV or NDJSON.
printf 'symbol,lot\nBTCUSDT,0.00001\n' > lots.csv
echo "Volume counted in lots:"
cx enrich --only --join lots.csv 'lots=volume / lot' < candles.ndjson | tail -n 1
