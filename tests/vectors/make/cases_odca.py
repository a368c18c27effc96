# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""What the ODCA hierarchy asks: shape, names, engine, class, leaf, and the binding to one machine and phase."""
import base64
import hashlib
from dataclasses import replace

import der
import ext
import odca
from case import AT, case
from odca import (ADL, AMT_SELF_SIGNED, CA1, CA2, CA2_DGFX, CA2_OSSE, DCP_ROOT, DEBUG_TGL, DICE_SUBCA, ISSUED_LEAF,
                  ISSUING_LNL, LNL, MPS_ROOT, MTL, NVL, PTL, ROOT, TGL, cn, device, dice_device, dice_subca, full_intel, intel,
                  issuing, key_id, second_generation)
from pki import ECDSA_SHA256, Crl, Key, spki_pin

LNL_DATES = ("2022-12-01T00:00:00Z", "2024-05-14T00:00:00Z")
LNL_FILE = "LNL_00003648_ZE_ODCA_CA2"
STEM = "ODCA 2 CSME LNL SOC"


def lnl(**edits):
    return LNL.edit(**edits).list()


def renamed(level, subject, chain=LNL):
    """The chain with the subject of a level changed, and the issuer name of the level below with it."""
    below = {"app": "leaf", "kernel": "app", "rom": "kernel", "issuing": "rom", "intermediate": "issuing"}[level]
    return chain.edit(**{level: lambda c: c.with_(subject=subject), below: lambda c: c.with_(issuer=subject)}).list()


# ---- shape
case("shape-no-kernel", "The App CA is certified by the ROM CA at once: the Kernel level is missing.",
     [LNL.leaf, LNL.app.with_(issuer=LNL.rom.subject, signer="lnl-rom").put(ext.aki(key_id("lnl-rom")))] + LNL.list()[3:],
     rejected=["fail odca.shape missing-level"], neighbour="lnl")
case("shape-no-issuing", "The ROM CA is certified by the intermediate at once: the issuing level is missing.",
     LNL.list()[:3] + [LNL.rom.with_(issuer=CA2.subject, signer="ca2-csme").put(ext.aki(key_id("ca2-csme"))), CA2],
     rejected=["fail odca.shape missing-level"], neighbour="lnl")
SUB_APP = LNL.app.with_(issuer=LNL.app.subject, signer="lnl-app", key="lnl-sub-app").put(
    ext.aki(key_id("lnl-app")), ext.ski(key_id("lnl-sub-app")))
case("shape-two-apps", "Two App CAs stand on the path.",
     [LNL.leaf.with_(signer="lnl-sub-app").put(ext.aki(key_id("lnl-sub-app"))), SUB_APP] + LNL.list()[1:],
     rejected=["fail odca.shape extra-level"], neighbour="lnl")

# ---- names
for slug, text, unit in [
        ("ocsp", "The OCSP issuing CA stands where the CSME intermediate should (RW4).", "OCSP Issuing CA"),
        ("security-controller", "The Security Controller issuing CA stands where the CSME intermediate should (RW4).",
         "Security Controller Verifier Issuing CA")]:
    case(f"intermediate-{slug}", text, renamed("intermediate", full_intel(unit)),
         rejected=["fail odca.intermediate @5 name"], neighbour="lnl")
case("intermediate-other-host", "The intermediate's unit is right, but its common name is not www.intel.com (GW7).",
     renamed("intermediate", der.name(("OU", "ODCA CA2 CSME Intermediate CA"), ("CN", "www.example.com"))),
     rejected=["fail odca.intermediate @5 name"], neighbour="lnl")
for slug, text, unit in [
        ("short-number", "The issuing CA's number has seven digits.", "ODCA 2 CSME P_LNL SOC 0003648 ZE Issuing CA"),
        ("prefix-only", "The issuing CA's name only begins like a genuine one (GW4, GW6).",
         "ODCA 2 CSME P anything at all"),
        ("no-class", "The issuing CA of the second generation has no class letter.",
         "ODCA 2 CSME LNL SOC 00003648 ZE Issuing CA"),
        ("trailing", "The issuing CA's name goes on behind its end.", "ODCA 2 CSME P_LNL SOC 00003648 ZE Issuing CA 2")]:
    case(f"issuing-name-{slug}", text, renamed("issuing", intel(unit)), rejected=["fail odca.issuing @4 name"],
         neighbour="lnl")
case("issuing-two-units", "The issuing CA's name has a second unit beside the right one.",
     renamed("issuing", der.name(("OU", "ODCA 2 CSME P_LNL SOC 00003648 ZE Issuing CA"), ("OU", "Other"),
                                 ("CN", "www.intel.com"))), rejected=["fail odca.issuing @4 name"], neighbour="lnl")
