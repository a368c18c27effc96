#!/usr/bin/python3
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Writes twin.pem: a certificate signed with ECDSA, and the same one with (r, n - s) in place of (r, s). The key is
thrown away. python3-cryptography makes, signs and takes apart; only the outer SEQUENCE is put together here."""
import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509.oid import NameOID

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973


def tlv(tag, contents):
    size = len(contents)
    length = bytes([size]) if size < 128 else bytes([0x82]) + size.to_bytes(2, "big")
    return bytes([tag]) + length + contents


def twin(certificate):
    r, s = utils.decode_dss_signature(certificate.signature)
    signature = utils.encode_dss_signature(r, ORDER - s)
    algorithm = bytes.fromhex("300a06082a8648ce3d040303")
    return tlv(0x30, certificate.tbs_certificate_bytes + algorithm + tlv(0x03, b"\x00" + signature))


key = ec.generate_private_key(ec.SECP384R1())
name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "twin")])
made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(datetime.datetime(2020, 1, 1)).not_valid_after(datetime.datetime(2049, 12, 31))
        .sign(key, hashes.SHA384()))
with open("twin.pem", "wb") as out:
    out.write(made.public_bytes(serialization.Encoding.PEM))
    other = x509.load_der_x509_certificate(twin(made))
    out.write(other.public_bytes(serialization.Encoding.PEM))
