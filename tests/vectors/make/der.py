# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""DER by hand where a certificate must be odd, and by asn1crypto everywhere else.

asn1crypto encodes the primitive values; the SEQUENCEs around them are put together here, because the vectors need
encodings that no library writes on purpose (an explicit FALSE, unused bits too many, a doubled extension).
"""
from datetime import datetime, timezone

from asn1crypto import core


def tlv(tag, content):
    """One value: identifier octet, minimal definite length, contents."""
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 128 | len(length)]) + length + content


def sequence(*parts):
    return tlv(0x30, b"".join(parts))


def set_of(*parts):
    return tlv(0x31, b"".join(sorted(parts)))


def context(number, content, constructed=True):
    return tlv((0xA0 if constructed else 0x80) | number, content)


def oid(dotted):
    return core.ObjectIdentifier(dotted).dump()


def integer(value):
    return core.Integer(value).dump()


def boolean(value):
    return core.Boolean(value).dump()


def octets(content):
    return core.OctetString(content).dump()


def bits(content, unused=0):
    return tlv(0x03, bytes([unused]) + content)


def null():
    return core.Null().dump()


def utf8(text):
    return core.UTF8String(text).dump()


def printable(text):
    return core.PrintableString(text).dump()


def ia5(text):
    return core.IA5String(text).dump()


def moment(text):
    """A time as certificates write it (RFC 5280 4.1.2.5): UTCTime to 2049, GeneralizedTime from 2050; octets
    are written as they are, into a UTCTime."""
    if isinstance(text, bytes):
        return tlv(0x17, text)
    when = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    if 1950 <= when.year < 2050:
        return core.UTCTime(when).dump()
    return tlv(0x18, when.strftime("%Y%m%d%H%M%SZ").encode())


NAME_OIDS = {
    "CN": "2.5.4.3",
    "C": "2.5.4.6",
    "L": "2.5.4.7",
    "ST": "2.5.4.8",
    "O": "2.5.4.10",
    "OU": "2.5.4.11",
    "ORGID": "2.5.4.97",
}


def name(*parts, encode=utf8):
    """A distinguished name of one attribute for each part, as ("CN", "AMT RCFG") or ("C", "US", printable)."""
    rdns = []
    for kind, value, *how in parts:
        attribute = sequence(oid(NAME_OIDS[kind]), (how[0] if how else encode)(value))
        rdns.append(tlv(0x31, attribute))
    return sequence(*rdns)


def indefinite(der):
    """The same SEQUENCE in BER: indefinite length, closed by end-of-contents octets."""
    header = 2 if der[1] < 128 else 2 + (der[1] & 127)
    return bytes([der[0], 0x80]) + der[header:] + b"\x00\x00"
