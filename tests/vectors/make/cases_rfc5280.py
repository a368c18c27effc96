# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""The plain question rfc5280, and the attacks on path building and checking that need no ODCA names."""
import der
import ext
from case import case
from odca import CA_USAGE, LNL, cn, key_id, serial_of
from pki import ECDSA_SHA256, ECDSA_SHA512, RSA_SHA1, Certificate, Key, pem

NAME = "server.example.com"
DATES = dict(not_before="2025-01-01T00:00:00Z", not_after="2035-01-01T00:00:00Z")


def ca(name, key, issuer, signer, path_len=None, ids=True, **more):
    extensions = [ext.basic_constraints(True, path_len), CA_USAGE]
    if ids:
        extensions += [ext.ski(key_id(key)), ext.aki(key_id(signer))]
    return Certificate(subject=name, issuer=issuer, key=key, signer=signer, serial=serial_of(f"{key} {signer}", 16),
                       extensions=tuple(extensions), **DATES, **more)


ROOT_NAME = cn("Example Root")
RFC_ROOT = ca(ROOT_NAME, "rfc-root.p256", ROOT_NAME, "rfc-root.p256", algorithm=ECDSA_SHA256)
ISSUER = ca(cn("Example CA"), "rfc-ca.p256", ROOT_NAME, "rfc-root.p256", algorithm=ECDSA_SHA256)
LEAF = Certificate(
    subject=cn(NAME), issuer=ISSUER.subject, key="rfc-leaf.p256", signer="rfc-ca.p256", serial=serial_of("rfc-leaf", 16),
    algorithm=ECDSA_SHA256,
    extensions=(ext.basic_constraints(False), ext.key_usage("digitalSignature"), ext.ski(key_id("rfc-leaf.p256")),
                ext.aki(key_id("rfc-ca.p256")),
                ext.subject_alt_name(ext.dns(NAME), ext.dns("*.devices.example.com"), ext.ip([192, 0, 2, 7]))), **DATES)
RFC = dict(purpose="rfc5280", trust="rfc5280")
GOOD = [LEAF, ISSUER]

case("rfc-plain", "A path of two under a root of the role rfc5280, with SHA-256 and P-256, is trusted.", GOOD, trusted=[], **RFC)
case("rfc-first-unreadable", "The first certificate, which is the one asked about, cannot be read.",
     [pem("CERTIFICATE", der.indefinite(GOOD[0].der))] + GOOD[1:], neighbour="rfc-plain",
     rejected=["fail target.found first-not-read", "warn input.readable not-der"], **RFC)
for slug, text, name in [("dns", "a DNS name of the certificate", NAME), ("dns-case", "it in other letters", NAME.upper()),
                         ("wildcard", "a name below the wildcard", "a17.devices.example.com"),
                         ("ip", "an IP address of the certificate", "192.0.2.7")]:
    case(f"rfc-name-{slug}", f"The question names {text}.", GOOD, trusted=[], name=name, **RFC)
for slug, text, name in [
        ("other", "another host", "other.example.com"), ("two-labels", "a name two labels below the wildcard",
                                                         "a.b.devices.example.com"),
        ("wildcard-itself", "the name that the wildcard stands under", "devices.example.com"),
        ("other-ip", "another IP address", "192.0.2.8"), ("suffix", "a name that only ends alike", f"x{NAME}")]:
    case(f"rfc-name-{slug}", f"The question names {text}.", GOOD, rejected=["fail rfc5280.name @0 name-mismatch"],
         neighbour="rfc-name-dns", name=name, **RFC)
case("rfc-name-common-name-only", "A host name in the common name alone names nothing.", [LEAF.without("2.5.29.17"), ISSUER],
     rejected=["fail rfc5280.name @0 no-san"], neighbour="rfc-name-dns", name=NAME, **RFC)

SERVER = LEAF.put(ext.extended_key_usage(ext.SERVER_AUTH))
case("rfc-eku", "The purpose asked for is among the leaf's.", [SERVER, ISSUER], trusted=[], eku=ext.SERVER_AUTH, **RFC)
case("rfc-eku-absent", "A leaf without purposes allows every purpose.", GOOD, trusted=[], eku=ext.SERVER_AUTH, **RFC)
case("rfc-eku-any", "anyExtendedKeyUsage allows every purpose.", [LEAF.put(ext.extended_key_usage(ext.ANY_EKU)), ISSUER],
     trusted=[], eku=ext.SERVER_AUTH, **RFC)
case("rfc-eku-other", "The purpose asked for is not among the leaf's.", [SERVER, ISSUER], eku=ext.CLIENT_AUTH,
     rejected=["fail rfc5280.eku @0 eku"], neighbour="rfc-eku", **RFC)
