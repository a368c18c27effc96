# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Families of bench_growth about what is decoded: revoked entries, names, points, identifiers and attributes, as many as
fit, under signatures that are right. Their issuer is the trusted root, so nothing of it can be passed over unread.

A family yields DER items, the target first; ("crl", DER) is a CRL of the dump, ("store", DER) one of the trust source.
"""
import itertools

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

import der
import ext
from path_cases import p384

ROOT = p384("growth root")
# As path_cases.name writes it, so that it is the name of the anchor.
ORGANISATION = "odca-trust test"


def name(common_name):
    return der.name(("O", ORGANISATION), ("CN", common_name))


ROOT_NAME = name("Growth root")
ALGORITHM = der.sequence(der.oid("1.2.840.10045.4.3.3"))  # ecdsa-with-SHA384
START, END = der.moment("2025-01-01T00:00:00Z"), der.moment("2027-01-01T00:00:00Z")
WHEN = der.moment("2025-06-01T00:00:00Z")


def signed(tbs, key):
    return der.sequence(tbs, ALGORITHM, der.bits(key.sign(tbs, ec.ECDSA(hashes.SHA384()))))


def spki(key):
    return key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def certificate(subject, key, issuer=ROOT_NAME, signer=ROOT, ca=False, extra=(), serial=7, serial_der=None):
    usage = ("keyCertSign", "cRLSign") if ca else ("digitalSignature",)
    extensions = [ext.basic_constraints(ca), ext.key_usage(*usage), *extra]
    return signed(der.sequence(der.context(0, der.integer(2)), serial_der or der.integer(serial), ALGORITHM, issuer,
                               der.sequence(START, END), subject, spki(key),
                               der.context(3, der.sequence(*map(ext.encode, extensions)))), signer)


def crl(entries=b"", extensions=(), issuer=ROOT_NAME, signer=ROOT, number=1):
    rows = [der.sequence(entries)] if entries else []
    known = [ext.crl_number(number), *extensions]
    return signed(der.sequence(der.integer(1), ALGORITHM, issuer, START, END, *rows,
                               der.context(0, der.sequence(*map(ext.encode, known)))), signer)


def leaf(extra=(), serial=7, **more):
    return certificate(name("Leaf"), p384("leaf"), extra=extra, serial=serial, **more)


def entry(number, extensions=b""):
    return der.tlv(0x30, der.tlv(2, b"\x01" + number.to_bytes(3, "big")) + WHEN + extensions)


def entry_extensions(*extensions):
    return der.sequence(*map(ext.encode, extensions))


def entries(count):
    """So many short entries in lists of a megabyte at most, none of them the target's."""
    yield leaf()
    for part in range(0, count, 45000):
        yield "crl", crl(b"".join(map(entry, range(part, min(count, part + 45000)))), number=1 + part)


def same_serial(count):
    """An indirect list in which each entry has the target's serial number and an issuer of its own."""
    yield leaf(serial=7)
    rows = b"".join(der.tlv(0x30, der.integer(7) + WHEN + entry_extensions(ext.certificate_issuer(name(f"ca {i}"))))
                    for i in range(count))
    yield "crl", crl(rows, [ext.issuing_distribution_point(indirect=True)])


def entry_issuers(count):
    """Entries that name issuers of their own, each with other names beside."""
    yield leaf()
    names = [der.sequence(*[der.context(1, b"x", constructed=False)] * 20, der.context(4, name(f"ca {i}"))) for i in range(16)]
    rows = [entry(i, entry_extensions(("2.5.29.29", True, names[i % 16]))) for i in range(count)]
    yield "crl", crl(b"".join(rows), [ext.issuing_distribution_point(indirect=True)])


def entry_unknown(count):
    """Entries of eight unknown extensions each, every flag written out."""
    yield leaf()
    unknown = der.sequence(*[der.tlv(0x30, der.tlv(6, bytes([0x2A, i])) + b"\x01\x01\x00" + b"\x04\x00") for i in range(8)])
    yield "crl", crl(b"".join(entry(i, unknown) for i in range(count)))


