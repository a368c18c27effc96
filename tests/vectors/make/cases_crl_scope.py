# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Who may revoke, and who may clear: scopes, deltas, forms, signers and bringers of CRLs (docs/hierarchy.md 6)."""
import der
import ext
from case import case, trust
from cases_revocation import DEVICE, OF_ISSUING, PRODUCT, THEN, crl, crls, entry
from cases_trust import anchor
from odca import CA2, HOST, ISSUING_LNL, LNL, ROOT, key_id
from pki import Crl

ROM = OF_ISSUING.with_(entries=(entry(LNL.rom, False),))
REVOKED = ["fail revocation.revoked @3 revoked"]
OUTSIDE = ["warn revocation.absent @3 out-of-scope"]
UNUSABLE = ["warn revocation.unusable @3 unusable"]
X = der.set_of(der.sequence(der.oid("2.5.4.3"), der.utf8("X")))[2:]


def idp(**scope):
    return ext.issuing_distribution_point(**scope)


def also(made, *extensions):
    return made.with_(extensions=made.extensions + extensions)


def numbered(made, number, **changes):
    return made.with_(extensions=(made.extensions[0], ext.crl_number(number)) + made.extensions[2:], **changes)


def rom_point(**point):
    return LNL.edit(rom=lambda c: c.put(ext.crl_distribution(**point)))


# ---- whatever its scope: listed is revoked, and silence outside of the scope is none
for slug, text, scope in [
        ("url", "another address", dict(url="http://tsci.intel.com/content/OnDieCA/crls/other.crl")),
        ("directory-name", "another directory name", dict(directory=CA2.subject)),
        ("relative-name", "a name relative to its issuer that the certificate does not have", dict(relative=X)),
        ("user-certificates", "certificates of users", dict(only_user=True)),
        ("indirect", "other issuers too", dict(indirect=True))]:
    case(f"crl-scope-{slug}", f"The issuing CA's CRL is for {text}: that it does not list the ROM certificate says nothing.",
         LNL.list(), crls=crls(of_issuing=also(OF_ISSUING, idp(**scope))), trusted=OUTSIDE, neighbour="crls-complete")
    case(f"revoked-crl-scope-{slug}", f"The issuing CA's CRL is for {text}, and lists the ROM certificate.", LNL.list(),
         crls=crls(of_issuing=also(ROM, idp(**scope))), rejected=REVOKED, neighbour=f"crl-scope-{slug}")
case("revoked-crl-some-reasons", "A CRL for some reasons only revokes what it lists.", LNL.list(),
     crls=crls(of_issuing=also(ROM, idp(only_some_reasons=True))), rejected=REVOKED, neighbour="crl-unusable-some-reasons")
case("crl-two-sets-of-reasons", "Two CRLs of the issuing CA together are for all reasons (RFC 5280 6.3.3(l)).", LNL.list(),
     crls=crls(of_issuing=also(OF_ISSUING, idp(only_some_reasons=True))) + [
         also(OF_ISSUING, idp(only_some_reasons=True, reasons=b"\x07\x1f\x80"))], trusted=[])
case("crl-two-sets-of-reasons-but-one", "Two CRLs of the issuing CA together are for all reasons but one.", LNL.list(),
     crls=crls(of_issuing=also(OF_ISSUING, idp(only_some_reasons=True))) + [
         also(OF_ISSUING, idp(only_some_reasons=True, reasons=b"\x00\x1f"))], trusted=UNUSABLE,
     neighbour="crl-two-sets-of-reasons")
case("point-some-reasons", "The ROM certificate's own distribution point is for some reasons only.",
     rom_point(url=f"{HOST}/crls/x.crl", reasons=b"\x05\x60").list(),
     crls=crls(of_issuing=also(OF_ISSUING, idp(url=f"{HOST}/crls/x.crl"))), trusted=UNUSABLE, neighbour="point-same-url")
case("point-same-url", "The ROM certificate's distribution point and the CRL have one address.",
     rom_point(url=f"{HOST}/crls/x.crl").list(), crls=crls(of_issuing=also(OF_ISSUING, idp(url=f"{HOST}/crls/x.crl"))),
     trusted=[])
