# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""What RFC 5280 asks of every path, broken one thing at a time, and the reading of single certificates."""
import base64

import der
import ext
import odca
from case import case, text_of
from cases_revocation import crls
from odca import CA2, LNL, MPS_ROOT, MTL, PTL, ROOT, TGL, cn, intel, key_id
from pki import (DSA_SHA256, ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA384_NULL, RSA_SHA256, RSA_SHA1, Certificate, Key, pem)

SHAPE = "fail odca.shape missing-level"
# A path that ends at the leaf is that of a lone certificate, which proves nothing before activation.
LONE = "fail phase.lone @0 lone-before-activation"
LEVELS = ["leaf", "app", "kernel", "rom", "issuing", "intermediate"]


def lnl(**edits):
    return LNL.edit(**edits).list()


# ---- validity
for index, level in enumerate(LEVELS):
    case(f"expired-{level}", f"The {level} certificate has expired; every other certificate is valid.",
         lnl(**{level: lambda c: c.with_(not_after="2026-02-28T23:59:59Z")}),
         rejected=[f"fail cert.validity @{index} expired"], neighbour="lnl")
case("expired-leaf-last-second", "The last second of notAfter is inside the validity.",
     lnl(leaf=lambda c: c.with_(not_after="2026-02-28T23:59:59Z")), trusted=[], at="2026-02-28T23:59:59Z")
case("leaf-not-yet-valid", "One second before the leaf's notBefore nothing is valid yet.", LNL.list(),
     rejected=[f"fail cert.validity @{i} not-yet-valid" for i in (0, 1, 2)], at="2024-05-13T23:59:59Z",
     neighbour="leaf-first-second")
case("leaf-first-second", "The first second of notBefore is inside the validity.", LNL.list(), trusted=[],
     at="2024-05-14T00:00:00Z")
case("all-expired-in-2050", "On the first second of 2050 every certificate of the hierarchy and the root have expired.",
     LNL.list(), rejected=["fail anchor.validity anchor-expired"] + [f"fail cert.validity @{i} expired" for i in range(6)],
     at="2050-01-01T00:00:00Z", neighbour="last-second-of-2049")
case("last-second-of-2049", "On the last second of 2049 the hierarchy is still valid.", LNL.list(), trusted=[],
     at="2049-12-31T23:59:59Z")
case("generalized-time-9999", "A leaf dated to the end of the year 9999 is read and judged (RFC 5280 4.1.2.5).",
     lnl(leaf=lambda c: c.with_(not_after="9999-12-31T23:59:59Z")), trusted=[], at="2049-12-31T23:59:59Z")

# ---- anchors
case("anchor-expired", "The anchor's own certificate has expired.", LNL.list(), trust="odca-expired",
     rejected=["fail anchor.validity anchor-expired"], neighbour="lnl")
case("anchor-not-yet-valid", "The anchor's own certificate is not valid yet.", LNL.list(), trust="odca-future",
     rejected=["fail anchor.validity anchor-not-yet-valid"], neighbour="lnl")
case("anchor-not-a-ca", "The anchor's own certificate is no CA; it is checked like any other issuer.", LNL.list(),
     trust="odca-not-a-ca", rejected=["fail path.ca not-a-ca"], neighbour="lnl")
case("anchor-ski-critical", "The anchor's own subject key identifier is critical; that does not change trust, but it is said.",
     LNL.list(), trust="odca-ski-critical", trusted=["warn cert.issuer_duties ski-critical"], neighbour="lnl")
case("anchor-without-certsign", "The anchor's own certificate may not sign certificates.", LNL.list(),
     trust="odca-no-certsign", rejected=["fail path.key_cert_sign no-keycertsign"], neighbour="lnl")
case("anchor-is-the-issuing-ca", "The issuing CA itself may be the anchor of a store.", LNL.device_part(),
     trust="issuing-anchor", trusted=[])
case("anchor-is-an-engineering-ca", "An anchor of the engineering class is of that class too.",
     LNL.edit(rom=lambda c: c.with_(issuer=intel("ODCA 2 CSME E_LNL SOC 00003647 ZE Issuing CA"))).device_part(),
     trust="engineering-anchor", rejected=["fail odca.class class-E"], neighbour="anchor-is-the-issuing-ca")
