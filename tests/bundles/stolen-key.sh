#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# The release keys are stolen: the thief signs a bundle of a far version with an anchor of his own. The root keys name
# new release keys; then what the old ones signed is refused, on machines that took the thief's bundle and on those that
# did not, and the publisher's versions go on from where they were.
. "$(dirname "$0")/scenario.sh"
. "$here/publisher.sh"
need python3 python3
vectors=$here/../vectors
judge() {
  odca-verify --chain "$vectors/chains/dice/chain.pem" --at 2026-03-01 --amt-version 22 \
    --root "$root" --state "$state" "$@"
}

new_publisher pub || fail "no publisher"
publish pub 6 || fail "no bundle 6"
publish pub 7 || fail "no bundle 7"
cp -r pub thief
cp "$vectors/trust/dice-subca/root.pem" thief/thief.pem
a_new_anchor 'The anchor of the thief' thief.pem '[dice]' >thief/anchor.yaml
publish thief 900 thief/anchor.yaml || fail "the thief has no bundle"

step "a victim takes what the thief signed; nothing of the publisher's goes in after it"
ends 0 install pub/bundle-6.atb
ends 0 install thief/bundle-900.atb
in_use 900
ends 0 judge
refused E_ROLLBACK 30 install pub/bundle-7.atb

step "the publisher replaces two of the three release keys"
rotate_release_key pub 1 4 || fail "no root 2"
rotate_release_key pub 2 5 || fail "no root 3"
PUBLISHER_SIGNER_1=release-4 PUBLISHER_SIGNER_2=release-5
publish pub 8 || fail "no bundle 8"

step "the victim takes version 8, and the thief's anchor is gone"
ends 0 install pub/bundle-8.atb
in_use 8
says '"floor":{"version":8,'
ends 1 judge

step "what the old keys signed does not come back"
refused E_ROOT_CHAIN 24 install thief/bundle-900.atb
refused E_ROLLBACK 30 install pub/bundle-7.atb
refused E_ROOT_CHAIN 24 rollback
in_use 8

step "not even with the new root documents around it"
python3 - thief/bundle-900.atb pub/bundle-8.atb >thief/dressed-up.atb <<'PYTHON'
import json
import sys

stolen, new = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:])
stolen["roots"] = new["roots"]
sys.stdout.write(json.dumps(stolen, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
PYTHON
refused E_THRESHOLD 20 install thief/dressed-up.atb
in_use 8

step "nor by recover, when the state is lost"
rm "$state/state"
ends 0 recover --accept-floor-loss
in_use 8

step "the thief cannot sign with the old keys under the new root documents"
cp pub/root-2.json pub/root-3.json thief
unset PUBLISHER_SIGNER_1 PUBLISHER_SIGNER_2
ends 1 publish thief 901 thief/anchor.yaml
says 'may sign no document here'

step "a machine that has seen the new root documents never takes the thief's bundle"
state=$work/other
ends 0 install pub/bundle-8.atb
refused E_ROOT_CHAIN 24 install thief/bundle-900.atb
refused E_THRESHOLD 20 install thief/dressed-up.atb
in_use 8

step "a new machine with the new root document as its root of trust neither"
state=$work/new root=$work/pub/root-3.json
refused E_ROOT_CHAIN 24 install thief/bundle-900.atb
ends 0 install pub/bundle-8.atb
