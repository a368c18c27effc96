#!/usr/bin/python3
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Makes the certificates of libtrust/src/chain/testdata, for the tests of path building and path validation.

Needs python3-cryptography. Usage: path_cases.py FOLDER. Each file holds one case: a line "name: LABEL" before each
certificate. Ed25519 keys come from their names and the signatures are deterministic, so those files come out the same
again; p384.pem does not (ECDSA signs with fresh randomness, DSA and RSA keys are fresh)."""

import datetime
import hashlib
import pathlib
import ssl
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.x509.oid import NameOID, ObjectIdentifier

START = datetime.datetime(2025, 1, 1)
END = datetime.datetime(2027, 1, 1)
LONG_AGO = (datetime.datetime(2020, 1, 1), datetime.datetime(2021, 1, 1))


def key(name):
    return ed25519.Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())


def p384(name):
    return ec.derive_private_key(int.from_bytes(hashlib.sha256(name.encode()).digest(), "big"), ec.SECP384R1())


def p256(name):
    return ec.derive_private_key(int.from_bytes(hashlib.sha256(name.encode()).digest()[1:], "big"), ec.SECP256R1())


def name(common_name):
    if common_name == "":
        return x509.Name([])
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "odca-trust test"),
                      x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def key_id(text):
    return hashlib.sha256(text.encode()).digest()[:20]


def cert(subject, subject_key, issuer, issuer_key, ca=True, path_len=None, key_usage="sign", ids=(None, None),
         validity=(START, END), basic=True, extra=(), sign_hash=None, serial=None):
    """ids: key identifiers (own, issuer's), as texts that are hashed; None leaves the extension out."""
    number = serial or int.from_bytes(hashlib.sha256(f"{subject}/{issuer}/{ids}/{validity}/{extra}".encode())
                                      .digest()[:8], "big") | 1
    builder = (x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).serial_number(number)
               .not_valid_before(validity[0]).not_valid_after(validity[1]).public_key(subject_key.public_key()))
    if basic:
        builder = builder.add_extension(x509.BasicConstraints(ca, path_len), critical=True)
    if key_usage:
        sign = key_usage == "sign"
        builder = builder.add_extension(x509.KeyUsage(not sign, False, False, False, False, sign, sign, False, False),
                                        critical=True)
    if ids[0] is not None:
        builder = builder.add_extension(x509.SubjectKeyIdentifier(key_id(ids[0])), critical=False)
    if ids[1] is not None:
        builder = builder.add_extension(x509.AuthorityKeyIdentifier(key_id(ids[1]), None, None), critical=False)
    for extension, critical in extra:
        builder = builder.add_extension(extension, critical=critical)
    if sign_hash is None and not isinstance(issuer_key, ed25519.Ed25519PrivateKey):
        sign_hash = hashes.SHA384()
    return builder.sign(issuer_key, sign_hash).public_bytes(serialization.Encoding.DER)


def leaf(subject, issuer, issuer_key, subject_key=None, **more):
    return cert(subject, subject_key or key(subject), issuer, issuer_key, ca=False, key_usage="use", **more)


