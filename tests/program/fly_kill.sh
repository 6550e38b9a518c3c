#!/bin/sh
# A flight killed with SIGKILL and resumed from its checkpoint ends as one that was left alone, to the last bit.
set -eu
program=$1
rm -rf "$2"
mkdir -p "$2"
cd "$2"
ask="fly --days 120 --start longest-eclipse --no-safe-mode --quiet --json"
"$program" $ask > whole.json
"$program" $ask --checkpoint flight.checkpoint > /dev/null 2> killed.log &
flight=$!
# Killed as soon as a checkpoint is there: it is written every two seconds.
waited=0
while [ ! -s flight.checkpoint ] && kill -0 $flight 2> /dev/null; do
  sleep 0.1
  waited=$((waited + 1))
  [ $waited -lt 1500 ] || { echo "no checkpoint"; exit 1; }
done
kill -9 $flight 2> /dev/null || echo "the flight had ended before it could be killed"
wait $flight || true
grep -q "^block 1 " flight.checkpoint
"$program" $ask --checkpoint flight.checkpoint --resume > resumed.json
cmp whole.json resumed.json
echo "the same to the last byte"