case("rom-name-by-substring", "A ROM name that only contains the words ROM CA is refused (GW5).",
     renamed("rom", cn(f"{STEM} XROM CAY")), rejected=["fail odca.rom @3 name"], neighbour="lnl")
case("rom-two-common-names", "A ROM name with a second common name is refused.",
     renamed("rom", der.name(("CN", f"{STEM} ROM CA"), ("CN", "more"))), rejected=["fail odca.rom @3 name"],
     neighbour="lnl")
case("kernel-name", "A Kernel name without its security version is refused.",
     renamed("kernel", cn(f"{STEM} Kernel CA")), rejected=["fail odca.kernel @2 name"], neighbour="lnl")
case("app-name", "An App name with one space where three should be is refused.",
     renamed("app", cn(f"{STEM} SVN 01 AMT CA")), rejected=["fail odca.app @1 name"], neighbour="lnl")
case("app-is-ptt", "An AMT leaf under the App CA of the TPM is refused.", renamed("app", cn(f"{STEM} SVN 01 PTT   CA")),
     rejected=["fail odca.app @1 app"], neighbour="lnl")

# ---- engine, class, debug
OSSE_ISSUING = issuing("ODCA 2 OSSE P_LNL SOC 00003642 NZ Issuing CA", "issuing-osse", "2022-12-01T00:00:00Z", CA2_OSSE, 2,
                       True)
OSSE = second_generation("osse", "LNL", OSSE_ISSUING, LNL_DATES, "AMT RCFG", "LNL_00003642_NZ_ODCA_CA2", engine="OSSE",
                         parent=CA2_OSSE, server_auth=True)
case("engine-osse", "A chain of the OSSE engine ends at the same root and is refused (RW4, GW7).", OSSE.list(),
     rejected=[f"fail odca.engine @{i} engine" for i in (1, 2, 3, 4, 5)], neighbour="lnl")
DGFX_ISSUING = issuing("ODCA 2 DGFX P_DG2 00002302 Issuing CA", "issuing-dgfx", "2020-09-01T00:00:00Z", CA2_DGFX, 2)
case("engine-dgfx-issuing", "A graphics issuing CA above a CSME device is refused (GW7).",
     LNL.edit(rom=lambda c: c.with_(issuer=DGFX_ISSUING.subject, signer="issuing-dgfx").put(
         ext.aki(key_id("issuing-dgfx")))).list()[:4] + [DGFX_ISSUING, CA2_DGFX],
     rejected=["fail odca.engine @4 engine", "fail odca.engine @5 engine"] +
     [f"warn odca.platform @{i} platform-mismatch" for i in (1, 2, 3)],
     neighbour="lnl")
LAB = {letter: f"name: lab\nlab:\n  classes:\n    - {letter}\n" for letter in "ETD"}
for letter, word in (("E", "engineering"), ("T", "test"), ("D", "debug")):
    name = intel(f"ODCA 2 CSME {letter}_LNL SOC 00003647 ZE Issuing CA")
    case(f"class-{letter.lower()}", f"An issuing CA of the {word} class under the production root is refused (GW4).",
         renamed("issuing", name), rejected=[f"fail odca.class @4 class-{letter}"],
         neighbour=f"class-{letter.lower()}-in-the-lab")
    case(f"class-{letter.lower()}-in-the-lab", f"A lab policy that names class {letter} lowers it to a warning.",
         renamed("issuing", name), policy=LAB[letter], trusted=[f"warn odca.class @4 class-{letter}"], neighbour="lnl")
DEBUG_WARNINGS = ["odca.debug @1 debug-name", "odca.debug @2 debug-name", "odca.debug @3 debug-name",
                  "odca.debug @4 debug-name"]
case("debug-under-debug-root", "A debug chain is refused even when the trust source has the debug root, by its names.",
     DEBUG_TGL.list(), trust="debug", rejected=["fail odca.class @4 class-D"] + [f"fail {each}" for each in DEBUG_WARNINGS],
     neighbour="tgl")
case("debug-under-production-root", "A debug chain is refused when only the production root is trusted, although root and "
     "intermediate have namesakes there.", DEBUG_TGL.list(), neighbour="tgl",
     rejected=["fail path.anchor @5 no-issuer", "fail odca.class @4 class-D"] + [f"fail {each}" for each in DEBUG_WARNINGS])
case("debug-in-the-lab", "A lab policy that names class D, with the debug root in the trust source, accepts with warnings.",
     DEBUG_TGL.list(), trust="debug", policy=LAB["D"], neighbour="tgl",
     trusted=["warn odca.class @4 class-D"] + [f"warn {each}" for each in DEBUG_WARNINGS])
