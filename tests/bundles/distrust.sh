#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# An issuing CA is distrusted within minutes: one bundle, and what it issued is refused, also after a rollback, after
# the bundles are gone from the disk, and under the operator's own trust files.
. "$(dirname "$0")/scenario.sh"
. "$here/publisher.sh"
need openssl openssl
vectors=$here/../vectors
judge() {
  odca-verify --chain "$vectors/chains/lnl/chain.pem" --at 2026-03-01 --root "$root" --state "$state" "$@"
}

new_publisher pub || fail "no publisher"
cp "$vectors/trust/odca/root.pem" pub/odca.pem
a_new_anchor 'A root for the test' odca.pem '[odca]' >pub/anchor.yaml
# The second certificate of the chain is the one that issued the leaf.
awk '/BEGIN/ { ++n } n == 2' "$vectors/chains/lnl/chain.pem" >issuing.pem
hash=$(openssl x509 -in issuing.pem -noout -pubkey | openssl pkey -pubin -outform DER | sha256sum | cut -c1-64)
deny() {
  cat pub/anchor.yaml
  printf 'deny:\n  - { id: 1001, label: The stolen CA, reason: its key was stolen, since: 2026-11-22,'
  printf ' spki_sha256: %s%s }\n' "$hash" "$1"
}
deny "" >pub/deny.yaml
deny ", lifted: true" >pub/lifted.yaml
publish pub 6 pub/anchor.yaml || fail "no bundle 6"
publish pub 7 pub/deny.yaml || fail "no bundle 7"
publish pub 8 pub/anchor.yaml || fail "no bundle 8"
publish pub 9 pub/lifted.yaml || fail "no bundle 9"

step "before: trusted"
ends 0 install pub/bundle-6.atb
ends 0 judge

step "after: refused, for the publisher's reason"
ends 0 install pub/bundle-7.atb
says "The stolen CA"
ends 1 judge
says "its key was stolen"

step "a bundle that forgets the entry is refused"
refused E_DENY_SHRINK 42 install pub/bundle-8.atb
in_use 7

step "after a rollback: refused still"
ends 0 rollback
in_use 6
ends 1 judge
says "its key was stolen"

step "after the bundles are gone from the disk: refused, also under the operator's own trust files"
rm -f "$state"/bundles/*
ends 1 judge
says "its key was stolen"
ends 1 judge --trust "$vectors/trust/odca"
says "its key was stolen"
mkdir none
ends 0 odca-verify --chain "$vectors/chains/lnl/chain.pem" --at 2026-03-01 --trust "$vectors/trust/odca" \
  --state "$work/none"

step "a newer bundle lifts the entry by name"
ends 0 install pub/bundle-9.atb
in_use 9
ends 0 judge
