# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# What the scenarios share: a POSIX shell library, to be read with '.' first of all. It expects the programs in
# TRUST_BUNDLE and ODCA_VERIFY, and gives a folder $work that is gone at the end, with the programs in the path.
set -eu
# shellcheck disable=SC2034  # for whoever reads this file
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/home"
HOME=$work/home
ln -s "${TRUST_BUNDLE:?names the program trust-bundle}" "$work/bin/trust-bundle"
ln -s "${ODCA_VERIFY:?names the program odca-verify}" "$work/bin/odca-verify"
PATH=$work/bin:$PATH
export PATH HOME LC_ALL=C
unset SOURCE_DATE_EPOCH XDG_STATE_HOME
umask 022
cd "$work"

skip() { printf 'SKIPPED, NOT RUN: %s\n' "$1"; exit 77; }
fail() { printf 'FAILED: %s\n' "$1"; exit 1; }
step() { printf '%s\n' "$1"; }
# need PROGRAM PACKAGE
need() { command -v "$1" >/dev/null || skip "$1 is not installed ($2)"; }
# has_sanitizer: one makes system calls of its own.
has_sanitizer() { nm -D "$TRUST_BUNDLE" 2>/dev/null | grep -q ' __asan_\| __ubsan_'; }
# need_no_sanitizer: with one, a run takes too long to have so many.
need_no_sanitizer() {
  need nm binutils
  if has_sanitizer; then skip "a sanitizer is linked"; fi
}
# traced: strace; a sanitizer cannot look for leaks under it.
traced() { ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0 strace "$@"; }
can_trace() { command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; }

# ends STATUS COMMAND...: what it says is in $work/out and $work/err.
ends() {
  due=$1
  shift
  got=0
  "$@" >"$work/out" 2>"$work/err" || got=$?
  [ "$got" = "$due" ] && return
  cat "$work/out" "$work/err"
  fail "'$*' ended with $got, expected $due"
}
# refused CLASS STATUS COMMAND...
refused() {
  class=$1
  shift
  ends "$@"
  says "$class: "
}
# says TEXT: in what the last command said.
says() {
  grep -qF -e "$1" "$work/out" "$work/err" && return
  cat "$work/out" "$work/err"
  fail "expected '$1' in the above"
}
says_not() {
  grep -qF -e "$1" "$work/out" "$work/err" || return 0
  cat "$work/out" "$work/err"
  fail "did not expect '$1' in the above"
}

# install FILE [OPTION...], and the others that take the root of trust and the state directory of this scenario.
root=$work/pub/root.json
state=$work/state
install() { trust-bundle install "$@" --root "$root" --state "$state"; }
status() { trust-bundle status "$@" --root "$root" --state "$state"; }
rollback() { trust-bundle rollback "$@" --root "$root" --state "$state"; }
recover() { trust-bundle recover "$@" --root "$root" --state "$state"; }
log_verify() { trust-bundle log verify --state "$state"; }

# in_use VERSION: that bundle is in use, whole, and the log is in order.
in_use() {
  ends 0 log_verify
  ends 0 status --json
  says "\"bundle\":{\"version\":$1,"
  says '"use":"active"'
  says '"degraded":false'
}

# a_new_anchor LABEL FILE ROLES: a piece of a manifest.
a_new_anchor() {
  printf 'anchors:\n  - id: 1001\n    label: %s\n    certificate: %s\n    roles: %s\n' "$@"
  printf '    provenance: [ { url: "https://example.org/anchor", retrieved: 2026-11-22 } ]\n'
}
