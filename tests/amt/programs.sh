#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# programs.sh CASE AMTCTL AMT-SIM ODCA-VERIFY: one behaviour of the program, against a simulated device, as a user meets it. Ends with
# 77 where this machine lets nobody mount a device file. Everything is in a folder of its own, which goes with it.
set -eu
case=$1 amtctl=$2 sim=$3 odca_verify=$4
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
simulator='' prefix=''
finish() {
  [ -z "$simulator" ] || { kill "$simulator" 2>/dev/null || true; wait "$simulator" 2>/dev/null || true; }
  rm -rf "$work"
}
trap finish EXIT
fail() {
  echo "amt.programs.$case: $1"
  for file in "$work"/*.log "$work"/out "$work"/err "$work"/record.json; do
    [ ! -s "$file" ] || { echo "-- $(basename "$file")"; cat "$file"; }
  done
  exit 1
}
skip() { echo "skipped: $1"; exit 77; }
HOME=$work/home
unset XDG_STATE_HOME
export HOME
mkdir "$HOME" "$work/state"  # where nothing is installed
trust=$top/tests/vectors/trust/odca
printf 'P@ssw0rd-of-tests\n' >"$work/password"
chmod 600 "$work/password"

# device IDENTITY [OPTION…]: starts the simulator and waits until it serves.
device() {
  identity=$here/identities/$1
  shift
  : >"$work/mei"
  : >"$work/sim.log"
  "$sim" run --profile amt20 --identity "$identity" --mei "$work/mei" --port 0 --record "$work/record.json" "$@" >"$work/sim.log" 2>&1 &
  simulator=$!
  tries=0
  until grep -q '^amt-sim: serving' "$work/sim.log"; do
    if ! kill -0 "$simulator" 2>/dev/null; then
      simulator=''
      ! grep -qE 'mount|FUSE|/dev/fuse' "$work/sim.log" || skip "no device file can be mounted here: $(cat "$work/sim.log")"
      fail "the simulator did not start"
    fi
    tries=$((tries + 1))
    [ "$tries" -lt 200 ] || fail "the simulator does not serve"
    sleep 0.1
  done
  port=$(sed -n 's/^amt-sim: serving.*127\.0\.0\.1:\([0-9]*\).*/\1/p' "$work/sim.log" | head -n 1)
  [ -n "$port" ] || fail "the simulator names no port"
}
# end_device ends the simulator, which then writes what it saw.
end_device() {
  kill -TERM "$simulator"
  wait "$simulator" || fail "the simulator did not end well"
  simulator=''
}
# run STATUS COMMAND OPTION…: amtctl with the simulated device; its status must be STATUS.
run() {
  expected=$1 command=$2
  shift 2
  status=0
  $prefix "$amtctl" "$command" --mei "$work/mei" --lock "$work/lock" "$@" >"$work/out" 2>"$work/err" || status=$?
  [ "$status" = "$expected" ] || fail "'amtctl $command $*' ended with $status, expected $expected"
}
verify() { expected=$1; shift; run "$expected" verify-device --port "$port" --trust-policy "$trust" --state "$work/state" "$@"; }
activate() {
  expected=$1
  shift
  run "$expected" activate --local --ccm --port "$port" --trust-policy "$trust" --state "$work/state" --audit "$work/audit" \
    --password-file "$work/password" "$@"
}
says() { grep -qF -- "$1" "$work/out" || fail "the answer lacks '$1'"; }
complains() { grep -qF -- "$1" "$work/out" "$work/err" || fail "neither answer nor complaint has '$1'"; }
# recorded MEMBER VALUE: what the simulator saw, after its end.
recorded() { grep -qE "\"$1\": ?$2([,}]|\$)" "$work/record.json" || fail "the simulator did not record $1 $2"; }
nothing_was_given_away() {
  end_device
  recorded secret_bytes 0
  recorded effects '\{\}'
}
# refused IDENTITY RULE [OPTION…]: neither command trusts it, and it learns nothing.
refused() {
  rule=$2
  identity=$1
  shift 2
  device "$identity" "$@"
  verify 6
  says "$rule"
  activate 6
  complains "$rule"
  [ ! -e "$work/audit" ] || fail "an audit line was written for an activation that never began"
  nothing_was_given_away
}