DE_NAMES = odca.first_generation("tgl", "TGL", odca.ISSUING_TGL, ("2019-05-01T00:00:00Z", "2020-07-23T00:00:00Z"),
                                 "iAMT CSME IDevID RCFG", "TGL_00002004_OnDie_CA", debug=True)
case("debug-names-under-production", "Debug names below a production issuing CA are refused (GW5).", DE_NAMES.list(),
     rejected=[f"fail odca.debug @{i} debug-name" for i in (1, 2, 3)], neighbour="tgl")
case("wrong-debug-tail", "A production device completed with the debug intermediate and root, as once published by a "
     "vendor, is refused.", TGL.list()[:5] + [odca.DEBUG_CA1, odca.DEBUG_ROOT], rejected=["fail odca.shape missing-level", "fail path.anchor @4 signature"],
     neighbour="wrong-debug-tail-and-store")
case("wrong-debug-tail-and-store", "The same dump is trusted when the trust source supplies the genuine intermediate; the "
     "debug tail is ignored.", TGL.list()[:5] + [odca.DEBUG_CA1, odca.DEBUG_ROOT], trust="odca-with-intermediates",
     trusted=[])

# ---- consistency
case("platform-mismatch", "A Panther Lake device under a Lunar Lake issuing CA is a warning.",
     second_generation("ptl-odd", "PTL", ISSUING_LNL, LNL_DATES, "AMT RCFG", LNL_FILE, server_auth=True).list(),
     trusted=[f"warn odca.platform @{i} platform-mismatch" for i in (1, 2, 3)], neighbour="lnl")
OLD_ISSUING = issuing("On Die CSME P_LNL 00003640 Issuing CA", "issuing-lnl-old", "2022-12-01T00:00:00Z", CA2, 2)
case("generation-mismatch", "An issuing CA named as in the first generation under the second intermediate is a warning.",
     second_generation("lnl-odd", "LNL", OLD_ISSUING, LNL_DATES, "AMT RCFG", LNL_FILE, server_auth=True).list(),
     trusted=[f"warn odca.generation @{i} generation-mismatch" for i in (3, 4)], neighbour="lnl")
case("unknown-issuing-ca", "An issuing CA that this release does not know is noted for the inventory.",
     renamed("issuing", intel("ODCA 2 CSME P_LNL SOC 00009999 ZE Issuing CA")), trusted=[],
     neighbour="lnl-4-from-store", notes=["device.binding unbound", "odca.known_issuing @4 unknown-issuing-ca"])
case("ca-eku-server-auth", "A CA with the serverAuth purpose is a warning; genuine ones have none or the embedded CA one.",
     lnl(kernel=lambda c: c.put(ext.extended_key_usage(ext.SERVER_AUTH))), trusted=["warn odca.ca_eku @2 ca-eku"],
     neighbour="lnl")
case("ca-eku-any", "A CA with anyExtendedKeyUsage is as good as one without.",
     lnl(kernel=lambda c: c.put(ext.extended_key_usage(ext.ANY_EKU))), trusted=[])

# ---- leaf
case("leaf-is-a-ca", "A leaf that is a CA is refused.", lnl(leaf=lambda c: c.put(
    ext.basic_constraints(True), ext.ski(key_id("lnl-leaf")))), target=odca.LNL.edit(leaf=lambda c: c.put(
        ext.basic_constraints(True), ext.ski(key_id("lnl-leaf")))).leaf.sha256,
     rejected=["fail leaf.not_ca @0 leaf-is-ca"], neighbour="lnl")
case("sibling-auditlog", "The audit log leaf is refused where activation is asked for (I7).",
     lnl(leaf=lambda c: c.with_(subject=cn("AMT AuditL"), key="lnl-audit-leaf")),
     rejected=["fail leaf.name @0 sibling"], neighbour="lnl-auditlog")
case("sibling-wsman", "The WS-MAN leaf is refused where activation is asked for.",
     TGL.edit(leaf=lambda c: c.with_(subject=cn("iAMT CSME IDevID WS-MAN"), key="tgl-wsman-leaf")).list(),
     rejected=["fail leaf.name @0 sibling"], neighbour="tgl")
case("leaf-unknown-name", "A leaf with a name that no purpose knows is refused.",
     lnl(leaf=lambda c: c.with_(subject=cn("AMT RCFG 2"))), rejected=["fail leaf.name @0 unknown-name"],
     neighbour="lnl")
case("leaf-name-with-nul", "A leaf whose name ends in a NUL character is not the one that it looks like.",
     lnl(leaf=lambda c: c.with_(subject=cn("AMT RCFG\0"))), rejected=["fail leaf.name @0 unknown-name"], neighbour="lnl")
