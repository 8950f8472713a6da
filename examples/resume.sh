#!/bin/sh
# A run in pieces: with --state, three runs over three pieces give the bytes of one run over all.
set -eu
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder"

cx fetch simulate --seed 7 --count 30000 > trades.ndjson
cx window 1m,5m < trades.ndjson > once.ndjson

# The state holds the open candles and all else that the next run has to know. It is replaced in
# one step, so a run that is killed can be repeated.
split -l 10000 trades.ndjson piece.
for piece in piece.*; do
  cx window 1m,5m --state window.state < "$piece" >> pieces.ndjson
  echo "After $piece there are $(wc -l < pieces.ndjson) candles."
done

# With --state the end of the input is a pause. This run says that it is the end.
cx window 1m,5m --state window.state --at-eof flush < /dev/null >> pieces.ndjson
cmp once.ndjson pieces.ndjson
echo "With the last ones, $(wc -l < pieces.ndjson): the same bytes as in one run."
