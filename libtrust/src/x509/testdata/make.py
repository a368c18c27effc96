#!/usr/bin/python3
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Makes the vectors beside this file, with a DER writer of its own and keys and signatures of python3-cryptography.

certificates.txt and crls.txt: one vector a line, "name expectation oddities base64"; the expectation is "ok" or the
reason slug of the refusal, for a CRL also "flawed": read, and not as RFC 5280 has it. signatures.txt: "name expectation base64" of certificates that sign themselves; keys.txt: the
same for SubjectPublicKeyInfos. Only the signatures and the RSA and DSA keys differ from run to run.
"""
import base64
import datetime
import pathlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, padding, rsa, utils
from cryptography.x509.oid import NameOID

HERE = pathlib.Path(__file__).parent


def tlv(tag, *parts):
    contents = b"".join(parts)
    length = len(contents)
    if length < 0x80:
        return bytes([tag, length]) + contents
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + contents


def seq(*parts): return tlv(0x30, *parts)
def set_(*parts): return tlv(0x31, *parts)
def octets(value): return tlv(0x04, value)
def bits(value, unused=0): return tlv(0x03, bytes([unused]) + value)
def boolean(value): return tlv(0x01, b"\xff" if value else b"\x00")
def null(): return b"\x05\x00"
def utf8(text): return tlv(0x0C, text.encode())
def printable(text): return tlv(0x13, text.encode())
def utc(text): return tlv(0x17, text.encode())
def generalized(text): return tlv(0x18, text.encode())
def ctx(n, *parts): return tlv(0x80 | n, *parts)
def ctxc(n, *parts): return tlv(0xA0 | n, *parts)


def integer(value):
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def oid(text):
    arcs = [int(a) for a in text.split(".")]
    out = b""
    for arc in [arcs[0] * 40 + arcs[1]] + arcs[2:]:
        septets = [arc & 0x7F]
        arc >>= 7
        while arc:
            septets.insert(0, arc & 0x7F | 0x80)
            arc >>= 7
        out += bytes(septets)
    return tlv(0x06, out)


ECDSA384 = "1.2.840.10045.4.3.3"
CN = "2.5.4.3"


def attribute(value, kind=CN): return seq(oid(kind), value)
def name(*values): return seq(*[set_(attribute(v)) for v in values])
def extension(kind, value, critical=b""): return seq(oid(kind), critical, octets(value))
def uri(text): return ctx(6, text.encode())
def directory(*values): return ctxc(4, name(*values))


KEY = ec.derive_private_key(0x1234567890ABCDEF, ec.SECP384R1())
SPKI = KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
# A signature of the right form and no meaning: the reader does not check signatures.
SIGNATURE = utils.encode_dss_signature(0x7123456789, 0x6123456789)
ALGORITHM = seq(oid(ECDSA384))
VALIDITY = seq(utc("200101000000Z"), utc("491231235959Z"))

TRUE = boolean(True)
FALSE = boolean(False)
BC = "2.5.29.19"
KU = "2.5.29.15"
SKI = "2.5.29.14"
AKI = "2.5.29.35"
SAN = "2.5.29.17"
EKU = "2.5.29.37"
CDP = "2.5.29.31"
POLICIES = "2.5.29.32"
AIA = "1.3.6.1.5.5.7.1.1"
NC = "2.5.29.30"
CA_BC = extension(BC, seq(TRUE), TRUE)
LEAF_BC = extension(BC, seq(), TRUE)


def certificate(*, version=ctxc(0, integer(2)), serial=integer(0x1234), inner=ALGORITHM, outer=ALGORITHM,
                issuer=name(utf8("Issuer")), validity=VALIDITY, subject=name(utf8("Subject")), spki=SPKI, extra=b"",
                extensions=(LEAF_BC,), tail=b"", signature=bits(SIGNATURE), outer_tail=b""):
    field = ctxc(3, seq(*extensions)) if extensions is not None else b""
    tbs = seq(version, serial, inner, issuer, validity, subject, spki, extra, field, tail)
    return seq(tbs, outer, signature, outer_tail)


def one(kind, value, critical=b""):
    return certificate(extensions=(extension(kind, value, critical),))


def nested(depth):
    value = null()
    for _ in range(depth - 1):
        value = seq(value)
    return value


NULL_ALGORITHM = seq(oid(ECDSA384), null())
OTHER_NAME = ctxc(0, oid("1.3.6.1.5.5.7.8.4"), ctxc(0, seq(oid("2.16.840.1.113741.1.5.3.6.6.4"), octets(bytes(20)))))
POINT = seq(ctxc(0, ctxc(0, uri("http://x.test/a.crl"))))

CERTIFICATES = [
    # name, expectation, oddities, bytes
    ("plain", "ok", "-", certificate()),
    ("no-extensions", "ok", "-", certificate(extensions=None)),
    ("version-1", "version", "-", certificate(version=b"", extensions=None)),
    ("version-1-written", "version", "-", certificate(version=ctxc(0, integer(0)))),
    ("version-2", "version", "-", certificate(version=ctxc(0, integer(1)))),
    ("version-4", "version", "-", certificate(version=ctxc(0, integer(3)))),
    ("version-negative", "version", "-", certificate(version=ctxc(0, integer(-1)))),
    ("version-twice", "version", "-", certificate(version=ctxc(0, integer(2), integer(2)))),
    ("serial-zero", "ok", "-", certificate(serial=integer(0))),
    ("serial-negative", "ok", "-", certificate(serial=integer(-5))),
    ("serial-too-long", "ok", "-", certificate(serial=integer(1 << 300))),
    ("serial-absent", "malformed", "-", certificate(serial=b"")),
    ("serial-not-minimal", "not-der", "-", certificate(serial=b"\x02\x02\x00\x01")),
    ("null-parameters", "ok", "null-ecdsa-parameters@signature,null-ecdsa-parameters@signatureAlgorithm",
     certificate(inner=NULL_ALGORITHM, outer=NULL_ALGORITHM)),
    ("null-parameters-outside", "ok", "null-ecdsa-parameters@signatureAlgorithm", certificate(outer=NULL_ALGORITHM)),
    ("algorithm-unknown", "ok", "-", certificate(inner=seq(oid("1.2.3.4")), outer=seq(oid("1.2.3.4")))),
    ("algorithm-three-parts", "malformed", "-", certificate(inner=seq(oid(ECDSA384), null(), null()))),
    ("algorithm-without-oid", "malformed", "-", certificate(outer=seq(null()))),
    ("algorithm-not-sequence", "malformed", "-", certificate(inner=octets(b"x"))),
    ("utc-until-2049", "ok", "-", certificate(validity=seq(utc("500101000000Z"), utc("491231235959Z")))),
    ("year-9999", "ok", "-", certificate(validity=seq(utc("200101000000Z"), generalized("99991231235959Z")))),
    ("generalized-2050", "ok", "-", certificate(validity=seq(utc("200101000000Z"), generalized("20500101000000Z")))),
    ("generalized-2049", "ok", "early-generalized-time@notAfter",
     certificate(validity=seq(utc("200101000000Z"), generalized("20491231235959Z")))),
    ("utc-without-seconds", "malformed", "-", certificate(validity=seq(utc("2001010000Z"), utc("491231235959Z")))),
    ("utc-with-offset", "malformed", "-", certificate(validity=seq(utc("200101000000+0000"), utc("491231235959Z")))),
    ("generalized-fraction", "malformed", "-",
     certificate(validity=seq(utc("200101000000Z"), generalized("20500101000000.5Z")))),
    ("validity-one-time", "malformed", "-", certificate(validity=seq(utc("200101000000Z")))),
    ("validity-three-times", "malformed", "-",
     certificate(validity=seq(utc("200101000000Z"), utc("491231235959Z"), utc("491231235959Z")))),
    ("validity-not-times", "malformed", "-", certificate(validity=seq(integer(1), integer(2)))),
    ("subject-empty", "ok", "-", certificate(subject=seq())),
    ("name-two-attributes-sorted", "ok", "-",
     certificate(subject=seq(set_(attribute(utf8("a")), attribute(utf8("b")))))),
    ("name-two-attributes-unsorted", "malformed", "-",
     certificate(subject=seq(set_(attribute(utf8("b")), attribute(utf8("a")))))),
    ("name-empty-rdn", "malformed", "-", certificate(subject=seq(set_()))),
    ("name-not-a-string", "malformed", "-", certificate(subject=name(integer(5)))),
    ("name-octet-string", "malformed", "-", certificate(subject=name(octets(b"x")))),
    ("name-constructed-value", "malformed", "-", certificate(subject=name(seq(utf8("x"))))),
    ("name-bad-utf8", "malformed", "-", certificate(subject=name(tlv(0x0C, b"\xc3")))),
    ("name-utf8-too-long-form", "malformed", "-", certificate(subject=name(tlv(0x0C, b"\xc0\x80")))),
    ("name-utf8-surrogate", "malformed", "-", certificate(subject=name(tlv(0x0C, b"\xed\xa0\x80")))),
    ("name-bmp-odd", "malformed", "-", certificate(subject=name(tlv(0x1E, b"\x00")))),
    ("name-ia5-eight-bits", "malformed", "-", certificate(subject=name(tlv(0x16, b"\xe9")))),
    ("name-attribute-three-parts", "malformed", "-",
     certificate(subject=seq(set_(seq(oid(CN), utf8("a"), utf8("b")))))),
    ("name-strings-of-all-types", "ok", "-",
     certificate(subject=name(utf8("\u00e9"), printable("a*b@c_d&e"), tlv(0x14, b"\xe9"), tlv(0x16, b"i"),
                              tlv(0x1A, b"v"), tlv(0x12, b"1 2"), tlv(0x1E, "\u20ac".encode("utf-16-be")),
                              tlv(0x1C, "\U0001f600".encode("utf-32-be"))))),
    ("issuer-not-a-name", "malformed", "-", certificate(issuer=integer(1))),
    ("spki-not-a-sequence", "malformed", "-", certificate(spki=integer(1))),
    ("spki-of-nonsense", "ok", "-", certificate(spki=seq(integer(1)))),
    ("issuer-unique-id", "ok", "unique-identifier@issuerUniqueID", certificate(extra=ctx(1, b"\x00\x01"))),
    ("subject-unique-id", "ok", "unique-identifier@subjectUniqueID", certificate(extra=ctx(2, b"\x00\x01"))),
    ("field-behind-extensions", "malformed", "-", certificate(tail=null())),
    ("field-instead-of-extensions", "malformed", "-", certificate(extensions=None, tail=null())),
    ("field-behind-signature", "malformed", "-", certificate(outer_tail=null())),
    ("signature-unused-bits", "malformed", "-", certificate(signature=bits(b"\x80", 1))),
    ("signature-octet-string", "malformed", "-", certificate(signature=octets(SIGNATURE))),
    ("bytes-behind", "trailing-bytes", "-", certificate() + b"\x00"),
    ("two-certificates", "trailing-bytes", "-", certificate() + certificate()),
    ("cut-short", "not-der", "-", certificate()[:-1]),
    ("indefinite-length", "not-der", "-", b"\x30\x80" + certificate()[4:] + b"\x00\x00"),
    ("length-not-minimal", "not-der", "-", b"\x30\x83\x00" + certificate()[2:]),
    ("not-a-certificate", "malformed", "-", seq(integer(1))),
    ("an-integer", "malformed", "-", integer(1)),
    ("nested-too-deep", "too-deep", "-", certificate(spki=nested(30))),
    ("extensions-empty", "malformed", "-", certificate(extensions=())),
    ("extensions-64", "ok", "-", certificate(extensions=[extension(f"1.2.3.{i}", b"") for i in range(64)])),
    ("extensions-65", "too-big", "-", certificate(extensions=[extension(f"1.2.3.{i}", b"") for i in range(65)])),
    ("extension-twice", "duplicate-extension", "-", certificate(extensions=(LEAF_BC, LEAF_BC))),
    ("extension-unknown-twice", "duplicate-extension", "-",
     certificate(extensions=(extension("1.2.3", b"a"), extension("1.2.3", b"b")))),
    ("extension-critical-false", "ok", "explicit-false@extKeyUsage.critical",
     one(EKU, seq(oid("1.3.6.1.5.5.7.3.1")), FALSE)),
    ("extension-critical-integer", "malformed-extension", "-", certificate(extensions=(
        seq(oid("1.2.3"), integer(1), octets(b"")),))),
    ("extension-value-absent", "malformed-extension", "-", certificate(extensions=(seq(oid("1.2.3"), TRUE),))),
    ("extension-four-parts", "malformed-extension", "-",
     certificate(extensions=(seq(oid("1.2.3"), TRUE, octets(b""), null()),))),
    ("extension-without-oid", "malformed", "-", certificate(extensions=(seq(octets(b"")),))),
    ("extension-unknown-critical", "ok", "-", certificate(extensions=(extension("1.2.3.4", b"any", TRUE), CA_BC))),

    ("bc-ca", "ok", "-", one(BC, seq(TRUE), TRUE)),
    ("bc-ca-path-length", "ok", "-", one(BC, seq(TRUE, integer(4)), TRUE)),
    ("bc-path-length-without-ca", "ok", "-", one(BC, seq(integer(4)), TRUE)),
    ("bc-explicit-false", "ok", "explicit-false@basicConstraints.cA", one(BC, seq(FALSE), TRUE)),
    ("bc-boolean-01", "malformed-extension", "-", one(BC, seq(b"\x01\x01\x01"), TRUE)),
    ("bc-path-length-negative", "malformed-extension", "-", one(BC, seq(TRUE, integer(-1)), TRUE)),
    ("bc-path-length-huge", "malformed-extension", "-", one(BC, seq(TRUE, integer(1 << 32)), TRUE)),
    ("bc-path-length-not-minimal", "malformed-extension", "-", one(BC, seq(TRUE, b"\x02\x02\x00\x01"), TRUE)),
    ("bc-trailing", "malformed-extension", "-", one(BC, seq(TRUE, integer(4), integer(4)), TRUE)),
    ("bc-bytes-behind", "malformed-extension", "-", one(BC, seq(TRUE) + b"\x00", TRUE)),
    ("bc-empty-value", "malformed-extension", "-", one(BC, b"", TRUE)),

    ("ku-sign", "ok", "-", one(KU, bits(b"\x06", 1), TRUE)),
    ("ku-decipher-only", "ok", "-", one(KU, bits(b"\x08\x80", 7), TRUE)),
    ("ku-not-minimal", "ok", "non-minimal-named-bits@keyUsage", one(KU, bits(b"\x80", 6), TRUE)),
    ("ku-not-minimal-octet", "ok", "non-minimal-named-bits@keyUsage", one(KU, bits(b"\x80\x00", 7), TRUE)),
    ("ku-empty", "ok", "-", one(KU, bits(b""), TRUE)),
    ("ku-zero", "ok", "non-minimal-named-bits@keyUsage", one(KU, bits(b"\x00", 7), TRUE)),
    ("ku-tenth-bit", "malformed-extension", "-", one(KU, bits(b"\x80\x40", 6), TRUE)),
    ("ku-three-octets", "malformed-extension", "-", one(KU, bits(b"\x80\x00\x00", 0), TRUE)),
    ("ku-unused-bits-set", "malformed-extension", "-", one(KU, bits(b"\x81", 6), TRUE)),
    ("ku-octet-string", "malformed-extension", "-", one(KU, octets(b"\x80"), TRUE)),

    ("ski", "ok", "-", one(SKI, octets(b"12345678901234567890"))),
    ("ski-empty", "malformed-extension", "-", one(SKI, octets(b""))),
    ("ski-raw", "malformed-extension", "-", one(SKI, b"12345678901234567890")),
    ("ski-critical", "ok", "-", one(SKI, octets(b"1"), TRUE)),
    ("aki-key-id", "ok", "-", one(AKI, seq(ctx(0, b"12345")))),
    ("aki-all", "ok", "-", one(AKI, seq(ctx(0, b"1"), ctxc(1, directory(utf8("i"))), ctx(2, b"\x05")))),
    ("aki-empty", "ok", "-", one(AKI, seq())),
    ("aki-wrong-order", "malformed-extension", "-", one(AKI, seq(ctx(2, b"\x05"), ctx(0, b"1")))),
    ("aki-serial-not-minimal", "malformed-extension", "-", one(AKI, seq(ctx(2, b"\x00\x05")))),
    ("aki-issuer-empty", "malformed-extension", "-", one(AKI, seq(ctx(0, b"1"), ctxc(1), ctx(2, b"\x05")))),
    ("aki-bytes-behind", "malformed-extension", "-", one(AKI, seq(ctx(0, b"1")) + b"\x05\x00")),

    ("eku", "ok", "-", one(EKU, seq(oid("1.3.6.1.5.5.7.3.1"), oid("2.23.133.8.12")))),
    ("eku-empty", "malformed-extension", "-", one(EKU, seq())),
    ("eku-not-oid", "malformed-extension", "-", one(EKU, seq(integer(1)))),
    ("eku-bad-oid", "malformed-extension", "-", one(EKU, seq(b"\x06\x02\x55\x80"))),

    ("san-kinds", "ok", "-", one(SAN, seq(
        OTHER_NAME, ctx(1, b"a@x.test"), ctx(2, b"x.test"), ctxc(3, null()), directory(utf8("d")), ctxc(5, null()),
        uri("https://x.test/"), ctx(7, bytes([192, 0, 2, 1])),
        ctx(7, bytes.fromhex("20010db8000000000001000000000001")), ctx(8, oid("1.2.3")[2:])))),
    ("san-empty", "malformed-extension", "-", one(SAN, seq())),
    ("san-dns-empty", "malformed-extension", "-", one(SAN, seq(ctx(2, b"")))),
    ("san-dns-blank", "malformed-extension", "-", one(SAN, seq(ctx(2, b" ")))),
    ("san-dns-nul", "malformed-extension", "-", one(SAN, seq(ctx(2, b"good.test\x00.bad.test")))),
    ("san-dns-utf8", "malformed-extension", "-", one(SAN, seq(ctx(2, "\u00e9.test".encode())))),
    ("san-dns-constructed", "malformed-extension", "-", one(SAN, seq(ctxc(2, utf8("x.test"))))),
    ("san-uri-newline", "malformed-extension", "-", one(SAN, seq(uri("https://x.test/\n")))),
    ("san-ip-5", "malformed-extension", "-", one(SAN, seq(ctx(7, bytes(5))))),
    ("san-ip-8", "malformed-extension", "-", one(SAN, seq(ctx(7, bytes(8))))),
    ("san-directory-bad", "malformed-extension", "-", one(SAN, seq(ctxc(4, name(integer(1)))))),
    ("san-directory-twice", "malformed-extension", "-", one(SAN, seq(ctxc(4, name(utf8("a")), name(utf8("b")))))),
    ("san-other-without-value", "malformed-extension", "-", one(SAN, seq(ctxc(0, oid("1.2.3"))))),
    ("san-other-implicit", "malformed-extension", "-", one(SAN, seq(ctxc(0, oid("1.2.3"), ctx(0, b"x"))))),
    ("san-other-two-values", "malformed-extension", "-", one(SAN, seq(ctxc(0, oid("1.2.3"), ctxc(0, null(), null()))))),
    ("san-registered-bad", "malformed-extension", "-", one(SAN, seq(ctx(8, b"\x80")))),
    ("san-kind-unknown", "malformed-extension", "-", one(SAN, seq(ctx(9, b"x")))),
    ("san-bytes-behind", "malformed-extension", "-", one(SAN, seq(ctx(2, b"x.test")) + b"\x05\x00")),

    ("cdp-uri", "ok", "-", one(CDP, seq(POINT))),
    ("cdp-indirect", "ok", "-", one(CDP, seq(seq(ctxc(0, ctxc(0, uri("http://x.test/a.crl"))),
                                                 ctxc(2, directory(utf8("Crl Issuer"))))))),
    ("cdp-reasons", "ok", "-", one(CDP, seq(seq(ctxc(0, ctxc(0, uri("http://x.test/a.crl"))), ctx(1, b"\x06\x40"))))),
    ("cdp-relative", "ok", "-", one(CDP, seq(seq(ctxc(0, ctxc(1, attribute(utf8("r")))))))),
    ("cdp-reasons-not-minimal", "malformed-extension", "-",
     one(CDP, seq(seq(ctxc(0, ctxc(0, uri("http://x.test/a.crl"))), ctx(1, b"\x05\x40"))))),
    ("cdp-relative-nonsense", "malformed-extension", "-", one(CDP, seq(seq(ctxc(0, ctxc(1, null())))))),
    ("cdp-empty", "malformed-extension", "-", one(CDP, seq())),
    ("cdp-point-empty", "malformed-extension", "-", one(CDP, seq(seq()))),
    ("cdp-only-reasons", "malformed-extension", "-", one(CDP, seq(seq(ctx(1, b"\x06\x40"))))),
    ("cdp-issuer-without-directory", "malformed-extension", "-", one(CDP, seq(seq(ctxc(2, uri("http://x.test/")))))),
    ("cdp-names-empty", "malformed-extension", "-", one(CDP, seq(seq(ctxc(0, ctxc(0)))))),
    ("cdp-two-names", "malformed-extension", "-",
     one(CDP, seq(seq(ctxc(0, ctxc(0, uri("http://x.test/")), ctxc(0, uri("http://y.test/"))))))),
    ("cdp-wrong-order", "malformed-extension", "-",
     one(CDP, seq(seq(ctxc(2, directory(utf8("i"))), ctxc(0, ctxc(0, uri("http://x.test/"))))))),

    ("policies", "ok", "-", one(POLICIES, seq(seq(oid("1.2.3.4")), seq(oid("1.2.3.5"), seq(seq(oid("1.2.3.6"))))))),
    ("policies-critical", "ok", "-", one(POLICIES, seq(seq(oid("1.2.3.4"))), TRUE)),
    ("policies-empty", "malformed-extension", "-", one(POLICIES, seq())),
    ("policies-qualifiers-empty", "malformed-extension", "-", one(POLICIES, seq(seq(oid("1.2.3.4"), seq())))),

    ("aia", "ok", "-", one(AIA, seq(seq(oid("1.3.6.1.5.5.7.48.2"), uri("http://x.test/ca.cer")),
                                    seq(oid("1.3.6.1.5.5.7.48.1"), uri("http://x.test/ocsp"))))),
    ("aia-critical", "ok", "-", one(AIA, seq(seq(oid("1.3.6.1.5.5.7.48.2"), uri("http://x.test/ca.cer"))), TRUE)),
    ("aia-empty", "ok", "malformed-aia@authorityInfoAccess", one(AIA, seq())),
    ("aia-nonsense", "ok", "malformed-aia@authorityInfoAccess", one(AIA, b"nonsense")),
    ("aia-half", "ok", "malformed-aia@authorityInfoAccess",
     one(AIA, seq(seq(oid("1.3.6.1.5.5.7.48.2"), uri("http://x.test/ca.cer")), null()))),
    ("aia-nonsense-critical", "malformed-extension", "-", one(AIA, b"nonsense", TRUE)),

    ("name-constraints", "ok", "-", one(NC, seq(ctxc(0, seq(ctx(2, b"x.test")))), TRUE)),
    ("name-constraints-nonsense", "ok", "-", one(NC, b"nonsense")),
    ("policy-constraints", "ok", "-", one("2.5.29.36", seq(ctx(0, b"\x00")), TRUE)),
    ("policy-mappings", "ok", "-", one("2.5.29.33", seq(seq(oid("1.2.3"), oid("1.2.4"))))),
    ("inhibit-any-policy", "ok", "-", one("2.5.29.54", integer(0), TRUE)),
]

CRL_NUMBER = extension("2.5.29.20", integer(7))


def entry(serial, *extensions, when=utc("210101000000Z")):
    return seq(integer(serial), when, seq(*extensions) if extensions else b"")


def crl(*, version=integer(1), inner=ALGORITHM, outer=ALGORITHM, issuer=name(utf8("Crl Issuer")),
        this_update=utc("200101000000Z"), next_update=utc("491231235959Z"), entries=None, extensions=(CRL_NUMBER,),
        tail=b"", signature=bits(SIGNATURE)):
    revoked = seq(*entries) if entries is not None else b""
    field = ctxc(0, seq(*extensions)) if extensions is not None else b""
    return seq(seq(version, inner, issuer, this_update, next_update, revoked, field, tail), outer, signature)


def issued_by(*names): return extension("2.5.29.29", seq(*names), TRUE)
def idp(*parts, critical=TRUE): return extension("2.5.29.28", seq(*parts), critical)


A = directory(utf8("A"))
B = directory(utf8("B"))
CRLS = [
    ("plain", "ok", "-", crl()),
    ("no-extensions", "ok", "-", crl(extensions=None)),
    ("no-next-update", "ok", "-", crl(next_update=b"")),
    ("version-1", "ok", "-", crl(version=b"", extensions=None)),
    ("version-3", "flawed", "-", crl(version=integer(2))),
    ("null-parameters", "ok", "null-ecdsa-parameters@signature,null-ecdsa-parameters@signatureAlgorithm",
     crl(inner=NULL_ALGORITHM, outer=NULL_ALGORITHM)),
    ("issuer-empty", "malformed", "-", crl(issuer=seq())),
    ("this-update-absent", "malformed", "-", crl(this_update=b"", next_update=b"")),
    ("generalized-2049", "ok", "early-generalized-time@nextUpdate", crl(next_update=generalized("20491231235959Z"))),
    ("entries", "ok", "-", crl(entries=(entry(1), entry(2, extension("2.5.29.21", tlv(0x0A, b"\x01")))))),
    ("entries-empty", "ok", "empty-list@revokedCertificates", crl(entries=())),
    ("entry-extensions-empty", "flawed", "-", crl(entries=(seq(integer(1), utc("210101000000Z"), seq()),))),
    ("entry-four-parts", "malformed", "-", crl(entries=(seq(integer(1), utc("210101000000Z"), seq(
        extension("1.2.3", b"")), null()),))),
    ("entry-extension-twice", "flawed", "-",
     crl(entries=(entry(1, extension("1.2.3", b""), extension("1.2.3", b"")),))),
    ("entry-unknown-critical", "ok", "-", crl(entries=(entry(1, extension("1.2.3", b"", TRUE)), entry(2)))),
    ("entry-reason-7", "flawed", "-", crl(entries=(entry(1, extension("2.5.29.21", tlv(0x0A, b"\x07"))),))),
    ("entry-reason-11", "flawed", "-",
     crl(entries=(entry(1, extension("2.5.29.21", tlv(0x0A, b"\x0b"))),))),
    ("entry-reason-integer", "flawed", "-", crl(entries=(entry(1, extension("2.5.29.21", integer(1))),))),
    ("entry-invalidity-date", "ok", "-",
     crl(entries=(entry(1, extension("2.5.29.24", generalized("20200101000000Z"))),))),
    ("entry-invalidity-utc", "flawed", "-",
     crl(entries=(entry(1, extension("2.5.29.24", utc("200101000000Z"))),))),
    ("indirect", "ok", "-", crl(
        entries=(entry(1), entry(2, issued_by(A)), entry(3), entry(4, issued_by(uri("http://x.test/"), B)), entry(5)),
        extensions=(CRL_NUMBER, idp(ctx(4, b"\xff"))))),
    ("entry-issuer-uri-only", "flawed", "-", crl(entries=(entry(1, issued_by(uri("http://x.test/"))),))),
    ("entry-issuer-two", "flawed", "-", crl(entries=(entry(1, issued_by(A, B)),))),
    ("entry-issuer-empty", "flawed", "-", crl(entries=(entry(1, issued_by()),))),
    ("number-critical", "ok", "-", crl(extensions=(extension("2.5.29.20", integer(7), TRUE),))),
    ("number-20-octets", "ok", "-", crl(extensions=(extension("2.5.29.20", integer((1 << 160) - 1)),))),
    ("number-21-octets", "flawed", "-", crl(extensions=(extension("2.5.29.20", integer(1 << 160)),))),
    ("number-negative", "flawed", "-", crl(extensions=(extension("2.5.29.20", integer(-1)),))),
    ("delta", "ok", "-", crl(extensions=(CRL_NUMBER, extension("2.5.29.27", integer(3), TRUE)))),
    ("delta-nonsense", "flawed", "-", crl(extensions=(extension("2.5.29.27", b"x", TRUE),))),
    ("aki", "ok", "-", crl(extensions=(CRL_NUMBER, extension(AKI, seq(ctx(0, b"12345")))))),
    ("aki-nonsense", "flawed", "-", crl(extensions=(extension(AKI, b"x"),))),
    ("unknown-critical", "ok", "-", crl(extensions=(CRL_NUMBER, extension("1.2.3.4", b"", TRUE)))),
    ("extension-twice", "flawed", "-", crl(extensions=(CRL_NUMBER, CRL_NUMBER))),
    ("idp-all", "ok", "-", crl(extensions=(idp(ctxc(0, ctxc(0, uri("http://x.test/a.crl"))), ctx(2, b"\xff"),
                                               ctx(3, b"\x06\x40"), ctx(4, b"\xff")),))),
    ("idp-not-critical", "ok", "-", crl(extensions=(idp(ctx(4, b"\xff"), critical=b""),))),
    ("idp-reasons-not-minimal", "flawed", "-", crl(extensions=(idp(ctx(3, b"\x05\x40")),))),
    ("idp-empty", "flawed", "-", crl(extensions=(idp(),))),
    ("idp-false", "ok", "-", crl(extensions=(idp(ctx(1, b"\x00"), ctx(4, b"\xff")),))),
    ("idp-boolean-01", "flawed", "-", crl(extensions=(idp(ctx(4, b"\x01")),))),
    ("idp-two-scopes", "flawed", "-", crl(extensions=(idp(ctx(1, b"\xff"), ctx(2, b"\xff")),))),
    ("idp-wrong-order", "flawed", "-", crl(extensions=(idp(ctx(4, b"\xff"), ctx(1, b"\xff")),))),
    ("field-behind", "malformed", "-", crl(tail=null())),
    ("signature-unused-bits", "malformed", "-", crl(signature=bits(b"\x80", 1))),
    ("bytes-behind", "trailing-bytes", "-", crl() + b"\x00"),
    ("cut-short", "not-der", "-", crl()[:-1]),
    ("a-certificate", "malformed", "-", certificate()),
]


def spki_of(key):
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def algorithm(kind, parameters=b""): return seq(oid(kind), parameters)
def key_of(alg, key_bits, unused=0): return seq(alg, bits(key_bits, unused))


EC_PUBLIC_KEY = "1.2.840.10045.2.1"
P384 = oid("1.3.132.0.34")
RSA_ALG = algorithm("1.2.840.113549.1.1.1", null())
ED_ALG = algorithm("1.3.101.112")


def rsa_key(n, e): return key_of(RSA_ALG, seq(integer(n), integer(e)))


def keys():
    point = KEY.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    compressed = KEY.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
    modulus = rsa.generate_private_key(65537, 2048).public_key().public_numbers().n
    ed = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key()
    explicit = seq(integer(1), seq(oid("1.2.840.10045.1.1"), integer(23)), seq(octets(b"\1"), octets(b"\1")),
                   octets(point), integer(23), integer(1))
    off_curve = point[:-1] + bytes([point[-1] ^ 1])
    return [
        ("p256", "ec-p256", spki_of(ec.derive_private_key(5, ec.SECP256R1()).public_key())),
        ("p384", "ec-p384", SPKI),
        ("p521", "ec-p521", spki_of(ec.derive_private_key(5, ec.SECP521R1()).public_key())),
        ("p224", "curve", spki_of(ec.derive_private_key(5, ec.SECP224R1()).public_key())),
        ("secp256k1", "curve", spki_of(ec.derive_private_key(5, ec.SECP256K1()).public_key())),
        ("brainpool", "curve", spki_of(ec.derive_private_key(5, ec.BrainpoolP384R1()).public_key())),
        ("explicit-curve", "explicit-curve", key_of(algorithm(EC_PUBLIC_KEY, explicit), point)),
        ("implicit-curve", "curve", key_of(algorithm(EC_PUBLIC_KEY, null()), point)),
        ("curve-absent", "malformed-key", key_of(algorithm(EC_PUBLIC_KEY), point)),
        ("compressed", "malformed-key", key_of(algorithm(EC_PUBLIC_KEY, P384), compressed)),
        ("hybrid", "malformed-key", key_of(algorithm(EC_PUBLIC_KEY, P384), bytes([6 | point[-1] & 1]) + point[1:])),
        ("infinity", "malformed-key", key_of(algorithm(EC_PUBLIC_KEY, P384), b"\0")),
        ("point-of-another-size", "malformed-key", key_of(algorithm(EC_PUBLIC_KEY, P384), point[:65])),
        ("point-unused-bits", "malformed-key", key_of(algorithm(EC_PUBLIC_KEY, P384), point[:-1] + b"\0", 1)),
        ("off-curve", "off-curve", key_of(algorithm(EC_PUBLIC_KEY, P384), off_curve)),
        ("zero-point", "off-curve", key_of(algorithm(EC_PUBLIC_KEY, P384), b"\4" + bytes(96))),
        ("coordinate-too-large", "off-curve", key_of(algorithm(EC_PUBLIC_KEY, P384), b"\4" + b"\xff" * 96)),
        ("rsa-2048", "rsa", rsa_key(modulus, 65537)),
        ("rsa-e-3", "rsa", rsa_key(modulus, 3)),
        ("rsa-1024", "weak-key", rsa_key((1 << 1023) + 1, 65537)),
        ("rsa-2047", "weak-key", rsa_key((1 << 2046) + 1, 65537)),
        ("rsa-16385", "malformed-key", rsa_key((1 << 16384) + 1, 65537)),
        ("rsa-even", "malformed-key", rsa_key(modulus + 1, 65537)),
        ("rsa-negative", "malformed-key", rsa_key(-modulus, 65537)),
        ("rsa-e-1", "malformed-key", rsa_key(modulus, 1)),
        ("rsa-e-even", "malformed-key", rsa_key(modulus, 65536)),
        ("rsa-e-34-bits", "malformed-key", rsa_key(modulus, (1 << 33) + 1)),
        ("rsa-modulus-not-minimal", "malformed-key",
         key_of(RSA_ALG, seq(tlv(2, b"\0\0" + modulus.to_bytes(256, "big")), integer(65537)))),
        ("rsa-three-numbers", "malformed-key", key_of(RSA_ALG, seq(integer(modulus), integer(65537), integer(1)))),
        ("rsa-parameters-absent", "malformed-key",
         key_of(algorithm("1.2.840.113549.1.1.1"), seq(integer(modulus), integer(65537)))),
        ("rsa-pss-only", "algorithm",
         key_of(algorithm("1.2.840.113549.1.1.10"), seq(integer(modulus), integer(65537)))),
        ("ed25519", "ed25519", spki_of(ed)),
        ("ed25519-parameters", "malformed-key", key_of(algorithm("1.3.101.112", null()), bytes(32))),
        ("ed25519-31", "malformed-key", key_of(ED_ALG, bytes(31))),
        ("dsa", "algorithm", spki_of(dsa.generate_private_key(1024).public_key())),
        ("not-a-key", "malformed-key", integer(5)),
        ("key-of-three-parts", "malformed-key", seq(ED_ALG, bits(bytes(32)), null())),
        ("empty", "malformed-key", b""),
    ]


def pss(hash_oid, salt, mask_oid=None, mask="1.2.840.113549.1.1.8", trailer=b""):
    return algorithm("1.2.840.113549.1.1.10", seq(
        ctxc(0, algorithm(hash_oid, null())), ctxc(1, algorithm(mask, algorithm(mask_oid or hash_oid, null()))),
        ctxc(2, integer(salt)), trailer))


SHA256, SHA384, SHA512 = (f"2.16.840.1.101.3.4.2.{n}" for n in (1, 2, 3))
HASH = {SHA256: hashes.SHA256(), SHA384: hashes.SHA384(), SHA512: hashes.SHA512()}


def signed(key, alg, sign, change=lambda s: s):
    """A certificate that signs itself with `sign`."""
    tbs = seq(ctxc(0, integer(2)), integer(1), alg, name(utf8("Self")), VALIDITY, name(utf8("Self")),
              spki_of(key.public_key()), ctxc(3, seq(CA_BC)))
    return seq(tbs, alg, bits(change(sign(tbs))))


def signatures():
    out = []
    ecdsa = {SHA256: "1.2.840.10045.4.3.2", SHA384: "1.2.840.10045.4.3.3", SHA512: "1.2.840.10045.4.3.4"}
    for curve in (ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()):
        key = ec.derive_private_key(0xABCDEF, curve)
        for h, alg in ecdsa.items():
            sign = lambda tbs, key=key, h=h: key.sign(tbs, ec.ECDSA(HASH[h]))
            out.append((f"{curve.name}-{HASH[h].name}", "valid", signed(key, algorithm(alg), sign)))
    key = ec.derive_private_key(0xABCDEF, ec.SECP384R1())
    order = 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973
    sign = lambda tbs: key.sign(tbs, ec.ECDSA(hashes.SHA384()))
    numbers = lambda s: utils.decode_dss_signature(s)
    two = lambda r, s: seq(integer(r), integer(s))
    changes = {
        "ecdsa-s-negated": ("valid", lambda s: two(numbers(s)[0], order - numbers(s)[1])),
        "ecdsa-wrong": ("invalid", lambda s: two(numbers(s)[0], numbers(s)[1] ^ 1)),
        "ecdsa-r-zero": ("invalid", lambda s: two(0, numbers(s)[1])),
        "ecdsa-s-zero": ("invalid", lambda s: two(numbers(s)[0], 0)),
        "ecdsa-both-zero": ("invalid", lambda s: two(0, 0)),
        "ecdsa-s-plus-order": ("invalid", lambda s: two(numbers(s)[0], numbers(s)[1] + order)),
        "ecdsa-r-is-order": ("invalid", lambda s: two(order, numbers(s)[1])),
        "ecdsa-r-negative": ("invalid", lambda s: two(numbers(s)[0] - order, numbers(s)[1])),
        "ecdsa-not-minimal": ("invalid", lambda s: seq(
            tlv(2, bytes(2) + numbers(s)[0].to_bytes(48, "big")), integer(numbers(s)[1]))),
        "ecdsa-three-numbers": ("invalid", lambda s: seq(integer(numbers(s)[0]), integer(numbers(s)[1]), integer(1))),
        "ecdsa-bytes-behind": ("invalid", lambda s: s + b"\0"),
        "ecdsa-raw": ("invalid", lambda s: b"".join(n.to_bytes(48, "big") for n in numbers(s))),
        "ecdsa-empty": ("invalid", lambda s: b""),
    }
    for label, (expected, change) in changes.items():
        out.append((label, expected, signed(key, algorithm(ECDSA384), sign, change)))
    out.append(("ecdsa-null-parameters", "valid", signed(key, algorithm(ECDSA384, null()), sign)))
    out.append(("ecdsa-sequence-parameters", "unusable", signed(key, algorithm(ECDSA384, seq()), sign)))
    out.append(("ecdsa-sha1", "unusable", signed(key, algorithm("1.2.840.10045.4.1"), sign)))
    out.append(("ecdsa-called-rsa", "mismatch", signed(key, algorithm("1.2.840.113549.1.1.12", null()), sign)))
    out.append(("ecdsa-called-sha256", "invalid", signed(key, algorithm("1.2.840.10045.4.3.2"), sign)))

    key_rsa = rsa.generate_private_key(65537, 2048)
    pkcs1 = lambda h: lambda tbs: key_rsa.sign(tbs, padding.PKCS1v15(), HASH[h])
    by_pss = lambda h, salt, mask=None: lambda tbs: key_rsa.sign(
        tbs, padding.PSS(padding.MGF1(HASH[mask or h]), salt), HASH[h])
    numbers_of = {SHA256: "1.2.840.113549.1.1.11", SHA384: "1.2.840.113549.1.1.12", SHA512: "1.2.840.113549.1.1.13"}
    for h, alg in numbers_of.items():
        size = HASH[h].digest_size
        out.append((f"rsa-{HASH[h].name}", "valid", signed(key_rsa, algorithm(alg, null()), pkcs1(h))))
        out.append((f"pss-{HASH[h].name}", "valid", signed(key_rsa, pss(h, size), by_pss(h, size))))
    rsa256 = algorithm("1.2.840.113549.1.1.11", null())
    flip = lambda s: s[:-1] + bytes([s[-1] ^ 1])
    out += [
        ("rsa-parameters-absent", "valid", signed(key_rsa, algorithm("1.2.840.113549.1.1.11"), pkcs1(SHA256))),
        ("rsa-parameters-integer", "unusable",
         signed(key_rsa, algorithm("1.2.840.113549.1.1.11", integer(1)), pkcs1(SHA256))),
        ("rsa-sha1", "unusable", signed(key_rsa, algorithm("1.2.840.113549.1.1.5", null()), pkcs1(SHA256))),
        ("rsa-wrong", "invalid", signed(key_rsa, rsa256, pkcs1(SHA256), flip)),
        ("rsa-zero-in-front", "invalid", signed(key_rsa, rsa256, pkcs1(SHA256), lambda s: b"\0" + s)),
        ("rsa-cut-short", "invalid", signed(key_rsa, rsa256, pkcs1(SHA256), lambda s: s[:-1])),
        ("rsa-empty", "invalid", signed(key_rsa, rsa256, pkcs1(SHA256), lambda s: b"")),
        ("rsa-another-hash", "invalid", signed(key_rsa, rsa256, pkcs1(SHA384))),
        ("rsa-called-pss", "invalid", signed(key_rsa, pss(SHA256, 32), pkcs1(SHA256))),
        ("pss-called-rsa", "invalid", signed(key_rsa, rsa256, by_pss(SHA256, 32))),
        ("pss-wrong", "invalid", signed(key_rsa, pss(SHA256, 32), by_pss(SHA256, 32), flip)),
        ("pss-another-salt-inside", "invalid", signed(key_rsa, pss(SHA256, 32), by_pss(SHA256, 20))),
        ("pss-salt-20", "unusable", signed(key_rsa, pss(SHA256, 20), by_pss(SHA256, 20))),
        ("pss-another-mask", "unusable", signed(key_rsa, pss(SHA256, 32, SHA384), by_pss(SHA256, 32, SHA384))),
        ("pss-sha1-by-default", "unusable",
         signed(key_rsa, algorithm("1.2.840.113549.1.1.10", seq()), by_pss(SHA256, 32))),
        ("pss-trailer-written", "unusable",
         signed(key_rsa, pss(SHA256, 32, trailer=ctxc(3, integer(1))), by_pss(SHA256, 32))),
        ("pss-mask-unknown", "unusable", signed(key_rsa, pss(SHA256, 32, mask="1.2.3"), by_pss(SHA256, 32))),
        ("pss-parameters-absent", "unusable",
         signed(key_rsa, algorithm("1.2.840.113549.1.1.10"), by_pss(SHA256, 32))),
    ]

    key_ed = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    out += [
        ("ed25519", "valid", signed(key_ed, ED_ALG, key_ed.sign)),
        ("ed25519-null-parameters", "unusable", signed(key_ed, algorithm("1.3.101.112", null()), key_ed.sign)),
        ("ed25519-wrong", "invalid", signed(key_ed, ED_ALG, key_ed.sign, flip)),
        ("ed25519-63", "invalid", signed(key_ed, ED_ALG, key_ed.sign, lambda s: s[:63])),
        ("ed25519-65", "invalid", signed(key_ed, ED_ALG, key_ed.sign, lambda s: s + b"\0")),
    ]
    return out


def openssl_like():
    """Certificates by a library alone, to be read whole: not one byte of them comes from this file's writer."""
    key = ec.derive_private_key(0x77, ec.SECP384R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"), x509.NameAttribute(NameOID.COMMON_NAME, "Lib")])
    built = (x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
             .serial_number(77).not_valid_before(datetime.datetime(2020, 1, 1))
             .not_valid_after(datetime.datetime(2060, 1, 1))
             .add_extension(x509.BasicConstraints(True, 2), True)
             .add_extension(x509.SubjectKeyIdentifier(b"12345678901234567890"), False)
             .add_extension(x509.KeyUsage(True, False, False, False, False, True, True, False, False), True)
             .add_extension(x509.SubjectAlternativeName([x509.DNSName("lib.test")]), False)
             .sign(key, hashes.SHA384()))
    return built.public_bytes(serialization.Encoding.DER)


def write(path, rows):
    lines = [" ".join([*row[:-1], base64.b64encode(row[-1]).decode() or "-"]) for row in rows]
    (HERE / path).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    write("certificates.txt", [*CERTIFICATES, ("library", "ok", "-", openssl_like())])
    write("crls.txt", CRLS)
    write("keys.txt", keys())
    write("signatures.txt", signatures())
