#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# Is evidence.txt complete and true? Each of the 77 hostile bundles and the 32 crash cases once; each test named there
# is one of the test programs given, or a file; each hostile bundle ends there as its test says.
#   evidence.sh PROGRAM...
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# "Suite.name" and, for a hostile bundle, how it ends: what the programs themselves say.
for program in "$@"; do "$program" --gtest_list_tests; done |
  awk '/^[^ ].*\.$/ { suite = $1; sub(/^.*\//, "", suite); next }
    /^  / { outcome = ""; if ($2 == "#" && suite == "HostileBundle.") outcome = $NF; print suite $1, outcome }' \
    >"$work/tests"
[ -s "$work/tests" ] || { echo "FAILED: the programs list no tests"; exit 1; }

awk -v top="$here/../.." -v list="$work/tests" '
  function complain(text) { print "evidence.txt, line " NR ": " text; bad = 1 }
  function readable(path,   line, got) { got = (getline line < path); close(path); return got > 0 }
  BEGIN {
    while ((getline < list) > 0) { known[$1] = 1; outcome[$1] = $2 }
    last["hostile"] = 77; last["crash"] = 32; last["also"] = 9
  }
  /^#/ || /^$/ { next }
  !($1 in last) || $2 !~ /^[1-9][0-9]*$/ || $4 !~ /:$/ || NF < 5 {
    complain("not KIND NUMBER NAME OUTCOME: TEST ...")
    next
  }
  {
    if ($2 != ++count[$1]) { complain("expected " $1 " " count[$1] ", found " $1 " " $2); count[$1] = $2 }
    due = substr($4, 1, length($4) - 1)
    for (i = 5; i <= NF; ++i) {
      if ($i ~ /^[a-z].*\//) { if (!readable(top "/" $i)) complain("no file " $i); continue }
      if (!($i in known)) { complain("no test " $i); continue }
      if ($1 == "hostile" && outcome[$i] != "" && outcome[$i] != due)
        complain($i " ends in " outcome[$i] ", not in " due)
    }
  }
  END {
    for (kind in last)
      if (count[kind] != last[kind]) {
        print "evidence.txt: expected " last[kind] " of " kind ", found " count[kind] + 0
        bad = 1
      }
    if (bad) exit 1
    printf "%d hostile bundles, %d crash cases and %d others have their tests\n", count["hostile"], count["crash"],
      count["also"]
    exit bad
  }' "$here/evidence.txt"
