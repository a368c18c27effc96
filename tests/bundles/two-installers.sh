#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# Two installers at once, a hundred times, and readers that look all the while: one installer waits or is told that the
# directory is locked, never is anything mixed, and every reader sees a whole old or a whole new set.
. "$(dirname "$0")/scenario.sh"
. "$here/publisher.sh"

new_publisher pub || fail "no publisher"
for version in 6 7 8; do publish pub "$version" || fail "no bundle $version"; done
runs=100

# in_background NAME COMMAND...: its status goes into a file.
in_background() {
  name=$1
  shift
  rm -f "$name"
  { code=0; "$@" >"$name.out" 2>&1 || code=$?; echo "$code" >"$name"; } &
}
# was NAME STATUS...: it ended with one of these.
was() {
  name=$1 code=$(cat "$1")
  shift
  for due in "$@"; do if [ "$code" = "$due" ]; then return; fi; done
  cat "$name.out"
  fail "run $run: $name ended with $code, expected one of: $*"
}

step "two installers in a fresh directory"
run=0
while [ "$run" -lt $((runs / 2)) ]; do
  run=$((run + 1))
  state=$work/fresh-$run
  # Every other time nobody waits.
  patience=$((run % 2 * 120))
  in_background seven install pub/bundle-7.atb --lock-timeout "$patience"
  first=$!
  in_background eight install pub/bundle-8.atb --lock-timeout "$patience"
  wait "$first" $!
  was seven 0 30 50
  was eight 0 50
  if [ "$patience" != 0 ] && { [ "$(cat seven)" = 50 ] || [ "$(cat eight)" = 50 ]; }; then
    fail "run $run: nobody waited"
  fi
  if [ "$(cat eight)" = 0 ]; then in_use 8; else in_use 7; fi
  rm -rf "$state"
done

step "an installer against a rollback, and a reader"
state=$work/state
for version in 6 7 8; do ends 0 install "pub/bundle-$version.atb"; done
(
  while [ ! -e enough ]; do
    status --json >seen.new 2>&1 || { mv seen.new wrong; break; }
    grep -q '"use":"active".*"degraded":false.*"bundle":{"version":[78],' seen.new || { mv seen.new wrong; break; }
    { odca-verify anchors --root "$root" --state "$state" >seen.anchors 2>&1 && grep -q "bundle [78]" seen.anchors; } ||
      { mv seen.anchors wrong; break; }
    echo >>looks
  done
) &
reader=$!
while [ "$run" -lt "$runs" ]; do
  run=$((run + 1))
  in_background back rollback --lock-timeout 120
  first=$!
  in_background eight install pub/bundle-8.atb --lock-timeout 120
  wait "$first" $!
  # After a rollback there is nothing to go back to until the next install.
  was back 0 2
  was eight 0
done
touch enough
wait "$reader" || true
if [ -e wrong ]; then cat wrong; fail "a reader saw something else than bundle 7 or 8, whole"; fi
[ "$(wc -l <looks)" -ge 10 ] || fail "the reader looked $(wc -l <looks) times only"
ends 0 log_verify
step "$run runs, $(wc -l <looks) looks of the reader"