case("anchor-below-its-own-level", "An issuing CA trusted as an anchor cannot make up an intermediate and another issuing CA.",
     LNL.edit(intermediate=lambda c: c.with_(issuer=intel("ODCA 2 CSME E_LNL SOC 00003647 ZE Issuing CA"),
                                             signer=LNL.issuing.key)).list(),
     trust="engineering-anchor", rejected=["fail odca.shape extra-level", "warn cert.issuer_duties @5 aki-mismatch"],
     neighbour="anchor-is-the-issuing-ca")
case("anchor-is-the-intermediate", "An anchor need not be self-signed: the intermediate is trusted as such, and the path "
     "stops there.", LNL.list()[:5], trust="ca2-anchor", trusted=[])
case("other-root", "The anchor bears the name of the issuer but another key.", LNL.list(), trust="odca-namesake",
     rejected=["fail path.anchor @5 signature"], neighbour="lnl")
case("embedded-trust", "The test hierarchy is refused by the embedded anchor, which bears the same name as the test root.",
     LNL.list(), trust="embedded", rejected=["fail path.anchor @5 signature"], neighbour="lnl")
case("enterprise-anchor-for-odca", "An anchor of the enterprise role does not vouch for a device.", LNL.list(),
     trust="odca-as-enterprise", rejected=["fail anchor.role wrong-role"], neighbour="lnl")
case("anchor-path-length", "The anchor's own path length allows fewer CAs than the path has.", LNL.list(),
     trust="odca-path-len-4", rejected=["fail anchor.constraints path-length"], neighbour="anchor-path-length-enough")
case("anchor-path-length-enough", "The anchor's own path length is exactly enough.", LNL.list(), trust="odca-path-len-5",
     trusted=[])
case("anchor-use-window-over", "The period in which the anchor may be used is over.", LNL.list(), trust="odca-window",
     at="2027-01-02T00:00:00Z", rejected=["fail anchor.validity outside-use-window"], neighbour="anchor-use-window")
case("anchor-use-window", "The anchor is used within the period that the trust source allows.", LNL.list(),
     trust="odca-window", trusted=[])
case("anchor-amt-range", "The anchor is for AMT 15 to 21, and the device says that it is 22.", LNL.list(),
     trust="odca-amt-15-21", amt_version=22, neighbour="anchor-amt-range-inside",
     rejected=["fail anchor.constraints amt-version", "warn chain.generation amt-version"])
case("anchor-amt-range-inside", "The anchor is for AMT 15 to 21, and the device says that it is 20.", LNL.list(),
     trust="odca-amt-15-21", amt_version=20, trusted=[])
case("anchor-amt-range-unknown", "The anchor is for AMT 15 to 21, and nothing says which AMT the device has.", LNL.list(),
     trust="odca-amt-15-21", neighbour="anchor-amt-range-inside", trusted=["warn chain.generation amt-version-unknown"])

# ---- deny list
case("denied-key", "The key of the issuing CA is on the deny list.", LNL.list(), trust="odca-denied-key",
     rejected=["fail trust.denied @4 denied-key"], neighbour="lnl")
case("denied-certificate", "The ROM certificate is on the deny list by its fingerprint.", LNL.list(),
     trust="odca-denied-rom", rejected=["fail trust.denied @3 denied-certificate"], neighbour="lnl")
case("denied-anchor-key", "The anchor's own key is on the deny list, which wins.", LNL.list(), trust="odca-denied-root",
     rejected=["fail trust.denied denied-key"], neighbour="lnl")
case("denied-key-in-the-lab", "A denied key that a lab policy names is lowered to a warning.", LNL.list(),
     trust="odca-denied-key", trusted=["warn trust.denied @4 denied-key"], neighbour="lnl",
     policy=f"name: lab\nlab:\n  keys:\n    - {odca.hashlib.sha256(Key.get('issuing-lnl').spki).hexdigest()}\n")

# ---- signatures
case("app-signature-flipped", "The signature of the App CA certificate does not verify.",
     lnl(app=lambda c: c.with_(flip_signature=True)), neighbour="lnl",
     rejected=[SHAPE, "fail path.anchor @1 signature"])
case("leaf-signature-flipped", "The signature of the leaf does not verify.",
     lnl(leaf=lambda c: c.with_(flip_signature=True)), neighbour="lnl",
     rejected=["fail path.anchor @0 signature", LONE])
