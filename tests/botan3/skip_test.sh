#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# Where a machine cannot make a root of Debian 13, run.sh says why and ends with 77, so that nobody takes it for passed.
# The machines are folders of programs: real ones by link, and what differs by a script.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

program() {  # program MACHINE NAME BODY
  printf '#!/bin/sh\n%s\n' "$3" >"$work/$1/$2"
  chmod +x "$work/$1/$2"
}

machine() {  # machine NAME UID: one that has nothing but what every machine has
  mkdir "$work/$1"
  for name in sh env dirname mkdir rm tail grep flock setpriv; do ln -s "$(command -v "$name")" "$work/$1/$name"; done
  program "$1" id "echo $2"
}

expect_skip() {  # expect_skip MACHINE REASON
  status=0
  PATH="$work/$1" ODCA_TRIXIE_ROOT="$work/root" "$here/run.sh" >"$work/out" 2>&1 || status=$?
  [ "$status" = 77 ] || { cat "$work/out"; echo "$1: ended with $status, expected 77"; exit 1; }
  grep -q "^botan3: NOT RUN: $2\$" "$work/out" || { cat "$work/out"; echo "$1: expected the reason '$2'"; exit 1; }
  [ ! -e "$work/root" ] || { echo "$1: a root was left"; exit 1; }
}

machine user 1000
expect_skip user "a root file system wants root"

machine container 0
program container debootstrap "exit 1"
program container unshare "exit 1"
expect_skip container "this machine lets nobody mount"

machine offline 0
# shellcheck disable=SC2016  # for the script
program offline unshare '[ "$4" = true ] && exit; shift 6; exec "$@"'
program offline debootstrap "echo 'E: Failed getting release file'; exit 1"
expect_skip offline "no mirror answers"

echo "run.sh says why it was not run: user, container, offline"
