# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Keys, signatures, certificates and CRLs of the test hierarchies. TEST ONLY: the private keys are committed.

Keys are kept in keys/, one PEM file each. ECDSA and DSA signatures are random, so those once made are kept in
signatures.json under the SHA-256 of (algorithm, signer's public key, signed bytes): making the vectors again gives the
same bytes, and only what has changed is signed anew.
"""
import base64
import hashlib
import json
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, padding, rsa

import der
import ext

HERE = Path(__file__).resolve().parent
KEYS = HERE / "keys"
SIGNATURES = HERE / "signatures.json"

ECDSA_SHA256 = der.sequence(der.oid("1.2.840.10045.4.3.2"))
ECDSA_SHA384 = der.sequence(der.oid("1.2.840.10045.4.3.3"))
ECDSA_SHA512 = der.sequence(der.oid("1.2.840.10045.4.3.4"))
ECDSA_SHA384_NULL = der.sequence(der.oid("1.2.840.10045.4.3.3"), der.null())
RSA_SHA256 = der.sequence(der.oid("1.2.840.113549.1.1.11"), der.null())
RSA_SHA1 = der.sequence(der.oid("1.2.840.113549.1.1.5"), der.null())
ED25519 = der.sequence(der.oid("1.3.101.112"))
DSA_SHA256 = der.sequence(der.oid("2.16.840.1.101.3.4.3.2"))

HASHES = {
    ECDSA_SHA256: hashes.SHA256(), ECDSA_SHA384: hashes.SHA384(), ECDSA_SHA512: hashes.SHA512(),
    ECDSA_SHA384_NULL: hashes.SHA384(), RSA_SHA256: hashes.SHA256(), RSA_SHA1: hashes.SHA1(),
    DSA_SHA256: hashes.SHA256(),
}

MAKERS = {
    "p192": lambda: ec.generate_private_key(ec.SECP192R1()),
    "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "p521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "rsa1024": lambda: rsa.generate_private_key(65537, 1024),
    "rsa2048": lambda: rsa.generate_private_key(65537, 2048),
    "dsa2048": lambda: dsa.generate_private_key(2048),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
}


class Key:
    """A kept private key. What follows the dot in its name is a name of MAKERS; P-384 when there is no dot. The file
    is made when it is not there."""

    _open = {}

    def __init__(self, name):
        self.name = name
        path = KEYS / f"{name}.pem"
        if not path.exists():
            kind = name.rpartition(".")[2] if "." in name else "p384"
            pem = MAKERS[kind]().private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                               serialization.NoEncryption())
            path.write_bytes(b"TEST ONLY: this key is public and signs nothing but test vectors.\n" + pem)
        self.private = serialization.load_pem_private_key(path.read_bytes(), None)
        self.spki = self.private.public_key().public_bytes(serialization.Encoding.DER,
                                                           serialization.PublicFormat.SubjectPublicKeyInfo)

    @staticmethod
    def get(name):
        if name not in Key._open:
            Key._open[name] = Key(name)
        return Key._open[name]

    @property
    def point(self):
        """The contents of subjectPublicKey: for an EC key 04, X, Y."""
        return self.private.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)

    def key_id(self, digest="sha256"):
        """RFC 7093 method 1 as Intel uses it: SHA-256 for ODCA, SHA-384 for DICE; 20 bytes."""
        bits = self.point if isinstance(self.private, ec.EllipticCurvePrivateKey) else self.spki
        return hashlib.new(digest, bits).digest()[:20]

    @property
    def algorithm(self):
        """The AlgorithmIdentifier that this key signs with unless another is asked for."""
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return ECDSA_SHA384
        if isinstance(self.private, rsa.RSAPrivateKey):
            return RSA_SHA256
        return DSA_SHA256 if isinstance(self.private, dsa.DSAPrivateKey) else ED25519

    def explicit_spki(self, generator=b""):
        """The same point under explicitly written P-384 parameters, whose generator may be another (CVE-2020-0601)."""
        p = 2**384 - 2**128 - 2**96 + 2**32 - 1
        b = bytes.fromhex("b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875a"
                          "c656398d8a2ed19d2a85c8edd3ec2aef")
        g = bytes.fromhex("04aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e38"
                          "72760ab73617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a"
                          "431d7c90ea0e5f")
        n = int("ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973", 16)
        field_id = der.sequence(der.oid("1.2.840.10045.1.1"), der.integer(p))
        curve = der.sequence(der.octets((p - 3).to_bytes(48, "big")), der.octets(b))
        parameters = der.sequence(der.integer(1), field_id, curve, der.octets(generator or g), der.integer(n),
                                  der.integer(1))
        algorithm = der.sequence(der.oid("1.2.840.10045.2.1"), parameters)
        return der.sequence(algorithm, der.bits(self.point))


class Signatures:
    """The signatures made before, and those used in this run."""

    def __init__(self):
        self.known = json.loads(SIGNATURES.read_text()) if SIGNATURES.exists() else {}
        self.used = {}

    def sign(self, key, algorithm, message):
        index = hashlib.sha256(algorithm + key.spki + message).hexdigest()
        if index in self.known:
            self.used[index] = self.known[index]
            return base64.b64decode(self.known[index])
        private = key.private
        if isinstance(private, ec.EllipticCurvePrivateKey):
            signature = private.sign(message, ec.ECDSA(HASHES[algorithm]))
        elif isinstance(private, rsa.RSAPrivateKey):
            return private.sign(message, padding.PKCS1v15(), HASHES[algorithm])  # deterministic, not kept
        elif isinstance(private, dsa.DSAPrivateKey):
            signature = private.sign(message, HASHES[algorithm])
        else:
            return private.sign(message)  # Ed25519, deterministic
        self.known[index] = self.used[index] = base64.b64encode(signature).decode()
        return signature

    def save(self, only_used):
        kept = self.used if only_used else self.known
        SIGNATURES.write_text(json.dumps(dict(sorted(kept.items())), indent=0) + "\n")


signatures = Signatures()


@dataclass(frozen=True)
class Certificate:
    """What goes into one certificate. `der` encodes and signs it; replace() makes its odd neighbours.

    Every field that is not the usual thing is named for what it breaks."""

    subject: bytes
    issuer: bytes
    key: str
    signer: str
    serial: int
    not_before: str
    not_after: str
    extensions: tuple
    version: int = 3
    algorithm: bytes = b""  # the signer's usual one when empty
    outer_algorithm: bytes = b""  # the same as inside when empty
    spki: bytes = b""  # another SubjectPublicKeyInfo than that of `key`
    serial_der: bytes = b""  # another INTEGER than that of `serial`
    flip_signature: bool = False  # the last bit of the signature is inverted
    signature: bytes = b""  # another signature value than the signer's
    again: int = 0  # 1, 2, …: the same TBS signed anew, as AMT does for each request

    def with_(self, **changes):
        return replace(self, **changes)

    def without(self, *oids):
        return replace(self, extensions=tuple(each for each in self.extensions if each[0] not in oids))

    def put(self, *extensions):
        """Exchange extensions of the same OID in their place; append those that are new."""
        result = list(self.extensions)
        for new in extensions:
            at = [index for index, old in enumerate(result) if old[0] == new[0]]
            if at:
                result[at[0]] = new
            else:
                result.append(new)
        return replace(self, extensions=tuple(result))

    @property
    def signing_key(self):
        return Key.get(self.signer)

    @property
    def inner_algorithm(self):
        return self.algorithm or self.signing_key.algorithm

    @property
    def tbs(self):
        parts = [der.context(0, der.integer(self.version - 1))] if self.version > 1 else []
        parts += [
            self.serial_der or der.integer(self.serial),
            self.inner_algorithm,
            self.issuer,
            der.sequence(der.moment(self.not_before), der.moment(self.not_after)),
            self.subject,
            self.spki or Key.get(self.key).spki,
        ]
        if self.extensions:
            parts.append(der.context(3, der.sequence(*[ext.encode(each) for each in self.extensions])))
        return der.sequence(*parts)

    @property
    def der(self):
        tbs = self.tbs
        salt = b"" if not self.again else self.again.to_bytes(1, "big")
        signature = self.signature or signatures.sign(_Salted(self.signing_key, salt), self.inner_algorithm, tbs)
        if self.flip_signature:
            signature = signature[:-1] + bytes([signature[-1] ^ 1])
        return der.sequence(tbs, self.outer_algorithm or self.inner_algorithm, der.bits(signature))

    @property
    def sha256(self):
        return hashlib.sha256(self.der).hexdigest()


class _Salted:
    """A key under another index of signatures.json, so that one TBS can have several kept signatures."""

    def __init__(self, key, salt):
        self.private = key.private
        self.spki = key.spki + salt


@dataclass(frozen=True)
class Crl:
    """What goes into one CRL; `entries` are (serial, revocation time, extensions)."""

    issuer: bytes
    signer: str
    this_update: str
    next_update: str
    entries: tuple = ()
    extensions: tuple = field(default_factory=tuple)
    flip_signature: bool = False
    version: int | None = 1  # the INTEGER; None: no such field
    empty_list: bool = False  # revokedCertificates, though there are none

    def with_(self, **changes):
        return replace(self, **changes)

    @property
    def tbs(self):
        algorithm = Key.get(self.signer).algorithm
        parts = [] if self.version is None else [der.integer(self.version)]
        parts += [algorithm, self.issuer, der.moment(self.this_update)]
        if self.next_update:
            parts.append(der.moment(self.next_update))
        if self.entries or self.empty_list:
            rows = []
            for serial, when, extensions in self.entries:
                tail = [der.sequence(*[ext.encode(each) for each in extensions])] if extensions else []
                rows.append(der.sequence(der.integer(serial), der.moment(when), *tail))
            parts.append(der.sequence(*rows))
        if self.extensions:
            parts.append(der.context(0, der.sequence(*[ext.encode(each) for each in self.extensions])))
        return der.sequence(*parts)

    @property
    def der(self):
        key = Key.get(self.signer)
        tbs = self.tbs
        signature = signatures.sign(key, key.algorithm, tbs)
        if self.flip_signature:
            signature = signature[:-1] + bytes([signature[-1] ^ 1])
        return der.sequence(tbs, key.algorithm, der.bits(signature))


def pem(label, content):
    text = base64.b64encode(content).decode()
    lines = [text[at:at + 64] for at in range(0, len(text), 64)]
    return f"-----BEGIN {label}-----\n" + "\n".join(lines) + f"\n-----END {label}-----\n"


def spki_pin(certificate):
    return hashlib.sha256(certificate.spki or Key.get(certificate.key).spki).hexdigest()
