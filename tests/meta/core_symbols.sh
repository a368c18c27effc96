#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# The core is what judges, and nothing besides: a program that is linked with odca::core alone has no symbol of yaml-cpp or
# pugixml, and neither it nor the library itself calls the file functions of the system. core_symbols.sh PROGRAM LIBRARY OTHER:
# OTHER is a library that has them, on which the check must fail.
set -eu
program=$1 library=$2 other=$3
command -v nm >/dev/null || { echo "SKIPPED: there is no nm (Debian package binutils)"; exit 77; }

# Of the objects, since the C++ library that a program is linked with opens files for itself.
forbidden='YAML::|pugi::| U (open|open64|openat|openat64|fopen|fopen64|stat|stat64|fstat|fstat64|lstat|lstat64|statx|read|rename|unlink|mkdir|flock|getenv)(@|$)|std::filesystem::(__cxx11::)?(status|exists|canonical|directory_iterator)|basic_[io]?fstream|basic_filebuf'
uses() { nm -C "$1" 2>/dev/null | grep -E "$forbidden" | sort -u; }

"$program" >/dev/null || { echo "the program of the core does not run"; exit 1; }
if [ -z "$(uses "$other")" ]; then echo "the check finds nothing in $other, where there is something"; exit 1; fi
found=$(uses "$library")
[ -z "$found" ] || { echo "the core has what it must not have:"; echo "$found"; exit 1; }
found=$(nm -C "$program" | grep -E 'YAML::|pugi::' || :)
[ -z "$found" ] || { echo "a program of the core has:"; echo "$found"; exit 1; }
