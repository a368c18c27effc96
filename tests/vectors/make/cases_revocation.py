# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Revocation by the CRLs at hand: plain ones of the issuers, and the indirect one that covers the device part."""
import der
import ext
import odca
from case import case
from odca import CA2, HOST, ISSUING_LNL, LNL, MTL, PTL, ROOT, key_id
from pki import Crl

NEVER = "2049-12-31T23:59:59Z"
THEN = "2026-01-15T09:00:00Z"


def crl(signer, this_update, number=1, entries=(), idp=None, **more):
    extensions = [ext.aki(key_id(signer.key)), ext.crl_number(number)] + ([idp] if idp else [])
    return Crl(issuer=signer.subject, signer=signer.key, this_update=this_update, next_update=NEVER,
               entries=tuple(entries), extensions=tuple(extensions), **more)


INDIRECT = ext.issuing_distribution_point(indirect=True, critical=False)
OF_ROOT = crl(ROOT, "2019-08-14T18:20:10Z", 2)
PRODUCT = crl(CA2, "2020-09-01T00:00:00Z")
OF_ISSUING = crl(ISSUING_LNL, "2022-12-01T00:00:00Z")
DEVICE = crl(CA2, "2026-02-01T00:00:00Z", 24, idp=INDIRECT).with_(next_update="2026-05-01T00:00:00Z")


def crls(of_root=OF_ROOT, product=PRODUCT, of_issuing=OF_ISSUING, device=DEVICE):
    return [each for each in (of_root, product, of_issuing, device) if each]


def entry(certificate, issuer=True, serial=None):
    extensions = [ext.crl_reason(1)]
    if issuer:
        extensions.append(ext.certificate_issuer(certificate.issuer if issuer is True else issuer))
    return (certificate.serial if serial is None else serial, THEN, tuple(extensions))


def listed(*entries):
    return DEVICE.with_(entries=tuple(entries))


case("crls-complete", "CRLs for every level are at hand, current and empty: nothing is left to warn of.", LNL.list(),
     crls=crls(), trusted=[])
case("crls-complete-strict", "With CRLs for every level a genuine chain passes strictly too.", LNL.list(), crls=crls(),
     strict=True, trusted=[])
case("crls-in-the-dump", "CRLs in the dump are the sender's choice: their silence meets no demand.", LNL.list() + crls(),
     trusted=["warn revocation.absent absent"], neighbour="crls-complete")
case("crls-in-the-dump-count-by-policy", "A policy may let CRLs of the dump count like those given apart.",
     LNL.list() + crls(), policy="name: dumps\nrevocation:\n  dump_crls: clear\n", trusted=[], anchored=False)
case("crls-from-the-store", "CRLs of the trust source count.", LNL.list(), trust="odca-with-crls", trusted=[], anchored=False)
case("crls-absent", "No CRL is available: one warning for the whole path.", LNL.list(), trusted=["warn revocation.absent absent"],
     neighbour="crls-complete")
case("crl-of-issuing-missing", "The CRL that would cover the ROM certificate is missing.", LNL.list(),
     crls=crls(of_issuing=None), trusted=["warn revocation.absent @3 absent"], neighbour="crls-complete")
case("crl-indirect-missing", "The indirect CRL that would cover Kernel, App and leaf is missing.", LNL.list(),
     crls=crls(device=None), trusted=["warn revocation.absent out-of-scope"], neighbour="crls-complete")

# ---- revoked
for index, level in enumerate(("leaf", "app", "kernel")):
    case(f"revoked-{level}", f"The indirect CRL lists the {level} with the name of its issuer.", LNL.list(),
         crls=crls(device=listed(entry(getattr(LNL, level)))), rejected=[f"fail revocation.revoked @{index} revoked"],
         neighbour="crls-complete")
case("revoked-rom", "The issuing CA's plain CRL lists the ROM certificate.", LNL.list(),
     crls=crls(of_issuing=OF_ISSUING.with_(entries=(entry(LNL.rom, False),))),
     rejected=["fail revocation.revoked @3 revoked"], neighbour="crls-complete")
case("revoked-issuing", "The intermediate's product CRL lists the issuing CA.", LNL.list(),
     crls=crls(product=PRODUCT.with_(entries=(entry(LNL.issuing, False),))),
     rejected=["fail revocation.revoked @4 revoked"], neighbour="crls-complete")
case("revoked-intermediate", "The root's CRL lists the intermediate.", LNL.list(),
     crls=crls(of_root=OF_ROOT.with_(entries=(entry(LNL.intermediate, False),))),
     rejected=["fail revocation.revoked @5 revoked"], neighbour="crls-complete")
case("revoked-by-carried-issuer", "An entry without certificateIssuer takes that of the entry before it (RFC 5280 5.3.3).",
     LNL.list(), crls=crls(device=listed(entry(LNL.leaf, serial=99), entry(LNL.leaf, False))),
     rejected=["fail revocation.revoked @0 revoked"], neighbour="crls-complete")
