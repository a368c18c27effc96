#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# The power fails, or the kernel reports an error, at every system call of install, rollback and recover, one run each:
# what is in use is the whole old or the whole new state, neither floor nor distrust is lost, and the same command again
# does its work. docs/bundles.md 6; the cases 1 to 23 of evidence.txt with the real program.
#
# KILL at every call; for install SIGTERM and SIGPIPE at the calls that change something, and EIO, ENOSPC, EACCES and
# EINTR at the calls where they matter most (crash_test.cpp and change_fault_test.cpp have each fault at each call).
# Calls before the state directory is opened are the loader's and left alone.
# An injected error leaves the call undone, so that a short write needs another way: short_io.cpp in inputs.sh.
if [ "${1-}" = one ]; then
  set -eu
  shift
else
  . "$(dirname "$0")/scenario.sh"
  . "$here/publisher.sh"
fi

# What changes something, and what may be interrupted by a signal (open(2), read(2), write(2), fsync(2) and so on).
changing="write fsync fchmod renameat unlinkat mkdirat ftruncate"
interruptible="openat read pread64 write fsync fchmod renameat unlinkat mkdirat ftruncate flock getdents64 close"

# field NAME: a number of the answer of status, 0 for none.
field() { sed -n "s/.*\"$1\":\({\"version\":\)\{0,1\}\([0-9]\{1,\}\).*/\2/p" "$folder/status" | grep . || echo 0; }
broken() {
  { printf 'FAILED: %s, %s: %s\n' "$scenario" "$spec" "$1"; cat "$folder/said" "$folder/status"; } >"$folder.failed"
  exit 1
}

# command_of SCENARIO: the command under test, and what may be in use before and after it, and the floor that must stay.
command_of() {
  case $1 in
    first) command="install $bundles/bundle-8.atb" before=0 after=8 floor=0 ledger=0 ;;
    install) command="install $bundles/bundle-8.atb" before=7 after=8 floor=7 ledger=2 ;;
    rollback) command="rollback" before=7 after=6 floor=7 ledger=2 ;;
    bundle-lost) command="recover" before=6 after=6 floor=7 ledger=2 ;;
    state-lost) command="recover --accept-floor-loss" before=0 after=7 floor=0 ledger=2 ;;
  esac
}
run() { "$@" --root "$bundles/root.json" --state "$folder/state"; }

# one SCENARIO CALL HOW NUMBER: a run on a copy of the start, disturbed once.
one() {
  scenario=$1 spec="$2:$3:when=$4" folder=$(mktemp -d "$work/run-XXXXXX")
  command_of "$scenario"
  cp -a "$work/start-$scenario" "$folder/state" 2>/dev/null || true
  code=0
  # shellcheck disable=SC2086  # a command and its arguments
  run strace -o "$folder/trace" -e "trace=$2" -e "inject=$spec" trust-bundle $command --json \
    >"$folder/said" 2>&1 || code=$?
  grep -q 'INJECTED\|killed by\|--- SIG' "$folder/trace" || broken "nothing was injected"
  after_injection "$2" "$3"
  whole
  again
  rm -rf "$folder"
  echo "$scenario $spec" >>"$work/finished"  # one short write, so that those of parallel runs do not mix
}

# after_injection CALL HOW: the exit status says what happened, and a failure that was survived is told.
after_injection() {
  case $2 in
    signal=KILL | signal=TERM) [ "$code" -gt 128 ] || broken "ended with $code, expected a death" ;;
    signal=PIPE | error=EINTR) [ "$code" = 0 ] || broken "ended with $code, expected 0" ;;
    *)
      case $code in
        0 | 10 | 51 | 53 | 54 | 55 | 70) ;;
        *) broken "ended with $code" ;;
      esac
      case $1 in
        fsync) [ "$code" = 55 ] || [ "$code" = 54 ] || told ;;
        renameat | fchmod) [ "$code" != 0 ] || told ;;
      esac
      ;;
  esac
}
told() {
  [ "$code" = 0 ] || broken "ended with $code, expected 55"
  grep -q '"warnings":\[{' "$folder/said" || broken "a failure was not told"
}

# whole: a whole old or new state is in use; floor and ledger are not lower. What was damaged may still be.
whole() {
  code=0
  run trust-bundle status --json >"$folder/status" 2>&1 || code=$?
  [ "$code" = 0 ] || [ "$scenario" = bundle-lost ] || [ "$scenario" = state-lost ] || broken "status ended with $code"
  version=$(field bundle)
  [ "$version" = "$before" ] || [ "$version" = "$after" ] || broken "bundle $version is in use"
  [ "$(field floor)" -ge "$floor" ] || broken "the floor sank to $(field floor)"
  [ "$(field ledger_entries)" -ge "$ledger" ] || broken "$(field ledger_entries) deny entries are left"
}

