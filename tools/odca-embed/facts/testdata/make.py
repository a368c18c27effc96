#!/usr/bin/python3
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Makes the certificates of this folder: each has one thing that the facts form does not carry. Keys are thrown away.

Needs Debian's python3-cryptography. Run it here; the files are committed, so tests do not depend on it."""
import datetime
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Facts test CA")])
POLICY = x509.ObjectIdentifier("2.16.840.1.113741.1.5.3.1.1")


def make(file, extensions, key=None, name=NAME):
    key = key or ec.generate_private_key(ec.SECP384R1())
    builder = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
               .serial_number(0x1234).not_valid_before(datetime.datetime(2020, 1, 1))
               .not_valid_after(datetime.datetime(2049, 12, 31, 23, 59, 59)))
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    certificate = builder.sign(key, hashes.SHA384())
    with open(file, "wb") as out:
        out.write(certificate.public_bytes(serialization.Encoding.PEM))


CA = x509.BasicConstraints(ca=True, path_length=None)
make("plain.pem", [CA])
make("multi_valued_name.pem", [CA], name=x509.Name([x509.RelativeDistinguishedName([
    x509.NameAttribute(NameOID.COMMON_NAME, "Facts test CA"),
    x509.NameAttribute(NameOID.SERIAL_NUMBER, "17")]), x509.RelativeDistinguishedName([
    x509.NameAttribute(NameOID.ORGANIZATION_NAME, 'A "quoted" back\\slash, ünïcode')])]))
make("no_extensions.pem", [])
make("rsa_signature.pem", [CA], key=rsa.generate_private_key(65537, 2048))
make("unknown_extension.pem", [CA, x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\x05\x00")])
make("policy_qualifier.pem", [CA, x509.CertificatePolicies([x509.PolicyInformation(POLICY, ["https://example.com/cps"])])])
make("ocsp_access.pem", [CA, x509.AuthorityInformationAccess([x509.AccessDescription(
    AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier("http://ocsp.example.com/"))])])
make("dns_name.pem", [CA, x509.SubjectAlternativeName([x509.DNSName("example.com")])])
