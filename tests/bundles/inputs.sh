#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# How a bundle comes in, and into what surroundings: special files, an endless or a short standard input, a file that is
# swapped during the install, any umask, and another user's directory.
. "$(dirname "$0")/scenario.sh"
. "$here/publisher.sh"
need timeout coreutils

new_publisher pub || fail "no publisher"
for version in 6 7; do publish pub "$version" || fail "no bundle $version"; done
ends 0 install pub/bundle-6.atb
# from FILE: install from standard input.
from() { timeout 60 trust-bundle install - --root "$root" --state "$state" <"$1"; }
with_limit() { timeout 60 trust-bundle install "$1" --root "$root" --state "$state"; }

step "what is not a regular file is refused and not waited for"
mkfifo pipe
for special in pipe /dev/zero /dev/null pub; do refused E_IO 10 with_limit "$special"; done
in_use 6

step "an endless standard input is refused"
refused E_LIMIT 11 from /dev/zero
in_use 6

step "a standard input that ends early, is empty or is closed"
size=$(wc -c <pub/bundle-7.atb)
for part in 1 1000 $((size / 2)) $((size - 1)); do
  head -c "$part" pub/bundle-7.atb >part
  refused E_CANON 13 from part
done
refused E_CANON 13 from /dev/null
closed() { trust-bundle install - --root "$root" --state "$state" <&-; }
refused E_IO 10 closed
in_use 6

step "closed standard output and error harm nothing"
got=0
install pub/bundle-7.atb >&- 2>&- || got=$?
[ "$got" = 0 ] || [ "$got" = 10 ] || fail "ended with $got"
in_use 7
ends 0 rollback

step "a file that is swapped during the install: what was verified is installed"
if can_trace; then
  state=$work/swapped
  cp pub/bundle-6.atb swapped.atb
  traced -o trace -e trace=flock,fsync -e inject=fsync:delay_enter=1000000:when=1 \
    trust-bundle install swapped.atb --root "$root" --state "$state" >"$work/out" 2>"$work/err" &
  installer=$!
  while ! grep -q flock trace 2>/dev/null; do sleep 0.01; done
  cp pub/bundle-7.atb swapped.atb
  wait "$installer" || fail "the install failed: $(cat "$work/err")"
  in_use 6
  cmp -s pub/bundle-6.atb "$state"/bundles/6-*.atb || fail "another file than the verified one was installed"
else
  step "  NOT RUN: strace cannot trace here"
fi

step "reads and writes in pieces of a few bytes"
if has_sanitizer; then
  step "  NOT RUN: a sanitizer wants to be loaded first"
else
  state=$work/pieces
  in_pieces() { LD_PRELOAD=${SHORT_IO:?names the library short_io} trust-bundle "$@" --root "$root" --state "$state"; }
  ends 0 in_pieces install pub/bundle-6.atb
  ends 0 in_pieces install pub/bundle-7.atb
  in_use 7
  ends 0 in_pieces rollback
  in_use 6
  cmp -s pub/bundle-7.atb "$state"/bundles/7-*.atb || fail "another file than the verified one was installed"
fi

step "memory that runs out is said, whichever program reads"
# Neither the loader's failures count, which come below what the program takes to start, nor a sanitizer's memory.
if has_sanitizer; then
  step "  NOT RUN: a sanitizer reserves memory of its own"
else
  { echo "deny:"
    for id in $(seq 2001 8000); do
      printf '  - { id: %s, label: CA %s, reason: test, since: 2026-01-01, spki_sha256: %064d }\n' "$id" "$id" "$id"
    done; } >pub/many.yaml
  publish pub 9 pub/many.yaml || fail "no bundle 9"
  within() { (ulimit -v "$1" && shift && exec "$@"); }
  # ran_out STATUS PROGRAM ARGUMENT...: with ever more memory, from what it takes to start, until there is enough.
  ran_out() {
    due=$1 program=$2 times=0 kib=16000
    shift 2
    until within "$kib" "$program" --version >/dev/null 2>&1; do
      [ "$kib" -lt 4000000 ] || fail "$program does not start"
      kib=$((kib + 1000))
    done
    while :; do
      got=0
      within "$kib" "$program" "$@" >"$work/out" 2>"$work/err" || got=$?
      [ "$got" != 0 ] || break
      [ "$got" = "$due" ] || fail "$program ended with $got at $kib KiB: $(cat "$work/err")"
      says "memory ran out"
      says "  hint: run it again with more memory"
      times=$((times + 1)) kib=$((kib + 2000))
    done
    [ "$times" -gt 0 ] || fail "$program never ran out of memory"
  }
  ran_out 2 odca-verify anchors --trust pub/bundle-9.atb --root "$root" --state "$state"
  ran_out 70 trust-bundle verify pub/bundle-9.atb --root "$root"
fi

step "any umask"
for mask in 000 077; do
  state=$work/umask-$mask
  (umask "$mask"; ends 0 install pub/bundle-6.atb) || exit 1
  in_use 6
  found=$(cd "$state" && stat -c '%a %n' . bundles state log lock ledger-* bundles/*.atb |
    sed 's/-[0-9a-f]*//' | tr '\n' ' ')
  [ "$found" = "755 . 755 bundles 644 state 644 log 600 lock 444 ledger 444 bundles/6.atb " ] ||
    fail "umask $mask: $found"
done

step "root into a user's directory"
if [ "$(id -u)" = 0 ] && chown 1234 "$(mktemp -d -p "$work" probe-XXXXXX)" 2>/dev/null; then
  state=$work/users
  mkdir "$state"
  chown 1234 "$state"
  refused E_STATE_PERM 51 install pub/bundle-6.atb
  [ -z "$(ls -A "$state")" ] || fail "something was made in the user's directory"
else
  step "  NOT RUN: not root"
fi