case("rfc-eku-of-the-ca", "The CA's own purposes exclude the one asked for.",
     [SERVER, ISSUER.put(ext.extended_key_usage(ext.CLIENT_AUTH))], eku=ext.SERVER_AUTH,
     rejected=["fail rfc5280.eku @1 eku"], neighbour="rfc-eku", **RFC)

case("rfc-depth-0", "No intermediate is allowed, and there is one.", GOOD, max_depth=0,
     rejected=["fail rfc5280.depth depth"], neighbour="rfc-depth-1", **RFC)
case("rfc-depth-1", "One intermediate is allowed, and there is one.", GOOD, max_depth=1, trusted=[], **RFC)
ROLLOVER = ca(ISSUER.subject, "rfc-ca-new.p256", ISSUER.subject, "rfc-ca.p256", algorithm=ECDSA_SHA256)
ROLLED = [LEAF.with_(signer="rfc-ca-new.p256").put(ext.aki(key_id("rfc-ca-new.p256"))), ROLLOVER, ISSUER]
case("rfc-depth-self-issued", "A self-issued certificate, as CAs make it for a new key, does not count for the depth.", ROLLED,
     max_depth=1, trusted=[], **RFC)
case("rfc-path-length-self-issued", "Nor does it count for the path length.",
     [ROLLED[0], ROLLOVER, ISSUER.put(ext.basic_constraints(True, 0))], trusted=[], **RFC)
case("rfc-path-length", "The CA allows no other CA below it, and one is there.",
     [LEAF.with_(issuer=cn("Example Sub CA"), signer="rfc-sub.p256").put(ext.aki(key_id("rfc-sub.p256"))),
      ca(cn("Example Sub CA"), "rfc-sub.p256", ISSUER.subject, "rfc-ca.p256", algorithm=ECDSA_SHA256),
      ISSUER.put(ext.basic_constraints(True, 0))], rejected=["fail path.length @1 path-length"],
     neighbour="rfc-path-length-self-issued", **RFC)

case("rfc-target-is-a-ca", "A CA certificate is no end entity.", [ISSUER],
     rejected=["fail target.not_ca @0 target-is-ca", "warn revocation.absent @0 absent"],
     neighbour="rfc-target-may-be-a-ca", **RFC)
case("rfc-target-may-be-a-ca", "A CA certificate may be the subject of the question when the question says so.", [ISSUER],
     trusted=["warn revocation.absent @0 absent"], target_may_be_ca=True, **RFC)
case("rfc-wrong-role", "An anchor of the role odca does not answer a plain question.", GOOD, purpose="rfc5280",
     trust="rfc5280-as-odca", rejected=["fail anchor.role wrong-role"], neighbour="rfc-plain")
case("rfc-empty-subject", "A leaf with an empty subject and an alternative name that is not critical breaks a duty of its "
     "issuer.", [LEAF.with_(subject=der.name()), ISSUER], trusted=["warn cert.issuer_duties @0 san-not-critical"],
     neighbour="rfc-empty-subject-critical", **RFC)
case("rfc-empty-subject-critical", "A leaf with an empty subject and a critical alternative name is as it should be.",
     [LEAF.with_(subject=der.name()).put(ext.subject_alt_name(ext.dns(NAME), critical=True)), ISSUER], trusted=[], **RFC)

# ---- algorithms
for slug, key, algorithm in [("p521", "rfc-ca.p521", ECDSA_SHA512), ("rsa", "rfc-ca.rsa2048", b""),
                             ("ed25519", "rfc-ca.ed25519", b"")]:
    case(f"rfc-{slug}", f"A CA with a key of the kind {slug} signs the leaf.",
         [LEAF.with_(signer=key, algorithm=algorithm).put(ext.aki(key_id(key))) if slug != "ed25519" else
          LEAF.with_(signer=key, algorithm=b"").put(ext.aki(key_id(key))),
          ca(ISSUER.subject, key, ROOT_NAME, "rfc-root.p256", algorithm=ECDSA_SHA256)], trusted=[], **RFC)
case("rfc-sha1", "A signature with SHA-1 proves nothing.",
     [LEAF.with_(signer="rfc-ca.rsa2048", algorithm=RSA_SHA1).put(ext.aki(key_id("rfc-ca.rsa2048"))),
      ca(ISSUER.subject, "rfc-ca.rsa2048", ROOT_NAME, "rfc-root.p256", algorithm=ECDSA_SHA256)],
     rejected=["fail path.anchor @0 key", "fail cert.algorithm @0 algorithm"], neighbour="rfc-rsa", **RFC)

