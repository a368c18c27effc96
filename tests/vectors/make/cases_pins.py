# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""What a pin speaks for, what ties an enterprise certificate to a machine, and rules that know more than names."""
import der
import ext
import odca
from case import case, trust
from cases_odca import MPS_CRL, exception
from cases_trust import anchor, denied, intermediate, store
from odca import AMT_SELF_SIGNED, ISSUED_LEAF, LNL, MPS_NAME, MPS_ROOT, NVL, TGL_OLD, key_id
from pki import spki_pin

KEY = spki_pin(ISSUED_LEAF)
BOUND = dict(trust="mps", phase="provisioned", pin=KEY)
ABSENT = "warn revocation.absent @0 absent"
AT_HAND = "fail path.anchor @0 "
UNVOUCHED = "fail phase.lone @0 pinned-not-vouched"
NOT_ISSUED = "fail phase.lone @0 pinned-not-issued"

# ---- a pin takes the place of the anchor, not of the signature
FORGED = ISSUED_LEAF.with_(flip_signature=True)
MADE_UP = ISSUED_LEAF.with_(issuer=der.name(("CN", "nobody")), serial=7, not_after="2049-12-31T23:59:59Z",
                            signer="attacker.rsa2048").put(ext.aki(key_id("attacker.rsa2048")))
REDATED = ISSUED_LEAF.with_(not_after="2045-01-01T00:00:00Z", flip_signature=True)
store("mps-denies-leaf", MPS_ROOT, ["enterprise"], deny=denied("sha256", ISSUED_LEAF.sha256))
store("odca-denies-leaf", odca.ROOT, ["odca"], deny=denied("sha256", ISSUED_LEAF.sha256))

case("pinned-forged", "One bit of the signature of the pinned certificate is another: the enterprise's CA did not sign that.",
     [FORGED], rejected=[AT_HAND + "signature", NOT_ISSUED], neighbour="enterprise-leaf-pinned", **BOUND)
case("pinned-made-up", "Whoever holds the pinned key made a certificate up: issuer, serial number, dates and signature.",
     [MADE_UP], rejected=[AT_HAND + "no-issuer", UNVOUCHED], neighbour="enterprise-leaf-pinned", **BOUND)
case("pinned-redated", "The end of the pinned certificate was moved, and nobody signed that.", [REDATED],
     at="2036-01-01T00:00:00Z", rejected=[AT_HAND + "signature", NOT_ISSUED], neighbour="enterprise-leaf-pinned", **BOUND)
case("pinned-denied", "The pinned certificate is on the deny list.", [ISSUED_LEAF], neighbour="enterprise-leaf-pinned",
     rejected=["fail trust.denied @0 denied-certificate", ABSENT], **{**BOUND, "trust": "mps-denies-leaf"})
case("pinned-denied-forged", "Another signature makes another fingerprint of a denied certificate, and no other certificate.",
     [FORGED], neighbour="pinned-denied", rejected=[AT_HAND + "signature", NOT_ISSUED], **{**BOUND, "trust": "mps-denies-leaf"})
CA_NAME = der.name(("CN", "Made up CA"))
MADE_UP_CA = MPS_ROOT.with_(subject=CA_NAME, issuer=CA_NAME, key="attacker.rsa2048", signer="attacker.rsa2048").put(
    ext.ski(key_id("attacker.rsa2048")))
BELOW_MADE_UP = ISSUED_LEAF.with_(issuer=CA_NAME, signer="attacker.rsa2048").put(ext.aki(key_id("attacker.rsa2048")))
case("pinned-below-made-up-ca", "The holder of the pinned key brings a CA of his own, while the enterprise's is at hand.",
     [BELOW_MADE_UP, MADE_UP_CA], anchored=False, neighbour="enterprise-leaf-pinned",
     rejected=["fail path.anchor @1 untrusted-root", "fail cert.algorithm @0 algorithm", "fail cert.algorithm @1 algorithm",
               "fail cert.key @1 kind"], **BOUND)
