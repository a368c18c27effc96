# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Puts the certificates of a folder into the frames that read_dump takes apart, and into broken ones.

usage: frames.py FOLDER
"""
import base64
import pathlib
import struct
import sys

FOLDER = pathlib.Path(sys.argv[1])
CHAIN = [(FOLDER / f"{name}.der").read_bytes() for name in ("leaf", "middle", "root")]


def u24(number):
    return struct.pack(">I", number)[1:]


def vector24(data):
    return u24(len(data)) + data


def message(kind, body):
    return bytes([kind]) + vector24(body)


def tls12(chain):
    return message(11, vector24(b"".join(vector24(c) for c in chain)))


def tls13(chain, context=b"", extension=b""):
    entries = b"".join(vector24(c) + struct.pack(">H", len(extension)) + extension for c in chain)
    return message(11, bytes([len(context)]) + context + vector24(entries))


def record(kind, data, version=0x0303):
    return struct.pack(">BHH", kind, version, len(data)) + data


def server_hello(version13=False):
    extensions = struct.pack(">HHH", 43, 2, 0x0304) if version13 else b""
    return message(2, b"\x03\x03" + b"r" * 32 + b"\x00" + b"\x13\x02\x00" + struct.pack(">H", len(extensions)) + extensions)


def amt(body):
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<a:Envelope xmlns:a="http://www.w3.org/2003/05/soap-envelope" xmlns:g="urn:test"><a:Header/><a:Body>'
        f"{body}</a:Body></a:Envelope>"
    ).encode()


def authenticate(chain, lengths, padding=0):
    blob = base64.b64encode(b"".join(chain) + bytes(padding)).decode()
    slots = "".join(f"<g:LengthOfCertificates>{n}</g:LengthOfCertificates>" for n in lengths)
    return amt(
        f"<g:AMTAuthenticate_OUTPUT><g:Nonce>AAAA</g:Nonce>{slots}<g:Certificates>{blob}</g:Certificates>"
        "<g:ReturnValue>0</g:ReturnValue></g:AMTAuthenticate_OUTPUT>"
    )


LENGTHS = [len(c) for c in CHAIN]
ITEMS = "".join(
    f"<h:AMT_PublicKeyCertificate xmlns:h='urn:other'><h:X509Certificate>{base64.b64encode(c).decode()}</h:X509Certificate>"
    "</h:AMT_PublicKeyCertificate>"
    for c in CHAIN
)
ALERT = record(21, b"\x02\x28")
FILES = {
    "tls12.bin": tls12(CHAIN),
    "tls13.bin": tls13(CHAIN),
    "tls13-extensions.bin": tls13(CHAIN, b"context", struct.pack(">HH", 5, 3) + b"abc"),
    "handshake.bin": server_hello() + tls12(CHAIN) + message(14, b""),
    "two-certificates.bin": record(22, server_hello() + tls12(CHAIN[:1]) + tls12(CHAIN)),
    "records.bin": record(22, server_hello()) + record(22, tls12(CHAIN)) + record(22, message(14, b"")) + record(20, b"\x01")
    + record(22, b"\x00" * 40),
    "records-cut.bin": (record(22, server_hello() + tls12(CHAIN)) + record(22, message(14, b"")))[:-3],
    "records-tls13.bin": record(22, server_hello(True)) + record(20, b"\x01") + record(23, b"\x55" * 900),
    "alert.bin": ALERT,
    "authenticate.xml": authenticate(CHAIN, LENGTHS + [0], padding=100),
    "authenticate-wrong-lengths.xml": authenticate(CHAIN, [LENGTHS[0] + 1] + LENGTHS[1:]),
    "authenticate-no-lengths.xml": authenticate(CHAIN, [], padding=7),
    "authenticate-failed.xml": amt("<g:AMTAuthenticate_OUTPUT><g:ReturnValue>1</g:ReturnValue></g:AMTAuthenticate_OUTPUT>"),
    "pull.xml": amt(f"<g:PullResponse><g:Items>{ITEMS}</g:Items></g:PullResponse>"),
}

for name, content in FILES.items():
    (FOLDER / name).write_bytes(content)