case("intermediate-signature-flipped", "The signature of the intermediate does not verify under the root (the vendor has "
     "published such a certificate).", lnl(intermediate=lambda c: c.with_(flip_signature=True)),
     rejected=["fail path.anchor @5 signature"], neighbour="lnl")
case("kernel-namesake-same-key-id", "The Kernel CA is exchanged for a namesake with the same key identifier and another key: "
     "the signature decides.", lnl(kernel=lambda c: c.with_(key="namesake-kernel")),
     rejected=[SHAPE, "fail path.anchor @1 signature"], neighbour="kernel-namesake-beside")
case("kernel-namesake-beside", "A namesake of the Kernel CA with the same key identifier beside the genuine one changes "
     "nothing.", [LNL.kernel.with_(key="namesake-kernel")] + LNL.list(), trusted=[],
     target=LNL.leaf.sha256)
EMPTY_ID = dict(kernel=lambda c: c.with_(key="namesake-kernel").put(ext.ski(b"")), app=lambda c: c.put(ext.aki(b"")))
case("kernel-namesake-empty-key-ids", "A namesake with an empty key identifier, which would match another empty one, is not "
     "even read.", lnl(**EMPTY_ID), neighbour="kernel-namesake-beside",
     rejected=[SHAPE, "fail path.anchor @1 not-read", "warn input.readable malformed-extension"])
case("app-signature-of-zeros", "An ECDSA signature whose two numbers are zero fits no key (CVE-2022-21449).",
     lnl(app=lambda c: c.with_(signature=der.sequence(der.integer(0), der.integer(0)))), neighbour="lnl",
     rejected=[SHAPE, "fail path.anchor @1 signature"])
case("leaf-named-like-the-root", "A self-made leaf that bears the root's name as subject and issuer is not the root.",
     [LNL.leaf.with_(subject=ROOT.subject, issuer=ROOT.subject, key="attacker", signer="attacker")],
     rejected=["fail leaf.name @0 unknown-name", "fail path.anchor @0 untrusted-root", LONE], neighbour="lnl")
case("forged-root-appended", "A self-signed certificate with the root's name, serial and key identifier under another key "
     "makes no chain trusted.",
     lnl(intermediate=lambda c: c.with_(signer="attacker")) + [ROOT.with_(key="attacker", signer="attacker")],
     rejected=["fail path.anchor @6 untrusted-root", "warn cert.key_identifier @6 ski-mismatch"],
     neighbour="lnl-7-root-appended")

# ---- names
case("empty-issuer", "A certificate without issuer name is refused.",
     [LNL.leaf.with_(issuer=der.name()), *lnl(app=lambda c: c.with_(subject=der.name()))[1:]],
     rejected=["fail path.empty_name @0 empty-issuer", "fail path.empty_name @1 empty-subject", "fail odca.app @1 name"],
     neighbour="lnl")
case("issuer-name-mismatch", "The leaf is signed by the App CA's key but names another issuer.",
     lnl(leaf=lambda c: c.with_(issuer=cn("ODCA 2 CSME LNL SOC SVN 02 AMT   CA"))),
     rejected=["fail path.anchor @0 no-issuer", LONE], neighbour="lnl")
case("issuer-name-other-case", "Issuer and subject that differ in letter case, white space and string type only are the same "
     "name (RFC 5280 7.1).",
     lnl(leaf=lambda c: c.with_(issuer=der.name(("CN", "odca 2 csme lnl soc svn 01 amt ca", der.printable)))), trusted=[])

# ---- CA certificates
case("app-is-not-a-ca", "The App certificate says that it is no CA.",
     lnl(app=lambda c: c.put(ext.basic_constraints(False))), neighbour="lnl",
     rejected=["fail path.ca @1 not-a-ca", "warn cert.issuer_duties @1 keycertsign-on-leaf"])
case("app-without-basic-constraints", "The App certificate has no basic constraints.",
     lnl(app=lambda c: c.without("2.5.29.19")), neighbour="lnl",
     rejected=["fail path.ca @1 no-basic-constraints", "warn cert.issuer_duties @1 keycertsign-on-leaf"])
case("app-version-1", "An issuer in version 1 has no extensions, so it is no CA and is not even read.",
     lnl(app=lambda c: c.with_(version=1, extensions=())), neighbour="lnl",
     rejected=["fail path.anchor @0 not-read", LONE, "warn input.readable version"])
