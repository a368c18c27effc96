#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# Those who build and sign see what a release does, and are told in time what is wrong: lifted entries, versions, keys,
# what cannot be meant. Each remedy is one for a publisher.
. "$(dirname "$0")/scenario.sh"
. "$here/publisher.sh"

PUBLISHER_ROOT_KEYS=1 new_publisher pub || fail "no publisher"
cp "$here/../cli/data/root.pem" pub/
debug_root=$(grep -A3 'debug root' "$here/../../bundles/intel-odca/deny.yaml" | sed -n 's/ *spki_sha256: *//p')
a_new_anchor 'Example root' root.pem '[lab]' >anchor.yaml
{ cat anchor.yaml
  printf 'deny:\n  - {id: 9001, label: a debug root, reason: it is meant, spki_sha256: %s, since: 2026-11-21, lifted: true}\n' \
    "$debug_root"; } >lift.yaml

step "a lift of what the bundle before did not carry is shown to all who decide, and takes effect"
PUBLISHER_BASE=''
publish pub 10 anchor.yaml || fail "no bundle 10"
publisher_manifest pub 11 lift.yaml >pub/m.yaml
ends 0 trust-bundle build pub/m.yaml --previous pub/bundle-10.atb --root "$root" --out pub/11
says "  + deny entry 9001 'a debug root'"
says 'in short: 1 change adds trust, 0 take it away'
ends 0 trust-bundle sign pub/11 --previous pub/bundle-10.atb --root "$root" --key pub/release-1.key --key pub/release-3.key --yes
says "  + deny entry 9001 'a debug root'"
ends 0 trust-bundle diff pub/bundle-10.atb pub/11 --root "$root"
says "+ deny entry 9001 'a debug root'"
ends 0 install pub/bundle-10.atb --yes
ends 0 install pub/11 --yes
says "no longer denies the key $debug_root"

step "the next bundle that carries it on changes nothing, and one that drops it denies again"
publish pub 12 lift.yaml || fail "no bundle 12"
ends 0 trust-bundle diff pub/11 pub/bundle-12.atb --root "$root"
says 'nothing changes for trust'
publish pub 13 anchor.yaml || fail "no bundle 13"
ends 0 trust-bundle diff pub/bundle-12.atb pub/bundle-13.atb --root "$root"
says "- deny entry 9001 'a debug root': no longer lifts the denial of the key $debug_root"

step "of one version there is one content"
compiled_in=$(trust-bundle status --json --root "$root" --state "$work/none" | sed 's/.*"embedded_version":\([0-9]*\).*/\1/')
publisher_manifest pub "$compiled_in" anchor.yaml >pub/m.yaml
refused E_EQUIVOCATION 31 trust-bundle build pub/m.yaml --out pub/same
printf 'roles: [lab]\n' >pub/root.yaml
ends 0 trust-bundle build pub/m.yaml --root "$root" --out pub/same
rm pub/root.yaml
refused E_EQUIVOCATION 31 trust-bundle sign pub/same --key pub/release-1.key --yes
publisher_manifest pub 13 lift.yaml >pub/m.yaml
ends 0 trust-bundle build pub/m.yaml --out pub/other-13
refused E_EQUIVOCATION 31 trust-bundle sign pub/other-13 --previous pub/bundle-13.atb --key pub/release-1.key --yes
publisher_manifest pub 2000 anchor.yaml >pub/m.yaml
refused E_JUMP 34 trust-bundle build pub/m.yaml --previous pub/bundle-13.atb --out pub/far

step "a key that may not sign is told before its passphrase is asked"
publisher_key pub/stranger.key || fail "no key"
refused E_KEYFILE 60 trust-bundle sign pub/11 --key pub/stranger.key --yes --passphrase-fd 3 3</dev/null
says 'may sign no document here'
chmod 640 pub/release-1.key
refused E_KEYFILE 60 trust-bundle sign pub/11 --key pub/release-1.key --yes
says 'hint: chmod 600 pub/release-1.key'
sh -c "$(sed -n 's/.*hint: //p' "$work/err")"
ends 0 trust-bundle sign pub/11 --key pub/release-1.key --yes

