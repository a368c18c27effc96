#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# Another publisher over an existing state: what was denied stays denied, and nothing is said to be merely older.
. "$(dirname "$0")/scenario.sh"
. "$here/publisher.sh"

PUBLISHER_ROOT_KEYS=1 new_publisher pub || fail "no publisher"
PUBLISHER_ROOT_KEYS=1 new_publisher next || fail "no second publisher"
denied=00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
printf 'deny:\n  - {id: 5000, label: a CA, reason: lost, spki_sha256: %s, since: 2026-11-21}\n' "$denied" >deny.yaml
publish pub 9 deny.yaml || fail "no bundle 9"
publish next 3 || fail "no bundle 3 of the second"
cp deny.yaml next/
publish next 4 deny.yaml || fail "no bundle 4 of the second"

step "under the first publisher's root nothing gives it up"
ends 0 install pub/bundle-9.atb --yes
refused E_USAGE 2 recover --accept-new-publisher
in_use 9

step "under the second's, its bundles are not taken for old ones"
root=$work/next/root.json
refused E_ROOT_CHAIN 24 install next/bundle-4.atb --yes
says '--accept-new-publisher'
ends 24 status
says 'DEGRADED: E_ROOT_CHAIN'
says 'ledger: '

step "the former one is given up by name, and the ledger is kept"
ends 0 recover --accept-new-publisher
refused E_DENY_SHRINK 42 install next/bundle-3.atb --yes
ends 0 install next/bundle-4.atb --yes
in_use 4
ends 0 odca-verify anchors --root "$root" --state "$state" --format json
says "$denied"