def uris(count, label="p", kind=6):
    return [der.context(kind, f"{label}{i}".encode(), constructed=False) for i in range(count)]


def points_of(names, one_each=False):
    groups = [[each] for each in names] if one_each else [names]
    return "2.5.29.31", False, der.sequence(*[der.sequence(der.context(0, der.context(0, b"".join(g)))) for g in groups])


def scope_of(names):
    return "2.5.29.28", True, der.sequence(der.context(0, der.context(0, b"".join(names))))


def names_times_names(count):
    """Two CAs on each of seven levels, certified by both of the level above, so 128 paths; every certificate has so
    many names of points, every CA a list with as many others."""
    points = points_of(uris(count, "c"), one_each=True)
    levels = 7
    keys = [[p384(f"heavy {level} {side}") for side in range(2)] for level in range(levels)]

    def ca_name(level, side):
        return name(f"Heavy {level} {side}") if level < levels else ROOT_NAME

    yield certificate(name("Leaf"), p384("leaf"), ca_name(0, 0), keys[0][0], extra=[points])
    for level, side, above in itertools.product(range(levels), range(2), range(2)):
        if level + 1 == levels and above:
            continue
        signer = keys[level + 1][above] if level + 1 < levels else ROOT
        yield certificate(ca_name(level, side), keys[level][side], ca_name(level + 1, above), signer, ca=True, extra=[points],
                          serial=100 + level * 4 + side * 2 + above)
    for level, side in itertools.product(range(levels), range(2)):
        yield "crl", crl(entry(7), [scope_of(uris(count, "i"))], ca_name(level, side), keys[level][side])


def alt_names(count):
    """Sixty certificates of so many DNS names each."""
    names = "2.5.29.17", False, der.sequence(*uris(count, "", 2))
    for i in range(60):
        yield leaf([names], serial=7 + i)


def directory_names(count):
    """The same with directory names."""
    one = der.context(4, der.sequence(der.tlv(0x31, der.sequence(der.tlv(6, b"\x2a"), der.tlv(12, b"x")))))
    for i in range(60):
        yield leaf([("2.5.29.17", False, der.sequence(*[one] * count))], serial=7 + i)


def points(count):
    """Sixty certificates of so many distribution points each."""
    for i in range(60):
        yield leaf([points_of(uris(count), one_each=True)], serial=7 + i)


def identifiers(count):
    """Sixty certificates of so many purposes and as many policies."""
    short = [der.tlv(6, bytes([0x2A, i % 128])) for i in range(count)]
    for i in range(60):
        yield leaf([("2.5.29.37", False, der.sequence(*short)), ("2.5.29.32", False, der.sequence(*map(der.sequence, short)))],
                   serial=7 + i)


def long_identifiers(octets):
    """Sixty certificates with a purpose, a policy and an extension whose identifiers have so many octets."""
    long = der.tlv(6, b"\x2a" + b"\x01" * octets)
    for i in range(60):
        yield leaf([("2.5.29.37", False, der.sequence(long)), ("2.5.29.32", False, der.sequence(der.sequence(long)))],
                   serial=7 + i)


