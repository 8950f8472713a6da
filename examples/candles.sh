#!/bin/sh
# Minute candles from trades, and a chart of them.
#
# The market is simulated, so this works offline and shows the same each time. For the real one,
# write `cx fetch trades BTCUSDT --since 1h` instead of `cx fetch simulate ...`.
set -eu
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder"

# Fifty minutes of trades, one JSON object a line.
cx fetch simulate --seed 7 --symbols BTCUSDT --count 150000 > trades.ndjson
echo "The first trade:"
head -n 1 trades.ndjson

# Candles are records too: anything that reads JSON lines can go on with them.
cx window 1m < trades.ndjson > candles.ndjson
echo "Its minute:"
head -n 1 candles.ndjson

# Longer candles of shorter ones are exact, so nobody has to keep the trades.
echo "The first quarter of an hour, from fifteen minutes:"
cx window 15m < candles.ndjson | head -n 1

cx chart --width 72 --height 18 < candles.ndjson