case("point-same-relative-name", "Certificate and CRL have one name, both relative to the issuer (RFC 5280 4.2.1.13).",
     rom_point(relative=X).list(), crls=crls(of_issuing=also(OF_ISSUING, idp(relative=X))), trusted=[])
case("point-none-issuer-name", "Without a distribution point the certificate's issuer is its name (RFC 5280 6.3.3).",
     LNL.edit(rom=lambda c: c.without("2.5.29.31")).list(),
     crls=crls(of_issuing=also(OF_ISSUING, idp(directory=ISSUING_LNL.subject))), trusted=[])
case("point-only-crl-issuer", "A point without a name has that of its CRL issuer (RFC 5280 6.3.3(b)(2)(i)).",
     LNL.edit(leaf=lambda c: c.put(ext.crl_distribution(crl_issuer=CA2.subject))).list(),
     crls=crls(device=crl(CA2, "2026-02-01T00:00:00Z", 24, idp=idp(indirect=True, directory=CA2.subject))) + [DEVICE],
     trusted=[])

# ---- deltas
DELTA = numbered(also(OF_ISSUING, ext.delta_crl_indicator(1)), 2, this_update="2026-02-01T00:00:00Z")
HELD = OF_ISSUING.with_(entries=((LNL.rom.serial, THEN, (ext.crl_reason(6),)),))
REMOVING = DELTA.with_(entries=((LNL.rom.serial, THEN, (ext.crl_reason(8),)),))
case("crl-and-delta", "A complete CRL and the delta that follows it are one (RFC 5280 5.2.4).", LNL.list(),
     crls=crls() + [DELTA], trusted=[])
case("crl-and-delta-of-another-base", "The delta builds on a later complete CRL than the one at hand.", LNL.list(),
     crls=crls() + [numbered(also(OF_ISSUING, ext.delta_crl_indicator(2)), 3, this_update="2026-02-01T00:00:00Z")],
     trusted=UNUSABLE, neighbour="crl-and-delta")
case("revoked-in-a-delta", "The delta lists the ROM certificate.", LNL.list(),
     crls=crls() + [DELTA.with_(entries=(entry(LNL.rom, False),))], rejected=REVOKED, neighbour="crl-and-delta")
case("delta-removes", "removeFromCRL is no revocation.", LNL.list(), crls=crls() + [REMOVING], trusted=[])
case("delta-removes-a-hold", "The delta takes off what the complete CRL has on hold.", LNL.list(),
     crls=crls(of_issuing=HELD) + [REMOVING], trusted=[])
case("delta-removes-no-compromise", "What is revoked for a compromise comes off by no delta.", LNL.list(),
     crls=crls(of_issuing=ROM) + [REMOVING], rejected=REVOKED, neighbour="delta-removes-a-hold")
case("on-hold", "A certificate on hold is revoked.", LNL.list(), crls=crls(of_issuing=HELD), rejected=REVOKED,
     neighbour="delta-removes-a-hold")
case("delta-holds-and-removes", "A delta that has the certificate on hold and removes it too leaves it on hold.", LNL.list(),
     crls=crls() + [DELTA.with_(entries=(HELD.entries[0], REMOVING.entries[0]))], rejected=REVOKED, neighbour="delta-removes")

# ---- forms
V1 = OF_ISSUING.with_(version=None, extensions=())
case("crl-version-1", "A CRL of version 1 is processed (RFC 5280 5).", LNL.list(), crls=crls(of_issuing=V1),
     trusted=["warn crl.duties @3 version-1"], neighbour="crls-complete")
case("revoked-crl-version-1", "A CRL of version 1 lists the ROM certificate.", LNL.list(),
     crls=crls(of_issuing=V1.with_(entries=((LNL.rom.serial, THEN, ()),))), rejected=REVOKED, neighbour="crl-version-1")
case("crl-empty-list", "A list that is there and empty says what its absence says.", LNL.list(),
     crls=crls(of_issuing=OF_ISSUING.with_(empty_list=True)), trusted=["warn crl.duties @3 empty-list"],
     neighbour="crls-complete")
