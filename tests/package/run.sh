#!/bin/sh
# Installs the release build into a folder of its own and builds a consumer against it twice: by find_package and by
# pkg-config. The consumer then judges a chain.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake -S "$top" -B "$top/build/release" --preset release >/dev/null
cmake --build "$top/build/release" >/dev/null
cmake --install "$top/build/release" --prefix "$work/prefix" >/dev/null

cmake -S "$here" -B "$work/by-cmake" -DCMAKE_PREFIX_PATH="$work/prefix" -DCMAKE_BUILD_TYPE=Release >/dev/null
cmake --build "$work/by-cmake" >/dev/null

PKG_CONFIG_PATH=$(dirname "$(find "$work/prefix" -name odca-trust.pc)")
export PKG_CONFIG_PATH
# shellcheck disable=SC2046  # flags are words
c++ "$here/judge.cpp" -o "$work/judge" $(pkg-config --cflags --libs odca-trust)

chain="$top/tests/vectors/chains/lnl/chain.pem"
for judge in "$work/by-cmake/judge" "$work/judge"; do
  status=0
  "$judge" "$chain" >"$work/out" || status=$?
  # The vector's root is a test root, so with the embedded anchors the right verdict is "rejected".
  [ "$status" = 1 ] || { cat "$work/out"; echo "package test: $judge ended with $status, expected 1"; exit 1; }
  grep -q rejected "$work/out" || { cat "$work/out"; echo "package test: no verdict printed"; exit 1; }
done
"$work/prefix/bin/odca-verify" --version
"$work/prefix/bin/trust-bundle" --version
echo "package test: find_package and pkg-config both work"