case("leaf-name-lookalike", "A leaf whose name begins with a Cyrillic letter is not the one that it looks like.",
     lnl(leaf=lambda c: c.with_(subject=cn("\u0410MT RCFG"))), rejected=["fail leaf.name @0 unknown-name"], neighbour="lnl")
case("leaf-name-other-case", "A leaf whose name differs in letter case is another one.",
     lnl(leaf=lambda c: c.with_(subject=cn("amt rcfg"))), rejected=["fail leaf.name @0 unknown-name"], neighbour="lnl")
case("leaf-name-as-unit", "The right words in another attribute are not the leaf's common name.",
     lnl(leaf=lambda c: c.with_(subject=der.name(("OU", "AMT RCFG")))), rejected=["fail leaf.name @0 unknown-name"],
     neighbour="lnl")
case("leaf-early-name", "The early name iAMT-RCFG is refused by default.", lnl(leaf=lambda c: c.with_(subject=cn("iAMT-RCFG"))),
     rejected=["fail leaf.name @0 unknown-name"], neighbour="leaf-early-name-by-policy")
case("leaf-early-name-by-policy", "A policy that lists the early name accepts it.",
     lnl(leaf=lambda c: c.with_(subject=cn("iAMT-RCFG"))), trusted=[],
     policy="name: early-names\nleaf_names:\n  amt-activation:\n    - AMT RCFG\n    - iAMT-RCFG\n")
case("leaf-two-common-names", "A leaf with two common names is refused, whichever comes first.",
     lnl(leaf=lambda c: c.with_(subject=der.name(("CN", "AMT RCFG"), ("CN", "AMT AuditL")))),
     rejected=["fail leaf.name @0 unknown-name"], neighbour="lnl")
case("leaf-key-usage", "A leaf whose key usage lacks digitalSignature cannot sign a handshake.",
     lnl(leaf=lambda c: c.put(ext.key_usage("keyEncipherment"))), rejected=["fail leaf.key_usage @0 key-usage"],
     neighbour="lnl")
case("leaf-eku", "A leaf whose purposes are there but lack serverAuth is refused.",
     lnl(leaf=lambda c: c.put(ext.extended_key_usage(ext.CLIENT_AUTH, critical=True))),
     rejected=["fail leaf.eku @0 eku"], neighbour="leaf-without-eku")
case("leaf-without-eku", "A leaf without purposes is accepted, as on Tiger Lake.", lnl(leaf=lambda c: c.without("2.5.29.37")),
     trusted=[])

# ---- binding to one machine
LEAF256 = hashlib.sha256(LNL.leaf.der).hexdigest()
LEAF384 = hashlib.sha384(LNL.leaf.der).hexdigest()
RESIGNED = LNL.edit(leaf=lambda c: c.with_(again=1))
BOUND = dict(neighbour="leaf-hash")
case("leaf-hash", "The leaf hash that firmware returned is the SHA-256 of the leaf.", LNL.list(), leaf_hash=f"sha256:{LEAF256}",
     trusted=[], notes=["odca.known_issuing @4 unknown-issuing-ca"])
case("leaf-hash-sha384", "The leaf hash that firmware returned is the SHA-384 of the leaf.", LNL.list(),
     leaf_hash=f"sha384:{LEAF384}", trusted=[])
case("leaf-hash-padded", "A SHA-256 in a field of 64 bytes that is filled with NULs is read (GW10).", LNL.list(),
     leaf_hash=f"sha256:{LEAF256}{'00' * 32}", trusted=[])
case("leaf-hash-as-text", "A SHA-256 written as hexadecimal text in the field is read (GW10).", LNL.list(),
     leaf_hash=f"sha256:{LEAF256.encode().hex()}", trusted=[])
case("leaf-hash-mismatch", "The leaf hash that firmware returned belongs to another certificate (GW2, GW3).", LNL.list(),
     leaf_hash=f"sha256:{hashlib.sha256(PTL.leaf.der).hexdigest()}", rejected=["fail device.leaf_hash @0 mismatch"], **BOUND)
case("leaf-hash-tail", "A hash followed by something else than NULs is not taken for a hash (GW10).", LNL.list(),
     leaf_hash=f"sha256:{LEAF256}{'00' * 31}01", rejected=["fail device.leaf_hash @0 malformed"], **BOUND)
case("leaf-hash-resigned", "The firmware's hash is over an earlier signature of the same leaf (GW11): refused by default.",
     RESIGNED.list(), leaf_hash=f"sha256:{LEAF256}", rejected=["fail device.leaf_hash @0 mismatch"], **BOUND)
