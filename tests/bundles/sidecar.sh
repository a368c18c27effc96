#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# What the stock minisign takes as a public key or a signature, this program takes, and what it refuses, this refuses:
# carriage returns, byte order marks, blanks, missing and superfluous line feeds.
. "$(dirname "$0")/scenario.sh"
need minisign minisign

printf 'some bytes' >file
ends 0 trust-bundle minisign key key --unencrypted
line=$(sed -n 's/^public key: *//p' "$work/out")
ends 0 trust-bundle minisign sign file --key key --comment 'a comment'
printf 'untrusted comment: a key\n%s\n' "$line" >good.pub
cp file.minisig good.minisig
bom=$(printf '\357\273\277')
number=0

# same WHAT PUB SIGNATURE: both say the same of it.
same() {
  stock=0 ours=0
  minisign -Vm file -p "$2" -x "$3" >stock.out 2>&1 || stock=$?
  trust-bundle minisign verify file --public-key "$2" --signature "$3" >ours.out 2>&1 || ours=$?
  number=$((number + 1))
  [ $((stock == 0)) = $((ours == 0)) ] || { cat stock.out ours.out; fail "$1: minisign ends with $stock, this program with $ours"; }
}
# pub WHAT FORMAT: the comment line and the key line are the arguments of printf.
pub() { printf "$2" 'untrusted comment: a key' "$line" >x.pub; same "public key, $1" x.pub good.minisig; }
# signature WHAT SED: applied to the good one.
signature() { sed -e "$2" good.minisig >x.minisig; same "signature, $1" good.pub x.minisig; }

step "public keys"
pub 'as it is' '%s\n%s\n'
pub 'CR LF' '%s\r\n%s\r\n'
pub 'two CR' '%s\r\r\n%s\r\r\n'
pub 'no last line feed' '%s\n%s'
pub 'CR LF, no last line feed' '%s\r\n%s'
pub 'blank lines after' '%s\n%s\n\n\n'
pub 'text after' '%s\n%s\nmore\n'
pub 'a byte order mark' "$bom%s\n%s\n"
pub 'a byte order mark and CR LF' "$bom%s\r\n%s\r\n"
pub 'a blank line before' '\n%s\n%s\n'
pub 'a blank line between' '%s\n\n%s\n'
pub 'a blank before the comment' ' %s\n%s\n'
pub 'a blank before the key' '%s\n %s\n'
pub 'a blank after the key' '%s\n%s \n'
pub 'a tab after the key' '%s\n%s\t\n'
pub 'carriage returns alone' '%s\r%s\r'
printf '%s\n' "$line" >x.pub; same 'public key, the key line alone' x.pub good.minisig
printf '%s' "$line" >x.pub; same 'public key, the key line alone without its line feed' x.pub good.minisig
printf '%s\n\n' "$line" >x.pub; same 'public key, the key line and a blank one' x.pub good.minisig
printf '%s\n%s\n' "$line" "$line" >x.pub; same 'public key, the key line twice' x.pub good.minisig
printf '%s\ngarbage\n' "$line" >x.pub; same 'public key, the key line first' x.pub good.minisig
printf 'another first line\n%s\n' "$line" >x.pub; same "public key, another first line" x.pub good.minisig
printf 'untrusted comment: \303\251 \033[1m\n%s\n' "$line" >x.pub; same "public key, any comment" x.pub good.minisig
printf 'untrusted comment: a key\n%s\n' "$(printf '%s' "$line" | cut -c1-40)" >x.pub; same "public key, cut off" x.pub good.minisig

step "signatures"
signature 'as it is' ''
cr=$(printf '\r')
signature 'CR LF' "s/\$/$cr/"
signature 'CR LF in the first line' "1s/\$/$cr/"
signature 'two CR in the trusted comment' "3s/\$/$cr$cr/"
signature 'two CR in the signature' "2s/\$/$cr$cr/"
signature 'a blank line after' '$a\
'
signature 'text after' '$a\
more'
signature 'a blank line before' '1i\
'
signature 'a blank line between' '2a\
'
signature 'a byte order mark' "1s/^/$bom/"
signature 'a blank before' '1s/^/ /'
signature 'a blank before the signature' '2s/^/ /'
signature 'a blank after the signature' '2s/$/ /'
signature 'a blank after the trusted comment' '3s/$/ /'
signature 'another comment' '3s/comment$/camment/'
printf '%s' "$(cat good.minisig)" >x.minisig; same 'signature, no last line feed' good.pub x.minisig
printf '%s\r' "$(sed "s/\$/$cr/" good.minisig | sed '$s/.$//')" >x.minisig; same 'signature, CR LF and no last line feed' good.pub x.minisig
[ "$number" -ge 34 ] || fail "only $number were compared"

step "passphrases: the line, and not what an editor puts around it"
printf 'for trying only\n' >plain
printf '%sfor trying only\r\n' "$bom" >dressed
ends 0 trust-bundle key new a.key --cost interactive --passphrase-fd 3 3<plain
ends 0 trust-bundle key passwd a.key --out b.key --cost interactive --passphrase-fd 3 --new-passphrase-fd 4 3<dressed 4<plain