ODD = [("number", "a negative number", (ext.aki(key_id(ISSUING_LNL.key)), ("2.5.29.20", False, b"\x02\x01\xff"))),
       ("point", "an empty issuing distribution point", OF_ISSUING.extensions + (("2.5.29.28", True, b"\x30\x00"),)),
       ("twice", "one extension twice", OF_ISSUING.extensions + (ext.crl_number(9),))]
for slug, text, extensions in ODD:
    case(f"crl-odd-{slug}", f"The issuing CA's CRL has {text}: its silence proves nothing.", LNL.list(),
         crls=crls(of_issuing=OF_ISSUING.with_(extensions=extensions)), trusted=UNUSABLE, neighbour="crls-complete")
    case(f"revoked-crl-odd-{slug}", f"The issuing CA's CRL has {text}, and lists the ROM certificate.", LNL.list(),
         crls=crls(of_issuing=ROM.with_(extensions=extensions)), rejected=REVOKED, neighbour=f"crl-odd-{slug}")
NO_DATE = b"991332000000Z"
case("crl-odd-entry-date", "An entry of the issuing CA's CRL has a date in the thirteenth month: its silence proves nothing.",
     LNL.list(), crls=crls(of_issuing=OF_ISSUING.with_(entries=((0x99, NO_DATE, ()),))), trusted=UNUSABLE, neighbour="crls-complete")
case("revoked-crl-odd-entry-date", "Another entry of the CRL that lists the ROM certificate has a date that is none.", LNL.list(),
     crls=crls(of_issuing=OF_ISSUING.with_(entries=((0x99, NO_DATE, ()), entry(LNL.rom, False)))), rejected=REVOKED,
     neighbour="crl-odd-entry-date")
case("revoked-crl-odd-own-date", "The entry itself that lists the ROM certificate has a date that is none.", LNL.list(),
     crls=crls(of_issuing=OF_ISSUING.with_(entries=((LNL.rom.serial, NO_DATE, ()),))), rejected=REVOKED,
     neighbour="crl-odd-entry-date")
case("crl-odd-next-update", "The next update of the issuing CA's CRL is no date: its silence proves nothing.", LNL.list(),
     crls=crls(of_issuing=OF_ISSUING.with_(next_update=NO_DATE)), trusted=UNUSABLE, neighbour="crls-complete")
case("revoked-crl-odd-next-update", "A CRL whose next update is no date lists the ROM certificate.", LNL.list(),
     crls=crls(of_issuing=ROM.with_(next_update=NO_DATE)), rejected=REVOKED, neighbour="crl-odd-next-update")
SUSPICIOUS = ["fail revocation.suspicious @3 unknown-critical", UNUSABLE[0]]
case("crl-unknown-critical-lists", "A CRL with a critical extension that is not known here lists the ROM certificate.",
     LNL.list(), crls=crls(of_issuing=also(ROM, ext.unknown(True))), rejected=SUSPICIOUS,
     neighbour="crl-unusable-unknown-critical")
case("crl-unknown-critical-entry-lists", "The entry that lists the ROM certificate has an unknown critical extension.",
     LNL.list(), crls=crls(of_issuing=OF_ISSUING.with_(entries=((LNL.rom.serial, THEN, (ext.unknown(True),)),))),
     rejected=SUSPICIOUS, neighbour="crl-unusable-unknown-critical")

# ---- signers
NO_POINT = LNL.edit(kernel=lambda c: c.without("2.5.29.31"))
BY_ROM = Crl(issuer=LNL.rom.subject, signer=LNL.rom.key, this_update="2026-02-01T00:00:00Z",
             next_update="2027-02-01T00:00:00Z", extensions=(ext.aki(key_id(LNL.rom.key)), ext.crl_number(1)))
case("crl-by-the-rom", "The device's own ROM key signs a CRL for the Kernel certificate, which it issued: nobody clears himself.",
     NO_POINT.list(), crls=crls() + [BY_ROM], trusted=["warn revocation.absent @2 absent"], neighbour="crls-complete")