case("revoked-by-a-stale-crl", "A CRL past its next update still revokes what it lists.", LNL.list(),
     crls=crls(device=listed(entry(LNL.leaf)).with_(this_update="2026-01-20T00:00:00Z",
                                                   next_update="2026-02-20T00:00:00Z")),
     rejected=["fail revocation.revoked @0 revoked", "warn revocation.stale stale"], neighbour="crls-complete")

# ---- not revoked
case("serial-of-another-issuer", "Kernel serials are shared by many devices: an entry for the Kernel of another ROM does not "
     "revoke this one.", LNL.list(), crls=crls(device=listed(entry(LNL.kernel, PTL.rom.subject))), trusted=[])
case("serial-without-issuer", "An indirect CRL that lists this serial without naming an issuer is suspicious: a person must "
     "look.", LNL.list(), crls=crls(device=listed(entry(LNL.kernel, False))),
     rejected=["fail revocation.suspicious @2 serial-without-issuer"], neighbour="serial-of-another-issuer")
case("serial-in-another-crl", "The product CRL lists the serial of the ROM certificate, which another CA has issued.",
     LNL.list(), crls=crls(product=PRODUCT.with_(entries=(entry(LNL.rom, False),))), trusted=[])

# ---- stale
case("crl-stale", "The indirect CRL is past its next update, as the only published one is.", LNL.list(),
     crls=crls(device=DEVICE.with_(this_update="2020-03-19T00:00:00Z", next_update="2020-07-01T00:00:00Z")),
     trusted=["warn revocation.stale stale"], neighbour="crls-complete")
case("crl-last-second", "The second of the next update is still current.", LNL.list(), crls=crls(),
     at="2026-05-01T00:00:00Z", trusted=[])
case("crl-first-second-stale", "One second after the next update the CRL is stale.", LNL.list(), crls=crls(),
     at="2026-05-01T00:00:01Z", trusted=["warn revocation.stale stale"], neighbour="crl-last-second")
case("crl-too-old-for-policy", "A policy may ask for younger CRLs than their issuer does.", LNL.list(), crls=crls(),
     policy="name: fresh\nrevocation:\n  max_age_days: 27\n", trusted=["warn revocation.stale stale"] + [f"warn revocation.stale @{i} stale" for i in (3, 4, 5)],
     neighbour="crls-complete")
case("crl-stale-refused-by-policy", "A policy may make a stale CRL a failure.", LNL.list(),
     crls=crls(), at="2026-05-01T00:00:01Z", policy="name: fresh\nrules:\n  revocation.stale: fail\n",
     rejected=["fail revocation.stale stale"], neighbour="crl-last-second")

# ---- unusable
UNUSABLE = "warn revocation.unusable"
for slug, text, exchanged, index in [
        ("delta", "The issuing CA's CRL is a delta without its base",
         {"of_issuing": OF_ISSUING.with_(extensions=OF_ISSUING.extensions + (ext.delta_crl_indicator(1),))}, 3),
        ("some-reasons", "The issuing CA's CRL covers some reasons for revocation only",
         {"of_issuing": OF_ISSUING.with_(extensions=OF_ISSUING.extensions + (
             ext.issuing_distribution_point(only_some_reasons=True),))}, 3),
        ("unknown-critical", "The issuing CA's CRL has a critical extension that nobody knows",
         {"of_issuing": OF_ISSUING.with_(extensions=OF_ISSUING.extensions + (ext.unknown(True),))}, 3),
        ("from-the-future", "The issuing CA's CRL is not valid yet",
         {"of_issuing": OF_ISSUING.with_(this_update="2026-03-02T00:00:00Z")}, 3)]:
    case(f"crl-unusable-{slug}", f"{text}.", LNL.list(), crls=crls(**exchanged), trusted=[f"{UNUSABLE} @{index} unusable"],
         neighbour="crls-complete")
for slug, text, exchanged, index in [
        ("flipped", "A CRL whose signature does not verify is no CRL of the issuing CA",
         {"of_issuing": OF_ISSUING.with_(flip_signature=True)}, 3),
        ("debug-namesake", "A product CRL signed by the debug namesake of the intermediate is no CRL of the intermediate",
         {"product": PRODUCT.with_(signer="debug-ca")}, 4)]:
    case(f"crl-forged-{slug}", f"{text}.", LNL.list(), crls=crls(**exchanged),
         trusted=[f"warn revocation.absent @{index} {'absent' if index == 3 else 'out-of-scope'}"],
         neighbour="crls-complete")
case("revoked-by-a-later-crl", "A CRL dated after the time judged lists the ROM certificate, which is revoked all the same.",
     LNL.list(), crls=crls(of_issuing=OF_ISSUING.with_(entries=(entry(LNL.rom, False),), this_update="2026-03-02T00:00:00Z")),
     rejected=["fail revocation.revoked @3 revoked"], neighbour="crl-unusable-from-the-future")
