# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# For the cases bundle-*.txt: `. ./bundles.sh` goes to a fresh folder with the bundles that bundle-maker makes.
# shellcheck shell=sh
DATA=$PWD
mkdir "$SCRATCH/bundles" && cd "$SCRATCH/bundles" && bundle-maker . || exit 98

# tb is trust-bundle with the root of trust and a state directory of this folder.
tb() { trust-bundle "$@" --root root.json --state state; }
# have NAME... installs bundles, and ends all when one cannot be installed.
have() {
  for name in "$@"; do tb install "$name.atb" >have.out 2>&1 || { cat have.out; exit 97; }; done
}
# status_of COMMAND... runs it with its standard output in the file `out`, and prints its exit status.
status_of() { "$@" >out; echo "status $?"; }
# in_use prints what is in use, from the machine's form of status.
in_use() { tb status --json 2>/dev/null | sed 's/.*"use":"\([a-z]*\)".*"degraded":\([a-z]*\),.*"anchors_from_version":\([0-9]*\),.*/\1 \3 degraded:\2/; s/embedded [0-9]*/embedded/'; }
# plain takes out what differs between days and between releases: times, hashes, and the material of the embedded store.
plain() {
  sed -e '/ intermediate /d' -e '/no longer trusted/d' -e '/Intel\|DCP DICE/d' -e 's/embedded store [0-9][0-9]*/embedded store N/' \
    -e 's/\(embedded_version\|days_left\)":[0-9]*/\1":N/g' -e 's/....-..-..T..:..:..Z/TIME/g' -e 's/[0-9a-f]\{64\}/HEX/g' \
    -e 's/in [0-9]* days/in N days/' -e 's/-[0-9a-f]\{16\}\.atb/-ID.atb/' -e 's/floor: at least [0-9]*/floor: at least N/' \
    -e '/"use":"embedded"/s/anchors_from_version":[0-9]*/anchors_from_version":N/'
}
# one_door CHAIN [TIME [TRUST]] judges by odca-verify and by a program that opens the verifier itself: first line and exit status of one,
# and what differs.
one_door() {
  at=${2:-2027-01-01T00:00:00Z}
  odca-verify --chain "$DATA/$1" --at "$at" --root root.json --state state ${3:+--trust "$DATA/$3"} >theirs 2>theirs.err; status=$?
  door "$DATA/$1" "$at" root.json state ${3:+"$DATA/$3"} >ours 2>ours.err; ours=$?
  [ "$status" = "$ours" ] || echo "odca-verify ended with $status, the other program with $ours"
  sed -n '1s/:.*//p' theirs; sed -n '/^odca-verify: /s///p' theirs.err | diff - ours.err; diff theirs ours
  sed -n 's/^  \(trust\.[a-z_]*\) .*/\1/p' theirs | sort -u; echo "status $status"
}