case("pinned-below-ca-at-hand", "No anchor of the enterprise is at hand, but the CA's certificate is, and it signed the pinned one.",
     [ISSUED_LEAF, MPS_ROOT], trust="odca", phase="provisioned", pin=KEY, trusted=[ABSENT],
     neighbour="pinned-forged-below-ca-at-hand")
case("pinned-forged-below-ca-at-hand", "The CA's certificate is at hand and did not sign the pinned one.", [FORGED, MPS_ROOT],
     trust="odca", phase="provisioned", pin=KEY, rejected=[AT_HAND + "signature", UNVOUCHED],
     neighbour="pinned-below-ca-at-hand")
case("pinned-revoked-below-ca-at-hand", "The CA's certificate and its CRL are at hand, and the CRL lists the pinned certificate.",
     [ISSUED_LEAF, MPS_ROOT], trust="odca", phase="provisioned", pin=KEY, neighbour="pinned-below-ca-at-hand",
     crls=[MPS_CRL.with_(entries=((ISSUED_LEAF.serial, "2026-01-15T09:00:00Z", ()),))],
     rejected=["fail revocation.revoked @0 revoked"])
case("pinned-alone", "The pinned key's certificate was issued by a CA that is not at hand.", [ISSUED_LEAF], trust="odca",
     phase="provisioned", pin=KEY, rejected=[AT_HAND + "no-issuer", UNVOUCHED], neighbour="pinned-whole")
WHOLE = dict(trust="odca", phase="provisioned", pin_certificate=ISSUED_LEAF.sha256)
case("pinned-whole", "A certificate that is pinned as a whole needs nobody else's word.", [ISSUED_LEAF], trusted=[], anchored=False,
     neighbour="pinned-whole-forged", **WHOLE)
case("pinned-whole-forged", "A certificate with one other bit is not the one that is pinned as a whole.", [FORGED],
     rejected=["fail phase.pin @0 pin-mismatch", AT_HAND + "no-issuer"], neighbour="pinned-whole", **WHOLE)
PINNED_REVOKED = MPS_CRL.with_(entries=((ISSUED_LEAF.serial, "2026-01-15T09:00:00Z", ()),))
case("pinned-whole-listed", "The CA of a certificate that is pinned as a whole revoked it.", [ISSUED_LEAF, MPS_ROOT],
     crls=[PINNED_REVOKED], anchored=False, rejected=["fail revocation.revoked @0 revoked"],
     neighbour="pinned-whole-not-listed", **WHOLE)
case("pinned-whole-not-listed", "The CA of a certificate that is pinned as a whole did not revoke it.", [ISSUED_LEAF, MPS_ROOT],
     crls=[MPS_CRL], anchored=False, trusted=[], neighbour="pinned-whole-listed", **WHOLE)
EXPIRED_ROOT = MPS_ROOT.with_(serial=3, not_before="2010-01-01T00:00:00Z", not_after="2020-01-01T00:00:00Z")
for slug, text, presented in (("before", "before", [EXPIRED_ROOT, MPS_ROOT]), ("behind", "behind", [MPS_ROOT, EXPIRED_ROOT])):
    case(f"pinned-whole-listed-renewed-{slug}", f"An expired certificate of the CA's key stands {text} the one with which it revoked "
         "the certificate pinned as a whole.", [ISSUED_LEAF] + presented, crls=[PINNED_REVOKED], anchored=False,
         rejected=["fail revocation.revoked @0 revoked"], neighbour="pinned-whole-not-listed", **WHOLE)
case("pinned-below-renewed-ca-at-hand", "An expired certificate of the CA's key stands before its good one.",
     [ISSUED_LEAF, EXPIRED_ROOT, MPS_ROOT], trust="odca", phase="provisioned", pin=KEY, trusted=[ABSENT],
     neighbour="pinned-below-ca-at-hand")
TOP = MPS_ROOT.with_(subject=der.name(("CN", "Example Top")), issuer=der.name(("CN", "Example Top")), key="pin-top.rsa2048",
                     signer="pin-top.rsa2048", serial=1).put(ext.ski(key_id("pin-top.rsa2048")))