def attributes(count):
    """Sixty certificates whose subject has so many attributes, all in one set."""
    one = sorted(der.sequence(der.tlv(6, b"\x2a"), der.tlv(12, bytes([0x41 + i % 26, 0x41 + i // 26 % 26]))) for i in range(count))
    for i in range(60):
        yield certificate(der.sequence(der.tlv(0x31, b"".join(one))), p384("leaf"), serial=7 + i)


def unknown_extensions(count):
    """Sixty certificates of so many unknown extensions."""
    for i in range(60):
        yield leaf([(f"1.2.3.{n}", False, b"\x05\x00") for n in range(count)], serial=7 + i)


def serial_octets(count):
    """Sixty certificates, and a list of sixty-four entries, with serial numbers of so many octets."""
    for i in range(60):
        yield leaf(serial_der=der.tlv(2, b"\x01" + bytes([i]) * count))
    yield "crl", crl(b"".join(der.tlv(0x30, der.tlv(2, b"\x01" + bytes([i]) * count) + WHEN) for i in range(64)))


def long_names(octets):
    """names_times_names without points, with names of so many octets."""
    pad = "x" * octets
    levels = 5
    keys = [[p384(f"heavy {level} {side}") for side in range(2)] for level in range(levels)]

    def ca_name(level, side):
        return name(f"{level} {side} {pad}") if level < levels else ROOT_NAME

    yield certificate(name("Leaf"), p384("leaf"), ca_name(0, 0), keys[0][0],
                      extra=[("2.5.29.30", True, b"\x30\x00")])  # rejected, so that every path is tried
    for level, side, above in itertools.product(range(levels), range(2), range(2)):
        if level + 1 == levels and above:
            continue
        signer = keys[level + 1][above] if level + 1 < levels else ROOT
        yield certificate(ca_name(level, side), keys[level][side], ca_name(level + 1, above), signer, ca=True,
                          serial=100 + level * 4 + side * 2 + above)


def one_name(count):
    """So many CAs of one name and one key, each signed by that key, above the target; one of them by the root."""
    key = p384("heavy one")
    yield certificate(name("Leaf"), p384("leaf"), name("One"), key)
    for i in range(count):
        yield certificate(name("One"), key, name("One"), key, ca=True, serial=100 + i)
    yield certificate(name("One"), key, ca=True)


def small_lists(count):
    """So many lists of the root in the dump, each for other distribution points than the target's."""
    yield leaf([points_of(uris(1, "mine"))])
    for i in range(count):
        yield "crl", crl(entry(i + 100), [scope_of(uris(1, f"list {i}/"))], number=i + 1)


def stored_lists(count):
    """The same in the trust source, one signature for all but the last: strangers' lists are never checked."""
    yield leaf([points_of(uris(1, "mine"))])
    stranger = p384("heavy stranger")
    for i in range(count):
        yield "store", crl(entry(i + 100), issuer=name(f"Stranger {i}"), signer=stranger)
    yield "store", crl(entry(100))


def blocks(count):
    """A good chain before so many PEM blocks of nothing."""
    yield leaf()
    for _ in range(count):
        yield "junk", b"\x05\x00"


FAMILIES = {
    "crl-entries": (entries, (1000, 45000, 130000), "trusted"),
    "crl-same-serial": (same_serial, (1000, 11500), "trusted"),
    "crl-entry-issuers": (entry_issuers, (1000, 7000), "trusted"),
    "crl-entry-unknown": (entry_unknown, (1000, 8000), "trusted"),
    "names-times-names": (names_times_names, (1, 16, 31, 62, 1000), "trusted"),
    "alt-names": (alt_names, (10, 1000, 3000), "trusted"),
    "directory-names": (directory_names, (10, 900), "trusted"),
    "points": (points, (3, 32, 1000), "trusted"),
    "identifiers": (identifiers, (10, 120, 1500), "trusted"),
    "long-identifiers": (long_identifiers, (100, 7000), "trusted"),
    "attributes": (attributes, (10, 120, 650), "trusted"),
    "unknown-extensions": (unknown_extensions, (10, 60, 600), "trusted"),
    "serial-octets": (serial_octets, (20, 15000), "trusted"),
    "long-names": (long_names, (10, 7000), "improper"),
    "one-name": (one_name, (6, 62), "trusted"),
    "small-lists": (small_lists, (10, 100, 256, 5000), "trusted"),
    "stored-lists": (stored_lists, (10, 1000, 20000), "trusted"),
    "blocks": (blocks, (10, 1000, 60000), "trusted"),
}