case("leaf-signs-a-leaf", "A genuine leaf's key signs another leaf: a leaf is no CA (RW4, the attack of 2002).",
     [LNL.leaf.with_(issuer=LNL.leaf.subject, signer="lnl-leaf", key="attacker")] + LNL.list(),
     rejected=["fail path.ca @1 not-a-ca", "fail path.key_cert_sign @1 no-keycertsign", "fail odca.shape extra-level",
               "warn odca.ca_eku @1 ca-eku"], neighbour="lnl")
case("kernel-without-certsign", "The Kernel CA's key usage does not allow it to sign certificates.",
     lnl(kernel=lambda c: c.put(ext.key_usage("digitalSignature"))),
     rejected=["fail path.key_cert_sign @2 no-keycertsign"], neighbour="kernel-without-key-usage")
case("kernel-without-key-usage", "A CA without key usage may sign certificates (RFC 5280 4.2.1.3).",
     lnl(kernel=lambda c: c.without("2.5.29.15")), trusted=[])
case("kernel-path-length-0", "The Kernel CA allows no CA below it, and the App CA is one.",
     lnl(kernel=lambda c: c.put(ext.basic_constraints(True, 0))), rejected=["fail path.length @1 path-length"],
     neighbour="kernel-path-length-1")
case("kernel-path-length-1", "The Kernel CA allows one CA below it, the App CA.",
     lnl(kernel=lambda c: c.put(ext.basic_constraints(True, 1))), trusted=[])

# ---- critical extensions and constraints
case("leaf-unknown-critical", "The leaf has a critical extension that nobody knows.",
     lnl(leaf=lambda c: c.put(ext.unknown(True))), rejected=["fail path.critical @0 unknown-critical"],
     neighbour="leaf-unknown-not-critical")
case("leaf-unknown-not-critical", "The leaf has an extension that nobody knows and that is not critical.",
     lnl(leaf=lambda c: c.put(ext.unknown(False))), trusted=[])
case("issuing-unknown-critical", "The issuing CA has a critical extension that nobody knows.",
     lnl(issuing=lambda c: c.put(ext.unknown(True))), rejected=["fail path.critical @4 unknown-critical"],
     neighbour="lnl")
for slug, text, extension in [
        ("name-constraints", "name constraints", ext.name_constraints("example.com")),
        ("name-constraints-not-critical", "name constraints that are not critical",
         ext.name_constraints("example.com", critical=False)),
        ("policy-constraints", "policy constraints", ext.policy_constraints()),
        ("policy-mappings", "policy mappings", ext.policy_mappings()),
        ("inhibit-any-policy", "inhibitAnyPolicy", ext.inhibit_any_policy())]:
    case(f"issuing-{slug}", f"The issuing CA has {text}, which are refused rather than processed.",
         lnl(issuing=lambda c: c.put(extension)), rejected=["fail path.constraints @4 unsupported-constraint"],
         neighbour="lnl")
case("issuing-critical-policies", "The issuing CA's certificate policies are critical, and policies are not processed.",
     MTL.edit(issuing=lambda c: c.put((odca.POLICIES[0], True, odca.POLICIES[2]))).list(),
     rejected=["fail path.constraints @4 unsupported-constraint"], neighbour="mtl")

# ---- algorithms and keys
case("app-algorithm-mismatch", "The signature algorithm outside the App certificate differs from the one inside by its "
     "parameters.", lnl(app=lambda c: c.with_(outer_algorithm=ECDSA_SHA384_NULL)),
     rejected=["fail cert.algorithm @1 algorithm-mismatch"], neighbour="app-null-parameters")
case("app-null-parameters", "NULL parameters in both places, as the genuine root writes them, are noted only.",
     lnl(app=lambda c: c.with_(algorithm=ECDSA_SHA384_NULL)), trusted=[], neighbour="lnl",
     notes=["cert.encoding @1 null-ecdsa-parameters", "cert.encoding @1 null-ecdsa-parameters", "device.binding unbound",
            "odca.known_issuing @4 unknown-issuing-ca"])
case("app-sha256", "The App certificate is signed with SHA-256, which the ODCA profile does not allow.",
     lnl(app=lambda c: c.with_(algorithm=ECDSA_SHA256)), rejected=["fail cert.algorithm @1 algorithm"], neighbour="lnl")
