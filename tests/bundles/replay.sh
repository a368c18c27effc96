#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# An attacker brings back last year's bundle, from before a root was distrusted. It is genuine, and refused all
# the same.
. "$(dirname "$0")/scenario.sh"
. "$here/publisher.sh"

year=31536000
now=$(date +%s)
at() { date -u -d "@$1" +%Y-%m-%dT%H:%M:%SZ; }
PUBLISHER_ROOT_EXPIRES=$(at $((now + year)))
new_publisher pub || fail "no publisher"
PUBLISHER_EXPIRES=$(at $((now + 3600)))
publish pub 5 || fail "no bundle 5"
PUBLISHER_EXPIRES=$(at $((now + year)))
publish pub 7 || fail "no bundle 7"
publish pub 2000 || fail "no bundle 2000"
# Last year's, as it was made then.
SOURCE_DATE_EPOCH=$((now - year))
export SOURCE_DATE_EPOCH
PUBLISHER_EXPIRES=$(at $((now - 3600)))
publish pub 4 || fail "no bundle 4"
unset SOURCE_DATE_EPOCH

step "a machine that has a newer one refuses it as older, expired or not"
ends 0 install pub/bundle-7.atb
refused E_ROLLBACK 30 install pub/bundle-5.atb
refused E_ROLLBACK 30 install pub/bundle-4.atb
refused E_ROLLBACK 30 install pub/bundle-5.atb --accept-jump
in_use 7

step "a new machine refuses last year's as expired"
state=$work/new
refused E_EXPIRED 32 install pub/bundle-4.atb
ends 0 status --json
says '"installed":false'

step "it does not help to roll back first"
state=$work/state
ends 0 install pub/bundle-2000.atb --accept-jump
ends 0 rollback
in_use 7
refused E_ROLLBACK 30 install pub/bundle-5.atb
refused E_ROLLBACK 30 install pub/bundle-7.atb

step "nor to take the state away: a log without a state is a lost state"
rm "$state/state"
refused E_STATE_CORRUPT 53 install pub/bundle-5.atb
