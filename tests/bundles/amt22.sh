#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# AMT 22 arrives: its chains end at an anchor that no program in the field knows. One signed file, and they are trusted.
. "$(dirname "$0")/scenario.sh"
. "$here/publisher.sh"
vectors=$here/../vectors
judge() {
  odca-verify --chain "$vectors/chains/dice/chain.pem" --at 2026-03-01 --amt-version 22 \
    --root "$root" --state "$state" "$@"
}

new_publisher pub || fail "no publisher"
cp "$vectors/trust/dice-subca/root.pem" pub/subca.pem
a_new_anchor 'The SubCA of AMT 22' subca.pem '[dice]' >pub/amt22.yaml
publish pub 22 pub/amt22.yaml || fail "no bundle"

step "before: rejected, and no anchor comes from a bundle"
mkdir "$state"
ends 1 judge
ends 0 odca-verify anchors --root "$root" --state "$state"
says_not "The SubCA of AMT 22"

step "a dry run tells what would be trusted, and changes nothing"
ends 0 install pub/bundle-22.atb --dry-run
says "The SubCA of AMT 22"
ends 1 judge

step "installed: the same command trusts it, and says where the anchor comes from"
ends 0 install pub/bundle-22.atb
says "The SubCA of AMT 22"
in_use 22
ends 0 judge
ends 0 odca-verify anchors --root "$root" --state "$state"
says "The SubCA of AMT 22"
says "bundle 22"

step "a machine with another root of trust does not take it"
new_publisher other || fail "no other publisher"
root=$work/other/root.json state=$work/other-state
mkdir "$state"
refused E_ROOT_CHAIN 24 install "$work/pub/bundle-22.atb"
ends 1 judge