case("revoked-kernel-without-point", "The intermediate's indirect CRL lists a Kernel certificate that does not name it.",
     NO_POINT.list(), crls=crls(device=DEVICE.with_(entries=(entry(LNL.kernel),))),
     rejected=["fail revocation.revoked @2 revoked"], neighbour="crl-by-the-rom")
SIGNER = ISSUING_LNL.with_(key="crl-signer", serial=0x77).put(ext.ski(key_id("crl-signer")), ext.key_usage("cRLSign"),
                                                           ext.basic_constraints(False))
BY_SIGNER = OF_ISSUING.with_(signer="crl-signer")
case("crl-by-a-certified-signer", "The intermediate certified another key of the issuing CA's name for CRLs.",
     LNL.list() + [SIGNER], crls=crls(of_issuing=BY_SIGNER), trusted=[])
case("revoked-by-a-certified-signer", "Its CRL lists the ROM certificate.", LNL.list() + [SIGNER],
     crls=crls(of_issuing=BY_SIGNER.with_(entries=ROM.entries)), rejected=REVOKED, neighbour="crl-by-a-certified-signer")
case("crl-by-an-expired-signer", "The certificate of the key that signed the CRL has expired before the CRL was made.",
     LNL.list() + [SIGNER.with_(not_after="2022-11-30T00:00:00Z")], crls=crls(of_issuing=BY_SIGNER),
     trusted=["warn revocation.absent @3 absent"], neighbour="crl-by-a-certified-signer")
case("crl-by-a-revoked-signer", "The product CRL lists the certificate of the key that signed the CRL.",
     LNL.list() + [SIGNER], crls=crls(of_issuing=BY_SIGNER, product=PRODUCT.with_(entries=((0x77, THEN, ()),))),
     trusted=UNUSABLE, neighbour="crl-by-a-certified-signer")
case("revoked-by-a-revoked-signer", "A revoked signer's CRL lists the ROM certificate. Whoever sent the dump may have brought what speaks "
     "against the signer: a person must look.", LNL.list() + [SIGNER],
     crls=crls(of_issuing=BY_SIGNER.with_(entries=ROM.entries), product=PRODUCT.with_(entries=((0x77, THEN, ()),))),
     rejected=["fail revocation.suspicious @3 signer-not-allowed", UNUSABLE[0]], neighbour="crl-by-a-revoked-signer")
case("crl-by-a-signer-without-crlsign", "The certificate of the key that signed the CRL is for signatures only.",
     LNL.list() + [SIGNER.put(ext.key_usage("digitalSignature"))], crls=crls(of_issuing=BY_SIGNER),
     trusted=["warn revocation.unusable @3 unusable"], neighbour="crl-by-a-certified-signer")
OLD_SIGNER = SIGNER.with_(serial=0x76, not_after="2022-11-30T00:00:00Z")
LISTS_ROM = BY_SIGNER.with_(entries=ROM.entries)
case("crl-by-a-renewed-signer", "An expired certificate of the key that signed the CRL stands before its good one.",
     LNL.list() + [OLD_SIGNER, SIGNER], crls=crls(of_issuing=BY_SIGNER), trusted=[], neighbour="crl-by-an-expired-signer")
case("revoked-by-a-renewed-signer", "The CRL of a key with an expired certificate and a good one lists the ROM certificate.",
     LNL.list() + [OLD_SIGNER, SIGNER], crls=crls(of_issuing=LISTS_ROM), rejected=REVOKED, neighbour="crl-by-a-renewed-signer")
REVOKES_OLD = PRODUCT.with_(entries=((0x76, THEN, ()),))
case("revoked-by-a-reissued-signer", "One certificate of the CRL's signer is revoked, the other is not.",
     LNL.list() + [SIGNER.with_(serial=0x76), SIGNER], crls=crls(of_issuing=LISTS_ROM, product=REVOKES_OLD), rejected=REVOKED,
     neighbour="crl-by-a-revoked-signer")