case("leaf-hash-tbs", "A policy that compares signed contents lowers it to a warning.", LNL.list(),
     leaf_hash=f"sha256:{hashlib.sha256(LNL.leaf.tbs).hexdigest()}", policy="name: tbs\ndevice:\n  leaf_hash: tbs\n",
     trusted=["warn device.leaf_hash @0 tbs-only"], **BOUND)
case("leaf-hash-spki", "A policy that compares keys lowers it to a warning.", LNL.list(),
     leaf_hash=f"sha256:{spki_pin(LNL.leaf)}", policy="name: spki\ndevice:\n  leaf_hash: spki\n",
     trusted=["warn device.leaf_hash @0 spki-only"], **BOUND)
case("leaf-hash-spki-by-default", "A hash over the key alone is refused by default.", LNL.list(),
     leaf_hash=f"sha256:{spki_pin(LNL.leaf)}", rejected=["fail device.leaf_hash @0 spki-only"],
     neighbour="leaf-hash-spki")
UPID = hashlib.sha256(LNL.rom.der).hexdigest()[:40]
HARDWARE = LNL.rom.serial.to_bytes(16, "big").hex() + hashlib.sha256(b"lnl-rom").hexdigest()[:8]
case("upid", "The hardware id of the machine is the start of the SHA-256 of the ROM certificate (I6).", LNL.list(), upid=UPID,
     trusted=[])
case("upid-hardware-serial", "The hardware id equals the serial number in the ROM's hardware module name.", LNL.list(),
     upid=HARDWARE, trusted=[])
case("upid-mismatch", "The hardware id belongs to another machine.", LNL.list(),
     upid=hashlib.sha256(PTL.rom.der).hexdigest()[:40], rejected=["fail device.upid @3 mismatch"], neighbour="upid")
case("upid-short", "A hardware id of 19 bytes is no hardware id (GW17, GW18: unreadable is not silently good).", LNL.list(),
     upid=UPID[:38], rejected=["fail device.upid malformed"], neighbour="upid")
case("gw6-foreign-rom", "The ROM certificate of another machine stands at index 3, but the leaf's own path has another one: "
     "the hardware id is compared with the path, not with a position (GW6, RW9).",
     LNL.list()[:3] + [PTL.rom] + LNL.list()[3:], upid=hashlib.sha256(PTL.rom.der).hexdigest()[:40],
     rejected=["fail device.upid @3 mismatch"], neighbour="upid")

# ---- phase and pin
PIN = spki_pin(AMT_SELF_SIGNED)
SELF = [AMT_SELF_SIGNED]
SKI = "warn cert.issuer_duties @0 missing-ski"
UNKNOWN = ["fail leaf.not_ca @0 leaf-is-ca", "fail path.anchor @0 untrusted-root", SKI]
TOO_EARLY = ["fail phase.lone @0 lone-before-activation", "fail leaf.name @0 unknown-name", "fail cert.algorithm @0 algorithm",
             *UNKNOWN]
ABSENT = "warn revocation.absent @0 absent"
UNBOUND = "warn enterprise.bound @0 unbound"
case("self-signed-pinned", "After activation the self-signed certificate that is pinned is trusted.", SELF, trust="odca",
     phase="provisioned", pin=PIN, trusted=[SKI], anchored=False)
case("self-signed-in-transition", "In the transition after the commit the pinned certificate is trusted.", SELF, trust="odca",
     phase="transition", pin=PIN,
     trusted=[SKI], anchored=False)
case("self-signed-pre-provisioning", "A lone certificate before activation is refused although it is pinned (GW1).", SELF,
     trust="mps", phase="pre-provisioning", pin=PIN, rejected=TOO_EARLY,
     neighbour="self-signed-pinned")
case("self-signed-in-provisioning", "A lone certificate inside the handshake that should carry the ODCA chain is refused "
     "(GW2).", SELF, trust="mps", phase="in-provisioning", pin=PIN, rejected=TOO_EARLY,
     neighbour="self-signed-pinned")
case("self-signed-unpinned", "A lone certificate without pin and without enterprise anchor is refused (GW1, GW3, RW6).", SELF,
     trust="mps", phase="provisioned", rejected=["fail phase.lone @0 no-pin-no-anchor", *UNKNOWN], neighbour="self-signed-pinned")
case("self-signed-other-pin", "A lone certificate with another key than the pinned one is refused (GW3, RW11).", SELF,
     trust="mps", phase="provisioned", pin=spki_pin(ISSUED_LEAF), rejected=["fail phase.pin @0 pin-mismatch", *UNKNOWN],
     neighbour="self-signed-pinned")
