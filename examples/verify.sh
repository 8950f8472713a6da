#!/bin/sh
# Are our candles the exchange's? Trades of the last hours become candles, and every field of each
# is compared with the exchange's own, to the last digit.
#
# This asks the exchange at $CX_BASE_URL. To try it offline, start the stand-in of the tests in
# another terminal and say where it listens and when its market was open:
#   swift run StandInExchange --port 8080
#   CX_BASE_URL=http://127.0.0.1:8080 CX_SINCE=2025-11-11T12:10:00Z \
#     CX_UNTIL=2025-11-11T14:50:00Z examples/verify.sh
#
# Options have variables of their own: CX_SINCE is --since of all that have it.
set -eu
: "${CX_BASE_URL:=https://api.binance.com}" "${CX_SINCE:=2h}" "${CX_UNTIL:=now}"
export CX_BASE_URL CX_SINCE CX_UNTIL
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder"

cx fetch candles BTCUSDT > klines.ndjson
cx fetch trades BTCUSDT > trades.ndjson

# The differences and the verdict are told on stderr; the status is 1 where a candle differs.
if cx window 1m --verify klines.ndjson < trades.ndjson > candles.ndjson; then
  echo "All candles are the exchange's own."
else
  status=$?
  echo "Some candles differ."
  exit "$status"
fi
