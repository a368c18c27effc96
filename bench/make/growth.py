#!/usr/bin/python3
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Makes the inputs of bench_growth: families of hostile or merely large certificate sets, each in growing sizes.

    growth.py FOLDER

One PEM file a case, the target first; "anchor.pem", the one trusted root; "cases.txt", a line for each case: family,
size, file, and what an unlimited validator would answer: "trusted", "rejected", or "improper" for what is signed and
against RFC 5280. Needs python3-cryptography and
python3-asn1crypto. P-384 keys follow from their names and ECDSA signatures are random, so the files differ in their
signatures from run to run and in nothing else.
"""
import base64
import hashlib
import itertools
import pathlib
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tests/vectors/make"))

import der  # noqa: E402  pylint: disable=wrong-import-position
import ext  # noqa: E402  pylint: disable=wrong-import-position
import heavy  # noqa: E402  pylint: disable=wrong-import-position
import pki  # noqa: E402  pylint: disable=wrong-import-position
from path_cases import cert, leaf, p384  # noqa: E402  pylint: disable=wrong-import-position

ROOT = p384("growth root")
ROOT_CERTIFICATE = cert("Growth root", ROOT, "Growth root", ROOT)


def p521(name):
    return ec.derive_private_key(int.from_bytes(hashlib.sha512(name.encode()).digest(), "big"), ec.SECP521R1())


def namesakes(count, make=p384, sign_hash=None):
    """Every CA has the same name and no key identifier; each was signed by the next, the last by nobody known."""
    keys = [make(f"namesake {i}") for i in range(count + 1)]
    yield leaf("Leaf", "Namesake", keys[0], subject_key=p384("leaf"), sign_hash=sign_hash)
    for i in range(count):
        yield cert("Namesake", keys[i], "Namesake", keys[i + 1], serial=100 + i, sign_hash=sign_hash)


def namesakes_rsa(count, bits=16384):
    """Namesakes with the largest RSA keys that are read at all. Nobody knows factors of these numbers and no signature
    is right, which costs a validator as much as one that is."""
    length = bits // 8

    def number(label):
        return hashlib.shake_256(f"growth rsa {label}".encode()).digest(length)

    def spki(label):
        modulus = int.from_bytes(number(label), "big") | 1 << (bits - 1) | 1
        key = der.sequence(der.integer(modulus), der.integer((1 << 33) - 1))
        return der.sequence(der.sequence(der.oid("1.2.840.113549.1.1.1"), der.null()), der.bits(key))

    def forged(label, subject, extensions, key):
        return pki.Certificate(
            subject=der.name(("CN", subject)), issuer=der.name(("CN", "Namesake")), key="", signer="", serial=7,
            not_before="2025-01-01T00:00:00Z", not_after="2027-01-01T00:00:00Z", extensions=extensions, spki=key,
            algorithm=pki.RSA_SHA256, signature=b"\x01" + number(f"signature {label}")[1:]).der

    yield forged("leaf", "Leaf", (ext.basic_constraints(False), ext.key_usage("digitalSignature")), spki("leaf"))
    for i in range(count):
        yield forged(i, "Namesake", (ext.basic_constraints(True), ext.key_usage("keyCertSign")), spki(i))


def mesh(levels):
    """Two CAs on each level, both certified by both CAs of the level above: 2**levels paths to a root that nobody
    trusts. No key identifiers."""
    keys = [[p384(f"mesh {level} {side}") for side in range(2)] for level in range(levels + 1)]
    yield leaf("Leaf", "Mesh 0 0", keys[0][0], subject_key=p384("leaf"))
    for level, side, above in itertools.product(range(levels), range(2), range(2)):
        yield cert(f"Mesh {level} {side}", keys[level][side], f"Mesh {level + 1} {above}", keys[level + 1][above])


def straight(certificates):
    """A chain of so many certificates, root and leaf counted, that ends at the trusted root."""
    keys = [ROOT] + [p384(f"rung {i}") for i in range(1, certificates - 1)]
    names = ["Growth root"] + [f"Rung {i}" for i in range(1, certificates - 1)]
    yield leaf("Leaf", names[-1], keys[-1], subject_key=p384("leaf"))
    for i in range(len(keys) - 1, 0, -1):
        yield cert(names[i], keys[i], names[i - 1], keys[i - 1])


def with_subject(subject):
    """A certificate around any bytes as its subject; its signature is no signature."""
    return pki.Certificate(
        subject=subject, issuer=der.name(("CN", "Growth root")), key="", signer="", serial=7,
        not_before="2025-01-01T00:00:00Z", not_after="2027-01-01T00:00:00Z",
        extensions=(ext.basic_constraints(False),), spki=p384_spki("odd"), algorithm=pki.ECDSA_SHA384,
        signature=bytes.fromhex("3006020101020101")).der


def p384_spki(name):
    return p384(name).public_key().public_bytes(pki.serialization.Encoding.DER,
                                                pki.serialization.PublicFormat.SubjectPublicKeyInfo)


def deep(levels):
    """So many SEQUENCEs in each other, all of definite length, where a name should be."""
    headers, inside = [], 0
    for _ in range(levels):
        headers.append(header_of(inside))
        inside += len(headers[-1])
    yield with_subject(b"".join(reversed(headers)))


def header_of(size):
    if size < 128:
        return bytes([0x30, size])
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x30, 128 | len(length)]) + length


def deep_indefinite(levels):
    """The same with indefinite lengths (BER)."""
    yield with_subject(b"\x30\x80" * levels + b"\x00\x00" * levels)


def attribute(form):
    return form(der.sequence(der.oid("2.5.4.11"), der.utf8("x")))


def wide(attributes):
    """A name of so many attributes, in DER."""
    yield with_subject(der.sequence(der.tlv(0x31, attribute(bytes)) * attributes))


def wide_indefinite(attributes):
    """A name of so many attributes, each SEQUENCE and SET of indefinite length (BER)."""
    one = der.indefinite(der.tlv(0x31, attribute(der.indefinite)))
    yield with_subject(der.indefinite(der.sequence(one * attributes)))


def constraints(count):
    """An intermediate with so many permitted and as many excluded names, over a leaf with as many names of its own."""
    ica = p384("constrained")

    def hosts(label):
        return [x509.DNSName(f"{label}{i}.example") for i in range(count)]

    limits = (x509.NameConstraints(hosts("p"), hosts("x")), True)
    yield leaf("Leaf", "Constrained", ica, subject_key=p384("leaf"),
               extra=[(x509.SubjectAlternativeName([x509.DNSName(f"a.p{i}.example") for i in range(count)]), False)])
    yield cert("Constrained", ica, "Growth root", ROOT, extra=[limits])


def bag(count):
    """A good chain of three and so many strangers that have nothing to do with it."""
    yield from straight(3)
    stranger = cert("Stranger", p384("stranger"), "Stranger", p384("stranger"), serial=0x4040404040404040)
    for i in range(count):  # the serial number is exchanged and the signature stays: nobody should ever check it
        yield stranger.replace(b"\x40" * 8, (0x4000000000000000 + i).to_bytes(8, "big"))


# family: how it is made, its sizes, and the answer of a validator without limits.
FAMILIES = {
    "namesakes": (namesakes, (6, 8, 9, 10, 11, 12, 30, 62, 100), "rejected"),
    "namesakes-p521": (lambda n: namesakes(n, p521, hashes.SHA512()), (6, 62), "rejected"),
    "namesakes-rsa16384": (namesakes_rsa, (6, 62), "rejected"),
    "mesh-2xk": (mesh, (2, 4, 6, 8, 10, 12, 15), "rejected"),
    "straight": (straight, (3, 6, 16, 17, 32, 64, 100, 200), "trusted"),
    "deep": (deep, (25, 1000, 4000, 64000, 256000, 600000), "rejected"),
    "deep-ber": (deep_indefinite, (25, 1000, 4000, 64000, 256000), "rejected"),
    "wide": (wide, (500, 1000, 2000, 8000, 32000), "rejected"),
    "wide-ber": (wide_indefinite, (500, 1000, 2000, 8000, 32000), "rejected"),
    "constraints": (constraints, (16, 128, 400, 2000, 8000), "trusted"),
    "bag": (bag, (10, 61, 1000, 5000), "trusted"),
    **heavy.FAMILIES,
}

LABELS = {"crl": b"X509 CRL", "store": b"X509 CRL", "junk": b"JUNK"}


def pem(content, label=b"CERTIFICATE"):
    text = base64.b64encode(content)
    lines = b"\n".join(text[at:at + 64] for at in range(0, len(text), 64))
    return b"-----BEGIN " + label + b"-----\n" + lines + b"\n-----END " + label + b"-----\n"


def write(folder, file, items):
    """Lists of the trust source go into a file of their own beside."""
    parts = [("certificate", item) if isinstance(item, bytes) else item for item in items]
    text = b"".join(pem(content, LABELS.get(kind, b"CERTIFICATE")) for kind, content in parts if kind != "store")
    (folder / file).write_bytes(text)
    stored = b"".join(pem(content, LABELS[kind]) for kind, content in parts if kind == "store")
    if stored:
        (folder / (file + ".store")).write_bytes(stored)


def main():
    if len(sys.argv) != 2:
        sys.exit("growth.py: expected the folder to write to")
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "anchor.pem").write_bytes(pem(ROOT_CERTIFICATE))
    lines = []
    for family, (make, sizes, answer) in FAMILIES.items():
        for size in sizes:
            file = f"{family}-{size}.pem"
            write(folder, file, make(size))
            lines.append(f"{family} {size} {file} {answer}\n")
    (folder / "cases.txt").write_text("".join(lines))


if __name__ == "__main__":
    main()