MIDDLE = MPS_ROOT.with_(issuer=TOP.subject, signer="pin-top.rsa2048", serial=0x99).put(ext.aki(key_id("pin-top.rsa2048")))
OF_TOP = MPS_CRL.with_(issuer=TOP.subject, signer="pin-top.rsa2048",
                       extensions=(ext.aki(key_id("pin-top.rsa2048")), MPS_CRL.extensions[1]))
MIDDLE_REVOKED = OF_TOP.with_(entries=((0x99, "2026-01-15T09:00:00Z", ()),))
trust("odca-beside-top", root__pem=[odca.ROOT], top__pem=[TOP], middle__pem=[MIDDLE],
      trust__yaml="certificates:\n" + anchor("root.pem", ["odca"]) + anchor("top.pem", ["rfc5280"]) + intermediate("middle.pem"))
BELOW_TOP = dict(trust="odca-beside-top", phase="provisioned", anchored=False)
case("pinned-whole-below-a-sound-ca", "The CA above the certificate pinned as a whole is not revoked.", [ISSUED_LEAF], trusted=[],
     crls=[OF_TOP], pin_certificate=ISSUED_LEAF.sha256, **BELOW_TOP)
case("pinned-whole-below-a-ca-not-at-hand", "The list at hand of the CA whose certificate was not sent does not name the one pinned as a "
     "whole.", [ISSUED_LEAF], crls=[MPS_CRL], pin_certificate=ISSUED_LEAF.sha256, trusted=[], trust="odca", phase="provisioned",
     anchored=False)
case("pinned-whole-listed-by-a-ca-not-at-hand", "The CA that lists the certificate pinned as a whole is not at hand, and its list cannot be "
     "checked: whoever sent the certificate may have left it out.", [ISSUED_LEAF], crls=[PINNED_REVOKED],
     pin_certificate=ISSUED_LEAF.sha256, trust="odca", phase="provisioned", anchored=False,
     rejected=["fail revocation.suspicious @0 signer-not-at-hand"], neighbour="pinned-whole-below-a-ca-not-at-hand")
NEXT_ROOT = MPS_ROOT.with_(key="pin-next.rsa2048", serial=0x98, issuer=MPS_ROOT.subject).put(ext.ski(key_id("pin-next.rsa2048")))
OF_NEXT = ISSUED_LEAF.with_(signer="pin-next.rsa2048").put(ext.aki(key_id("pin-next.rsa2048")))
OLD_KEY_LISTS = MPS_CRL.with_(entries=((OF_NEXT.serial, "2026-01-15T09:00:00Z", ()),))
trust("odca-rollover", root__pem=[odca.ROOT], old__pem=[MPS_ROOT], next__pem=[NEXT_ROOT],
      trust__yaml="certificates:\n" + anchor("root.pem", ["odca"]) + intermediate("old.pem") + intermediate("next.pem"))
ROLLOVER = dict(trust="odca-rollover", phase="provisioned", anchored=False, pin_certificate=OF_NEXT.sha256)
case("pinned-whole-below-a-rollover", "The CA's old key certified its new one, which signed the certificate pinned as a whole.", [OF_NEXT],
     crls=[MPS_CRL], trusted=[], **ROLLOVER)
case("pinned-whole-below-a-rollover-listed", "The CA's old key lists the certificate that its new one signed.", [OF_NEXT],
     crls=[OLD_KEY_LISTS], rejected=["fail revocation.revoked @0 revoked"], neighbour="pinned-whole-below-a-rollover", **ROLLOVER)
NEXT_MIDDLE = MIDDLE.with_(key="pin-next.rsa2048", serial=0x9a).put(ext.ski(key_id("pin-next.rsa2048")))
BY_NEXT_MIDDLE = PINNED_REVOKED.with_(signer="pin-next.rsa2048",
                                      extensions=(ext.aki(key_id("pin-next.rsa2048")), PINNED_REVOKED.extensions[1]))
trust("odca-beside-middles", root__pem=[odca.ROOT], middle__pem=[MIDDLE], next__pem=[NEXT_MIDDLE],
      trust__yaml="certificates:\n" + anchor("root.pem", ["odca"]) + intermediate("middle.pem") + intermediate("next.pem"))