case("leaf-rsa-1024", "The leaf's RSA key is too short.", lnl(leaf=lambda c: c.with_(key="weak-leaf.rsa1024")),
     rejected=["fail cert.key @0 weak-key"], neighbour="leaf-rsa-2048")
case("leaf-rsa-2048", "A leaf with an RSA key of 2048 bits is allowed; real leaves need it.",
     lnl(leaf=lambda c: c.with_(key="rsa-leaf.rsa2048")), trusted=[])
case("leaf-p256", "A leaf with a P-256 key is allowed; real leaves need it.", lnl(leaf=lambda c: c.with_(key="leaf.p256")),
     trusted=[])
case("leaf-p521", "A leaf with a P-521 key is of a kind that the ODCA profile does not allow.",
     lnl(leaf=lambda c: c.with_(key="leaf.p521")), rejected=["fail cert.key @0 kind"], neighbour="lnl")
case("leaf-p192", "A leaf with a P-192 key is on a curve that nobody should use.",
     lnl(leaf=lambda c: c.with_(key="leaf.p192")), rejected=["fail cert.key @0 curve"], neighbour="leaf-p256")
case("leaf-explicit-curve", "The leaf's key writes its curve parameters out (CVE-2020-0601).",
     lnl(leaf=lambda c: c.with_(spki=Key.get("lnl-leaf").explicit_spki())),
     rejected=["fail cert.key @0 explicit-curve"], neighbour="lnl")
case("rom-explicit-curve", "An issuer whose key writes its curve parameters out verifies nothing.",
     lnl(rom=lambda c: c.with_(spki=Key.get("lnl-rom").explicit_spki())), neighbour="lnl",
     rejected=[SHAPE, "fail path.anchor @2 explicit-curve", "warn input.readable unusable-key"])
SHORT_POINT = der.sequence(der.sequence(der.oid("1.2.840.10045.2.1"), der.oid("1.3.132.0.34")),
                           der.bits(Key.get("lnl-leaf").point[:-1]))
case("leaf-short-point", "The leaf's public point is one byte short.", lnl(leaf=lambda c: c.with_(spki=SHORT_POINT)),
     rejected=["fail cert.key @0 malformed-key"], neighbour="lnl")
case("kernel-p256", "A Kernel CA with a P-256 key is of a kind that the ODCA profile does not allow for CAs.",
     lnl(kernel=lambda c: c.with_(key="kernel.p256").put(ext.ski(key_id("kernel.p256"))),
         app=lambda c: c.with_(signer="kernel.p256").put(ext.aki(key_id("kernel.p256")))),
     rejected=["fail cert.key @2 kind"], neighbour="lnl")
case("rom-dsa", "A ROM CA with a DSA key is a node without edges.",
     lnl(rom=lambda c: c.with_(key="rom.dsa2048"), kernel=lambda c: c.with_(signer="rom.dsa2048")),
     rejected=[SHAPE, "fail path.anchor @2 algorithm", "fail cert.algorithm @2 algorithm",
               "warn input.readable unusable-key"], neighbour="lnl")

# ---- contradictions and the duties of issuers
case("app-path-length-on-no-ca", "A leaf with a path length but without the CA flag contradicts itself (RFC 5280 4.2.1.9).",
     lnl(leaf=lambda c: c.put(ext.basic_constraints(False, 0))), rejected=["fail cert.extensions @0 contradiction"],
     neighbour="lnl")
case("leaf-with-certsign", "A leaf whose key usage names keyCertSign is odd but no CA.",
     lnl(leaf=lambda c: c.put(ext.key_usage("digitalSignature", "keyCertSign"))),
     trusted=["warn cert.issuer_duties @0 keycertsign-on-leaf"], neighbour="lnl")