# lint WHAT FRAGMENT: refused, with a remedy that is none of an operator's.
lint() {
  printf '%s\n' "$2" >f.yaml
  publisher_manifest pub 14 f.yaml >pub/m.yaml
  refused E_CONTENT 41 trust-bundle build pub/m.yaml --out pub/lint
  says "$1"
  says_not 'ask the publisher'
}
anchor() {
  printf 'anchors:\n  - {id: 1001, label: %s, certificate: root.pem, roles: [lab], constraints: {%s}, provenance: [{url: "%s", retrieved: %s}]}' \
    "$1" "$2" "$3" "$4"
}
denials() { anchor A '' https://example.org/a 2026-11-22; printf '\ndeny:\n'; printf '  - {id: %s, label: %s, reason: why, spki_sha256: %064d, since: %s}\n' "$@"; }

step "what cannot be meant is refused, and its nearest neighbour is not"
for type in 3.1 1.40.1; do
  anchor A "first_ca: [{type: \"$type\", is: x}]" https://example.org/a 2026-11-22 >f.yaml
  publisher_manifest pub 14 f.yaml >pub/m.yaml
  refused E_SCHEMA 14 trust-bundle build pub/m.yaml --out pub/lint
  says "expected 'CN', 'O', 'OU' or 'organizationIdentifier'"
done
lint 'is not an address of http or https' "$(anchor A '' ftp://example.org/a 2026-11-22)"
lint 'is not an address of http or https' "$(anchor A '' https:///a 2026-11-22)"
lint "'retrieved' '2099-01-01' is later than" "$(anchor A '' https://example.org/a 2099-01-01)"
lint "'since' '2099-01-01' is later than" "$(denials 1 one 1 2099-01-01)"
lint 'have the same label' "$(denials 1 one 1 2026-11-22 2 'One' 2 2026-11-22)"
# Blanks that are drawn as nothing else, and what is not drawn at all: no-break, ideographic and zero-width space, soft
# hyphen, Hangul filler, Braille blank.
for nothing in '\302\240' '\343\200\200' '\342\200\213' '\302\255' '\343\205\244' '\342\240\200'; do
  lint 'has an empty label' "$(anchor "\"$(printf "$nothing")\"" '' https://example.org/a 2026-11-22)"
  lint 'has no reason' "$(denials 1 one 1 2026-11-22 | sed "s/reason: why/reason: \"$(printf "$nothing")\"/")"
  lint 'have the same label' "$(denials 1 one 1 2026-11-22 2 "\"one$(printf "$nothing")\"" 2 2026-11-22)"
  lint 'is not an address of http or https' "$(anchor A '' "https://$(printf "$nothing")/a" 2026-11-22)"
done
lint 'have the same label' "$(denials 1 'one more' 1 2026-11-22 2 "\"one$(printf '\302\240')more\"" 2 2026-11-22)"
lint 'have the same label' "$(denials 1 onemore 1 2026-11-22 2 "\"one$(printf '\342\200\213')more\"" 2 2026-11-22)"
tomorrow=$(date -u -d '1 day' +%F)
lint "'retrieved' '$tomorrow' is later than" "$(anchor A '' https://example.org/a "$tomorrow")"
lint "'since' '$tomorrow' is later than" "$(denials 1 one 1 "$tomorrow")"
anchor A '' https://example.org/a "$(date -u +%F)" >f.yaml
publisher_manifest pub 14 f.yaml >pub/m.yaml
ends 0 trust-bundle build pub/m.yaml --out pub/today
denials 1 one 1 2026-11-22 2 two 2 2026-11-22 >f.yaml
publisher_manifest pub 14 f.yaml >pub/m.yaml
ends 0 trust-bundle build pub/m.yaml --out pub/fine
anchor A 'first_ca: [{type: CN, starts_with: x}]' http://example.org 2026-11-22 >f.yaml
publisher_manifest pub 14 f.yaml >pub/m.yaml
ends 0 trust-bundle build pub/m.yaml --out pub/fine-too

step "files that hold something else are told what to do about them"
cat "$here/../cli/data/good.pem" >pub/chain.pem
lint "name a file with the anchor's certificate alone" "$(anchor A '' https://example.org/a 2026-11-22 | sed s/root.pem/chain.pem/)"
if command -v openssl >/dev/null && openssl crl2pkcs7 -nocrl -certfile pub/root.pem -out pub/root.p7b 2>/dev/null; then
  lint 'openssl pkcs7 -in' "$(anchor A '' https://example.org/a 2026-11-22 | sed s/root.pem/root.p7b/)"
  (cd pub && sh -c "$(sed -n 's/.*: openssl/openssl/p' "$work/err")") || fail "the hint does not lead out"
  anchor A '' https://example.org/a 2026-11-22 | sed s/root.pem/certificates.pem/ >f.yaml
  publisher_manifest pub 14 f.yaml >pub/m.yaml
  ends 0 trust-bundle build pub/m.yaml --out pub/taken-out
fi
