#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# Makes the certificates of this folder with openssl: a chain with the names of a Meteor Lake part under a root of our
# own, and a few beside it. Every run makes new keys, so expected outputs change with it; the keys are thrown away.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/ca.cnf" <<CONF
[ca]
default_ca = ca
[ca]
database = $work/index
rand_serial = yes
default_md = sha384
policy = any
crlnumber = $work/crlnumber
crl_extensions = crl
unique_subject = no
preserve = yes
[any]
C = optional
ST = optional
L = optional
O = optional
OU = optional
CN = optional
[req]
distinguished_name = none
[none]
[crl]
authorityKeyIdentifier = keyid
CONF
echo 1000 > "$work/crlnumber"
: > "$work/index"

# certify NAME ISSUER SUBJECT EXTENSION...: a P-384 key and a certificate for it. The key identifier is the one that ODCA
# uses: the first 20 bytes of SHA-256 of the point.
certify() {
  name=$1 issuer=$2 subject=$3
  shift 3
  printf '%s\n' "$@" > "$work/$name.ext"
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out "$work/$name.key" 2>/dev/null
  id=$(openssl pkey -in "$work/$name.key" -pubout -outform DER | tail -c 97 | sha256sum | cut -c1-40)
  sed -i "s/@ID/$id/" "$work/$name.ext"
  openssl req -new -utf8 -config "$work/ca.cnf" -key "$work/$name.key" -subj "$subject" -out "$work/$name.csr"
  if [ "$name" = "$issuer" ]; then signer=-selfsign; else signer="-cert $work/$issuer.pem"; fi
  # shellcheck disable=SC2086 # -cert and its file are two words
  openssl ca -batch -utf8 -config "$work/ca.cnf" -notext -in "$work/$name.csr" -out "$work/$name.pem" $signer \
    -keyfile "$work/$issuer.key" -startdate 20230716000000Z -enddate 20491231235959Z \
    -extfile "$work/$name.ext" -outdir "$work" 2> "$work/log" || { cat "$work/log" >&2; exit 1; }
}

# join OUTPUT NAME...: certificates in one file, each with its name before it.
join() {
  output=$1
  shift
  for name in "$@"; do
    printf '%s\n' "$name"
    cat "$work/$name.pem"
  done > "$output"
}

ski='subjectKeyIdentifier = @ID'
aki='authorityKeyIdentifier = keyid'
eca='extendedKeyUsage = 2.23.133.8.12'
cert_sign='keyUsage = critical, keyCertSign'
both_sign='keyUsage = critical, keyCertSign, cRLSign'

certify root root '/C=XX/O=odca-trust tests/OU=Test Root Cert Signing/CN=www.example.com' \
  "$ski" "$both_sign" 'basicConstraints = critical, CA:TRUE'
certify intermediate root '/OU=ODCA CA2 CSME Intermediate CA/CN=www.intel.com' \
  "$ski" "$aki" "$both_sign" 'basicConstraints = critical, CA:TRUE'
certify issuing intermediate '/OU=ODCA 2 CSME P_MTL SOC 00009001 Issuing CA/CN=www.intel.com' \
  "$ski" "$aki" "$both_sign" 'basicConstraints = critical, CA:TRUE' \
  'crlDistributionPoints = URI:https://crl.example.com/ODCA_CA2_CSME_Product.crl'
certify rom issuing '/CN=ODCA 2 CSME MTL SOC ROM CA' \
  "$ski" "$aki" "$cert_sign" 'basicConstraints = critical, CA:TRUE, pathlen:4' "$eca" \
  'subjectAltName = otherName:1.3.6.1.5.5.7.8.4;SEQUENCE:hardware' '[hardware]' \
  'type = OID:2.16.840.1.113741.1.5.3.6.6.4' 'serial = FORMAT:HEX,OCT:00112233445566778899aabbccddeeff00112233'
certify kernel rom '/CN=ODCA 2 CSME MTL SOC SVN 01 Kernel CA' \
  "$ski" "$aki" "$cert_sign" 'basicConstraints = critical, CA:TRUE, pathlen:3' "$eca"
certify app kernel '/CN=ODCA 2 CSME MTL SOC SVN 01 AMT   CA' \
  "$ski" "$aki" "$cert_sign" 'basicConstraints = critical, CA:TRUE, pathlen:2' "$eca"
certify leaf app '/CN=AMT RCFG' 'subjectKeyIdentifier = none' \
  "$aki" 'keyUsage = critical, digitalSignature, keyEncipherment' 'basicConstraints = critical, CA:FALSE' \
  'extendedKeyUsage = critical, serverAuth'
certify web root '/CN=web' "$ski" "$aki" 'keyUsage = critical, digitalSignature' 'basicConstraints = CA:FALSE' \
  'extendedKeyUsage = serverAuth' 'subjectAltName = DNS:host.example.com, DNS:*.wild.example.com, IP:192.0.2.7'
# A subject that wants to write to the terminal: clear the screen, print green text, turn the line around.
certify hostile hostile "$(printf '/CN=\033[2J\033[32mtrusted\033[0m\302\233\342\200\256 moc.letni')" \
  "$ski" 'basicConstraints = critical, CA:FALSE'

join good.pem leaf app kernel rom issuing intermediate
join device-part.pem leaf app kernel rom
join shuffled.pem kernel intermediate leaf issuing app rom root leaf
cp "$work/root.pem" root.pem
cp "$work/web.pem" web.pem
cp "$work/hostile.pem" hostile.pem
openssl x509 -in "$work/leaf.pem" -outform DER -out leaf.der

crl() {
  openssl ca -gencrl -config "$work/ca.cnf" -cert "$work/$1.pem" -keyfile "$work/$1.key" -crl_lastupdate 20260101000000Z \
    -crl_nextupdate "$3" -out "$2" 2>/dev/null
}
: > "$work/index"
crl root root.crl 20491231235959Z
crl root root-stale.crl 20260201000000Z
openssl ca -config "$work/ca.cnf" -cert "$work/root.pem" -keyfile "$work/root.key" -crl_reason keyCompromise \
  -revoke "$work/web.pem" 2>/dev/null
crl root web-revoked.crl 20491231235959Z
