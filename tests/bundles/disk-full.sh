#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# The disk is full, at any point of an install: it says so, the old bundle stays in use, nothing is left behind, and the
# same command works when there is room. The disk is a small tmpfs; a quota and a limit on file sizes are beside it.
. "$(dirname "$0")/scenario.sh"

if [ "${1-}" != inside ]; then
  # A mount of our own needs root, or a user namespace.
  for way in "unshare -m" "unshare -Urm"; do
    # shellcheck disable=SC2086  # a command and its options
    # shellcheck disable=SC2016
    if $way sh -c 'mount -t tmpfs -o size=16k none "$1"' sh "$work/bin" 2>/dev/null; then
      cd /
      rm -rf "$work"
      # shellcheck disable=SC2086
      exec $way "$here/disk-full.sh" inside
    fi
  done
  skip "this machine lets nobody mount a small disk (neither root nor a user namespace)"
fi

. "$here/publisher.sh"
new_publisher pub || fail "no publisher"
hash() { printf '%s' "$1" | sha256sum | cut -c1-64; }
echo "deny:" >pub/deny.yaml
for id in $(seq 2001 2060); do
  printf '  - { id: %s, label: CA %s, reason: for the test, since: 2026-01-01, spki_sha256: %s }\n' \
    "$id" "$id" "$(hash "$id")"
done >>pub/deny.yaml
publish pub 6 || fail "no bundle 6"
publish pub 7 pub/deny.yaml || fail "no bundle 7"
need_kib=$(($(wc -c <pub/bundle-6.atb) * 2 / 1024 + $(wc -c <pub/bundle-7.atb) / 1024))
mkdir disk
state=$work/disk/state

# try FREE: an install with so many pages of 4 KiB free. Sets $outcome.
try() {
  mount -t tmpfs -o "size=$((need_kib + 256))k" none disk
  ends 0 install pub/bundle-6.atb
  dd if=/dev/zero of=disk/filler bs=4096 2>/dev/null || true
  # Make the room again from the end of the filler.
  pages=$(($(wc -c <disk/filler) / 4096 - $1))
  truncate -s "$((pages * 4096))" disk/filler
  outcome=0
  install pub/bundle-7.atb >"$work/out" 2>"$work/err" || outcome=$?
  case $outcome in
    0) in_use 7 ;;
    54)
      says "E_NOSPACE: "
      in_use_but_for_the_log 6
      [ -z "$(find disk -name '.new-*')" ] || fail "with $1 pages: a temporary file is left"
      rm disk/filler
      ends 0 install pub/bundle-7.atb
      in_use 7
      ;;
    *) cat "$work/out" "$work/err"; fail "with $1 pages free it ended with $outcome" ;;
  esac
  umount disk
}
in_use_but_for_the_log() {
  ends 0 status --json
  says "\"bundle\":{\"version\":$1,"
  says '"degraded":false'
}

step "with ever more pages free, until the install succeeds"
free=0 full=0
while :; do
  try "$free"
  [ "$outcome" != 0 ] || break
  full=$((full + 1))
  free=$((free + 1))
done
[ "$full" -ge 4 ] || fail "only $full installs met a full disk"

step "a quota says the same as a full disk"
state=$work/state
ends 0 install pub/bundle-6.atb
if can_trace && ! has_sanitizer; then
  quota() {
    traced -o trace -e "trace=$1" -e "inject=$1:error=EDQUOT:when=$2" \
      trust-bundle install pub/bundle-7.atb --root "$root" --state "$state"
  }
  refused E_NOSPACE 54 quota write 2
  refused E_NOSPACE 54 quota fsync 1
  in_use 6
else
  step "  NOT RUN: strace cannot trace here, or a sanitizer makes calls of its own"
fi

step "a limit on the size of files stops it, and the old bundle stays"
limited() { (ulimit -f 8; install "$@"); }
refused E_NOSPACE 54 limited pub/bundle-7.atb
says "file size limit reached"
in_use 6
ends 0 install pub/bundle-7.atb
in_use 7
step "$full installs met a full disk"
