#!/usr/bin/env python3
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Makes limbo-own/limbo.json and its class table: a small suite in the form of x509-limbo, so that the program `limbo`
is proved without the public one. Every rejected case has a neighbour that is accepted. Keys and signatures are new in
every run; the file is committed, and made again only when a case is added. Needs python3-cryptography 38."""
import datetime
import json
import pathlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID, ObjectIdentifier

UTC = datetime.timezone.utc
BEGIN = datetime.datetime(2024, 1, 1, tzinfo=UTC)
END = datetime.datetime(2034, 1, 1, tzinfo=UTC)
AT = datetime.datetime(2026, 1, 1, tzinfo=UTC)
SECOND = datetime.timedelta(seconds=1)
CASES, CLASSES = [], {}


class Entity:
    """A name with a key."""

    def __init__(self, common_name, key=None):
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
        self.key = key or ec.generate_private_key(ec.SECP256R1())

    def key_id(self):
        return x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()).digest


def usage(**allowed):
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{name: allowed.get(name, False) for name in names})


CA_USAGE = usage(key_cert_sign=True, crl_sign=True)


def issue(subject, issuer, ca=False, path_length=None, begin=BEGIN, end=END, key_usage=CA_USAGE, aki=True, key_id=None,
          issuer_key_id=None, extra=()):
    """A certificate for `subject`, signed by `issuer`. `key_id` and `issuer_key_id` lie about the keys."""
    builder = (x509.CertificateBuilder().subject_name(subject.name).issuer_name(issuer.name)
               .public_key(subject.key.public_key()).serial_number(x509.random_serial_number())
               .not_valid_before(begin).not_valid_after(end))
    if ca:
        builder = builder.add_extension(x509.BasicConstraints(True, path_length), critical=True)
        if key_usage is not None:
            builder = builder.add_extension(key_usage, critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier(key_id or subject.key_id()), critical=False)
    if aki:
        builder = builder.add_extension(
            x509.AuthorityKeyIdentifier(issuer_key_id or issuer.key_id(), None, None), critical=False)
    for extension, critical in extra:
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(issuer.key, hashes.SHA256())


def revoke(issuer, certificates):
    builder = (x509.CertificateRevocationListBuilder().issuer_name(issuer.name)
               .last_update(AT - 30 * 86400 * SECOND).next_update(AT + 30 * 86400 * SECOND)
               .add_extension(x509.CRLNumber(1), critical=False)
               .add_extension(x509.AuthorityKeyIdentifier(issuer.key_id(), None, None), critical=False))
    for certificate in certificates:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder().serial_number(certificate.serial_number)
            .revocation_date(AT - 60 * 86400 * SECOND).build())
    return builder.sign(issuer.key, hashes.SHA256())


def pem(item):
    return item.public_bytes(serialization.Encoding.PEM).decode()


def case(name, accepted, description, peer, bag, trusted, wanted="bind", at=AT, crls=(), max_chain_depth=None):
    CASES.append({
        "id": f"own::{name}", "conflicts_with": [], "features": [], "importance": "undetermined",
        "description": description, "validation_kind": "SERVER",
        "trusted_certs": [pem(one) for one in trusted], "untrusted_intermediates": [pem(one) for one in bag],
        "peer_certificate": pem(peer), "peer_certificate_key": None, "validation_time": at.isoformat(),
        "signature_algorithms": [], "key_usage": [], "extended_key_usage": [],
        "expected_result": "SUCCESS" if accepted else "FAILURE", "expected_peer_name": None, "expected_peer_names": [],
        "max_chain_depth": max_chain_depth, "crls": [pem(crl) for crl in crls]})
    if wanted != "bind":
        CLASSES[f"own::{name}"] = {"class": wanted, "expected": "FAILURE" if wanted in ("warn", "flip") else None}


class Pki:
    """Root, intermediate and leaf of one case: the same names everywhere, keys of its own."""

    def __init__(self, leaf_key=None):
        self.root, self.middle, self.leaf = Entity("own root"), Entity("own intermediate"), Entity("own leaf", leaf_key)

    def anchor(self, **how):
        return issue(self.root, self.root, ca=True, **how)

    def ica(self, **how):
        return issue(self.middle, self.root, **{"ca": True, **how})

    def peer(self, **how):
        return issue(self.leaf, self.middle, **how)

    def below(self, name, accepted, description, bag=None, trusted=None, peer=None, **more):
        """A case below this root; by default the intermediate is the bag and the leaf the target."""
        bag = [self.ica()] if bag is None else bag
        case(name, accepted, description, peer or self.peer(), bag, trusted or [self.anchor()], **more)


Pki().below("path::straight", True, "Root, intermediate, leaf.")
Pki().below("path::missing-intermediate", False, "The intermediate is not there.", bag=[])
pki = Pki()
pki.below("path::untrusted-root", False, "The root is in the bag, and a stranger's root is trusted.",
          bag=[pki.ica(), pki.anchor()], trusted=[issue(stranger := Entity("own stranger"), stranger, ca=True)])


def namesakes(pki):
    """Intermediates with the name and the key identifier of the genuine one: only the signature tells them apart."""
    return [issue(Entity("own intermediate"), pki.root, ca=True, key_id=pki.middle.key_id()) for _ in range(6)]


pki = Pki()
pki.below("namesakes::genuine-among-them", True, "Six namesakes with the same key identifier, the genuine one last.",
          bag=[*namesakes(pki), pki.ica()])
pki = Pki()
pki.below("namesakes::without-the-genuine", False, "Six namesakes with the same key identifier; none signed the leaf.",
          bag=namesakes(pki))

for name, accepted in ("cycle::with-way-out", True), ("cycle::without-way-out", False):
    pki, a, b = Pki(), Entity("own cycle A"), Entity("own cycle B")
    way_out = [issue(a, pki.root, ca=True)] if accepted else []
    pki.below(name, accepted, "A and B certify each other; the root certifies A, or does not.", peer=issue(pki.leaf, b),
              bag=[issue(a, b, ca=True), issue(b, a, ca=True), *way_out])

pki = Pki()
pki.below("anchor::not-self-signed", True, "The intermediate is trusted, the root is not there.", bag=[],
          trusted=[pki.ica()])
pki = Pki()
pki.below("anchor::namesake", False, "A namesake of the intermediate is trusted, with its key identifier.",
          trusted=[namesakes(pki)[0]])
pki = Pki()
pki.below("anchor::expired", False, "The root itself has expired.", trusted=[pki.anchor(end=AT - SECOND)])

for name, accepted, allowed in ("pathlen::exact", True, 1), ("pathlen::violated", False, 0):
    pki, lower = Pki(), Entity("own lower intermediate")
    pki.below(name, accepted, f"{allowed} intermediates are allowed, and there is one.", peer=issue(pki.leaf, lower),
              bag=[issue(lower, pki.middle, ca=True), pki.ica(path_length=allowed)])
pki, rolled = Pki(), Entity("own intermediate")
pki.below("pathlen::self-issued-is-free", True, "No intermediate is allowed; a self-issued one is not counted.",
          peer=issue(pki.leaf, rolled), bag=[issue(rolled, pki.middle, ca=True), pki.ica(path_length=0)])

pki = Pki()
pki.below("issuer::not-a-ca", False, "The intermediate is no CA.", bag=[pki.ica(ca=False)])
pki = Pki()
pki.below("issuer::no-keycertsign", False, "The intermediate may not sign certificates.",
          bag=[pki.ica(key_usage=usage(crl_sign=True))])
pki = Pki()
pki.below("issuer::no-key-usage", True, "The intermediate has no key usage, which allows all.",
          bag=[pki.ica(key_usage=None)])

pki = Pki()
pki.below("dates::expired-intermediate", False, "The only intermediate has expired.", bag=[pki.ica(end=AT - SECOND)])
pki = Pki()
pki.below("dates::way-around-expired", True, "An expired intermediate, and a fresh one for the same key.",
          bag=[pki.ica(end=AT - SECOND), pki.ica()])
pki = Pki()
pki.below("dates::last-second", True, "The last second of the leaf.", peer=pki.peer(end=AT))
pki = Pki()
pki.below("dates::after-last-second", False, "One second after the last of the leaf.", peer=pki.peer(end=AT - SECOND))
pki = Pki()
pki.below("dates::first-second", True, "The first second of the leaf.", peer=pki.peer(begin=AT))
pki = Pki()
pki.below("dates::before-first-second", False, "One second before the first of the leaf.",
          peer=pki.peer(begin=AT + SECOND))

UNKNOWN = x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.55555.1"), b"\x05\x00")
for name, critical in ("extensions::unknown-critical", True), ("extensions::unknown", False):
    pki = Pki()
    pki.below(name, not critical, "An unknown extension, critical or not.", peer=pki.peer(extra=[(UNKNOWN, critical)]))
PERMITTED = x509.NameConstraints([x509.DNSName("example.com")], None)
NAMED = x509.SubjectAlternativeName([x509.DNSName("example.com")])
pki = Pki()
pki.below("extensions::name-constraints", True, "Name constraints that permit the leaf.", wanted="flip",
          peer=pki.peer(extra=[(NAMED, False)]), bag=[pki.ica(extra=[(PERMITTED, True)])])
pki = Pki()
pki.below("extensions::alternative-name", True, "The same names without constraints.",
          peer=pki.peer(extra=[(NAMED, False)]))

pki = Pki()
pki.below("target::is-a-ca", False, "The target is a CA.", peer=pki.peer(ca=True))
Pki(rsa.generate_private_key(65537, 1024)).below("keys::rsa-1024", False, "A leaf with a weak RSA key.")
Pki(rsa.generate_private_key(65537, 2048)).below("keys::rsa-2048", True, "A leaf with an RSA key of 2048 bits.")
Pki(ec.generate_private_key(ec.SECP224R1())).below("keys::p224", False, "A leaf on a curve that is not allowed.")
Pki(ec.generate_private_key(ec.SECP521R1())).below("keys::p521", True, "A leaf on P-521.")
pki = Pki()
pki.below("signature::forged", False, "The leaf names the genuine intermediate and its key, and another key signed.",
          peer=issue(pki.leaf, Entity("own intermediate"), issuer_key_id=pki.middle.key_id()))

for name, accepted in ("crl::not-revoked", True), ("crl::revoked", False):
    pki = Pki()
    peer = pki.peer()
    pki.below(name, accepted, "The CRL lists the leaf, or another one.", peer=peer, wanted="crl",
              crls=[revoke(pki.middle, [pki.peer() if accepted else peer]), revoke(pki.root, [])])
pki = Pki()
pki.below("crl::no-crlsign", False, "The issuer of the CRL may not sign CRLs.", wanted="crl",
          bag=[pki.ica(key_usage=usage(key_cert_sign=True))], crls=[revoke(pki.middle, []), revoke(pki.root, [])])
Pki().below("depth::allowed", True, "One intermediate, one allowed.", wanted="depth", max_chain_depth=1)
Pki().below("depth::exceeded", False, "One intermediate, none allowed.", wanted="depth", max_chain_depth=0)
pki = Pki()
pki.below("duties::missing-aki", False, "The leaf has no authority key identifier.", peer=pki.peer(aki=False),
          wanted="warn")

folder = pathlib.Path(__file__).parent / "limbo-own"
(folder / "limbo.json").write_text(json.dumps({"version": 1, "testcases": CASES}, indent=1) + "\n")
(folder / "overlay.json").write_text(json.dumps(CLASSES, indent=1) + "\n")
print(len(CASES), "cases")