BESIDE_MIDDLES = dict(trust="odca-beside-middles", phase="provisioned", anchored=False, pin_certificate=ISSUED_LEAF.sha256)
case("pinned-whole-listed-by-the-next-key", "The CA's next key, certified by the CA above, lists the certificate pinned as a whole.",
     [ISSUED_LEAF, TOP], crls=[BY_NEXT_MIDDLE], rejected=["fail revocation.revoked @0 revoked"],
     neighbour="pinned-whole-not-listed-by-the-next-key", **BESIDE_MIDDLES)
case("pinned-whole-listed-by-the-next-key-top-withheld", "The CA above, which certified the next key, was not sent.", [ISSUED_LEAF],
     crls=[BY_NEXT_MIDDLE], rejected=["fail revocation.suspicious @0 signer-not-at-hand"],
     neighbour="pinned-whole-not-listed-by-the-next-key", **BESIDE_MIDDLES)
case("pinned-whole-not-listed-by-the-next-key", "The CA's next key lists another certificate.", [ISSUED_LEAF],
     crls=[BY_NEXT_MIDDLE.with_(entries=((0x5150, "2026-01-15T09:00:00Z", ()),))], trusted=[], **BESIDE_MIDDLES)
case("pinned-whole-below-a-revoked-ca", "The CA above the certificate pinned as a whole is revoked.", [ISSUED_LEAF],
     crls=[MIDDLE_REVOKED], pin_certificate=ISSUED_LEAF.sha256, neighbour="pinned-whole-below-a-sound-ca",
     rejected=["fail revocation.revoked @0 revoked"], **BELOW_TOP)
case("pinned-whole-below-a-suspicious-ca", "The CA above the certificate pinned as a whole is listed where an extension is not known.",
     [ISSUED_LEAF], crls=[MIDDLE_REVOKED.with_(extensions=MIDDLE_REVOKED.extensions + (ext.unknown(True),))],
     pin_certificate=ISSUED_LEAF.sha256, neighbour="pinned-whole-below-a-sound-ca",
     rejected=["fail revocation.suspicious @0 unknown-critical"], **BELOW_TOP)
case("pinned-key-below-a-revoked-ca", "The CA above the certificate of the pinned key is revoked.", [ISSUED_LEAF],
     crls=[MIDDLE_REVOKED], pin=KEY, neighbour="pinned-whole-below-a-sound-ca",
     rejected=["fail revocation.revoked @0 revoked", ABSENT], **BELOW_TOP)
case("pinned-whole-suspicious", "A list of its CA that may not be used names the certificate pinned as a whole.",
     [ISSUED_LEAF, MPS_ROOT], crls=[PINNED_REVOKED.with_(extensions=PINNED_REVOKED.extensions + (ext.unknown(True),))],
     anchored=False, rejected=["fail revocation.suspicious @0 unknown-critical"], neighbour="pinned-whole-not-listed", **WHOLE)
case("pinned-whole-denied", "A certificate that is pinned as a whole and denied is refused.", [ISSUED_LEAF], anchored=False,
     rejected=["fail trust.denied @0 denied-certificate"], neighbour="pinned-whole", **{**WHOLE, "trust": "odca-denies-leaf"})
store("odca-denies-mps", odca.ROOT, ["odca"], deny=denied("spki_sha256", spki_pin(MPS_ROOT)))
case("pinned-whole-issuer-denied", "The CA that signed the certificate pinned as a whole is at hand, and its key is denied.",
     [ISSUED_LEAF, MPS_ROOT], anchored=False, rejected=["fail trust.denied @0 issuer-denied"], neighbour="pinned-whole-not-listed",
     **{**WHOLE, "trust": "odca-denies-mps"})
