#!/bin/sh
# Records that come late: waited for, corrected, or kept apart, but never lost in silence.
set -eu
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder"

# Five minutes of trades, each up to 20 s late; and the same ones as they happened, sorted by id.
cx fetch simulate --seed 7 --symbols BTCUSDT --count 15000 --disorder 20s > arrived.ndjson
sort -t : -k 6,6n arrived.ndjson > happened.ndjson
cx window 1m < happened.ndjson > exact.ndjson

# Who waits long enough gets the exact candles, that much later.
cx window 1m --lateness 20s < arrived.ndjson > waited.ndjson
cmp waited.ndjson exact.ndjson
echo "Waiting 20 s gives the same $(wc -l < waited.ndjson) candles, to the byte."

# Who does not gets candles early, and each late trade makes its candle come again with a higher
# "rev". The last one of a minute (field 5 is its time) is the exact one.
cx window 1m --lateness 1s < arrived.ndjson > corrected.ndjson
echo "Waiting 1 s needs $(grep -vc '"rev":0' corrected.ndjson) corrections."
awk -F , '{ last[$5] = $0 } END { for (minute in last) print last[minute] }' corrected.ndjson |
  sed 's/,"rev":.*//' | sort > last.ndjson
sed 's/,"rev":.*//' exact.ndjson | cmp - last.ndjson
echo "The last one of each minute is exact."

# Who wants no corrections keeps the late lines apart, as they came.
cx window 1m --lateness 1s --late late.ndjson < arrived.ndjson > early.ndjson
echo "Without corrections, $(wc -l < late.ndjson) trades are in no candle but in a file. The first:"
head -n 1 late.ndjson
