#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# Does odca-verify keep off the network? An issuer's address in a certificate is the attacker's to choose, and whoever
# fetches it can be sent anywhere.
#   no_network.sh symbols PROGRAM         nothing that opens a connection or starts another program is linked
#   no_network.sh calls PROGRAM CHAIN     and no network call is made where an issuer is missing and its address is given
# Exit 0 or 1, and 77 when the machine cannot tell.
set -eu
export XDG_STATE_HOME=/nowhere  # whatever is installed for this user
mode=$1
program=$2
skip() { printf 'SKIPPED, NOT RUN: %s\n' "$1"; exit 77; }
fail() { printf 'FAILED: %s\n' "$1"; exit 1; }

symbols() {
  command -v nm >/dev/null || skip "nm is not installed (binutils)"
  if nm -D "$program" | grep -q ' __asan_\| __ubsan_'; then skip "a sanitizer's own network calls are linked"; fi
  imported=$(nm -D --undefined-only "$program" | sed -e 's/^ *[A-Za-z] //' -e 's/@.*//')
  printf '%s\n' "$imported" | grep -qx read || fail "nm does not show what the program imports"
  found=$(printf '%s\n' "$imported" | grep -xE \
    'socket|socketpair|connect|bind|listen|accept4?|send(to|msg|mmsg)?|recv(from|msg|mmsg)?|get(addr|name)info|gethostby.*|res_.*|system|popen|fork|vfork|clone|posix_spawnp?|exec[vlpe]+|SSL_.*|BIO_.*|curl_.*|gnutls_.*' || true)
  [ -z "$found" ] || fail "the program imports: $(printf '%s' "$found" | tr '\n' ' ')"
}

calls() {
  chain=$3
  command -v strace >/dev/null || skip "strace is not installed"
  trace=$(mktemp)
  trap 'rm -f "$trace"' EXIT
  strace -o "$trace" true 2>/dev/null || skip "strace may not trace here"
  status=0
  report=$(strace -f -o "$trace" "$program" --chain "$chain" --at 2026-03-01 2>&1) || status=$?
  [ "$status" = 1 ] || fail "expected exit status 1 for a chain with a gap, found $status: $report"
  printf '%s' "$report" | grep -q 'published at .http' || fail "the report does not name the address: $report"
  grep -q 'openat(.*chain' "$trace" || fail "strace does not show the file being opened"
  if grep -E '(socket|connect|bind|sendto|sendmsg|recvfrom|recvmsg|getsockopt|execve|v?fork)\(' "$trace" |
    grep -v "execve(\"$program\""; then
    fail "the program made the calls above"
  fi
}

case $mode in
  symbols) symbols ;;
  calls) calls "$@" ;;
  *) fail "unknown mode '$mode'" ;;
esac