store("odca-denies-mps-certificate", odca.ROOT, ["odca"], deny=denied("sha256", MPS_ROOT.sha256))
case("pinned-whole-issuer-certificate-denied", "The certificate of the CA that signed the one pinned as a whole is denied.",
     [ISSUED_LEAF, MPS_ROOT], anchored=False, rejected=["fail trust.denied @0 issuer-denied"], neighbour="pinned-whole-not-listed",
     **{**WHOLE, "trust": "odca-denies-mps-certificate"})
case("pinned-whole-other-denied", "A CA is denied that did not sign the certificate pinned as a whole.", [ISSUED_LEAF, MPS_ROOT],
     anchored=False, trusted=[], neighbour="pinned-whole-issuer-denied", **{**WHOLE, "trust": "odca-denied-key"})
case("pinned-whole-expired", "A certificate that is pinned as a whole has the dates that it has.", [ISSUED_LEAF], anchored=False,
     at="2035-01-01T00:00:01Z", rejected=["fail cert.validity @0 expired"], neighbour="pinned-whole", **WHOLE)
case("pinned-whole-revoked", "The enterprise's CA has revoked the certificate that is pinned as a whole.", [ISSUED_LEAF],
     crls=[MPS_CRL.with_(entries=((ISSUED_LEAF.serial, "2026-01-15T09:00:00Z", ()),))], neighbour="pinned-whole",
     rejected=["fail revocation.revoked @0 revoked"], **{**WHOLE, "trust": "mps"})

# ---- whoever holds a key can sign himself a certificate
AGAIN = AMT_SELF_SIGNED.with_(key="mps-leaf.rsa2048", signer="mps-leaf.rsa2048")
SKI = "warn cert.issuer_duties @0 missing-ski"
case("pinned-self-signed-beside-ca", "The holder of an issued certificate's key signed himself another, to get round what its CA "
     "says.", [AGAIN], rejected=["fail phase.key_pin @0 key-pin-beside-ca", SKI], anchored=False, neighbour="self-signed-pinned",
     **BOUND)
case("pinned-self-signed-whole-beside-ca", "A self-signed certificate that is pinned as a whole is not made up by its holder.",
     [AMT_SELF_SIGNED], trust="mps", phase="provisioned", pin_certificate=AMT_SELF_SIGNED.sha256, trusted=[SKI], anchored=False,
     neighbour="pinned-self-signed-beside-ca")
case("pinned-self-signed-allowed", "A policy lets a pinned key speak for a self-signed certificate beside the enterprise's CA, "
     "with a warning.", [AMT_SELF_SIGNED], trust="mps", phase="provisioned", pin=spki_pin(AMT_SELF_SIGNED), anchored=False,
     policy="name: mixed fleet\nrules:\n  phase.key_pin: warn\n", neighbour="self-signed-pinned",
     trusted=["warn phase.key_pin @0 key-pin-beside-ca", SKI])
NAMED_AS_CA = AGAIN.with_(subject=MPS_NAME, issuer=MPS_NAME)
case("pinned-self-signed-as-the-ca", "The holder of the pinned key gave himself the name of the enterprise's CA.", [NAMED_AS_CA],
     neighbour="self-signed-pinned", rejected=[AT_HAND + "untrusted-root", NOT_ISSUED, "fail leaf.not_ca @0 leaf-is-ca", SKI], **BOUND)
SAME_KEY = dict(trust="odca", phase="provisioned", pin=KEY, target=AGAIN.sha256, anchored=False)
case("pinned-key-revoked", "A certificate of the pinned key is at hand, and revoked: a self-signed one does not bring the key back.",
     [AGAIN, ISSUED_LEAF, MPS_ROOT], neighbour="pinned-key-not-revoked",
     crls=[MPS_CRL.with_(entries=((ISSUED_LEAF.serial, "2026-01-15T09:00:00Z", ()),))],
     rejected=["fail revocation.revoked @0 revoked-same-key", SKI], **SAME_KEY)
case("pinned-key-not-revoked", "A certificate of the pinned key is at hand, and its CA did not revoke it.",
     [AGAIN, ISSUED_LEAF, MPS_ROOT], crls=[MPS_CRL], trusted=[SKI], neighbour="pinned-key-revoked", **SAME_KEY)
