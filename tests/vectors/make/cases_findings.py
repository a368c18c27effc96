# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""What reviews found: each case shows a former fault, beside its nearest neighbour."""
import der
import ext
from case import case, trust
from cases_revocation import OF_ISSUING, crls, entry
from odca import CA2, DEBUG_ROOT, HOST, ISSUED_LEAF, LNL, ROOT, TGL, cn, intel, key_id, serial_of
from pki import ECDSA_SHA384, Key, spki_pin

# ---- a CRL that was superseded never answers "good"
OLDER = OF_ISSUING.with_(this_update="2025-12-01T00:00:00Z", next_update="2026-12-01T00:00:00Z")
NEWER = OF_ISSUING.with_(this_update="2026-01-01T00:00:00Z", next_update="2026-02-01T00:00:00Z")
case("crl-superseded-by-a-stale-one", "The issuing CA's older CRL would still be fresh, but its successor, which is at hand "
     "too, is stale.", LNL.list(), crls=crls(of_issuing=OLDER) + [NEWER], trusted=["warn revocation.stale @3 stale"],
     neighbour="crl-supersedes-a-stale-one")
case("crl-supersedes-a-stale-one", "The issuing CA's older CRL is stale, its successor is not.", LNL.list(),
     crls=crls(of_issuing=NEWER.with_(this_update="2025-12-01T00:00:00Z")) + [OF_ISSUING.with_(
         this_update="2026-01-01T00:00:00Z")], trusted=[])

# ---- certificateIssuer in a CRL that does not say that it is indirect
NAMING = OF_ISSUING.with_(entries=(entry(LNL.leaf, serial=99),))
case("crl-names-issuers-unflagged", "The issuing CA's CRL names the issuer of an entry without saying that it is indirect: its "
     "silence proves nothing.", LNL.list(), crls=crls(of_issuing=NAMING),
     trusted=["warn revocation.unusable @3 unusable"], neighbour="crl-lists-others")
case("crl-lists-others", "The issuing CA's CRL lists another ROM certificate, and names no issuer.", LNL.list(),
     crls=crls(of_issuing=OF_ISSUING.with_(entries=(entry(LNL.rom, False, serial=99),))), trusted=[])
case("crl-carries-issuers-unflagged", "The entry with the ROM certificate's serial follows one that names an issuer, in a CRL "
     "that does not say that it is indirect.", LNL.list(),
     crls=crls(of_issuing=NAMING.with_(entries=NAMING.entries + (entry(LNL.rom, False),))),
     rejected=["warn revocation.unusable @3 unusable", "fail revocation.suspicious @3 serial-without-issuer"],
     neighbour="crl-names-issuers-unflagged")

# ---- nobody makes a leaf look like a CA by naming it as his issuer
BELOW_LEAF = TGL.kernel.with_(subject=cn("stranger"), issuer=LNL.leaf.subject, key="attacker", signer="attacker",
                              serial=serial_of("below-leaf", 16)).put(ext.basic_constraints(False))
case("stranger-below-the-leaf", "A stranger's certificate names the leaf as its issuer: that does not make the leaf a CA.",
     LNL.list() + [BELOW_LEAF], trusted=[], neighbour="leaf-named-stranger-below-the-leaf")
case("stranger-ca-below-the-leaf", "A stranger's CA certificate names the leaf as its issuer.",
     LNL.list() + [BELOW_LEAF.put(ext.basic_constraints(True))], trusted=[])
case("leaf-named-stranger-below-the-leaf", "A stranger's certificate names the leaf as its issuer and bears the name of the "
     "service: two could be meant.", LNL.list() + [BELOW_LEAF.with_(subject=LNL.leaf.subject)],
     rejected=["fail target.found ambiguous"], neighbour="stranger-below-the-leaf")
case("stranger-below-the-enterprise-leaf", "A stranger's certificate names the pinned enterprise certificate as its issuer.",
     [ISSUED_LEAF, BELOW_LEAF.with_(issuer=ISSUED_LEAF.subject)], trust="mps", phase="provisioned",
     pin=spki_pin(ISSUED_LEAF), trusted=["warn revocation.absent @0 absent"], neighbour="rw11-issued-leaf-as-ca")

# ---- a lost clock
YOUNG = LNL.edit(leaf=lambda c: c.with_(not_before="2040-01-01T00:00:00Z"))
LOST = dict(at="2000-01-01T00:00:00Z", host_clock=True)
CLOCK = "time.clock clock-before-build"
case("clock-lost-young-leaf", "The host's clock is lost: that the leaf is younger than this program is no proof that it is not "
     "valid yet.", YOUNG.list(), trusted=["warn cert.validity @0 not-yet-valid", f"warn {CLOCK}"],
     neighbour="clock-given-young-leaf", **LOST)
case("clock-lost-young-leaf-strict", "Strictly, a lost clock is no ground for a verdict.", YOUNG.list(), strict=True,
     rejected=["fail cert.validity @0 not-yet-valid", f"fail {CLOCK}", "fail revocation.absent absent"],
     neighbour="clock-lost-young-leaf", **LOST)
case("clock-lost-refused-by-policy", "A policy that wants a clock refuses when it is lost.", YOUNG.list(),
     policy="name: clock\nrules:\n  time.clock: fail\n", neighbour="clock-lost-young-leaf",
     rejected=[f"fail {CLOCK}", "warn cert.validity @0 not-yet-valid"], **LOST)
case("clock-given-young-leaf", "At a time that the question names a leaf that begins later is not valid yet.", YOUNG.list(),
     at="2039-12-31T23:59:59Z", rejected=["fail cert.validity @0 not-yet-valid"], neighbour="clock-young-leaf-begun")