case("enterprise-leaf", "After activation a certificate of the enterprise's own CA is trusted by the enterprise anchor.",
     [ISSUED_LEAF], trust="mps", phase="provisioned", trusted=[UNBOUND, ABSENT], neighbour="enterprise-leaf-pinned")
case("enterprise-leaf-and-root", "The same with the enterprise root in the dump.", [ISSUED_LEAF, MPS_ROOT], trust="mps",
     phase="provisioned", trusted=[UNBOUND, ABSENT])
case("enterprise-leaf-pinned", "Enterprise anchor and pin agree.", [ISSUED_LEAF], trust="mps", phase="provisioned",
     pin=spki_pin(ISSUED_LEAF), trusted=[ABSENT])
case("enterprise-leaf-other-pin", "The enterprise anchor vouches, but the pin names another key.", [ISSUED_LEAF], trust="mps",
     phase="provisioned", pin=PIN, rejected=["fail phase.pin @0 pin-mismatch", ABSENT], neighbour="enterprise-leaf-pinned")
MPS_CRL = Crl(issuer=MPS_ROOT.subject, signer="mps-root.rsa2048", this_update="2026-02-01T00:00:00Z",
              next_update="2026-05-01T00:00:00Z", extensions=(ext.aki(key_id("mps-root.rsa2048")), ext.crl_number(7)))
case("enterprise-leaf-crl", "The CRL of the enterprise's CA does not list the certificate.", [ISSUED_LEAF], trust="mps",
     phase="provisioned", pin=spki_pin(ISSUED_LEAF), crls=[MPS_CRL], trusted=[])
case("enterprise-leaf-revoked", "The enterprise's CA has revoked the certificate; a pin does not bring it back.", [ISSUED_LEAF],
     trust="mps", phase="provisioned", pin=spki_pin(ISSUED_LEAF), neighbour="enterprise-leaf-crl",
     crls=[MPS_CRL.with_(entries=((ISSUED_LEAF.serial, "2026-01-15T09:00:00Z", ()),))],
     rejected=["fail revocation.revoked @0 revoked"])
case("enterprise-leaf-before-activation", "The enterprise anchor does not vouch for a device that is not activated.",
     [ISSUED_LEAF], trust="mps", phase="pre-provisioning", neighbour="enterprise-leaf",
     rejected=["fail phase.lone @0 lone-before-activation", "fail leaf.name @0 unknown-name",
               "fail cert.algorithm @0 algorithm", "fail cert.key kind", ABSENT])
case("enterprise-leaf-odca-anchor", "An anchor of the ODCA role does not vouch for an enterprise certificate.", [ISSUED_LEAF],
     trust="mps-as-odca", phase="provisioned", neighbour="enterprise-leaf",
     rejected=["fail anchor.role wrong-role", "fail phase.lone @0 no-pin-no-anchor", "fail cert.algorithm @0 algorithm",
               "fail cert.key kind", UNBOUND, ABSENT])
case("rw10-custom-ca-not-a-ca", "An enterprise anchor whose certificate is no CA signs nothing (RW10).", [ISSUED_LEAF],
     trust="mps-not-a-ca", phase="provisioned", rejected=["fail path.ca not-a-ca", UNBOUND, ABSENT],
     neighbour="enterprise-leaf")
case("rw10-custom-ca-expired", "An enterprise anchor that has expired vouches for nothing (RW10).", [ISSUED_LEAF],
     trust="mps-expired", phase="provisioned", rejected=["fail anchor.validity anchor-expired", UNBOUND, ABSENT],
     neighbour="enterprise-leaf")
case("rw11-issued-leaf-as-ca", "A certificate signed by the issued leaf's key is not the issued leaf (RW11).",
     [ISSUED_LEAF.with_(issuer=ISSUED_LEAF.subject, signer="mps-leaf.rsa2048", key="attacker.rsa2048").put(
         ext.aki(key_id("mps-leaf.rsa2048"))), ISSUED_LEAF],
     trust="mps", phase="provisioned", pin=spki_pin(ISSUED_LEAF), neighbour="enterprise-leaf-pinned",
     rejected=["fail path.ca @1 not-a-ca", "fail path.key_cert_sign @1 no-keycertsign", "fail phase.pin @0 pin-of-another"])
OCSP = odca.intermediate("OCSP Issuing CA", "ocsp-ca", "2020-03-04T17:03:46Z").with_(subject=full_intel("OCSP Issuing CA"))
case("all-roles-whole-chain", "An anchor of the custom path without a trust file serves every role, enterprise included.",
     LNL.list(), trust="odca-all-roles", phase="provisioned", trusted=[])