case("pinned-key-denied", "A certificate of the pinned key is at hand, and denied.", [AGAIN, ISSUED_LEAF, MPS_ROOT],
     neighbour="pinned-key-not-revoked", rejected=["fail trust.denied @0 denied-same-key", SKI],
     **{**SAME_KEY, "trust": "odca-denies-leaf"})
case("self-signed-forged", "The pinned self-signed certificate is not signed by its own key.",
     [AMT_SELF_SIGNED.with_(flip_signature=True)], trust="odca", phase="provisioned", pin=spki_pin(AMT_SELF_SIGNED),
     neighbour="self-signed-pinned", rejected=["fail path.signature @0 invalid", AT_HAND + "untrusted-root",
                                               "fail leaf.not_ca @0 leaf-is-ca", "fail phase.lone @0 pinned-not-signed", SKI])

RENEWED = AMT_SELF_SIGNED.with_(serial=0x4712, not_before="2026-02-01T00:00:00Z")
case("self-signed-renewed", "A dump holds a renewed self-signed certificate and the old one, both of the pinned key: neither issued "
     "the other, and which one is meant must be said.", [RENEWED, AMT_SELF_SIGNED], trust="odca", phase="provisioned",
     pin=spki_pin(AMT_SELF_SIGNED), rejected=["fail target.found ambiguous"], neighbour="self-signed-pinned")

# ---- what a value given as pin is instead
case("pin-of-the-certificate", "The value given as pin is the hash of the whole leaf, not of its key.", [ISSUED_LEAF], trust="mps",
     phase="provisioned", pin=ISSUED_LEAF.sha256, rejected=["fail phase.pin @0 pin-is-certificate", ABSENT],
     neighbour="enterprise-leaf-pinned")
case("pin-of-another", "The value given as pin is the hash of another certificate presented.", [ISSUED_LEAF, MPS_ROOT],
     trust="mps", phase="provisioned", pin=MPS_ROOT.sha256, neighbour="enterprise-leaf-pinned",
     rejected=["fail phase.pin @0 pin-of-another", ABSENT])
case("pinned-certificate-is-a-key", "The value of the certificate pinned as a whole is that of its key.", [ISSUED_LEAF], trust="mps",
     phase="provisioned", pin_certificate=KEY, neighbour="enterprise-leaf-pinned",
     rejected=["fail phase.pin @0 pin-is-other-hash", ABSENT])

# ---- a certificate of the enterprise is not yet the machine's
ENTERPRISE = dict(trust="mps", phase="provisioned")
HOST = "device17.example.com"
case("enterprise-leaf-named", "The enterprise's certificate names the machine.", [ISSUED_LEAF], name=HOST, trusted=[ABSENT],
     neighbour="enterprise-leaf", **ENTERPRISE)
case("enterprise-leaf-other-name", "The enterprise's certificate is that of another machine.", [ISSUED_LEAF],
     name="device18.example.com", rejected=["fail enterprise.name @0 name-mismatch", ABSENT],
     neighbour="enterprise-leaf-named", **ENTERPRISE)
WILDCARD = ISSUED_LEAF.put(ext.subject_alt_name(ext.dns("*.example.com")))
case("enterprise-leaf-wildcard", "A wildcard names the machine, and every other too.", [WILDCARD], name=HOST,
     trusted=["warn enterprise.bound @0 wildcard", ABSENT], neighbour="enterprise-leaf-named", **ENTERPRISE)
case("enterprise-leaf-unbound-refused", "A policy refuses an enterprise's certificate that nothing ties to the machine.",
     [ISSUED_LEAF], policy="name: bound\nrules:\n  enterprise.bound: fail\n", neighbour="enterprise-leaf-named",
     rejected=["fail enterprise.bound @0 unbound", ABSENT], **ENTERPRISE)
case("enterprise-leaf-without-names", "The enterprise's certificate names no machine at all.", [ISSUED_LEAF.without("2.5.29.17")],
     name=HOST, rejected=["fail enterprise.name @0 no-san", ABSENT], neighbour="enterprise-leaf-named", **ENTERPRISE)