# ---- building paths
A, B = cn("Cycle A"), cn("Cycle B")
A_BY_B = ca(A, "cycle-a.p256", B, "cycle-b.p256", algorithm=ECDSA_SHA256)
B_BY_A = ca(B, "cycle-b.p256", A, "cycle-a.p256", algorithm=ECDSA_SHA256)
A_BY_ROOT = ca(A, "cycle-a.p256", ROOT_NAME, "rfc-root.p256", algorithm=ECDSA_SHA256)
OF_A = LEAF.with_(issuer=A, signer="cycle-a.p256").put(ext.aki(key_id("cycle-a.p256")))
case("cycle-with-way-out", "Two CAs that certify each other do not hide the way to the root (CVE-2024-0567).",
     [OF_A, A_BY_B, B_BY_A, A_BY_ROOT], trusted=[], **RFC)
case("cycle-without-way-out", "Two CAs that certify each other lead nowhere, and the search ends.", [OF_A, A_BY_B, B_BY_A],
     rejected=["fail path.anchor @2 cycle"], neighbour="cycle-with-way-out", **RFC)
SAME = cn("Example CA")
NAMESAKES = [ca(SAME, f"namesake-{i}.p256", SAME, f"namesake-{i + 1}.p256", ids=False, algorithm=ECDSA_SHA256)
             for i in range(11)]
OF_FIRST = LEAF.with_(issuer=SAME, signer="namesake-0.p256").without("2.5.29.35")
case("namesakes", "Eleven namesakes without key identifiers and without a way to the root lead nowhere, and the search ends at its share of the checks.",
     [OF_FIRST] + NAMESAKES, neighbour="namesakes-with-way-out",
     rejected=["fail limit.reached signature_checks", "fail path.anchor @11 limit", "fail path.signature @11 budget",
               "warn cert.issuer_duties @0 missing-aki"] +
     [f"warn cert.issuer_duties @{i} missing-ski" for i in range(1, 12)], **RFC)
case("namesakes-with-way-out", "Eleven namesakes do not hide the way to the root.",
     [OF_FIRST] + NAMESAKES[1:] + [ca(SAME, "namesake-0.p256", ROOT_NAME, "rfc-root.p256", ids=False,
                                      algorithm=ECDSA_SHA256)],
     trusted=["warn cert.issuer_duties @0 missing-aki", "warn cert.issuer_duties @1 missing-aki",
              "warn cert.issuer_duties @1 missing-ski"], **RFC)


def ladder(rungs):
    """A straight path: leaf, `rungs` CAs, and the root above them."""
    names = [cn(f"Rung {i}") for i in range(rungs)] + [ROOT_NAME]
    keys = [f"rung-{i}.p256" for i in range(rungs)] + ["rfc-root.p256"]
    cas = [ca(names[i], keys[i], names[i + 1], keys[i + 1], algorithm=ECDSA_SHA256) for i in range(rungs)]
    return [LEAF.with_(issuer=names[0], signer=keys[0]).put(ext.aki(key_id(keys[0])))] + cas


case("path-of-16", "A path of sixteen certificates is as long as the default allows.", ladder(15), trusted=[], **RFC)
case("path-of-17", "A path of seventeen certificates is longer than the default allows (CVE-2024-28835).", ladder(16),
     rejected=["fail path.anchor @15 limit", "fail limit.reached path_length"], neighbour="path-of-16", **RFC)
EXPIRED_WAY = ca(A, "cycle-a.p256", ROOT_NAME, "rfc-root.p256", algorithm=ECDSA_SHA256).with_(
    serial=5, not_after="2025-06-01T00:00:00Z")
case("route-around-expired", "Of two certificates of the same CA the one that has not expired is used.",
     [OF_A, EXPIRED_WAY, A_BY_ROOT], trusted=[], **RFC)
NOT_A_CA = A_BY_ROOT.with_(serial=6).put(ext.basic_constraints(False))
case("route-around-no-ca", "Of two certificates of the same key the one that is a CA is used (CVE-2015-1793).",
     [OF_A, NOT_A_CA, A_BY_ROOT], trusted=[], **RFC)
case("route-only-expired", "When the only certificate of the CA has expired, that is said, not that there is no path.",
     [OF_A, EXPIRED_WAY], rejected=["fail cert.validity @1 expired"], neighbour="route-around-expired", **RFC)
HUGE = der.sequence(der.sequence(der.oid("1.2.840.10045.2.1"), der.sequence(
    der.integer(1), der.sequence(der.oid("1.2.840.10045.1.1"), der.integer((1 << 8192) - 1)),
    der.sequence(der.octets(b"\x01"), der.octets(b"\x01")), der.octets(b"\x04\x01\x01"), der.integer(7))),
    der.bits(b"\x04\x01\x01"))
case("huge-explicit-field", "An issuer with an explicit field of 8192 bits is never decoded (CVE-2024-34703).",
     [LEAF, ISSUER.with_(spki=HUGE)],
     rejected=["fail path.anchor @0 explicit-curve", "warn input.readable unusable-key"], neighbour="rfc-plain", **RFC)
