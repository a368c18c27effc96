#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# Whose are the places? A state directory that others may write to, own or move away, the home of another user, files of
# another user as policy, trust and root of trust, and what each hint leads to.
. "$(dirname "$0")/scenario.sh"
. "$here/publisher.sh"
chain=$here/../cli/data/good.pem
trust=$here/../cli/data/root.pem
judge() { odca-verify --chain "$chain" --trust "$trust" --at 2027-01-01 --root "$root" --state "$state" "$@"; }
# follow: carries out the command after the last ": " of the hint, or the whole hint.
follow() {
  command=$(sed -n 's/^  hint: //p' "$work/err" | tail -n 1)
  [ -n "$command" ] || fail "no hint"
  sh -c "${command##*: }" || fail "the hint cannot be carried out: $command"
}

new_publisher pub || fail "no publisher"
printf 'deny:\n  - { id: 1001, label: A stolen CA, reason: stolen, since: 2026-11-22, spki_sha256: %064d }\n' 1 >pub/deny.yaml
publish pub 6 pub/deny.yaml || fail "no bundle 6"
publish pub 7 pub/deny.yaml || fail "no bundle 7"

step "a folder above that is open to all: refused at the first install, and the hint leads out"
mkdir open && chmod 777 open
state=$work/open/state
refused E_STATE_PERM 51 install pub/bundle-7.atb --dry-run
refused E_STATE_PERM 51 install pub/bundle-7.atb
says "'$work/open' belongs to"
[ ! -e "$state" ] || fail "something was made"
follow
ends 0 install pub/bundle-7.atb
ends 0 judge

step "opened later: no verdict is a yes, whether the directory is there or was moved away"
chmod 777 open
ends 1 judge
says "trust.distrust_lost"
says "install the publisher's newest bundle again"
mv "$state" "$work/gone"
refused E_STATE_PERM 51 install pub/bundle-6.atb
ends 51 status
mv "$work/gone" "$state"
chmod 755 open
ends 0 judge

step "a directory that others may write to, and whose ledger is gone"
chmod o+w "$state"
ends 1 judge
says "trust.distrust_lost"
rm -f "$state"/ledger-*
ends 1 judge
says "trust.distrust_lost"
refused E_STATE_PERM 51 install pub/bundle-7.atb
says "move it away"
chmod go-w "$state"
ends 1 judge # closing it brings no ledger back
mv "$state" "$state.old"
ends 0 install pub/bundle-7.atb
ends 0 judge

step "a state and a log that are gone: what was denied goes on"
rm "$state/state" "$state/log"
ends 0 odca-verify anchors --root "$root" --state "$state"
says "A stolen CA"
ends 0 install pub/bundle-7.atb
ends 0 judge

step "the verdict names the state that was asked"
mkdir home && chmod 755 home
unset XDG_STATE_HOME
ends 0 env HOME="$work/home" odca-verify --chain "$chain" --trust "$trust" --at 2027-01-01
if [ -e /var/lib/amt-trust ]; then
  step "  NOT RUN: this machine has a state"
else
  says "state $work/home/.local/state/amt-trust (chosen by HOME, nothing installed)"
fi

step "a named pipe beside a root of trust, a trust file or a key is an error at once"
cp "$trust" corp.pem
mkfifo corp.pem.trust.yaml
ends 2 timeout 20 odca-verify --chain "$chain" --trust corp.pem --at 2027-01-01
says "it is a named pipe"
rm corp.pem.trust.yaml
mkfifo pub/root.yaml
refused E_IO 10 timeout 20 trust-bundle verify pub/bundle-7.atb --root "$root"
says "it is a named pipe"
rm pub/root.yaml

step "as other users"
if [ "$(id -u)" != 0 ] || ! command -v setpriv >/dev/null; then
  step "  NOT RUN: only root can put on other users (setpriv of util-linux)"
  exit 0
fi
chmod 755 "$work" "$work/bin"
as_other() { setpriv --reuid 4242 --regid 4242 --clear-groups "$@"; }
as_other "$ODCA_VERIFY" --version >/dev/null 2>&1 && as_other cat "$chain" >/dev/null 2>&1 || {
  step "  NOT RUN: another user cannot reach the programs"
  exit 0
}

step "  a dry run ends as the run would"
mkdir closed
state=$work/closed/state
ends 51 as_other trust-bundle install pub/bundle-7.atb --root "$root" --state "$state" --dry-run
says "E_STATE_PERM"
says "permission denied"
ends 51 as_other trust-bundle install pub/bundle-7.atb --root "$root" --state "$state"

step "  root's home stays root's, and the home of another is not used in silence"
mkdir -p theirs/.local/state && cp "$trust" theirs/corp.pem && printf 'name: theirs\n' >theirs/p.yaml
cp "$root" theirs/root.json
chown -R 4242:4242 theirs
state=$work/theirs/.local/state/amt-trust
ends 0 as_other env HOME="$work/theirs" trust-bundle install pub/bundle-7.atb --root "$root" --user
state=$work/state
sudo_e() { HOME=$work/theirs odca-verify --chain "$chain" --trust "$trust" --at 2027-01-01 --root "$root" "$@"; }
if [ ! -e /var/lib/amt-trust ]; then
  ends 1 sudo_e
  says "trust.distrust_lost"
  says "HOME names a place of user 4242"
  rm -r "$work/theirs/.local/state/amt-trust"
  ends 0 sudo_e
  says "belongs to user 4242, so no state in it is used"
fi

step "  files of another user: refused, and the copy that the hint names is taken"
# asked OPTION FILE: with the other two options as they should be.
asked() {
  set -- "$@" --chain "$chain" --at 2027-01-01 --state "$work/open/state"
  [ "$1" = --trust ] || set -- "$@" --trust "$trust"
  [ "$1" = --root ] || set -- "$@" --root "$root"
  odca-verify "$@"
}
for pair in --policy=p.yaml --trust=corp.pem --root=root.json; do
  option=${pair%%=*} file=${pair#*=}
  ends 2 asked "$option" "theirs/$file"
  says "belongs to user 4242"
  says_not "chown"
  says ": install -D -m 0644 -t /etc/odca-trust theirs/$file"
  command install -D -m 0644 -t "$work/etc" "theirs/$file" # the same, but not on this machine
  ends 0 asked "$option" "$work/etc/$file"
done
