#!/usr/bin/python3
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Writes large-rsa.txt (name, base64): certificates signed by their own RSA key, of the sizes around which one check
begins to weigh more than one."""
import base64
import datetime
import pathlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

HERE = pathlib.Path(__file__).parent


def certificate(bits):
    key = rsa.generate_private_key(65537, bits)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"RSA {bits}")])
    builder = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
               .serial_number(bits).not_valid_before(datetime.datetime(2025, 1, 1))
               .not_valid_after(datetime.datetime(2035, 1, 1)))
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


lines = [f"rsa-{bits} {base64.b64encode(certificate(bits)).decode()}" for bits in (3072, 4096)]
(HERE / "large-rsa.txt").write_text("\n".join(lines) + "\n")
