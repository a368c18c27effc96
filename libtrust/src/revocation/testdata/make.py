#!/usr/bin/python3
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Makes the certificates and CRLs of revocation_test.cpp with python3-cryptography and python3-asn1crypto.

Keys are thrown away: run it again only to replace all files together.
"""
import datetime
import pathlib

from asn1crypto import crl as asn1_crl
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HERE = pathlib.Path(__file__).parent
DAY = datetime.datetime


def name(cn=None, ou=None, o=None):
    parts = [(NameOID.ORGANIZATION_NAME, o), (NameOID.ORGANIZATIONAL_UNIT_NAME, ou), (NameOID.COMMON_NAME, cn)]
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts if value])


def new_key():
    return ec.generate_private_key(ec.SECP384R1())


def point(uri, issuer=None):
    return x509.DistributionPoint([x509.UniformResourceIdentifier(uri)], None, None,
                                  [x509.DirectoryName(issuer)] if issuer else None)


def certificate(subject, key, issuer, issuer_key, serial, ca=True, crl_sign=True, points=()):
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
               .serial_number(serial).not_valid_before(DAY(2020, 1, 1)).not_valid_after(DAY(2049, 12, 31))
               .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
               .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False)
               .add_extension(x509.BasicConstraints(ca, None), True)
               .add_extension(x509.KeyUsage(not ca, False, False, False, False, ca, ca and crl_sign, False, False),
                              True))
    if points:
        builder = builder.add_extension(x509.CRLDistributionPoints(list(points)), False)
    return builder.sign(issuer_key, hashes.SHA384())


OTHER_REASONS = [x509.ReasonFlags.ca_compromise, x509.ReasonFlags.affiliation_changed, x509.ReasonFlags.superseded,
                 x509.ReasonFlags.cessation_of_operation, x509.ReasonFlags.certificate_hold,
                 x509.ReasonFlags.privilege_withdrawn, x509.ReasonFlags.aa_compromise]


def entry(serial, issuer=None, reason=None):
    builder = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(DAY(2025, 11, 5))
    if reason:
        builder = builder.add_extension(x509.CRLReason(reason), False)
    if issuer:
        builder = builder.add_extension(x509.CertificateIssuer([x509.DirectoryName(issuer)]), True)
    return builder.build()


def scope(uri=None, user=False, ca=False, reasons=None, indirect=False, attribute=False):
    full = [x509.UniformResourceIdentifier(uri)] if uri else None
    return x509.IssuingDistributionPoint(full, None, user, ca, reasons, indirect, attribute)


def crl(issuer, key, entries=(), idp=None, aki_of=None, this=DAY(2026, 1, 1), until=DAY(2026, 7, 1), number=7,
        extra=()):
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer).last_update(this).next_update(until)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key((aki_of or key).public_key()), False)
    if number is not None:
        builder = builder.add_extension(x509.CRLNumber(number), False)
    if idp:
        builder = builder.add_extension(idp, True)
    for extension, critical in extra:
        builder = builder.add_extension(extension, critical)
    for one in entries:
        builder = builder.add_revoked_certificate(one)
    return builder.sign(key, hashes.SHA384())


def without_next_update(made, key):
    parsed = asn1_crl.CertificateList.load(made.public_bytes(serialization.Encoding.DER))
    tbs = parsed["tbs_cert_list"]
    del tbs["next_update"]
    signature = key.sign(tbs.dump(force=True), ec.ECDSA(hashes.SHA384()))
    parsed["signature"] = signature
    return x509.load_der_x509_crl(parsed.dump(force=True))


def write(file, *items):
    with open(HERE / file, "wb") as out:
        for item in items:
            out.write(item.public_bytes(serialization.Encoding.PEM))


def main():
    names = {
        "root": name("www.example.test", "Root", "Test"),
        "intermediate": name("www.intel.com", "ODCA CA2 CSME Intermediate CA"),
        "issuing": name("www.intel.com", "ODCA 2 CSME P_LNL SOC 00009999 Issuing CA"),
        "rom": name("ODCA 2 CSME LNL SOC ROM CA"),
        "kernel": name("ODCA 2 CSME LNL SOC SVN 01 Kernel CA"),
        "leaf": name("AMT RCFG"),
    }
    keys = {level: new_key() for level in names}
    namesake = new_key()
    plain = point("http://crl.example.test/issuing.crl")
    indirect = point("http://crl.example.test/indirect.crl", names["intermediate"])

    def below(level, upper, serial, **more):
        return certificate(names[level], keys[level], names[upper], keys[upper], serial, **more)

    leaf = below("leaf", "kernel", 0x51, ca=False, points=[indirect])
    kernel = below("kernel", "rom", 1, points=[indirect])
    rom = below("rom", "issuing", 0x33, points=[plain])
    product = point("http://crl.example.test/product.crl")
    issuing = below("issuing", "intermediate", 0x22, points=[product])
    intermediate = below("intermediate", "root", 0x11)
    root = below("root", "root", 1)
    write("chain.pem", leaf, kernel, rom, issuing, intermediate, root)
    write("chain_without_crlsign.pem", leaf, kernel, rom, below("issuing", "intermediate", 0x22, crl_sign=False),
          below("intermediate", "root", 0x11, crl_sign=False), root)

    def of_issuing(*entries, key=keys["issuing"], **more):
        return crl(names["issuing"], key, entries, **more)

    def of_intermediate(*entries, key=keys["intermediate"], idp=scope(indirect=True), **more):
        return crl(names["intermediate"], key, entries, idp=idp, **more)

    listed = entry(0x33)
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    past = {"this": DAY(2025, 1, 1), "until": DAY(2025, 12, 31)}
    newer = {"this": DAY(2026, 2, 1), "until": DAY(2026, 2, 15), "number": 8}
    crls = {
        "plain_good": of_issuing(entry(0x99)),
        "plain_revokes_rom": of_issuing(listed),
        "plain_stale": of_issuing(**past),
        "plain_stale_revokes_rom": of_issuing(listed, **past),
        "plain_future": of_issuing(listed, this=DAY(2026, 6, 1)),
        "plain_future_silent": of_issuing(this=DAY(2026, 6, 1), number=9),
        "plain_newer_stale": of_issuing(**newer),
        "plain_newer_stale_ca_certs_only": of_issuing(idp=scope(ca=True), **newer),
        "plain_newer_stale_by_namesake": of_issuing(key=namesake, aki_of=keys["issuing"], **newer),
        "plain_newer_unknown_critical": of_issuing(this=DAY(2026, 2, 1), number=8, extra=[(unknown, True)]),
        "plain_newer_delta": of_issuing(this=DAY(2026, 2, 1), number=8, extra=[(x509.DeltaCRLIndicator(7), True)]),
        "plain_higher_number_stale": of_issuing(until=DAY(2026, 2, 15), number=256),
        "plain_lower_number_stale": of_issuing(until=DAY(2026, 2, 15), number=6),
        "plain_without_next_update": without_next_update(of_issuing(), keys["issuing"]),
        "plain_by_namesake": of_issuing(listed, key=namesake),
        "plain_forged": of_issuing(listed, key=namesake, aki_of=keys["issuing"]),
        "plain_unknown_critical": of_issuing(listed, extra=[(unknown, True)]),
        "plain_delta": of_issuing(listed, extra=[(x509.DeltaCRLIndicator(3), True)]),
        "plain_lower_number": of_issuing(number=6),
        "plain_user_certs_only_silent": of_issuing(idp=scope(user=True)),
        "plain_other_point_silent": of_issuing(idp=scope(uri="http://crl.example.test/other.crl")),
        "plain_hold": of_issuing(entry(0x33, reason=x509.ReasonFlags.certificate_hold)),
        "plain_compromised": of_issuing(entry(0x33, reason=x509.ReasonFlags.key_compromise)),
        "plain_removing_delta": of_issuing(entry(0x33, reason=x509.ReasonFlags.remove_from_crl), this=DAY(2026, 2, 1),
                                           number=8, extra=[(x509.DeltaCRLIndicator(7), True)]),
        "plain_other_reasons": of_issuing(idp=scope(reasons=frozenset(OTHER_REASONS))),
        "by_kernel_of_leaf": crl(names["kernel"], keys["kernel"]),
        "by_kernel_of_leaf_listing": crl(names["kernel"], keys["kernel"], [entry(0x51)]),
        "plain_user_certs_only": of_issuing(listed, idp=scope(user=True)),
        "plain_ca_certs_only": of_issuing(idp=scope(ca=True)),
        "plain_some_reasons": of_issuing(idp=scope(reasons=frozenset([x509.ReasonFlags.key_compromise]))),
        "plain_some_reasons_revokes_rom": of_issuing(listed, idp=scope(
            reasons=frozenset([x509.ReasonFlags.key_compromise]))),
        "plain_same_point": of_issuing(idp=scope(uri="http://crl.example.test/issuing.crl")),
        "plain_other_point": of_issuing(listed, idp=scope(uri="http://crl.example.test/other.crl")),
        "plain_without_number": of_issuing(number=None),
        "indirect_good": of_intermediate(),
        "indirect_stale": of_intermediate(**past),
        "indirect_newer_stale": of_intermediate(**newer),
        "indirect_without_idp": of_intermediate(entry(0x51, names["kernel"]), idp=None),
        "indirect_not_flagged": of_intermediate(entry(0x51, names["kernel"]), idp=scope(user=True)),
        "indirect_revokes_leaf": of_intermediate(entry(0x51, names["kernel"])),
        "indirect_carries_issuer": of_intermediate(entry(0x50, names["kernel"]), entry(0x51)),
        "indirect_other_issuer": of_intermediate(entry(0x51, names["rom"])),
        "indirect_serial_without_issuer": of_intermediate(entry(0x51)),
        "indirect_by_namesake": of_intermediate(entry(0x51, names["kernel"]), key=namesake),
        "indirect_by_kernel_key": of_intermediate(entry(0x51, names["kernel"]), key=keys["kernel"]),
        "of_intermediate_silent": of_intermediate(entry(0x99), idp=None, this=DAY(2025, 12, 1)),
        "of_intermediate_names_issuers": of_intermediate(entry(0x51, names["kernel"]), entry(0x22), idp=None),
        "of_intermediate_revokes_issuing": of_intermediate(entry(0x22)),
    }
    for file, made in crls.items():
        write(file + ".crl.pem", made)


main()
