# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""The published attacks that can touch a verifier of device chains and that the other modules do not make: each with
the advisory that it stands for. docs/attacks.md lists them all."""
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

import der
import ext
from case import case
from cases_path import LONE, SHAPE, lnl
from cases_rfc5280 import RFC, RFC_ROOT
from odca import LNL, ROOT, TGL, cn, key_id
from pki import ECDSA_SHA256, ECDSA_SHA384, Certificate, Key, pem, signatures

ORDER = int("ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973", 16)
UNREAD_KEY = "warn input.readable unusable-key"

# ---- keys: explicit parameters, kinds that nobody expects
GENUINE = Key.get("odca-root")
FORGED_ROOT = ROOT.with_(spki=GENUINE.explicit_spki(generator=GENUINE.point), signature=b"\x30\x00")


def sign_under(generator_secret, message):
    """An ECDSA signature by the secret 1 under the generator that is the genuine public key. (Who does not know the
    root's secret multiplies the point itself; the bytes are the same.)"""
    nonce = 0x1D3C0FFEE5
    point = ec.derive_private_key(nonce * generator_secret % ORDER, ec.SECP384R1()).public_key().public_numbers()
    digest = hashes.Hash(hashes.SHA384())
    digest.update(message)
    r = point.x % ORDER
    s = pow(nonce, -1, ORDER) * (int.from_bytes(digest.finalize(), "big") + r) % ORDER
    return der.sequence(der.integer(r), der.integer(s))


SECRET = GENUINE.private.private_numbers().private_value
FORGED_CA = LNL.intermediate.with_(key="attacker").put(ext.ski(key_id("attacker")))
FORGED_CA = FORGED_CA.with_(signature=sign_under(SECRET, FORGED_CA.tbs))
case("forged-root-own-generator", "A forged root bears the genuine root's name and point under a generator of its own, for "
     "which its maker knows the secret, and signs with it (CVE-2020-0601).",
     [*LNL.edit(issuing=lambda c: c.with_(signer="attacker").put(ext.aki(key_id("attacker")))).list()[:5], FORGED_CA,
      FORGED_ROOT.with_(signature=sign_under(SECRET, FORGED_ROOT.tbs))],
     rejected=["fail path.anchor @5 signature", UNREAD_KEY], neighbour="lnl-7-root-appended")


def huge_field(bits):
    """An EC key whose explicit field is a number of that many bits, for a reader that tests it for primality."""
    size = bits // 8
    curve = der.sequence(der.octets(b"\x01" * size), der.octets(b"\x02" * size))
    parameters = der.sequence(
        der.integer(1), der.sequence(der.oid("1.2.840.10045.1.1"), der.integer((1 << bits) - 1)), curve,
        der.octets(b"\x04" + b"\x03" * (2 * size)), der.integer((1 << (bits - 1)) + 1), der.integer(1))
    return der.sequence(der.sequence(der.oid("1.2.840.10045.2.1"), parameters), der.bits(b"\x04" + b"\x05" * (2 * size)))


for bits in (4096, 8192):
    case(f"leaf-huge-field-{bits}", f"The leaf's key writes out a field of {bits} bits, which is never decoded "
         "(CVE-2024-34703).", lnl(leaf=lambda c: c.with_(spki=huge_field(bits))),
         rejected=["fail cert.key @0 explicit-curve"], neighbour="lnl")


def odd_key(dotted, *parameters):
    return der.sequence(der.sequence(der.oid(dotted), *parameters), der.bits(b"\x05" * 56))


for slug, text, spki in [
        ("dsa", "a DSA key (CVE-2025-58188)", Key.get("rom.dsa2048").spki),
        ("x25519", "a key that can only agree on secrets", odd_key("1.3.101.110")),
        ("ed448", "an Ed448 key", odd_key("1.3.101.113")),
        ("unknown-key", "a key of a kind that nobody knows (CVE-2024-24783)", odd_key(ext.UNKNOWN, der.null())),
        ("unknown-curve", "a key on a curve that nobody knows",
         der.sequence(der.sequence(der.oid("1.2.840.10045.2.1"), der.oid(ext.UNKNOWN)), der.bits(GENUINE.point))),
        ("huge-field", "an explicit field of 4096 bits", huge_field(4096))]:
    case(f"kernel-namesake-{slug}", f"A namesake of the Kernel CA with {text} beside the genuine one is a warning and "
         "changes nothing.", [LNL.kernel.with_(spki=spki)] + LNL.list(), trusted=[UNREAD_KEY],
         target=LNL.leaf.sha256, neighbour="lnl")

# ---- splices: everything below a genuine certificate is made anew, with its names and key identifiers
LEVELS = ["leaf", "app", "kernel", "rom", "issuing", "intermediate"]


def forged_up_to(top):
    """The levels from the leaf to LEVELS[top] under new keys, each signed by the one above it, and the last by a key that
    only says that it is the genuine one above."""
    edits = {}
    for at, level in enumerate(LEVELS[:top + 1]):
        own, above = f"forged-{level}", f"forged-{LEVELS[at + 1]}" if at < top else "attacker"

        def edit(c, own=own, above=above, last=at == top):
            c = c.with_(key=own, signer=above)
            if any(each[0] == "2.5.29.14" for each in c.extensions):
                c = c.put(ext.ski(key_id(own)))
            return c if last else c.put(ext.aki(key_id(above)))
        edits[level] = edit
    return LNL.edit(**edits).list()


for at, level in enumerate(LEVELS[1:5], start=1):
    case(f"forged-from-{level}", f"A chain forged from the {level} certificate down names the genuine {LEVELS[at + 1]} as "
         "its issuer, with its key identifier, and lacks only the signature: each link is proved for itself.",
         forged_up_to(at), rejected=[SHAPE, f"fail path.anchor @{at} signature"], neighbour="lnl")
case("forged-from-intermediate", "A whole chain forged below the genuine root's name and key identifier lacks only the "
     "root's signature.", forged_up_to(5), rejected=["fail path.anchor @5 signature"], neighbour="lnl")
for at, level in enumerate(LEVELS[1:], start=1):
    if level == "kernel":
        continue  # kernel-namesake-same-key-id
    case(f"{level}-namesake-same-key-id", f"The {level} certificate is exchanged for a namesake with the same key identifier "
         "and another key, correctly signed: the one below is not its own.",
         lnl(**{level: lambda c: c.with_(key="attacker")}),
         rejected=([LONE] if at == 1 else [SHAPE]) + [f"fail path.anchor @{at - 1} signature"],
         neighbour="kernel-namesake-beside")

# ---- a certificate that resembles the anchor
CA_TARGET = dict(RFC, target_may_be_ca=True)
case("target-is-the-anchor", "The target is the anchor, byte for byte.", [RFC_ROOT],
     trusted=[], anchored=False, **CA_TARGET)
case("target-with-name-and-key-of-the-anchor", "The target bears the name and the key of the anchor, and somebody else signed "
     "it: an anchor is its bytes (CVE-2026-34580).", [RFC_ROOT.with_(signer="namesake-0.p256")],
     rejected=["fail path.anchor @0 signature", "fail path.signature @0 invalid"], neighbour="target-is-the-anchor",
     **CA_TARGET)
case("target-with-name-of-the-anchor", "The target bears the anchor's name and a key of its own, with which it signed itself "
     "(CVE-2026-34580).",
     [RFC_ROOT.with_(key="namesake-0.p256", signer="namesake-0.p256")],
     rejected=["fail path.anchor @0 untrusted-root"], neighbour="target-is-the-anchor", **CA_TARGET)

# ---- signatures at the edge: numbers and encodings
R, S = decode_dss_signature(signatures.sign(Key.get(LNL.app.signer), ECDSA_SHA384, LNL.app.tbs))


def with_signature(value):
    return lnl(app=lambda c: c.with_(signature=value))


def pair(r, s):
    return der.sequence(der.integer(r), der.integer(s))


for slug, text, value in [
        ("r-zero", "r = 0 and s = 1", pair(0, 1)), ("s-zero", "r = 1 and s = 0", pair(1, 0)),
        ("both-order", "r and s both the order of the group, which is zero again", pair(ORDER, ORDER)),
        ("r-plus-order", "the genuine r plus the order of the group", pair(R + ORDER, S)),
        ("s-plus-order", "the genuine s plus the order of the group", pair(R, S + ORDER)),
        ("negative", "the negative of the genuine r", pair(-R, S)),
        ("swapped", "the genuine r and s exchanged", pair(S, R)),
        ("leading-zero", "r with a zero octet that DER does not allow",
         der.sequence(der.tlv(2, b"\x00\x00" + R.to_bytes(48, "big")), der.integer(S))),
        ("three-numbers", "a third number", der.sequence(der.integer(R), der.integer(S), der.integer(1))),
        ("trailing", "a byte behind the two numbers", pair(R, S) + b"\x00"),
        ("indefinite", "the two numbers in BER", der.indefinite(pair(R, S))),
        ("raw", "the two numbers without their DER", R.to_bytes(48, "big") + S.to_bytes(48, "big")),
        ("empty", "no numbers", der.sequence())]:
    case(f"app-signature-{slug}", f"A signature value of {text} proves nothing.", with_signature(value),
         rejected=[SHAPE, "fail path.anchor @1 signature"], neighbour="app-signature-twin")
case("app-signature-twin", "The twin (r, n - s) of a signature verifies by the definition of ECDSA; it makes other bytes of "
     "the same certificate and adds nothing.", with_signature(pair(R, ORDER - S)), trusted=[])
ROM_R, ROM_S = decode_dss_signature(signatures.sign(Key.get(LNL.rom.signer), ECDSA_SHA384, LNL.rom.tbs))
case("denied-certificate-twin", "The twin of a denied certificate has another fingerprint and is denied all the same.",
     lnl(rom=lambda c: c.with_(signature=pair(ROM_R, ORDER - ROM_S))), trust="odca-denied-rom",
     rejected=["fail trust.denied @3 denied-certificate"], neighbour="app-signature-twin")
case("app-other-hash-outside", "The signature algorithm outside the App certificate names another hash than the one inside.",
     lnl(app=lambda c: c.with_(outer_algorithm=ECDSA_SHA256)), neighbour="lnl",
     rejected=[SHAPE, "fail path.anchor @1 signature", "fail cert.algorithm @1 algorithm",
               "fail cert.algorithm @1 algorithm-mismatch"])

# ---- extensions and constraints that are costly or ambiguous to read
CA_TWICE = (ext.basic_constraints(False), ext.basic_constraints(True))
case("leaf-says-ca-and-not-ca", "A leaf with two basic constraints that contradict each other, which parsers resolve in "
     "different ways, is not read and issues nothing.",
     [LNL.leaf.with_(issuer=cn("DAL RCFG"), signer="lnl-leaf", key="attacker"),
      LNL.leaf.with_(subject=cn("DAL RCFG"), extensions=(*LNL.leaf.without("2.5.29.19").extensions, *CA_TWICE))] +
     LNL.list()[1:],
     rejected=["fail path.anchor @0 not-read", LONE, "warn input.readable duplicate-extension"],
     neighbour="leaf-signs-a-leaf")
MANY_HOSTS = [der.sequence(ext.dns(f"h{i}.example.com")) for i in range(400)]
case("issuing-many-name-constraints", "Hundreds of name constraints are refused unread, at no cost (CVE-2024-34702, "
     "CVE-2025-58187).",
     lnl(issuing=lambda c: c.put(("2.5.29.30", True, der.sequence(der.context(0, b"".join(MANY_HOSTS)))))),
     rejected=["fail path.constraints @4 unsupported-constraint"], neighbour="lnl")
PUNYCODE = der.context(1, b"a@xn--" + b"9" * 600 + b".example.com", constructed=False)
case("leaf-punycode", "An alternative name with overlong punycode is kept as bytes, never decoded (CVE-2022-3602).",
     lnl(leaf=lambda c: c.put(ext.subject_alt_name(PUNYCODE))), trusted=[])
case("issuing-punycode-constraint", "Overlong punycode in a name constraint is refused with the constraint (CVE-2022-3602).",
     lnl(issuing=lambda c: c.put(("2.5.29.30", True, der.sequence(der.context(0, der.sequence(PUNYCODE)))))),
     rejected=["fail path.constraints @4 unsupported-constraint"], neighbour="leaf-punycode")

# ---- encodings that cost time
def unreadable(slug, text, block, *reasons, neighbour="lnl"):
    case(f"unreadable-{slug}", f"{text} is a warning and ends nothing.", LNL.list()[:1] + [block] + LNL.list()[1:],
         trusted=[f"warn {reason}" for reason in reasons], neighbour=neighbour)


WIDE = b"".join(b"\x30\x80" + der.oid("2.5.4.3") + der.utf8("x") + b"\x00\x00" for _ in range(900))
unreadable("ber-wide", "A stranger with 900 values of indefinite length (CVE-2026-44378)",
           pem("CERTIFICATE", der.tlv(0x30, b"\x30\x80" + WIDE + b"\x00\x00")), "input.readable not-der")
NESTED = b"\x05\x00"
for _ in range(3000):
    NESTED = der.tlv(0x30, NESTED)
unreadable("deep", "A block with 3000 values one inside the other", pem("CERTIFICATE", NESTED), "input.readable too-deep",
           "limit.reached der_depth")

# ---- time
case("leaf-until-1950", "A year written as 50 is 1950 and not 2050 (RFC 5280 4.1.2.5.1): the leaf has expired before it began.",
     lnl(leaf=lambda c: c.with_(not_after="1950-01-01T00:00:00Z")), neighbour="generalized-time-9999",
     rejected=["fail cert.validity @0 expired"])


def dated(last):
    """The stranger with another encoding of notAfter."""
    until, odd = der.moment(TGL.kernel.not_after), der.tlv(0x18, last)
    tbs = TGL.kernel.tbs
    at = tbs.index(until)
    body = tbs[4:at - 2 - len(der.moment(TGL.kernel.not_before))]
    dates = der.sequence(der.moment(TGL.kernel.not_before), odd)
    return pem("CERTIFICATE", der.sequence(der.sequence(body, dates, tbs[at + len(until):]), ECDSA_SHA384,
                                           der.bits(b"\x30\x00")))


case("stranger-until-2060", "A stranger that ends at a whole second, in UTC, is read.", LNL.list()[:1] + [dated(b"20600101000000Z")] + LNL.list()[1:],
     trusted=[])
for slug, text, last in [("fraction", "at a fraction of a second", b"20600101000000.5Z"),
                         ("offset", "in another time zone", b"20600101000000+0100"),
                         ("second-60", "in a leap second", b"20601231235960Z"),
                         ("february-30", "on a day that does not exist", b"20600230000000Z")]:
    unreadable(slug, f"A stranger that ends {text}", dated(last), "input.readable malformed", neighbour="stranger-until-2060")
