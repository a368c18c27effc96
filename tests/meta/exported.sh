#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# exported.sh LIBRARY LIST: a shared library offers what the list names; the rest that it shows is for the programs of its own
# version (ODCA_PRIVATE), and nothing of another namespace is seen.
set -eu
command -v nm >/dev/null || { echo "SKIPPED: exported: no nm (binutils)"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
nm -DC --defined-only --with-symbol-versions "$1" | sed 's/^[0-9a-f]* *[A-Za-z] //' >"$work/all"
grep -v 'ODCA_PRIVATE_' "$work/all" | grep -v '^ODCA_' | sed 's/@@ODCA_[0-9.]*$//' | LC_ALL=C sort -u >"$work/public"
diff -u "$2" "$work/public" || { echo "FAILED: not what $2 lists"; exit 1; }
if grep 'ODCA_PRIVATE_' "$work/all" | grep -Ev '^(ODCA_PRIVATE|odca::|(vtable|typeinfo|typeinfo name) for odca::)'; then
  echo "FAILED: not of namespace odca"
  exit 1
fi
echo "$(wc -l <"$2") functions, and $(grep -c 'odca::.*ODCA_PRIVATE_' "$work/all") for the programs"