for slug, text, unfit in (
        ("without-crlsign", "is for signatures only", SIGNER.put(ext.key_usage("digitalSignature"))),
        ("with-an-unknown-extension", "has a critical extension that is not known here", SIGNER.put(ext.unknown(True))),
        ("with-constraints", "has policy constraints, which are not checked here", SIGNER.put(ext.policy_constraints()))):
    case(f"revoked-by-a-signer-{slug}", f"The certificate of the key whose CRL lists the ROM certificate {text}: a person must look.",
         LNL.list() + [unfit], crls=crls(of_issuing=LISTS_ROM), neighbour="revoked-by-a-certified-signer",
         rejected=["fail revocation.suspicious @3 signer-not-allowed", UNUSABLE[0]])
PRODUCT_SIGNER = CA2.with_(key="product-crl-signer", serial=0x7a).put(
    ext.ski(key_id("product-crl-signer")), ext.key_usage("cRLSign"), ext.basic_constraints(False))
BY_PRODUCT_SIGNER = PRODUCT.with_(signer="product-crl-signer", this_update="2026-02-10T00:00:00Z")
case("crl-by-a-signer-whom-another-lists", "Another certified signer lists the certificate of the CRL's signer: whoever of the two is "
     "right, nobody may be cleared by it.", LNL.list() + [SIGNER, PRODUCT_SIGNER], neighbour="crl-by-a-signer-beside-another",
     crls=crls(of_issuing=BY_SIGNER) + [BY_PRODUCT_SIGNER.with_(entries=((0x77, THEN, ()),))],
     trusted=["warn revocation.unusable @3 unusable"])
case("crl-by-a-signer-beside-another", "Another certified signer lists another certificate.", LNL.list() + [SIGNER, PRODUCT_SIGNER],
     crls=crls(of_issuing=BY_SIGNER) + [BY_PRODUCT_SIGNER.with_(entries=((0x78, THEN, ()),))], trusted=[])
OWN_SIGNER = SIGNER.with_(issuer=ISSUING_LNL.subject, signer=ISSUING_LNL.key, serial=0x79).put(ext.aki(key_id(ISSUING_LNL.key)))
case("crl-by-a-self-issued-signer", "The issuing CA certified a key of its own name for CRLs: nothing published says that it does, "
     "so such a list clears nothing.", LNL.list() + [OWN_SIGNER], crls=crls(of_issuing=BY_SIGNER),
     trusted=["warn revocation.unusable @3 unusable"], neighbour="crl-by-a-certified-signer")
case("revoked-by-a-self-issued-signer", "The CRL of a key that the issuing CA certified in its own name lists the ROM certificate.",
     LNL.list() + [OWN_SIGNER], crls=crls(of_issuing=LISTS_ROM), rejected=REVOKED, neighbour="crl-by-a-self-issued-signer")
case("crl-beside-that-of-a-revoked-signer", "A newer list by a revoked signer does not stand in the way of the issuing CA's own.",
     LNL.list() + [SIGNER], crls=crls(product=PRODUCT.with_(entries=((0x77, THEN, ()),))) + [
         BY_SIGNER.with_(this_update="2026-02-20T00:00:00Z")], trusted=[], neighbour="crl-by-a-revoked-signer")
case("crl-by-a-doubted-signer", "The certificate of the CRL's signer is listed where an extension is not known: nobody may be "
     "cleared by it.", LNL.list() + [SIGNER], neighbour="crl-by-a-certified-signer",
     crls=crls(of_issuing=BY_SIGNER, product=also(PRODUCT.with_(entries=((0x77, THEN, ()),)), ext.unknown(True))),
     trusted=["warn revocation.unusable @3 unusable", "warn revocation.unusable @4 unusable"])
case("revoked-by-a-doubted-signer", "Its CRL lists the ROM certificate: a doubt about the signer undoes no revocation.",
     LNL.list() + [SIGNER], neighbour="crl-by-a-doubted-signer",
     crls=crls(of_issuing=LISTS_ROM, product=also(PRODUCT.with_(entries=((0x77, THEN, ()),)), ext.unknown(True))),
     rejected=[*REVOKED, "warn revocation.unusable @4 unusable"])