case("all-roles-ocsp-leaf", "After activation an anchor that serves every role does not make a leaf of the OCSP CA below the "
     "genuine root an enterprise certificate (RW4).",
     [ISSUED_LEAF.with_(issuer=OCSP.subject, signer="ocsp-ca").put(ext.aki(key_id("ocsp-ca"))), OCSP],
     trust="odca-all-roles", phase="provisioned", neighbour="all-roles-whole-chain",
     rejected=["fail odca.shape missing-level", "fail leaf.name @0 unknown-name"])
case("all-roles-class-e", "After activation an anchor that serves every role does not make an engineering device an "
     "enterprise certificate (GW4).", renamed("issuing", intel("ODCA 2 CSME E_LNL SOC 00003647 ZE Issuing CA")),
     trust="odca-all-roles", phase="provisioned", rejected=["fail odca.class @4 class-E"],
     neighbour="all-roles-whole-chain")
case("odca-after-activation", "A whole ODCA chain is good evidence after activation too.", LNL.list(), phase="provisioned",
     trusted=[])
case("name-not-compared", "An on-die chain names no machine, so the name that was given was compared with nothing.", LNL.list(),
     phase="provisioned", name="device17.example.com", rejected=["fail device.uncompared uncompared"],
     neighbour="odca-after-activation")

# ---- DICE
LAYOUT = "warn dice.layout unverified-layout"
case("dice", "An AMT 22 chain below the pinned Intel SubCA is trusted, with a warning that its layout is not public.", NVL,
     trust="dice-subca", amt_version=22, trusted=[LAYOUT], neighbour="dice-under-odca-root")
case("upid-without-rom", "A DICE chain has no ROM certificate to compare the hardware id with.", NVL, trust="dice-subca",
     amt_version=22, upid=UPID, rejected=["fail device.upid no-rom", LAYOUT], neighbour="dice")
case("dice-subca-not-sent", "The SubCA need not be in the dump: its key is the anchor.", NVL[:3], trust="dice-subca",
     amt_version=22, trusted=[LAYOUT])
case("dice-dcp", "The root of the industry body vouches for the SubCA that carries Intel's name parts.", NVL,
     trust="dice-dcp", amt_version=22, trusted=[LAYOUT])
case("dice-dcp-year-9999", "The root of the industry body is valid to the end of the year 9999.", NVL, trust="dice-dcp",
     amt_version=22, at="2048-08-31T23:59:59Z", trusted=[LAYOUT])
OTHER_VENDOR = dice_subca("Example Graphics Inc", "PEN:32473", "Example DICE SubCA CAID:32473_1", "dice-other-vendor")
case("dice-dcp-other-vendor", "Another vendor's SubCA under the same root is refused by the name constraint of the anchor.",
     dice_device(OTHER_VENDOR, "other"), trust="dice-dcp", amt_version=22, neighbour="dice-dcp",
     rejected=["fail anchor.constraints @3 first-ca-name"] * 3 + ["fail dice.subca missing-subca", LAYOUT])
case("dcp-unconstrained", "An anchor for the industry root without constraints still vouches for Intel's SubCA only.", NVL,
     trust="dcp-all-roles", amt_version=22, trusted=[LAYOUT])
case("dcp-unconstrained-other-vendor", "Another vendor's device under the industry root is refused without any constraint of "
     "the operator.", dice_device(OTHER_VENDOR, "other"), trust="dcp-all-roles", amt_version=22,
     rejected=["fail dice.subca missing-subca", LAYOUT], neighbour="dcp-unconstrained")
BORROWED_NAME = replace(dice_subca(key="dice-borrowed"), issuer=OTHER_VENDOR.subject, signer=OTHER_VENDOR.key)
case("dcp-unconstrained-borrowed-name", "Another vendor's SubCA certifies a CA under the name of Intel's SubCA: only what the "
     "anchor itself certified may bear that name.", dice_device(BORROWED_NAME, "borrowed") + [OTHER_VENDOR],
     trust="dcp-all-roles", amt_version=22, neighbour="dcp-unconstrained",
     rejected=["fail dice.subca missing-subca", "warn cert.issuer_duties @3 aki-mismatch", LAYOUT])
case("dcp-unconstrained-other-vendor-activated", "Nor is it an enterprise certificate after activation.",
     dice_device(OTHER_VENDOR, "other"), trust="dcp-all-roles", amt_version=22, phase="provisioned",
     rejected=["fail dice.subca missing-subca", LAYOUT], neighbour="dcp-unconstrained")
WRONG_PEN = dice_subca(identifier="PEN:3430", key="dice-other-vendor")
case("dice-dcp-wrong-number", "A SubCA whose enterprise number only begins like Intel's is refused.",
     dice_device(WRONG_PEN, "other"), trust="dice-dcp", amt_version=22, neighbour="dice-dcp",
     rejected=["fail anchor.constraints @3 first-ca-name", "fail dice.subca missing-subca", LAYOUT])