case $case in
  info)
    device lnl
    run 0 info
    says 20.0.5
    run 0 info --json
    says '"control_mode":"none"'
    says '"provisioning_state":"pre"'
    says '"tls_enforced":true' ;;
  verify)
    device lnl
    verify 0
    says 'trusted'
    ! grep -q 'device.binding' "$work/out" || fail "the UPID was not given"
    verify 0 --json
    says '"verdict":"trusted'
    nothing_was_given_away
    recorded application_bytes 0 ;;
  save)
    device lnl
    verify 0 --save "$work/dump.pem"
    [ "$(grep -c 'BEGIN CERTIFICATE' "$work/dump.pem")" = 6 ] || fail "the dump has not six certificates"
    "$odca_verify" --chain "$work/dump.pem" --trust "$trust" --state "$work/state" >"$work/out" || fail "odca-verify refuses the dump"
    verify 11 --save "$work/dump.pem"  # which is there: a verdict, and a file that was not written
    end_device ;;
  forged) refused forged path. ;;
  other-device) refused other-device device.upid --upid-of "$here/identities/lnl" ;;
  wrong-purpose) refused wrong-purpose leaf. ;;
  engineering) refused engineering rejected ;;
  no-chain) refused no-chain rejected ;;
  dry-run)
    device lnl
    activate 0 --dry-run
    says setup
    [ ! -e "$work/audit" ] || fail "a dry run wrote an audit line"
    end_device
    recorded effects '\{\}' ;;
  activate)
    device lnl
    activate 0 --json
    says '"control_mode":"client"'
    says '"provisioning_state":"post"'
    [ "$(wc -l <"$work/audit")" = 2 ] || fail "the audit has not two lines"
    ! grep -q 'P@ssw0rd' "$work/audit" "$work/out" "$work/err" || fail "the password was printed"
    activate 9  # again
    complains 'already activated'
    complains 'amtctl deactivate --local'
    run 0 info --json
    says '"control_mode":"client"'
    run 0 deactivate --local --audit "$work/audit"
    run 0 info --json
    says '"control_mode":"none"'
    activate 0
    end_device
    recorded Setup 2
    recorded CommitChanges 2
    recorded Unprovision 1 ;;
  audit)
    device lnl
    mkdir "$work/audit"  # no file
    activate 7
    complains 'nothing was changed'
    end_device
    recorded effects '\{\}' ;;
  lme | lme-busy | lme-untrusted)
    # Without a network nobody listens at 16993, whatever runs on this machine.
    unshare -n true 2>/dev/null || skip "no network name space can be made here"
    prefix='unshare -n'
    case $case in
      lme) device lnl --fault lme-renew-forwards --fault lme-stale-close ;;
      lme-busy) device lnl --fault lme-busy=1000 ;;
      lme-untrusted) device forged ;;
    esac
    port=16993
    if [ "$case" != lme ]; then
      [ "$case" = lme-busy ] && expected=5 text='LME is held by' || expected=6 text='path.anchor'
      activate "$expected"
      complains "$text"
      nothing_was_given_away
      exit 0
    fi
    verify 0
    activate 0
    run 0 deactivate --local --audit "$work/audit"
    end_device
    recorded Setup 1
    recorded CommitChanges 1
    recorded violations 0
    recorded overruns 0 ;;
  password)
    device lnl
    printf 'password\n' >"$work/password"
    activate 2
    run 2 activate --local --ccm --port "$port" --password P@ssw0rd1
    ! grep -q 'P@ssw0rd1' "$work/out" "$work/err" || fail "the password was printed"
    run 2 activate --local --ccm --port "$port" --skip-amt-cert-check
    complains 'verify-device'
    nothing_was_given_away ;;
  elsewhere)
    device lnl
    status=0
    "$amtctl" verify-device --connect "127.0.0.1:$port" --trust-policy "$trust" --state "$work/state" >"$work/out" 2>"$work/err" || status=$?
    [ "$status" = 0 ] || fail "verify-device --connect ended with $status"
    complains 'not which one'
    nothing_was_given_away ;;
  absent)
    : >"$work/mei"
    run 4 info
    device lnl
    end_device
    # Nobody listens at the port now, and no device is there.
    run 4 info ;;
  peers)
    command -v openssl >/dev/null || skip "no openssl here"
    command -v curl >/dev/null || skip "no curl here"
    device lnl
    shown=$(openssl s_client -connect "127.0.0.1:$port" -showcerts </dev/null 2>/dev/null | grep -c 'BEGIN CERTIFICATE')
    [ "$shown" = 6 ] || fail "openssl s_client shows $shown certificates"
    activate 0
    request='<?xml version="1.0" encoding="utf-8"?><Envelope xmlns="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><Header><a:Action>http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</a:Action><a:To>/wsman</a:To><w:ResourceURI>http://intel.com/wbem/wscim/1/amt-schema/1/AMT_GeneralSettings</w:ResourceURI><a:MessageID>7</a:MessageID><a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo><w:OperationTimeout>PT60S</w:OperationTimeout></Header><Body></Body></Envelope>'
    curl --silent --show-error --insecure --digest --user 'admin:P@ssw0rd-of-tests' --data "$request" \
      --header 'Content-Type: application/soap+xml' "https://127.0.0.1:$port/wsman" >"$work/out" 2>"$work/err" ||
      fail "curl could not read"
    says DigestRealm
    end_device ;;
  *) echo "unknown case '$case'"; exit 2 ;;
esac