# again: the command does its work when nothing disturbs it, or says that it is done.
again() {
  code=0
  # shellcheck disable=SC2086  # a command and its arguments
  run trust-bundle $command --json >"$folder/said" 2>&1 || code=$?
  # There is nothing to go back to, and nothing to recover, when it was done.
  [ "$code" = 0 ] || { [ "$scenario" = rollback ] && [ "$code" = 2 ]; } || broken "again, it ended with $code"
  run trust-bundle status --json >"$folder/status" 2>&1 || broken "then status failed"
  [ "$(field bundle)" = "$after" ] || broken "then bundle $(field bundle) is in use"
  [ "$(field floor)" -ge "$floor" ] || broken "then the floor sank to $(field floor)"
  [ -z "$(find "$folder/state" -name '.new-*')" ] || broken "then a temporary file is left"
  grep -q '"log":{"ok":true' "$folder/status" || broken "then the log is not in order"
}

if [ $# -gt 0 ]; then
  one "$@"
  exit 0
fi

need strace strace
need_no_sanitizer
can_trace || skip "strace may not trace here"

started=$(date +%s)
bundles=$work/pub
new_publisher "$bundles" || fail "no publisher"
for version in 6 7 8; do
  hash=$(printf '%s' "$version" | sha256sum | cut -c1-64)
  printf '  - { id: 10%s, label: CA %s, reason: test, since: 2026-01-01, spki_sha256: %s }\n' \
    "$version" "$version" "$hash" >>deny
  { echo "deny:"; cat deny; } >"$bundles/deny-$version.yaml"
  publish "$bundles" "$version" "$bundles/deny-$version.yaml" || fail "no bundle $version"
done
export work bundles

mkdir "$work/starts"
state=$work/starts/seven
ends 0 install "$bundles/bundle-6.atb"
ends 0 install "$bundles/bundle-7.atb"
for start in install rollback bundle-lost state-lost; do cp -a "$state" "$work/start-$start"; done
rm "$work"/start-bundle-lost/bundles/7-*
echo >>"$work/start-state-lost/state"

# plan SCENARIO: the calls of an undisturbed run after the state directory was opened, "CALL NUMBER" each. The number
# counts the calls of that name from the start of the program, as strace does.
plan() {
  folder=$work/plan-$1
  mkdir "$folder"
  cp -a "$work/start-$1" "$folder/state" 2>/dev/null || true
  command_of "$1"
  # shellcheck disable=SC2086
  run strace -o "$folder/trace" trust-bundle $command --json >"$folder/said" 2>&1 ||
    fail "'$command' does not work: $(cat "$folder/said")"
  awk -v state="$folder/state" '
    { call = $0; sub(/\(.*/, "", call); if (call !~ /^[a-z0-9_]+$/) next; ++count[call] }
    index($0, "openat(AT_FDCWD, \"" state "\"") == 1 { opened = 1 }
    opened && call !~ /^(brk|mmap|munmap|mremap|mprotect|madvise|futex|getrandom|getpid|exit_group)$/ {
      print call, count[call], (index($0, "write(1,") == 1 ? "answer" : "")
    }
  ' "$folder/trace"
}

# work-list: one line each for `one`.
for scenario in first install rollback bundle-lost state-lost; do
  plan "$scenario" >"calls-$scenario"
  [ "$(wc -l <"calls-$scenario")" -gt 30 ] || fail "only these calls of $scenario: $(cat "calls-$scenario")"
  while read -r call number place; do
    echo "$scenario $call signal=KILL $number"
    case " $changing " in
      *" $call "*) if [ "$scenario" = install ]; then echo "$scenario $call signal=TERM $number"; fi ;;
    esac
    [ "$scenario" = install ] || continue
    case " $changing " in *" $call "*) echo "$scenario $call signal=PIPE $number" ;; esac
    case " $changing openat pread64 getdents64 flock " in
      *" $call "*) echo "$scenario $call error=EIO $number" ;;
    esac
    case $call in
      write | fsync | renameat | mkdirat) echo "$scenario $call error=ENOSPC $number" ;;
    esac
    case $call in renameat | unlinkat | fchmod | mkdirat) echo "$scenario $call error=EACCES $number" ;; esac
    # The answer is written when all is done, by a library; the program has no signal handler that could interrupt it.
    [ "$place" != answer ] || continue
    case " $interruptible " in *" $call "*) echo "$scenario $call error=EINTR $number" ;; esac
  done <"calls-$scenario"
done >work-list

prepared=$(date +%s)
xargs -P "$(nproc)" -L 1 "$here/power-cut.sh" one <work-list >xargs.out 2>&1 || true
if ls run-*.failed >/dev/null 2>&1; then
  cat run-*.failed | head -n 60
  fail "$(find . -name 'run-*.failed' | wc -l) of $(wc -l <work-list) runs"
fi
# A run that did not start left nothing behind.
[ "$(sort -u finished 2>/dev/null | wc -l)" = "$(sort -u work-list | wc -l)" ] || {
  cat xargs.out
  fail "$(sort -u finished 2>/dev/null | wc -l) of $(sort -u work-list | wc -l) runs finished"
}
[ -z "$(find . -maxdepth 1 -name 'run-*')" ] || { cat xargs.out; fail "runs that did not end"; }
kills=$(grep -c signal=KILL work-list) signals=$(grep -c 'signal=[TP]' work-list) errors=$(grep -c error= work-list)
took="$(($(date +%s) - prepared)) s, and $((prepared - started)) s to prepare"
step "$kills kills, $signals other signals, $errors errors: $took"