PRINTER = ISSUED_LEAF.without("2.5.29.37").put(ext.subject_alt_name(ext.dns("printer.example.com")))
case("enterprise-leaf-without-usage", "A printer's certificate of the enterprise's CA says of no use what it is for.", [PRINTER],
     name="printer.example.com", rejected=["fail leaf.eku @0 eku-missing", ABSENT], neighbour="enterprise-leaf-named",
     **ENTERPRISE)
case("enterprise-leaf-any-usage", "Any use is not the use of a server.", [ISSUED_LEAF.put(ext.extended_key_usage("2.5.29.37.0"))],
     name=HOST, rejected=["fail leaf.eku @0 eku", ABSENT], neighbour="enterprise-leaf-named", **ENTERPRISE)
USERS_NAME = der.name(("O", "Example Corporation"), ("CN", "Users CA"))
CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"
USERS_CA = MPS_ROOT.with_(subject=USERS_NAME, key="attacker.rsa2048", serial=12).put(
    ext.ski(key_id("attacker.rsa2048")), ext.aki(key_id("mps-root.rsa2048")), ext.extended_key_usage(CLIENT_AUTH))
case("enterprise-leaf-of-users-ca", "The CA that issued the leaf is one for persons.",
     [ISSUED_LEAF.with_(issuer=USERS_NAME, signer="attacker.rsa2048").put(ext.aki(key_id("attacker.rsa2048"))), USERS_CA],
     name=HOST, rejected=["fail leaf.eku @1 ca-eku", "warn revocation.absent absent"], neighbour="enterprise-leaf-named",
     **ENTERPRISE)

# ---- what names and versions do not tell
case("class-not-named-refused", "A policy refuses an issuing CA whose name tells no class.", TGL_OLD.list(),
     policy="name: classes\nrules:\n  odca.class_known: fail\n", rejected=["fail odca.class_known @4 class-unknown"], neighbour="tgl")
LAYOUT = "warn dice.layout unverified-layout"
case("dice-version-unknown", "Nothing says that the machine with the DICE chain has AMT at all.", NVL, trust="dice-subca",
     rejected=["fail dice.version amt-version-unknown", LAYOUT], neighbour="dice")
case("dice-version-unknown-allowed", "A policy accepts a DICE chain of an unknown version, with a warning.", NVL,
     trust="dice-subca", policy="name: dice\nrules:\n  dice.version: warn\n",
     trusted=["warn dice.version amt-version-unknown", LAYOUT], neighbour="dice")
case("odca-on-amt-14", "AMT 14 has no on-die chain, so a machine of that version did not make this one.", LNL.list(),
     amt_version=14, trusted=["warn chain.generation amt-version-before-odca"], neighbour="odca-on-amt-15")
case("odca-on-amt-15", "AMT 15 is the first with an on-die chain.", LNL.list(), amt_version=15, trusted=[],
     neighbour="odca-on-amt-14")

# ---- exceptions end, and begin
EXPIRED = LNL.edit(leaf=lambda c: c.with_(not_after="2026-02-28T23:59:59Z"))


def spanned(begin, end):
    return exception("platform: LNL", end).replace("    until:", f"    from: {begin}\n    until:")


case("exception-not-begun", "An exception that begins tomorrow does nothing today.", EXPIRED.list(),
     policy=spanned("2026-03-02", "2027-03-01"), neighbour="exception-begun",
     rejected=["fail cert.validity @0 expired", "warn policy.exception_expired not-begun"])
case("exception-begun", "An exception holds from the first second of its first day.", EXPIRED.list(),
     policy=spanned("2026-03-01", "2028-03-01"), neighbour="lnl",
     trusted=["warn cert.validity @0 expired", "warn policy.exception_used used"])
case("exception-of-the-past", "An exception without a begin holds for the two years before its end, and for no time before that, "
     "whatever moment is asked about.", EXPIRED.list(), policy=exception("platform: LNL", "2028-11-22"),
     neighbour="exception-by-platform",
     rejected=["fail cert.validity @0 expired", "warn policy.exception_expired not-begun"])