def unknown_critical():
    return (x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\x05\x00"), True)


def straight():
    root, ica = key("root"), key("ica")
    yield "root", cert("Root", root, "Root", root, ids=("root", "root"))
    yield "root-renewed", cert("Root", root, "Root", root, ids=("root", "root"), serial=77)
    yield "ica", cert("ICA", ica, "Root", root, ids=("ica", "root"))
    yield "leaf", leaf("Leaf", "ICA", ica, ids=("leaf", "ica"))
    yield "leaf-aia", leaf("Leaf", "ICA", ica, ids=("leaf", "ica"), extra=[(x509.AuthorityInformationAccess(
        [x509.AccessDescription(x509.AuthorityInformationAccessOID.CA_ISSUERS,
                                x509.UniformResourceIdentifier("http://ca.example/ica.cer"))]), False)])
    yield "sub-leaf", leaf("Sub leaf", "Leaf", key("Leaf"), ids=("sub", "leaf"))
    yield "impostor", leaf("Root", "Root", key("impostor"), subject_key=key("impostor"), ids=("root", "root"))
    yield "stranger", cert("Stranger", key("stranger"), "Stranger", key("stranger"), ids=("s", "s"))


def alternatives():
    """One key of an intermediate, certified well once and badly in many ways; none is told by its identifiers."""
    root, ica = key("root"), key("ica")

    def alternative(serial, **more):
        return cert("ICA", ica, "Root", root, ids=("ica", "root"), serial=serial, **more)

    yield "root", cert("Root", root, "Root", root, ids=("root", "root"))
    yield "good", alternative(1)
    yield "expired", alternative(2, validity=LONG_AGO)
    yield "not-a-ca", alternative(3, ca=False)
    yield "no-basic-constraints", alternative(4, basic=False)
    yield "no-keycertsign", alternative(5, key_usage="use")
    yield "unknown-critical", alternative(6, extra=[unknown_critical()])
    yield "constrained", alternative(7, extra=[(x509.NameConstraints([x509.DNSName("example.com")], None), False)])
    yield "leaf", leaf("Leaf", "ICA", ica, ids=("leaf", "ica"))
    yield "leaf-unknown-critical", leaf("Leaf", "ICA", ica, ids=("leaf", "ica"), extra=[unknown_critical()])


def cycle():
    """a and b sign each other; only one of the certificates for a leads out of the cycle."""
    root, a, b = key("root"), key("a"), key("b")
    yield "root", cert("Root", root, "Root", root)
    yield "a-by-b", cert("A", a, "B", b)
    yield "b-by-a", cert("B", b, "A", a)
    yield "a-by-root", cert("A", a, "Root", root)
    yield "leaf", leaf("Leaf", "A", a)


def cross_root():
    """The first root has expired; a second root has certified the first one's key."""
    first, second, ica = key("first"), key("second"), key("ica")
    yield "first", cert("First", first, "First", first, ids=("first", "first"), validity=LONG_AGO)
    yield "second", cert("Second", second, "Second", second, ids=("second", "second"))
    yield "first-by-second", cert("First", first, "Second", second, ids=("first", "second"))
    yield "ica", cert("ICA", ica, "First", first, ids=("ica", "first"))
    yield "leaf", leaf("Leaf", "ICA", ica, ids=("leaf", "ica"))


def namesakes():
    """Every CA has the same name and no key identifier; each was signed by the next, the last by nobody known."""
    keys = [key(f"namesake {i}") for i in range(13)]
    for i in range(12):
        yield f"ca{i}", cert("Namesake", keys[i], "Namesake", keys[i + 1], serial=100 + i)
    yield "anchor", cert("Namesake", keys[12], "Namesake", keys[12], serial=99)
    yield "leaf", leaf("Leaf", "Namesake", keys[0])


def look_alikes():
    """A good chain, and CAs that copy the name and the key identifiers of its intermediates but not their keys."""
    root, ica = key("root"), key("ica")
    yield "root", cert("Root", root, "Root", root, ids=("root", "root"))
    yield "ica", cert("ICA", ica, "Root", root, ids=("ica", "root"))
    yield "leaf", leaf("Leaf", "ICA", ica, ids=("leaf", "ica"))
    for i in range(60):
        yield f"same-id{i}", cert("ICA", key(f"look-alike {i}"), "Root", key("forger"), ids=("ica", "root"),
                                  serial=200 + i)
    for i in range(11):
        yield f"other-id{i}", cert("ICA", key(f"other {i}"), "Root", key("forger"), ids=(f"other {i}", "root"),
                                   serial=300 + i)


def forged_copies():
    """A good chain; forged certificates for the lower intermediate's own key, and look-alikes of the upper one."""
    root, upper, lower = key("root"), key("upper"), key("lower")
    yield "root", cert("Root", root, "Root", root, ids=("root", "root"))
    yield "upper", cert("Upper", upper, "Root", root, ids=("upper", "root"))
    yield "lower", cert("Lower", lower, "Upper", upper, ids=("lower", "upper"))
    yield "leaf", leaf("Leaf", "Lower", lower, ids=("leaf", "lower"))
    for i in range(29):
        yield f"copy{i}", cert("Lower", lower, "Upper", key("forger"), ids=("lower", "upper"), serial=400 + i)
        yield f"look-alike{i}", cert("Upper", key(f"look-alike {i}"), "Root", key("forger"), ids=("upper", "root"),
                                     serial=500 + i)


def mesh(same_name):
    """Six CAs that have all certified each other and themselves, and a leaf of each. No key identifiers."""
    keys = [key(f"mesh {i}") for i in range(6)]

    def called(i):
        return "Mesh" if same_name else f"Mesh {i}"

    for i in range(6):
        for j in range(6):
            yield f"ca{i}-by-ca{j}", cert(called(i), keys[i], called(j), keys[j], serial=1000 + 10 * i + j)
        yield f"leaf-by-ca{i}", leaf(f"Leaf {i}", called(i), keys[i])


def spoiled_mesh():
    """Five CAs that have certified each other, each certificate twice: once well and once with a fault."""
    keys = [key(f"mesh {i}") for i in range(5)]
    faults = [{"validity": LONG_AGO}, {"ca": False}, {"key_usage": "use"}, {"basic": False},
              {"extra": [unknown_critical()]}]
    yield "root", cert("Mesh 4", keys[4], "Mesh 4", keys[4])
    for i in range(5):
        for j in range(5):
            if i == j:
                continue
            serial = 1000 + 10 * i + j
            yield f"ca{i}-by-ca{j}", cert(f"Mesh {i}", keys[i], f"Mesh {j}", keys[j], serial=serial)
            yield f"ca{i}-by-ca{j}-spoiled", cert(f"Mesh {i}", keys[i], f"Mesh {j}", keys[j], serial=serial + 1000,
                                                  **faults[(i + j) % 5])
    yield "leaf-by-ca0", leaf("Leaf 0", "Mesh 0", keys[0])


def ladder():
    """A straight chain of seventeen CAs, with leaves under the fourteenth to the seventeenth."""
    keys = [key(f"rung {i}") for i in range(18)]
    yield "root", cert("Rung 0", keys[0], "Rung 0", keys[0])
    for i in range(1, 18):
        yield f"ca{i}", cert(f"Rung {i}", keys[i], f"Rung {i - 1}", keys[i - 1])
    for i in range(14, 18):
        yield f"leaf-by-ca{i}", leaf(f"Leaf {i}", f"Rung {i}", keys[i])


def path_length():
    root, ica, rolled, sub = key("root"), key("ica"), key("ica rolled"), key("sub")
    yield "root", cert("Root", root, "Root", root)
    yield "root-0", cert("Root", root, "Root", root, path_len=0, serial=9)
    yield "ica", cert("ICA", ica, "Root", root, path_len=0)
    yield "ica-self-issued", cert("ICA", rolled, "ICA", ica)
    yield "leaf-below-self-issued", leaf("Leaf", "ICA", rolled)
    yield "sub", cert("Sub", sub, "ICA", ica)
    yield "leaf-below-sub", leaf("Leaf", "Sub", sub)
    yield "leaf-below-ica", leaf("Leaf", "ICA", ica)
    yield "leaf-path-length-no-ca", leaf_with_path_length(ica)


def leaf_with_path_length(issuer_key):
    # python3-cryptography will not write a path length without the CA flag, so the extension is given as bytes:
    # SEQUENCE { INTEGER 0 }.
    raw = x509.UnrecognizedExtension(ObjectIdentifier("2.5.29.19"), bytes.fromhex("3003020100"))
    return leaf("Leaf", "ICA", issuer_key, basic=False, extra=[(raw, True)])


def empty_names():
    root, nameless = key("root"), key("nameless")
    yield "root", cert("Root", root, "Root", root)
    yield "nameless", cert("", nameless, "Root", root)
    yield "leaf", leaf("Leaf", "", nameless)
    yield "nameless-leaf", leaf("", "Root", root, subject_key=key("nameless leaf"))


def whole_certificate():
    own, ca = key("own"), key("own ca")
    yield "own", leaf("Device", "Device", own, subject_key=own)
    yield "own-again", leaf("Device", "Device", own, subject_key=own, serial=8)
    yield "own-expired", leaf("Device", "Device", own, subject_key=own, validity=LONG_AGO)
    yield "own-unknown-critical", leaf("Device", "Device", own, subject_key=own, extra=[unknown_critical()])
    yield "own-ca", cert("Device CA", ca, "Device CA", ca)
    broken = bytearray(leaf("Device", "Device", own, subject_key=own, serial=9))
    broken[-1] ^= 1
    yield "own-bad-signature", bytes(broken)


def p384_chains():
    root, ica, small = p384("root"), p384("ica"), p256("ica")
    rsa_key = rsa.generate_private_key(65537, 2048)
    yield "root", cert("Root", root, "Root", root)
    yield "ica", cert("ICA", ica, "Root", root)
    yield "leaf", leaf("Leaf", "ICA", ica, subject_key=p384("leaf"))
    yield "leaf-p256", leaf("Leaf", "ICA", ica, subject_key=p256("leaf"))
    yield "leaf-rsa", leaf("Leaf", "ICA", ica, subject_key=rsa_key)
    yield "leaf-ed25519", leaf("Leaf", "ICA", ica)
    yield "leaf-p521", leaf("Leaf", "ICA", ica, subject_key=ec.generate_private_key(ec.SECP521R1()))
    yield "leaf-p192", leaf("Leaf", "ICA", ica, subject_key=ec.generate_private_key(ec.SECP192R1()))
    yield "leaf-dsa", leaf("Leaf", "ICA", ica, subject_key=dsa.generate_private_key(1024))
    yield "leaf-rsa-1024", leaf("Leaf", "ICA", ica, subject_key=rsa.generate_private_key(65537, 1024))
    yield "leaf-sha256", leaf("Leaf", "ICA", ica, subject_key=p384("leaf"), sign_hash=hashes.SHA256())
    yield "leaf-sha1", leaf("Leaf", "ICA", ica, subject_key=p384("leaf"), sign_hash=hashes.SHA1())
    sha384, sha512 = bytes.fromhex("06082a8648ce3d040303"), bytes.fromhex("06082a8648ce3d040304")
    good = leaf("Leaf", "ICA", ica, subject_key=p384("leaf"), serial=12)
    outer = good.rindex(sha384)
    yield "leaf-algorithm-mismatch", good[:outer] + sha512 + good[outer + len(sha512):]
    yield "ica-p256", cert("Small", small, "Root", root)
    yield "ica-dsa", cert("ICA", dsa.generate_private_key(1024), "Root", root)
    yield "leaf-of-p256", leaf("Leaf", "Small", small, subject_key=p384("leaf"))
    yield "lone-rsa", leaf("Lone", "Lone", rsa_key, subject_key=rsa_key, sign_hash=hashes.SHA256())
    broken = bytearray(leaf("Lone", "Lone", rsa_key, subject_key=rsa_key, sign_hash=hashes.SHA256()))
    broken[-1] ^= 1
    yield "lone-rsa-bad-signature", bytes(broken)


def pem(der):
    return ssl.DER_cert_to_PEM_cert(der)


CASES = {"straight": straight, "alternatives": alternatives, "cycle": cycle, "cross_root": cross_root,
         "namesakes": namesakes, "look_alikes": look_alikes, "forged_copies": forged_copies,
         "mesh": lambda: mesh(False), "mesh_same_name": lambda: mesh(True), "ladder": ladder, "spoiled_mesh": spoiled_mesh,
         "path_length": path_length, "empty_names": empty_names, "whole_certificate": whole_certificate,
         "p384": p384_chains}


def main():
    folder = pathlib.Path(sys.argv[1])
    for case, make in CASES.items():
        text = "".join(f"name: {label}\n{pem(der)}" for label, der in make())
        (folder / f"{case}.pem").write_text(text)


if __name__ == "__main__":
    main()
