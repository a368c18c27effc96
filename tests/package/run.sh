#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# Installs the release build into a folder of its own and builds a consumer against it twice: by find_package and by
# pkg-config. The consumer then judges a chain. All of it with the archive, and again with the shared library.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chain="$top/tests/vectors/chains/lnl/chain.pem"
fail() { echo "package test: $1"; exit 1; }

# judge KIND BUILD: installs the build and lets strangers use it.
judge() {
  prefix="$work/$1/prefix"
  cmake --install "$2" --prefix "$prefix" >/dev/null

  cmake -S "$here" -B "$work/$1/by-cmake" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_BUILD_TYPE=Release >/dev/null
  cmake --build "$work/$1/by-cmake" >/dev/null

  library=$(find "$prefix" -name 'libodca-trust.*' | sort | tail -n 1)
  # shellcheck disable=SC2046  # flags are words
  c++ "$here/judge.cpp" -o "$work/$1/judge" -Wl,-rpath,"$(dirname "$library")" \
    $(PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name odca-trust.pc)") pkg-config --cflags --libs odca-trust)

  for program in "$work/$1/by-cmake/judge" "$work/$1/judge"; do
    status=0
    "$program" "$chain" >"$work/out" || status=$?
    # The vector's root is a test root, so with the embedded anchors the right verdict is "rejected".
    [ "$status" = 1 ] || { cat "$work/out"; fail "$program ended with $status, expected 1"; }
    grep -q rejected "$work/out" || { cat "$work/out"; fail "no verdict printed"; }
  done
  "$prefix/bin/odca-verify" --version
  "$prefix/bin/trust-bundle" --version
  "$prefix/bin/amtctl" --version
}

# built OPTION…: the same objects, put together anew; the preset asks for the archive.
built() {
  cmake -S "$top" -B "$top/build/release" --preset release "$@" >/dev/null
  cmake --build "$top/build/release" >/dev/null
}
built -DBUILD_SHARED_LIBS=ON -DODCA_STATIC_BOTAN=OFF
judge shared "$top/build/release"
"$top/tests/meta/exported.sh" "$library" "$top/libtrust/exported.txt"
# Whoever takes the shared library asks for it alone: neither the linker's line nor the program names what it is made of.
for program in "$work/shared/by-cmake/judge" "$work/shared/judge" "$work/shared/prefix/bin/odca-verify" \
  "$work/shared/prefix/bin/trust-bundle" "$work/shared/prefix/bin/amtctl"; do
  needed=$(readelf -d "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
  echo "$needed" | grep -q '^libodca-trust\.so\.' || fail "$program does not use the shared library"
done
if readelf -d "$work/shared/judge" | grep -E 'NEEDED.*(botan|sodium|nettle|hogweed|gmp|yaml|pugixml)'; then
  fail "a consumer of the shared library links what it is made of"
fi

built
judge archive "$top/build/release"
"$work/archive/by-cmake/core" | grep -q rejected || fail "a program of the core gave no verdict"
echo "package test: find_package and pkg-config both work, with the archive and with the shared library"
