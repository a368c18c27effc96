#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# Row 1 of docs/threat-model.md, with a real listener: a process that answers on AMT's port has a key of its own, and
# sends a genuine chain behind its certificate. The README's one-liner must not call it trusted; nor may --target.
# usage: rogue_listener.sh ODCA_VERIFY DATA_FOLDER. Ends with 77 where openssl cannot do it.
set -eu
odca=$1
data=$2
work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
server=
skip() { echo "SKIPPED, NOT TESTED: $1" >&2; exit 77; }
command -v openssl >/dev/null || skip "no openssl"
cd "$work"
openssl req -x509 -newkey rsa:2048 -nodes -keyout rogue.key -out rogue.pem -subj "/CN=rogue listener" -days 30 2>/dev/null ||
  skip "openssl cannot make a certificate"

# s_server ends a connection when its own input ends.
mkfifo silence
exec 3<>silence

# listen CERTIFICATE KEY CHAIN: sets port; the kernel chooses it
listen() {
  : >server.txt
  openssl s_server -accept 127.0.0.1:0 -cert "$1" -key "$2" -cert_chain "$3" <silence >server.txt 2>&1 &
  server=$!
  tries=0
  until port=$(sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' server.txt | head -1) && [ -n "$port" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || skip "s_server does not say its port"
    kill -0 "$server" 2>/dev/null || skip "s_server ended: $(head -3 server.txt)"
    sleep 0.1
  done
}
judge() { "$odca" --trust "$data/root.pem" --at 2026-07-01T00:00:00Z "$@" >verdict.txt; }
fail() { echo "FAILED: $1" >&2; head -3 verdict.txt >&2; exit 1; }

listen rogue.pem rogue.key "$data/good.pem"
openssl s_client -connect "127.0.0.1:$port" -showcerts </dev/null >dump.txt 2>&1 || true
grep -q " 1 s:" dump.txt || skip "the chain was not sent: $(head -5 dump.txt)"
grep -q "BEGIN CERTIFICATE" dump.txt || skip "s_client printed no certificate"
judge --chain - <dump.txt && fail "the rogue listener is trusted"
leaf=$(sha256sum <"$data/leaf.der" | cut -c1-64)
judge --chain dump.txt --target "$leaf" && fail "--target selects behind the peer"
judge --chain dump.txt --target "$leaf" --purpose rfc5280 && fail "--target selects behind the peer, for rfc5280"
sed -n '/BEGIN CERT/,/END CERT/p' dump.txt >blocks.pem
judge --chain blocks.pem && fail "the rogue listener is trusted when only the blocks were kept"
openssl s_client -connect "127.0.0.1:$port" </dev/null >short.txt 2>&1 || true
judge --chain short.txt && fail "the rogue listener is trusted without -showcerts"
# The same blocks without the rogue one are trusted, so that the reason above is the one meant.
judge --chain "$data/good.pem" || fail "the genuine chain alone is not trusted"
echo "held"