case("dice-sha256", "A DICE certificate signed with SHA-256 is refused (I12).",
     [NVL[0].with_(algorithm=ECDSA_SHA256)] + NVL[1:], trust="dice-subca", amt_version=22,
     rejected=["fail cert.algorithm @0 algorithm", "fail dice.algorithm @0 algorithm", LAYOUT], neighbour="dice")
case("dice-p256-leaf", "A DICE leaf with a P-256 key is refused (I12).", [NVL[0].with_(key="leaf.p256")] + NVL[1:],
     trust="dice-subca", amt_version=22, rejected=["fail dice.algorithm @0 algorithm", LAYOUT], neighbour="dice")
case("dice-on-amt-20", "A DICE chain from a device that says it is AMT 20 is refused.", NVL, trust="dice-subca",
     amt_version=20, rejected=["fail dice.version amt-version", "warn chain.generation amt-version", LAYOUT],
     neighbour="dice")
case("odca-on-amt-22", "An ODCA chain from a device that says it is AMT 22 is a warning.", LNL.list(), amt_version=22,
     trusted=["warn chain.generation amt-version"], neighbour="odca-on-amt-20")
case("odca-on-amt-20", "An ODCA chain from a device that says it is AMT 20 fits.", LNL.list(), amt_version=20, trusted=[])
case("dice-under-odca-root", "A DICE-shaped chain under an anchor of the ODCA role is refused.", NVL, trust="dice-as-odca",
     amt_version=22, neighbour="dice",
     rejected=["fail odca.shape missing-level", "warn chain.generation amt-version"] +
     [f"warn cert.key_identifier @{i} ski-mismatch" for i in (1, 2)])

# ---- clock and policy
case("clock-before-build", "A host clock of the year 2000 is not believed: judged at the build date, with a warning (GW15).",
     LNL.list(), at="2000-01-01T00:00:00Z", host_clock=True, trusted=["warn time.clock clock-before-build"],
     neighbour="clock-given")
case("clock-given", "A time that the question names is believed, even the year 2000.", LNL.list(), at="2000-01-01T00:00:00Z",
     rejected=["fail anchor.validity anchor-not-yet-valid"] + [f"fail cert.validity @{i} not-yet-valid" for i in range(6)],
     neighbour="lnl")
EXPIRED = LNL.edit(leaf=lambda c: c.with_(not_after="2026-02-28T23:59:59Z"))
ROM = hashlib.sha256(LNL.rom.der).hexdigest()


def exception(match, until):
    return (f"name: exceptions\nexceptions:\n  - rule: cert.validity\n    match:\n      {match}\n"
            f"    reason: firmware update is scheduled\n    until: {until}\n")


case("exception-by-rom", "An exception for this device lowers the expired leaf to a warning and is named.", EXPIRED.list(),
     policy=exception(f"rom: {ROM}", "2026-03-01"), neighbour="lnl",
     trusted=["warn cert.validity @0 expired", "warn policy.exception_used used"])
case("exception-by-leaf-key", "An exception by the leaf's key lowers the expired leaf to a warning.", EXPIRED.list(),
     policy=exception(f"leaf_spki: {spki_pin(LNL.leaf)}", "2026-12-31"), neighbour="lnl",
     trusted=["warn cert.validity @0 expired", "warn policy.exception_used used"])
case("exception-by-platform", "An exception for the platform lowers the expired leaf to a warning.", EXPIRED.list(),
     policy=exception("platform: LNL", "2026-12-31"), neighbour="lnl",
     trusted=["warn cert.validity @0 expired", "warn policy.exception_used used"])
case("exception-for-another", "An exception for another platform does nothing.", EXPIRED.list(),
     policy=exception("platform: PTL", "2026-12-31"), rejected=["fail cert.validity @0 expired"],
     neighbour="exception-by-platform")
case("exception-expired", "An exception past its day does nothing and says so.", EXPIRED.list(),
     policy=exception(f"rom: {ROM}", "2026-02-28"), neighbour="exception-by-rom",
     rejected=["fail cert.validity @0 expired", "warn policy.exception_expired expired"])
case("severity-lowered", "A policy that makes expired certificates a warning accepts with that warning.", EXPIRED.list(),
     policy="name: lenient\nrules:\n  cert.validity: warn\n", trusted=["warn cert.validity @0 expired"], neighbour="lnl")
case("strict-warnings-fail", "Strict turns the warning that no CRL is available into a failure.", LNL.list(), strict=True,
     rejected=["fail revocation.absent absent"], neighbour="lnl")
