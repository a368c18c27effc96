#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# hardened.sh PROGRAM…: each has what cmake/Hardening.cmake asks for, as far as a program shows it.
set -eu
command -v readelf >/dev/null || { echo "SKIPPED: hardened: no readelf (binutils)"; exit 77; }
status=0
wanted() { printf '%s' "$2" | grep -Eq "$3" || { echo "FAILED: $program: $1"; status=1; }; }
for program in "$@"; do
  dynamic=$(readelf -dW "$program") segments=$(readelf -lW "$program") symbols=$(readelf --dyn-syms -W "$program")
  wanted "not position-independent" "$dynamic" 'FLAGS_1.*PIE'
  wanted "functions are looked up late" "$dynamic" 'FLAGS_1.*NOW'
  wanted "what the loader writes stays writable" "$segments" 'GNU_RELRO'
  wanted "the stack may be executed" "$segments" 'GNU_STACK .* RW '
  wanted "no stack protector" "$symbols" '__stack_chk_fail'
  wanted "no checked functions of the C library" "$symbols" '_chk@'
done
[ "$status" != 0 ] || echo "hardened: $# programs"
exit "$status"
