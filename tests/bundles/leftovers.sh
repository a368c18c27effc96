#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# A key stays nowhere: no memory that the program frees holds the seed of a key, not even of one that is not encrypted,
# and no core dump can be had of the program.
. "$(dirname "$0")/scenario.sh"
need_no_sanitizer
echo 'for the test' >pass
seed_of() { sed 's/.*"seed":"\([0-9a-f]*\)".*/\1/' "$1"; }
watched() { LEFTOVERS=$seed LD_PRELOAD=${LEFTOVERS_MODULE:?names the module leftovers} "$@"; }
# A guess at the passphrase costs as little as the program allows.
passwd() { trust-bundle key passwd "$1" --cost interactive --out "$2" --new-passphrase-fd 3 3<pass; }

ends 0 trust-bundle key new plain.key --unencrypted
seed=$(seed_of plain.key)
[ ${#seed} = 64 ] || fail "no seed of 64 digits in plain.key"
step "who does not wipe is found"
ends 99 watched odca-verify --chain plain.key

step "what trust-bundle frees does not hold the seed"
ends 0 watched trust-bundle key show plain.key
ends 0 watched passwd plain.key sealed.key
echo anything >file
ends 0 trust-bundle minisign key mini.key --unencrypted
seed=$(seed_of mini.key)
ends 0 watched trust-bundle minisign sign file --key mini.key

step "it leaves no core dump, and nobody may look into its memory"
if can_trace; then
  ends 0 traced -o trace -e trace=prctl,prlimit64 trust-bundle --version
  grep -q 'RLIMIT_CORE, {rlim_cur=0, rlim_max=0}' trace || fail "core dumps are allowed"
  grep -q 'PR_SET_DUMPABLE, SUID_DUMP_DISABLE' trace || fail "its memory is open"
else
  step "  NOT RUN: strace cannot trace here"
fi
