#!/usr/bin/python3
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Makes the chains of verifier_test.cpp with python3-cryptography: each file leaf first, its root last.

Keys are thrown away: run it again only to replace all files together.
"""
import datetime
import hashlib
import pathlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

HERE = pathlib.Path(__file__).parent
DAY = datetime.datetime
HARDWARE_MODULE_NAME = ObjectIdentifier("1.3.6.1.5.5.7.8.4")
ORGANIZATION_IDENTIFIER = ObjectIdentifier("2.5.4.97")


def name(*parts):
    kinds = {"C": NameOID.COUNTRY_NAME, "O": NameOID.ORGANIZATION_NAME, "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
             "CN": NameOID.COMMON_NAME, "ID": ORGANIZATION_IDENTIFIER}
    return x509.Name([x509.NameAttribute(kinds[kind], value) for kind, value in parts])


def intel(unit):
    return name(("OU", unit), ("CN", "www.intel.com"))


def hardware_module_name(serial):
    """RFC 4108: SEQUENCE { hwType 2.16.840.1.113741.1.5.3.6.6.4, hwSerialNum OCTET STRING }"""
    body = bytes.fromhex("060d6086480186f84d010503060604") + bytes([4, len(serial)]) + serial
    return bytes([0x30, len(body)]) + body


def new_key():
    return ec.generate_private_key(ec.SECP384R1())


class Entity:
    def __init__(self, subject, key=None, hash_name="sha256"):
        self.subject = subject
        self.key = key or new_key()
        self.hash_name = hash_name

    def key_id(self):
        public = self.key.public_key()
        point = public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint) \
            if isinstance(public, ec.EllipticCurvePublicKey) else public.public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
        return hashlib.new(self.hash_name, point).digest()[:20]


def certify(subject, issuer, ca=True, start=DAY(2023, 7, 16), end=DAY(2049, 12, 31, 23, 59, 59), eku=None,
            usage=None, ski=True, names=None, signer=None, hash_algorithm=hashes.SHA384(), serial=None):
    usage = usage or (["key_cert_sign", "crl_sign"] if ca else ["digital_signature", "key_encipherment"])
    bits = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
            "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]
    builder = (x509.CertificateBuilder().subject_name(subject.subject).issuer_name(issuer.subject)
               .public_key(subject.key.public_key()).serial_number(serial or x509.random_serial_number())
               .not_valid_before(start).not_valid_after(end)
               .add_extension(x509.AuthorityKeyIdentifier(issuer.key_id(), None, None), False)
               .add_extension(x509.BasicConstraints(ca, None), True)
               .add_extension(x509.KeyUsage(**{bit: bit in usage for bit in bits}), True))
    if ski:
        builder = builder.add_extension(x509.SubjectKeyIdentifier(subject.key_id()), False)
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), False)
    if eku:
        builder = builder.add_extension(x509.ExtendedKeyUsage(eku), True)
    return builder.sign(signer or issuer.key, hash_algorithm)


def write(file, *certificates):
    with open(HERE / (file + ".pem"), "wb") as out:
        for certificate in certificates:
            out.write(certificate.public_bytes(serialization.Encoding.PEM))


def write_crl(file, issuer, *serials):
    """A CRL that lists the serials, fresh on the day that the tests ask about."""
    builder = (x509.CertificateRevocationListBuilder().issuer_name(issuer.subject).last_update(DAY(2026, 11, 1))
               .next_update(DAY(2027, 1, 1)).add_extension(x509.CRLNumber(1), False)
               .add_extension(x509.AuthorityKeyIdentifier(issuer.key_id(), None, None), False))
    for serial in serials:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(DAY(2026, 10, 1)).build())
    with open(HERE / (file + ".pem"), "wb") as out:
        out.write(builder.sign(issuer.key, hashes.SHA384()).public_bytes(serialization.Encoding.PEM))


def leaf_of(app, common_name="AMT RCFG", entity=None):
    return certify(entity or Entity(name(("CN", common_name))), app, ca=False, ski=False,
                   eku=[ExtendedKeyUsageOID.SERVER_AUTH])


def odca():
    root = Entity(name(("C", "US"), ("O", "Test"), ("OU", "Test Root"), ("CN", "www.example.test")))
    intermediate = Entity(intel("ODCA CA2 CSME Intermediate CA"))
    top = [certify(intermediate, root), certify(root, root)]

    def chain(issuing_unit, rom_names=None):
        issuing = Entity(intel(issuing_unit))
        rom = Entity(name(("CN", "ODCA 2 CSME LNL SOC ROM CA")))
        kernel = Entity(name(("CN", "ODCA 2 CSME LNL SOC SVN 01 Kernel CA")))
        app = Entity(name(("CN", "ODCA 2 CSME LNL SOC SVN 01 AMT   CA")))
        return app, [certify(app, kernel), certify(kernel, rom), certify(rom, issuing, names=rom_names),
                     certify(issuing, intermediate)] + top

    app, upper = chain("ODCA 2 CSME P_LNL SOC 00009999 ZE Issuing CA")
    write_crl("crl_revokes_intermediate", root, top[0].serial_number)
    rcfg = Entity(name(("CN", "AMT RCFG")))
    write("odca", leaf_of(app, entity=rcfg), *upper)
    write("leaf_signed_again", leaf_of(app, entity=rcfg), *upper)
    production = "ODCA 2 CSME P_LNL SOC 00009999 ZE Issuing CA"
    machine, upper_hw = chain(production, [x509.OtherName(HARDWARE_MODULE_NAME, hardware_module_name(b"\x5a" * 20))])
    write("hardware", leaf_of(machine), *upper_hw)
    write("sibling", leaf_of(app, "AMT WS-MAN"), *upper)
    write("two_leaves", leaf_of(app), leaf_of(app), *upper)
    engineering, upper_e = chain("ODCA 2 CSME E_LNL SOC 00009998 ZE Issuing CA")
    write("class_e", leaf_of(engineering), *upper_e)
    debug, upper_d = chain("ODCA 2 CSME D_LNL SOC DBG00001 Issuing CA")
    write("class_d", leaf_of(debug), *upper_d)
    write("stranger", certify(Entity(name(("CN", "Stranger"))), root))


def dice():
    root = Entity(name(("C", "US"), ("O", "Digital Content Protection LLC"), ("CN", "DCP DICE Global Root CA")),
                  hash_name="sha384")
    subca = Entity(name(("O", "Intel Corporation"), ("ID", "PEN:343"), ("CN", "Intel DICE SubCA CAID:343_1")),
                   hash_name="sha384")
    other = Entity(name(("O", "Other Vendor"), ("ID", "PEN:999"), ("CN", "Other DICE SubCA CAID:999_1")),
                   hash_name="sha384")
    device = Entity(name(("CN", "Device CA")), hash_name="sha384")
    root_certificate = certify(root, root, end=DAY(2049, 12, 31))
    write("dice", leaf_of(device), certify(device, subca), certify(subca, root), root_certificate)
    write("dice_other_vendor", leaf_of(device), certify(device, other), certify(other, root), root_certificate)


def after_activation():
    lone = Entity(name(("O", "Intel Corporation"), ("CN", "Intel AMT self-signed certificate")),
                  key=rsa.generate_private_key(65537, 2048))
    usage = ["digital_signature", "key_encipherment", "key_cert_sign"]
    own = {"eku": [ExtendedKeyUsageOID.SERVER_AUTH], "usage": usage, "hash_algorithm": hashes.SHA256()}
    write("lone", certify(lone, lone, start=DAY(2022, 1, 1), end=DAY(2037, 12, 31), **own))
    forger = rsa.generate_private_key(65537, 2048)
    write("lone_forged", certify(lone, lone, signer=forger, **own))

    mps = Entity(name(("O", "Example"), ("CN", "MPS Root")))
    sub = Entity(name(("O", "Example"), ("CN", "MPS Issuing")))
    device = Entity(name(("CN", "amt.example.test")))
    auth = [ExtendedKeyUsageOID.SERVER_AUTH]
    direct = certify(device, mps, ca=False, eku=auth)
    write("enterprise", direct, certify(mps, mps))
    write_crl("crl_revokes_enterprise", mps, direct.serial_number)
    write("enterprise_sub", certify(device, sub, ca=False, eku=auth), certify(sub, mps), certify(mps, mps))


odca()
dice()
after_activation()
