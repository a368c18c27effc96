#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# A laptop comes back after two years in a drawer: its bundle has expired. Verdicts go on and say so, --strict refuses
# them; an expired bundle cannot be installed; a new one can, though a root document on the way to it has expired too.
# The years are seconds here.
. "$(dirname "$0")/scenario.sh"
. "$here/publisher.sh"
vectors=$here/../vectors
judge() {
  odca-verify --chain "$vectors/chains/lnl/chain.pem" --root "$root" --state "$state" "$@"
}
in_seconds() { date -u -d "@$(($(date +%s) + $1))" +%Y-%m-%dT%H:%M:%SZ; }

begun=$(date +%s)
new_publisher pub || fail "no publisher"
# As long as this machine needs, with what it has to do now: installing the bundle before it expires.
life=$((6 + 2 * ($(date +%s) - begun)))
cp "$vectors/trust/odca/root.pem" pub/odca.pem
a_new_anchor 'A root for the test' odca.pem '[odca]' >pub/anchor.yaml
until=$(($(date +%s) + life))
PUBLISHER_EXPIRES=$(in_seconds "$life")
publish pub 6 pub/anchor.yaml || fail "no bundle 6"
ends 0 install pub/bundle-6.atb
publish pub 7 pub/anchor.yaml || fail "no bundle 7"
ends 0 judge
says_not trust.stale
PUBLISHER_ROOT_EXPIRES=$PUBLISHER_EXPIRES
rotate_release_key pub 1 4 || fail "no root 2"
unset PUBLISHER_EXPIRES PUBLISHER_ROOT_EXPIRES
rotate_release_key pub 2 5 || fail "no root 3"
PUBLISHER_SIGNER_1=release-4 PUBLISHER_SIGNER_2=release-5
publish pub 8 pub/anchor.yaml || fail "no bundle 8"
while [ "$(date +%s)" -le "$until" ]; do sleep 1; done

step "expired: in use still, and said to be stale"
ends 0 status --json
says '"stale":true'
says '"degraded":false'
ends 0 judge
says trust.stale

step "--strict refuses what rests on it"
ends 1 judge --strict
says trust.stale

step "an expired bundle cannot be installed"
refused E_EXPIRED 32 install pub/bundle-7.atb

step "a new one can, over a root document that has expired"
ends 0 install pub/bundle-8.atb
in_use 8
says '"expired":true'
ends 0 judge
says_not trust.stale
