#!/bin/sh
# A stand-in exchange, followed while its connection is cut and trades are lost: each comes all the
# same, once and in order. The stand-in is built with the tests: swift build --build-tests.
set -eu
folder=$(mktemp -d)
follower=
exchange=
trap 'kill $follower $exchange 2> /dev/null || true; rm -r "$folder"' EXIT
cd "$folder"
: > address > trades.ndjson

# A market of 80 seconds a second, which goes on for an hour and more of its own clock.
StandInExchange --port 0 --minutes 30 --future 4800 --speed 80 --pace 400 > address &
exchange=$!
until grep -q listening address; do sleep 0.1; done
host=$(sed 's/.* //' address)

cx fetch trades BTCUSDT --follow --base-url "http://$host" --ws-url "ws://$host" \
  > trades.ndjson 2> notices &
follower=$!
trades() { wc -l < trades.ndjson; }
until [ "$(trades)" -ge 200 ]; do sleep 0.1; done

# The connection is cut, and the new one does not open at once.
curl -s "http://$host/standin/socket?kind=forbid&count=2" > /dev/null
curl -s "http://$host/standin/socket?kind=cut" > /dev/null
until [ "$(trades)" -ge 800 ]; do sleep 0.1; done
kill "$follower"
wait "$follower" 2> /dev/null || true

echo "What was told meanwhile:"
sed "s/$host/HOST/; s/^/  /" notices
echo "Asked for, by the id of the first trade that was missed:"
curl -s "http://$host/standin/log" | grep aggTrades | sed 's/^/  /'
# The first id in a trade goes on where the one before it ends.
sed 's/.*"first_id":\([0-9]*\),"last_id":\([0-9]*\).*/\1 \2/' trades.ndjson | awk '
  NR > 1 && $1 != last + 1 { print "missing or double: " $1; bad = 1 }
  { last = $2 }
  END { if (!bad) print NR " trades, each once and in order, and none is missing." }'
