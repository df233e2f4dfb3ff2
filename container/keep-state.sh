#!/bin/sh
# Runs log-gardener where the disk does not outlive the run: state and worklogs come out of a folder that lasts (a bucket
# that is mounted at KEEP, /keep by default), and go back there when it ends, however it ends. One archive, put in place
# at once: a database file that is written in place over a network would be torn by a run that is killed.
set -eu
keep=${KEEP:-/keep}
node=${NODE:-/usr/local/bin/node}
main=${MAIN:-/app/dist/main.js}

if [ -f "$keep/state.tar.gz" ]; then tar -xzf "$keep/state.tar.gz"; fi
if [ -f "$keep/log-gardener.yaml" ]; then cp "$keep/log-gardener.yaml" .; fi

"$node" --max-semi-space-size=8 --heap-growing-percent=30 "$main" "$@" &
running=$!
# It stops at the next safe point, and says where it goes on.
trap 'kill -TERM "$running" 2>/dev/null || true' INT TERM
code=0
wait "$running" || code=$?
while kill -0 "$running" 2>/dev/null; do
  code=0
  wait "$running" || code=$?
done

set --
for folder in .log-gardener worklogs; do if [ -d "$folder" ]; then set -- "$@" "$folder"; fi; done
if [ $# -gt 0 ]; then
  tar -czf "$keep/state.tar.gz.new" "$@"
  mv "$keep/state.tar.gz.new" "$keep/state.tar.gz"
fi
exit "$code"