NO_CRL_SIGN = LNL.edit(issuing=lambda c: c.put(odca.CERT_SIGN))
case("crl-unusable-no-crlsign", "The issuing CA may not sign CRLs.", NO_CRL_SIGN.list(), crls=crls(),
     trusted=[f"{UNUSABLE} @3 unusable"], neighbour="crls-complete")
case("crl-of-user-certificates", "The issuing CA's CRL covers user certificates only, and the ROM certificate is a CA's.",
     LNL.list(), crls=crls(of_issuing=OF_ISSUING.with_(extensions=OF_ISSUING.extensions + (
         ext.issuing_distribution_point(only_user=True),))), trusted=["warn revocation.absent @3 out-of-scope"],
     neighbour="crls-complete")
case("crl-forged-does-not-revoke", "A forged CRL that lists the ROM certificate does not revoke it.", LNL.list(),
     crls=crls(of_issuing=OF_ISSUING.with_(entries=(entry(LNL.rom, False),), signer="attacker")),
     trusted=["warn revocation.absent @3 absent"], neighbour="revoked-rom")

# ---- signed beside the path: the CRL is sound, whether it counts is a question of the role of the anchor that vouches
# for its signer. NAMESAKE is an anchor itself, BELOW_MPS is certified by one.
NAMESAKE = CA2.with_(issuer=CA2.subject, key="beside-ca", signer="beside-ca")
BESIDE_ROOT = odca.MPS_ROOT.with_(key="beside-root", signer="beside-root").put(ext.ski(key_id("beside-root")))
BELOW_MPS = CA2.with_(issuer=odca.MPS_NAME, key="beside-ca", signer="beside-root")
BESIDE = crl(NAMESAKE, "2026-02-01T00:00:00Z", 24, idp=INDIRECT).with_(next_update="2026-05-01T00:00:00Z")
BESIDE_LISTS = BESIDE.with_(entries=(entry(LNL.leaf),))
for slug, crl_issuer in (("namesake", "An anchor of the intermediate's name"),
                        ("ca-of-that-name", "An anchor that certified a CA of the intermediate's name")):
    case(f"crl-by-odca-{slug}", f"{crl_issuer} vouches for the indirect CRL and serves the devices: the CRL counts.",
         LNL.list(), crls=crls(device=BESIDE), trust=f"odca-beside-odca-{slug}", trusted=[])
    case(f"crl-by-enterprise-{slug}", f"{crl_issuer} vouches for the indirect CRL and serves an enterprise only: the CRL calls "
         "no device good.", LNL.list(), crls=crls(device=BESIDE), trust=f"odca-beside-enterprise-{slug}",
         trusted=["warn revocation.absent out-of-scope"], neighbour=f"crl-by-odca-{slug}")
    case(f"crl-by-enterprise-{slug}-refused-by-policy", f"{crl_issuer} serves an enterprise only: its CRL does not meet a "
         "policy's demand for CRLs.", LNL.list(), crls=crls(device=BESIDE), trust=f"odca-beside-enterprise-{slug}",
         policy="name: crls\nrules:\n  revocation.absent: fail\n", rejected=["fail revocation.absent out-of-scope"],
         neighbour=f"crl-by-odca-{slug}")
    case(f"revoked-by-odca-{slug}", f"{crl_issuer} vouches for the indirect CRL that lists the leaf, and serves the devices.",
         LNL.list(), crls=crls(device=BESIDE_LISTS), trust=f"odca-beside-odca-{slug}",
         rejected=["fail revocation.revoked @0 revoked"], neighbour=f"crl-by-odca-{slug}")
    case(f"not-revoked-by-enterprise-{slug}", f"{crl_issuer} vouches for the indirect CRL that lists the leaf, and serves an "
         "enterprise only: no device is revoked by it.", LNL.list(), crls=crls(device=BESIDE_LISTS),
         trust=f"odca-beside-enterprise-{slug}", trusted=["warn revocation.absent out-of-scope"],
         neighbour=f"revoked-by-odca-{slug}")

# ---- duties of CRL issuers
case("crl-without-number", "The issuing CA's CRL has no number.", LNL.list(),
     crls=crls(of_issuing=OF_ISSUING.with_(extensions=OF_ISSUING.extensions[:1])),
     trusted=["warn crl.duties @3 number-missing"], neighbour="crls-complete")
case("crl-number-critical", "The issuing CA's CRL number is critical.", LNL.list(),
     crls=crls(of_issuing=OF_ISSUING.with_(extensions=(OF_ISSUING.extensions[0], ext.crl_number(1, critical=True)))),
     trusted=["warn crl.duties @3 number-critical"], neighbour="crls-complete")
case("crl-unreadable", "A CRL of which the end is missing is not read; it may be the one that revokes.",
     LNL.list() + ["-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n"], crls=crls(), rejected=["fail input.crl_readable not-der"],
     neighbour="crls-complete")
