# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""The trust material that the cases refer to: folders of trust/, each a custom path with its trust.yaml."""
import hashlib

import ext
import odca
from case import text_of, trust
from cases_revocation import BELOW_MPS, BESIDE_ROOT, NAMESAKE, crls
from cases_rfc5280 import RFC_ROOT
from odca import CA1, CA2, DCP_ROOT, DEBUG_ROOT, DICE_SUBCA, LNL, MPS_ROOT, ROOT, TGL
from pki import Key


def anchor(file, roles, constraints=""):
    text = f"  - file: {file}\n    use: anchor\n    roles: [{', '.join(roles)}]\n"
    return text + (f"    constraints:\n{constraints}" if constraints else "")


def intermediate(file):
    return f"  - file: {file}\n    use: intermediate\n"


def store(name, certificate, roles, constraints="", deny=""):
    """A folder with one anchor."""
    text = "certificates:\n" + anchor("root.pem", roles, constraints)
    trust(name, root__pem=[certificate], trust__yaml=text + (f"deny:\n{deny}" if deny else ""))


def denied(kind, value):
    return f"  - label: test entry\n    reason: a vector needs it\n    {kind}: {value}\n"


def spki_of(key):
    return hashlib.sha256(Key.get(key).spki).hexdigest()


store("odca", ROOT, ["odca"])
store("odca-expired", ROOT.with_(not_after="2026-02-28T23:59:59Z"), ["odca"])
store("odca-future", ROOT.with_(not_before="2026-03-01T00:00:01Z"), ["odca"])
store("odca-not-a-ca", ROOT.put(ext.basic_constraints(False)), ["odca"])
store("odca-ski-critical", ROOT.put(ext.ski(odca.key_id(ROOT.key), critical=True)), ["odca"])
store("odca-no-certsign", ROOT.put(ext.key_usage("cRLSign")), ["odca"])
store("odca-namesake", ROOT.with_(key="attacker", signer="attacker"), ["odca"])
store("odca-as-enterprise", ROOT, ["enterprise", "rfc5280"])
store("odca-path-len-4", ROOT, ["odca"], "      path_len: 4\n")
store("odca-path-len-5", ROOT, ["odca"], "      path_len: 5\n")
store("odca-window", ROOT, ["odca"], "      use_from: 2020-01-01\n      use_until: 2027-01-01T00:00:00Z\n")
store("odca-amt-15-21", ROOT, ["odca"], "      min_amt: 15\n      max_amt: 21\n")
store("odca-denied-key", ROOT, ["odca"], deny=denied("spki_sha256", spki_of("issuing-lnl")))
store("odca-denied-rom", ROOT, ["odca"], deny=denied("sha256", LNL.rom.sha256))
store("odca-denied-root", ROOT, ["odca"], deny=denied("spki_sha256", spki_of("odca-root")))
store("ca2-anchor", CA2, ["odca"])
store("issuing-anchor", LNL.issuing, ["odca"])
store("engineering-anchor", LNL.issuing.with_(subject=odca.intel("ODCA 2 CSME E_LNL SOC 00003647 ZE Issuing CA")), ["odca"])
store("debug", DEBUG_ROOT, ["odca"])
trust("odca-with-intermediates", root__pem=[ROOT], ca1__pem=[CA1], ca2__pem=[CA2], issuing__pem=[TGL.issuing, LNL.issuing],
      trust__yaml="certificates:\n" + anchor("root.pem", ["odca"]) + intermediate("ca1.pem") + intermediate("ca2.pem") +
      intermediate("issuing.pem"))
# Without a trust.yaml an anchor of the custom path serves every role.
trust("odca-all-roles", root__pem=[ROOT])
trust("dcp-all-roles", root__pem=[DCP_ROOT])
trust("odca-with-crls", root__pem=[ROOT], crls__pem=crls(), trust__yaml="certificates:\n" + anchor("root.pem", ["odca"]))

for role in ("odca", "enterprise"):
    trust(f"odca-beside-{role}-namesake", root__pem=[ROOT], other__pem=[NAMESAKE],
          trust__yaml="certificates:\n" + anchor("root.pem", ["odca"]) + anchor("other.pem", [role]))
    trust(f"odca-beside-{role}-ca-of-that-name", root__pem=[ROOT], other__pem=[BESIDE_ROOT], ca__pem=[BELOW_MPS],
          trust__yaml="certificates:\n" + anchor("root.pem", ["odca"]) + anchor("other.pem", [role]) + intermediate("ca.pem"))

store("mps", MPS_ROOT, ["enterprise"])
store("mps-as-odca", MPS_ROOT, ["odca"])
store("mps-not-a-ca", MPS_ROOT.put(ext.basic_constraints(False)), ["enterprise"])
store("mps-expired", MPS_ROOT.with_(not_after="2026-02-28T23:59:59Z"), ["enterprise"])

SUBCA_NAME = ("      first_ca:\n        - {type: O, is: Intel Corporation}\n"
              "        - {type: organizationIdentifier, is: 'PEN:343'}\n"
              "        - {type: CN, starts_with: 'Intel DICE SubCA CAID:343_'}\n")
store("dice-subca", DICE_SUBCA, ["dice"])
store("dice-dcp", DCP_ROOT, ["dice"], SUBCA_NAME)
store("dice-as-odca", DICE_SUBCA, ["odca"])
store("rfc5280", RFC_ROOT, ["rfc5280"])
store("rfc5280-as-odca", RFC_ROOT, ["odca"])