for slug, text, change, finding in [
        ("kernel-missing-aki", "The Kernel certificate has no authority key identifier",
         {"kernel": lambda c: c.without("2.5.29.35")}, "@2 missing-aki"),
        ("kernel-missing-ski", "The Kernel certificate has no subject key identifier",
         {"kernel": lambda c: c.without("2.5.29.14")}, "@2 missing-ski"),
        ("kernel-ski-critical", "The Kernel certificate's subject key identifier is critical",
         {"kernel": lambda c: c.put(ext.ski(key_id("lnl-kernel"), critical=True))}, "@2 ski-critical"),
        ("kernel-aki-critical", "The Kernel certificate's authority key identifier is critical",
         {"kernel": lambda c: c.put(ext.aki(key_id("lnl-rom"), critical=True))}, "@2 aki-critical"),
        ("kernel-aki-mismatch", "The Kernel certificate's authority key identifier names another key than the ROM's",
         {"kernel": lambda c: c.put(ext.aki(key_id("namesake-kernel")))}, "@2 aki-mismatch"),
        ("kernel-ca-not-critical", "The Kernel certificate's basic constraints are not critical",
         {"kernel": lambda c: c.put(ext.basic_constraints(True, 3, critical=False))}, "@2 ca-not-critical"),
        ("leaf-serial-zero", "The leaf's serial number is zero", {"leaf": lambda c: c.with_(serial=0)}, "@0 serial-zero"),
        ("leaf-serial-negative", "The leaf's serial number is negative", {"leaf": lambda c: c.with_(serial=-5)},
         "@0 serial-negative"),
        ("leaf-serial-too-long", "The leaf's serial number has 21 bytes",
         {"leaf": lambda c: c.with_(serial=0x7F << 160)}, "@0 serial-too-long"),
        ("leaf-malformed-aia", "The leaf's authority information access cannot be read, and is not critical",
         {"leaf": lambda c: c.put(("1.3.6.1.5.5.7.1.1", False, b"\x30\x03\x02\x01\x05"))}, "@0 malformed-aia")]:
    case(slug, f"{text}; that does not change trust, but it is said.", lnl(**change),
         trusted=[f"warn cert.issuer_duties {finding}"], neighbour="lnl")
case("kernel-sha1-key-id", "The Kernel CA's key identifier is a SHA-1 value, which no genuine ODCA certificate has.",
     lnl(kernel=lambda c: c.put(ext.ski(odca.hashlib.sha1(Key.get("lnl-kernel").point).digest())),
         app=lambda c: c.put(ext.aki(odca.hashlib.sha1(Key.get("lnl-kernel").point).digest()))),
     trusted=["warn cert.key_identifier @2 ski-mismatch"], neighbour="lnl")

# ---- what cannot be read
GENUINE = LNL.kernel.der
STRANGER = TGL.kernel


def unreadable(slug, text, block, reason, level="kernel"):
    case(f"unreadable-{slug}", f"{text} is a warning and ends nothing.", LNL.list()[:1] + [block] + LNL.list()[1:],
         trusted=[f"warn input.readable {reason}"], neighbour="lnl")


unreadable("noise", "A PEM block that holds no certificate at all", pem("CERTIFICATE", b"\x04\x03abc"), "unsupported")
unreadable("ber", "A stranger in BER with indefinite length", pem("CERTIFICATE", der.indefinite(STRANGER.der)), "not-der")
unreadable("trailing", "A PEM block with a byte behind the certificate", pem("CERTIFICATE", STRANGER.der + b"\x00"),
           "trailing-bytes")
unreadable("duplicate-extension", "A stranger with the same extension twice",
           text_of([STRANGER.with_(extensions=STRANGER.extensions + STRANGER.extensions[:1])]), "duplicate-extension")
unreadable("malformed-extension", "A stranger whose basic constraints are an integer",
           text_of([STRANGER.put(("2.5.29.19", True, der.integer(1)))]), "malformed-extension")
unreadable("version-2-extensions", "A stranger of version 2 that has extensions all the same",
           text_of([STRANGER.with_(version=2)]), "version")
unreadable("base64", "A PEM block whose base64 is broken",
           "-----BEGIN CERTIFICATE-----\nMIIC*oops*\n-----END CERTIFICATE-----\n", "base64")
unreadable("no-end", "A PEM block that never ends", "-----BEGIN CERTIFICATE-----\nMIIB\n", "pem")
unreadable("dsa-key", "A stranger with a DSA key", text_of([STRANGER.with_(
    subject=cn("CSME TGL SVN01 Kernel CA"), key="stranger.dsa2048")]), "unusable-key")
case("kernel-duplicate-extension", "A Kernel certificate with the same extension twice is not read, and the path ends there.",
     [LNL.leaf, LNL.app, LNL.kernel.with_(extensions=LNL.kernel.extensions + LNL.kernel.extensions[:1])] + LNL.list()[3:],
     rejected=[SHAPE, "fail path.anchor @1 not-read", "warn input.readable duplicate-extension"], neighbour="lnl")
