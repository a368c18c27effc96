#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# The scripts and commands that the pages for operators print are run as they are printed.
. "$(dirname "$0")/scenario.sh"
. "$here/publisher.sh"
need jq jq
docs=$here/../../docs

# block PAGE TEXT: the first block of code of the page that has this text in it.
block() {
  awk -v text="$2" '
    /^ *```/ { if (inside) { if (index(all, text)) { printf "%s", all; exit } inside = 0; all = "" } else { inside = 1; all = "" } next }
    inside { all = all $0 "\n" }' "$docs/$1"
}

PUBLISHER_ROOT_KEYS=1 new_publisher pub || fail "no publisher"
publish pub 7 || fail "no bundle 7"
publish pub 8 || fail "no bundle 8"
ends 0 install pub/bundle-7.atb --yes

step "one number names a root document: on its page, in status, and without our program"
cp pub/root.json root.json
block bundles.md 'jq -cSj .signed root.json' >number
[ "$(wc -l <number)" = 2 ] || fail "bundles.md has no commands for the number of a root document"
sh ./number >numbers
ours=$(sed -n '1s/.* //p' numbers)
[ "$ours" = "$(sed -n '2s/ .*//p' numbers)" ] || fail "the two commands give different numbers"
ends 0 status --json
says "\"sha256\":\"$ours\""
printf '\n' >>root.json
[ "$(sh ./number | sed -n '1s/.* //p')" = "$ours" ] || fail "a line feed at the end of root.json changes its number"
block rollout.md "trust-bundle inspect root.json | grep" >compared
[ "$(sh ./compared | sed 's/.* //')" = "$ours" ] || fail "rollout.md compares another number"

step "fleet-check names machines that are down, behind, degraded or silly, and no other"
block rollout.md '# fleet-check BUNDLE ROOT' >fleet-check
grep -q 'ssh -n' fleet-check || fail "rollout.md has no fleet-check"
cat >bin/ssh <<'END'
#!/bin/sh
[ "$1" = -n ] && shift
case $1 in
  good | last) exec trust-bundle status --json --root "$ROOT" --state "$GOOD" ;;
  behind) exec trust-bundle status --json --root "$ROOT" --state "$BEHIND" ;;
  bare) exec trust-bundle status --json --root "$ROOT" --state "$GOOD-none" ;;
  broken) exec trust-bundle status --json --root "$ROOT" --state "$BROKEN" ;;
  old-program) echo "sh: trust-bundle: not found"; exit 127 ;;
  *) echo "ssh: connect to host $1 port 22: No route to host" >&2; exit 255 ;;
esac
END
chmod +x bin/ssh
ends 0 trust-bundle install pub/bundle-8.atb --root "$root" --state "$work/good" --yes
ends 0 trust-bundle install pub/bundle-8.atb --root "$root" --state "$work/broken" --yes
echo >>broken/state
export ROOT="$root" GOOD="$work/good" BEHIND="$state" BROKEN="$work/broken"
printf 'good\n# a comment\n\ndown\nbehind\nbare\nbroken\nold-program\n-oProxyCommand=touch${IFS}harm\nlast' >hosts
got=0
sh ./fleet-check pub/bundle-8.atb "$root" <hosts >named 2>why || got=$?
[ "$got" = 1 ] || fail "fleet-check ended with $got"
printf '%s\n' down behind bare broken old-program '-oProxyCommand=touch${IFS}harm' | cmp - named || { cat named why; fail "fleet-check names others"; }
grep -q 'down: no answer' why || fail "fleet-check does not say that a machine is down"
[ ! -e harm ] || fail "a name of a host was an option"
printf 'good\nlast' | sh ./fleet-check pub/bundle-8.atb "$root" >named || fail "fleet-check finds fault with good machines"
[ ! -s named ] || fail "fleet-check names good machines"
got=0
sh ./fleet-check pub/bundle-8.atb "$root" </dev/null 2>why || got=$?
[ "$got" = 2 ] || fail "fleet-check without any host ended with $got"
got=0
printf 'good\n' | sh ./fleet-check pub/bundle-8.unsigned "$root" >named 2>why || got=$?
[ "$got" = 2 ] || fail "fleet-check of an unsigned bundle ended with $got"

step "the timer takes for harmless what an old bundle ends with"
block rollout.md 'SuccessExitStatus=' >service
harmless=$(sed -n 's/^SuccessExitStatus=//p' service)
ends 0 trust-bundle install pub/bundle-8.atb --root "$root" --state "$state" --yes
ends "$harmless" install pub/bundle-7.atb --yes

step "the play brings limits before the root of trust, also in a check, and compares versions as numbers"
block rollout.md 'least_version: 7' >play.yml
first=$(grep -n 'name: The limits of the root of trust' play.yml | cut -d: -f1)
second=$(grep -n 'name: The root of trust$' play.yml | cut -d: -f1)
[ -n "$first" ] && [ "$first" -lt "$second" ] || fail "root.json is placed before its limits"
grep -q 'dest: "{{ place }}/root.yaml"' play.yml || fail "--check leaves the limits out"
grep -q 'least_version | int' play.yml || fail "a version from the command line is a text"
if python3 -c 'import yaml' 2>/dev/null; then
  python3 -c 'import yaml; yaml.safe_load(open("play.yml"))' || fail "the play is no YAML"
fi