HOLDS_SIGNER = PRODUCT.with_(this_update="2021-06-01T00:00:00Z", next_update="2021-09-01T00:00:00Z",
                             entries=((0x77, "2021-05-01T00:00:00Z", (ext.crl_reason(6),)),))
LATER = numbered(PRODUCT, 9, this_update="2026-02-15T00:00:00Z")
case("revoked-by-a-signer-whom-an-old-list-held", "The sender brings a list of years ago in which the CRL's signer was on hold: what that "
     "signer lists is revoked all the same.", LNL.list() + [SIGNER, HOLDS_SIGNER], crls=crls(of_issuing=LISTS_ROM, product=LATER),
     rejected=REVOKED, neighbour="revoked-by-a-certified-signer")
FROM_BELOW = also(OF_ISSUING, idp(indirect=True)).with_(entries=((0x77, THEN, (ext.certificate_issuer(CA2.subject),)),))
case("revoked-by-a-signer-accused-from-below", "The issuing CA lists the signer whom the intermediate certified: it has no say in that.",
     LNL.list() + [SIGNER], crls=crls(of_issuing=LISTS_ROM) + [FROM_BELOW], rejected=REVOKED,
     neighbour="revoked-by-a-revoked-signer")
NEXT_PRODUCT = CA2.with_(key="product-next", serial=0x7b).put(ext.ski(key_id("product-next")))
BY_NEXT = SIGNER.with_(signer="product-next").put(ext.aki(key_id("product-next")))
case("crl-by-a-signer-two-levels-beside", "The intermediate's next key certified the CRL's signer: it clears nobody.",
     LNL.list() + [BY_NEXT, NEXT_PRODUCT], crls=crls(of_issuing=BY_SIGNER), trusted=UNUSABLE, neighbour="crl-by-a-certified-signer")
case("revoked-by-a-signer-two-levels-beside", "The intermediate's next key certified the key whose CRL lists the ROM certificate.",
     LNL.list() + [BY_NEXT, NEXT_PRODUCT], crls=crls(of_issuing=LISTS_ROM), rejected=REVOKED,
     neighbour="crl-by-a-signer-two-levels-beside")
trust("odca-two-roots", root__pem=[ROOT], next__pem=[ROOT.with_(key="root-next", signer="root-next").put(ext.ski(key_id("root-next")))],
      trust__yaml="certificates:\n" + anchor("root.pem", ["odca"]) + anchor("next.pem", ["odca"]))
STALE_BESIDE = numbered(crl(ROOT, "2026-02-01T00:00:00Z").with_(signer="root-next", next_update="2026-02-10T00:00:00Z"), 9)
STALE_BESIDE = STALE_BESIDE.with_(extensions=(ext.aki(key_id("root-next")),) + STALE_BESIDE.extensions[1:])
case("crl-beside-a-stale-one-of-another-key", "A newer list of another key of the root's name is stale: the root's own still counts.",
     LNL.list(), crls=crls() + [STALE_BESIDE], trust="odca-two-roots", trusted=[], neighbour="crls-complete")

# ---- bringers
case("revoked-by-the-dump", "A CRL in the dump revokes what it lists.", LNL.list() + crls(of_issuing=ROM),
     rejected=[*REVOKED, "warn revocation.absent absent"], neighbour="crls-in-the-dump")
case("crl-too-big-in-the-dump", "A CRL in the dump is larger than the policy allows: it may be the one that revokes.",
     LNL.list() + [ROM], policy="name: small-lists\nlimits:\n  crl_bytes: 300\n", neighbour="lnl",
     rejected=["fail limit.reached crl_bytes", "fail input.crl_readable too-big", "warn revocation.absent absent"])
JUNK = [CA2.with_(key="attacker", signer="attacker", serial=n) for n in range(1, 41)]
case("crl-beside-junk", "Forty worthless namesakes of the intermediate do not keep the CRL from being heard that revokes.",
     LNL.list() + JUNK, crls=crls(of_issuing=ROM), rejected=REVOKED, neighbour="crls-complete")
