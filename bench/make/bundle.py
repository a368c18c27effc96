#!/usr/bin/python3
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Makes the inputs of bench_bundle: certificates and CRLs as large and as costly to read as a bundle may have them.

    bundle.py FOLDER

One file for each family, one DER in base64 on each line. No signature is right: a bundle vouches for them as it stands,
and nobody looks. Needs python3-cryptography and python3-asn1crypto.
"""
import base64
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tests/vectors/make"))

import der  # noqa: E402  pylint: disable=wrong-import-position
import ext  # noqa: E402  pylint: disable=wrong-import-position
import pki  # noqa: E402  pylint: disable=wrong-import-position
from path_cases import p384  # noqa: E402  pylint: disable=wrong-import-position

SIGNATURE = bytes.fromhex("3006020101020101")
SPKI = p384("bundle").public_key().public_bytes(pki.serialization.Encoding.DER,
                                                pki.serialization.PublicFormat.SubjectPublicKeyInfo)
MOST_ATTRIBUTES = 128  # of one name; more are refused


def attribute(octets):
    return der.tlv(0x31, der.sequence(der.oid("2.5.4.11"), der.utf8("x" * octets)))


def certificate(number, attributes, octets=1):
    """A CA certificate with so many attributes of so many octets in its subject."""
    return pki.Certificate(
        subject=der.sequence(attribute(octets) * attributes), issuer=der.name(("CN", "Bundle root")), key="", signer="",
        serial=0x4000000000000000 + number, not_before="2025-01-01T00:00:00Z", not_after="2035-01-01T00:00:00Z",
        extensions=(ext.basic_constraints(True), ext.key_usage("keyCertSign")), spki=SPKI,
        algorithm=pki.ECDSA_SHA384, signature=SIGNATURE).der


def certificates(count, size):
    """So many certificates of this size, or a little less, with as many attributes as there may be."""
    room = size - len(certificate(0, 0)) - 8  # 8: lengths that grow
    attributes = min(MOST_ATTRIBUTES, room // len(attribute(1)))
    octets = max(1, room // attributes - len(attribute(1)))
    for number in range(count):
        made = certificate(number, attributes, octets)
        assert len(made) <= size
        yield made


def crls(count, size):
    """So many CRLs of this size, or a little less, with the shortest entries that there are."""
    day = der.moment("2026-11-01T00:00:00Z")
    for number in range(count):
        issuer = der.name(("CN", f"Bundle CA {number}"))
        entries = (size - 200) // len(der.sequence(der.integer(0x10000), day))
        revoked = b"".join(der.sequence(der.integer(0x10000 + i), day) for i in range(entries))
        extensions = der.context(0, der.sequence(ext.encode(ext.crl_number(number + 1))))
        tbs = der.sequence(der.integer(1), pki.ECDSA_SHA384, issuer, day, der.moment("2027-11-01T00:00:00Z"),
                           der.sequence(revoked), extensions)
        made = der.sequence(tbs, pki.ECDSA_SHA384, der.bits(SIGNATURE))
        assert len(made) <= size
        yield made


# The sizes fill 4 MiB, with the store of the tests beside them.
FAMILIES = {
    "certificates-1024": certificates(1024, 3000),
    "certificates-16k": certificates(188, 16384),
    "certificates-16k-few": certificates(124, 16384),
    "crl-1m": crls(1, 1 << 20),
    "crls-256": crls(256, 4096),
}


def main():
    if len(sys.argv) != 2:
        sys.exit("bundle.py: expected the folder to write to")
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for family, content in FAMILIES.items():
        (folder / family).write_bytes(b"".join(base64.b64encode(each) + b"\n" for each in content))
    (folder / "made").write_bytes(b"")


if __name__ == "__main__":
    main()