case("clock-young-leaf-begun", "One second later it is.", YOUNG.list(), at="2040-01-01T00:00:00Z", trusted=[])
case("clock-lost-expired-leaf", "The host's clock is lost, and the leaf expired before this program was made.",
     LNL.edit(leaf=lambda c: c.with_(not_after="2025-06-30T23:59:59Z")).list(),
     rejected=["fail cert.validity @0 expired", f"warn {CLOCK}"], neighbour="clock-lost-young-leaf", **LOST)

# ---- further tells of debug parts
case("debug-address-in-capitals", "An address on the debug host is one in capitals too (RFC 3986 3.2.2).",
     LNL.edit(rom=lambda c: c.put(ext.ca_issuers("https://TSDE.Intel.COM:443/content/OD/certs/rom.cer"))).list(),
     rejected=["fail odca.debug @3 debug-address"], neighbour="debug-host-in-the-path-of-an-address")
case("debug-host-in-the-path-of-an-address", "The name of the debug host in the path of an address on another host tells nothing.",
     LNL.edit(rom=lambda c: c.put(ext.ca_issuers(f"{HOST}//tsDE.intel.com/rom.cer"))).list(), trusted=[])
case("debug-serial", "The intermediate has the serial number that the debug root shares with its intermediates.",
     LNL.edit(intermediate=lambda c: c.with_(serial=DEBUG_ROOT.serial)).list(),
     rejected=["fail odca.debug @5 debug-serial"], neighbour="debug-serial-and-one")
case("debug-serial-and-one", "The intermediate has the number next to it.",
     LNL.edit(intermediate=lambda c: c.with_(serial=DEBUG_ROOT.serial + 1)).list(), trusted=[])

# ---- string types and the anchor's own key
case("leaf-name-ia5-string", "The leaf's common name is right, but of a string type that the hierarchy does not use.",
     LNL.edit(leaf=lambda c: c.with_(subject=der.name(("CN", "AMT RCFG", der.ia5)))).list(),
     rejected=["fail leaf.name @0 string-type"], neighbour="leaf-name-printable-string")
case("leaf-name-printable-string", "The leaf's common name is a PrintableString.",
     LNL.edit(leaf=lambda c: c.with_(subject=der.name(("CN", "AMT RCFG", der.printable)))).list(), trusted=[])
P256_ROOT = ROOT.with_(key="rfc-root.p256", signer="rfc-root.p256", algorithm=ECDSA_SHA384).put(
    ext.aki(key_id("rfc-root.p256")), ext.ski(key_id("rfc-root.p256")))
trust("odca-p256-all-roles", root__pem=[P256_ROOT])
case("anchor-key-after-activation", "After activation too the key of the anchor of an ODCA chain is a P-384 key.",
     LNL.edit(intermediate=lambda c: c.with_(signer="rfc-root.p256", algorithm=ECDSA_SHA384).put(
         ext.aki(key_id("rfc-root.p256")))).list(), trust="odca-p256-all-roles", phase="provisioned",
     rejected=["fail cert.key kind"], neighbour="all-roles-whole-chain")

# ---- limits
SMALL = "name: few-crls\nlimits:\n  crls: {}\n"
case("limit-crls", "The dump holds one CRL more than the policy allows; what it lists stays unknown, so nothing is trusted.",
     LNL.list() + crls(), policy=SMALL.format(3), anchored=False, neighbour="limit-crls-enough",
     rejected=["fail limit.reached crls", "warn revocation.absent absent", "warn revocation.absent out-of-scope"])
case("limit-crls-enough", "The dump holds as many CRLs as the policy allows.", LNL.list() + crls(), policy=SMALL.format(4),
     trusted=["warn revocation.absent absent"])

# ---- quotation
MARKED = intel("ODCA 2 CSME P_LNL SOC 00003648' is the name of 'ODCA")
case("issuing-quotation-marks", "Quotation marks in a name do not end its quotation in the report.",
     LNL.edit(issuing=lambda c: c.with_(subject=MARKED), rom=lambda c: c.with_(issuer=MARKED)).list(),
     rejected=["fail odca.issuing @4 name"], neighbour="lnl")

# ---- rules that were missing
WANTED = "name: bound\nrules:\n  device.upid_given: fail\n"
case("upid-not-given", "A policy that demands a UPID refuses without one.", LNL.list(), policy=WANTED,
     rejected=["fail device.upid_given no-upid"], neighbour="upid-given")
case("upid-given", "The UPID demanded was given, and belongs to the ROM certificate.", LNL.list(), policy=WANTED,
     upid=LNL.rom.sha256, trusted=[])
trust("ca2-anchor-unassigned", root__pem=[CA2])
trust("mps-leaf-unassigned", root__pem=[ISSUED_LEAF])
case("anchor-unassigned-intermediate", "An intermediate lies in the trust folder, and no trust file says that it is meant as an "
     "anchor.", LNL.list(), trust="ca2-anchor-unassigned", trusted=["warn anchor.assigned not-self-issued"],
     neighbour="anchor-is-the-intermediate")
case("anchor-unassigned-leaf", "A leaf lies in the trust folder, and no trust file says that it is meant.", [ISSUED_LEAF],
     trust="mps-leaf-unassigned", phase="provisioned", anchored=False,
     trusted=["warn anchor.assigned not-a-ca", "warn enterprise.bound @0 unbound"])

# ---- the one key that verifies nothing
SPKI = Key.get("lnl-leaf").spki
case("leaf-point-off-the-curve", "The leaf's key is of the right form, but no point of its curve.",
     LNL.edit(leaf=lambda c: c.with_(spki=SPKI[:-1] + bytes([SPKI[-1] ^ 1]))).list(),
     rejected=["fail cert.key @0 malformed-key"], neighbour="lnl")
