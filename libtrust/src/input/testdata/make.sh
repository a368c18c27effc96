#!/bin/sh
# Makes the files in this folder anew, with openssl and python3 alone. Keys and signatures differ on every run; the tests
# depend on names and structure only. Needs a free TCP port on loopback.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
port=${PORT:-45993}

cat >ca.cnf <<'END'
[ca]
default_ca = here
[here]
database = index.txt
crlnumber = crlnumber
default_md = sha384
default_crl_days = 3650
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[middle]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[leaf]
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
authorityKeyIdentifier = keyid
END

key() { openssl ecparam -name secp384r1 -genkey -noout -out "$1.key" 2>/dev/null; }
issue() {  # name, subject, extensions section, issuer
  key "$1"
  openssl req -new -key "$1.key" -subj "$2" -out "$1.csr"
  openssl x509 -req -in "$1.csr" -CA "$4.pem" -CAkey "$4.key" -CAcreateserial -days 9000 -sha384 \
    -extfile ca.cnf -extensions "$3" -out "$1.pem" 2>/dev/null
}

key root
openssl req -x509 -new -key root.key -subj "/CN=Input Test Root" -days 9000 -sha384 -config ca.cnf -extensions root \
  -out root.pem
issue middle "/CN=Input Test Intermediate" middle root
issue leaf "/CN=Input Test Leaf" leaf middle

: >index.txt
echo 01 >crlnumber
openssl ca -config ca.cnf -gencrl -keyfile root.key -cert root.pem -out root.crl.pem 2>/dev/null
openssl ca -config ca.cnf -revoke middle.pem -keyfile root.key -cert root.pem 2>/dev/null
openssl ca -config ca.cnf -gencrl -keyfile root.key -cert root.pem -out revoking.crl.pem 2>/dev/null

for name in root middle leaf; do openssl x509 -in $name.pem -outform DER -out "$here/$name.der"; done
openssl crl -in root.crl.pem -outform DER -out "$here/root.crl"
openssl crl -in revoking.crl.pem -outform DER -out "$here/revoking.crl"
openssl x509 -in leaf.pem -addtrust serverAuth -trustout -out "$here/trusted.pem"
openssl crl2pkcs7 -nocrl -certfile leaf.pem -out "$here/pkcs7.pem"
openssl crl2pkcs7 -nocrl -certfile leaf.pem -outform DER -out "$here/pkcs7.p7b"
openssl pkcs12 -export -nokeys -in leaf.pem -passout pass: -out "$here/certificates.p12"
openssl req -in leaf.csr -outform DER -out "$here/request.der"
openssl pkey -in leaf.key -pubout -outform DER -out "$here/public.der"

# What s_client prints, and what goes over the wire, for TLS 1.2 and TLS 1.3.
cat middle.pem root.pem >chain.pem
for version in 1_2 1_3; do
  openssl s_server -quiet -accept "127.0.0.1:$port" -cert leaf.pem -key leaf.key -cert_chain chain.pem -tls$version \
    >/dev/null 2>&1 &
  server=$!
  python3 "$here/tap.py" "$((port + 1))" "$port" "$here/server-tls$version.bin" &
  tap=$!
  sleep 1
  openssl s_client -connect "127.0.0.1:$((port + 1))" -showcerts </dev/null >"s_client-tls$version.txt" 2>&1 || true
  wait $tap
  kill $server
  wait $server 2>/dev/null || true
  port=$((port + 2))
done
cp s_client-tls1_2.txt "$here/s_client.txt"
chmod 644 "$here/certificates.p12"
python3 "$here/frames.py" "$here"
