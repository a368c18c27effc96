#!/usr/bin/python3
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Makes store.json, a trust-store.json with every member, and parts.json, certificates and keys that have no place in
one. Needs python3-cryptography. The keys are thrown away, so each run gives other files with the same tests.
Usage: make_store.py FOLDER
"""
import base64
import datetime
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

DER = serialization.Encoding.DER
DAY = datetime.datetime(2026, 1, 1)
YEAR = datetime.timedelta(days=365)


def b64(octets):
    return base64.b64encode(octets).decode()


def sha(octets):
    return hashlib.sha256(octets).hexdigest()


def spki(key):
    return key.public_key().public_bytes(DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def name(common):
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Example"),
                      x509.NameAttribute(NameOID.COMMON_NAME, common)])


def certificate(common, key, issuer=None, ca=True, days=3650, digest=hashes.SHA384()):
    issuer_name, issuer_key = issuer or (common, key)
    builder = (x509.CertificateBuilder().subject_name(name(common)).issuer_name(name(issuer_name))
               .public_key(key.public_key()).serial_number(x509.random_serial_number())
               .not_valid_before(DAY).not_valid_after(DAY + datetime.timedelta(days=days))
               .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
               .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False))
    return builder.sign(issuer_key, digest).public_bytes(DER)


def version_1(key):
    """A self-signed certificate of version 1, which only OpenSSL makes."""
    with tempfile.TemporaryDirectory() as folder:
        pem = pathlib.Path(folder) / "key.pem"
        pem.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                          serialization.NoEncryption()))
        csr = subprocess.run(["openssl", "req", "-new", "-key", pem, "-subj", "/O=Example/CN=Version 1"],
                             check=True, capture_output=True).stdout
        return subprocess.run(["openssl", "x509", "-req", "-signkey", pem, "-days", "3650", "-outform", "DER"],
                              input=csr, check=True, capture_output=True).stdout


def crl(issuer, key, serials):
    builder = x509.CertificateRevocationListBuilder().issuer_name(name(issuer)).last_update(DAY).next_update(DAY + YEAR)
    for serial in serials:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(DAY).build()
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(key, hashes.SHA384()).public_bytes(DER)


def provenance(octets):
    return [{"url": "https://example.org/root.cer", "sha256": sha(octets), "retrieved": "2026-01-02"}]


def anchor(number, common, key, **members):
    return {"id": number, "label": f"{common} “{number}”", "status": "active", "subject": b64(name(common).public_bytes()),
            "spki": b64(spki(key)), "cert_sha256": [], "roles": ["odca"], "constraints": {}, "provenance": [], **members}


def main():
    folder = pathlib.Path(sys.argv[1])
    root, old, bad, sub, leaf, other = (ec.generate_private_key(ec.SECP384R1()) for _ in range(6))
    rsa_key = rsa.generate_private_key(65537, 2048)
    root_der = certificate("Root", root)
    sub_der = certificate("Sub", sub, ("Root", root))
    store = {
        "schema": "amt-trust-store/1", "scope": "intel-amt-odca", "version": 7, "reader_level": 1, "min_tool": "0.1.0",
        "created": "2026-01-03T04:05:06Z", "notes": "A \"note\" with a \\ and – beyond ASCII",
        "anchors": [
            anchor(1, "Root", root, cert_sha256=[sha(root_der), "00" * 32], der=b64(root_der), roles=["odca", "lab"],
                   provenance=provenance(root_der), subject_key_id=hashlib.sha1(
                       root.public_key().public_bytes(serialization.Encoding.X962,
                                                      serialization.PublicFormat.UncompressedPoint)).hexdigest(),
                   validity={"not_before": "2026-01-01T00:00:00Z", "not_after": "2035-12-30T00:00:00Z"},
                   constraints={"first_ca": [{"type": "2.5.4.10", "value": "Example", "prefix": False},
                                             {"type": "2.5.4.3", "value": "Su", "prefix": True}],
                                "path_len": 3, "min_amt": 15, "max_amt": 21,
                                "use_from": "2026-01-01T00:00:00Z", "use_until": "2030-01-01T00:00:00Z"}),
            anchor(2, "Old", old, status="retired", replaced_by=1),
            anchor(4, "Bad", bad, status="distrusted", roles=[]),
            anchor(5, "RSA", rsa_key, roles=["dice"], constraints={"min_amt": 22}),
        ],
        "intermediates": [{"der": b64(sub_der), "provenance": []}],
        "crls": [{"der": b64(crl("Root", root, [5, 6])), "provenance": []}],
        "deny": [
            {"id": 1, "kind": "spki_sha256", "value": sha(spki(bad)), "label": "Bad", "reason": "key lost",
             "since": "2026-01-02", "lifted": False},
            {"id": 3, "kind": "cert_sha256", "value": "11" * 32, "label": "mistake", "reason": "was harmless",
             "since": "2025-12-31", "lifted": True},
        ],
    }
    weak = rsa.generate_private_key(65537, 512)
    parts = {
        "leaf": b64(certificate("Leaf", leaf, ca=False)),
        "forged": b64(certificate("Forged", leaf, ("Forged", other))),
        "version_1": b64(version_1(leaf)),
        "weak": b64(certificate("Weak", weak, digest=hashes.SHA256())),
        "root_again": b64(certificate("Root", root, days=3000)),
        "other": b64(certificate("Other", other)),
        "newer_crl": b64(crl("Root", root, [5, 6, 7])),
        "shorter_crl": b64(crl("Root", root, [5])),
    }
    text = json.dumps(store, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    (folder / "store.json").write_text(text, encoding="utf-8")
    (folder / "parts.json").write_text(json.dumps(parts, indent=1, sort_keys=True) + "\n")


main()