case("kernel-ber", "A Kernel certificate in BER is not read, and the path ends there.",
     [LNL.leaf, LNL.app, pem("CERTIFICATE", der.indefinite(GENUINE))] + LNL.list()[3:],
     rejected=[SHAPE, "fail path.anchor @1 not-read", "warn input.readable not-der"], neighbour="lnl")

# ---- limits
case("limit-certificates", "The bag holds one certificate more than the policy allows; the rest was not read.", LNL.list(),
     policy="name: small-bag\nlimits:\n  certificates: 5\n", anchored=False,
     rejected=["fail limit.reached certificates", SHAPE, "fail path.anchor @4 not-read"], neighbour="limit-certificates-enough")
case("limit-certificates-enough", "The bag holds as many certificates as the policy allows.", LNL.list(),
     policy="name: small-bag\nlimits:\n  certificates: 6\n", trusted=[])
case("limit-certificate-bytes", "A stranger larger than the policy allows is not read, and said so.",
     LNL.list()[:1] + [pem("CERTIFICATE", der.sequence(b"\x04\x82\x03\xff" + bytes(1023)))] + LNL.list()[1:],
     policy="name: small-certificates\nlimits:\n  certificate_bytes: 1000\n", neighbour="lnl",
     trusted=["warn input.readable too-big", "warn limit.reached certificate_bytes"])
case("limit-path-length", "The path has one certificate more than the policy allows.", LNL.list(),
     policy="name: short-paths\nlimits:\n  path_length: 5\n",
     rejected=[SHAPE, "fail path.anchor @4 limit", "fail limit.reached path_length"], neighbour="limit-path-length-enough")
case("limit-path-length-enough", "The path is as long as the policy allows.", LNL.list(),
     policy="name: short-paths\nlimits:\n  path_length: 6\n", trusted=[])
case("limit-signature-checks", "The policy allows fewer signature checks than the path needs.", LNL.list(),
     policy="name: few-checks\nlimits:\n  signature_checks: 5\n",
     rejected=["fail path.anchor @5 limit", "fail limit.reached signature_checks"],
     neighbour="limit-signature-checks-enough")
case("limit-signature-checks-enough", "The policy allows as many signature checks as the path needs.", LNL.list(),
     policy="name: few-checks\nlimits:\n  signature_checks: 6\n", trusted=[])
case("limit-signature-checks-for-crls", "The path is sound, but too few signature checks are left for the CRLs: what they list "
     "stays unknown, so nothing is trusted.", LNL.list(), crls=crls(),
     policy="name: few-checks\nlimits:\n  signature_checks: 9\n", neighbour="crls-complete",
     rejected=["fail limit.reached @5 signature_checks", "warn revocation.unusable @5 unusable"])
case("limit-search-steps", "The policy allows fewer steps than the search needs.", LNL.list(),
     policy="name: few-steps\nlimits:\n  search_steps: 5\n",
     rejected=["fail path.anchor @5 limit", "fail limit.reached search_steps"], neighbour="lnl")

# ---- the certificate asked about
SECOND_LEAF = LNL.leaf.with_(key="lnl-second-leaf", serial=77)
case("two-leaves", "Two leaves fit the purpose, and none is named: nothing is guessed.", [SECOND_LEAF] + LNL.list(),
     rejected=["fail target.found ambiguous"], neighbour="two-leaves-one-named")
case("two-leaves-one-named", "Two leaves fit the purpose, and the question names one.", [SECOND_LEAF] + LNL.list(),
     target=LNL.leaf.sha256, trusted=[])
case("no-leaf", "Only CA certificates are in the dump, so the lowest of them is taken for the leaf, and refused.",
     LNL.list()[1:], neighbour="lnl",
     rejected=["fail leaf.not_ca @0 leaf-is-ca", "fail leaf.name @0 unknown-name", "fail leaf.key_usage @0 key-usage",
               "fail leaf.eku @0 eku", SHAPE])
case("no-certificate", "Only a CRL is in the dump.", [crls()[0]], rejected=["fail target.found none"], neighbour="lnl")
case("named-leaf-absent", "The certificate that the question names is not in the dump.", LNL.list(),
     target=PTL.leaf.sha256, rejected=["fail target.found named-absent"], neighbour="two-leaves-one-named")
