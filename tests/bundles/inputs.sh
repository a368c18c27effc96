#!/bin/sh
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
