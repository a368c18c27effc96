# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""The installed trust: what is wrong with it as a whole is a finding in every verdict."""
from case import case
from cases_revocation import crls
from odca import LNL

case("installed-sound", "Nothing is wrong with the installed trust.", LNL.list(), crls=crls(), strict=True, trusted=[])
for kind, reason, wrong in (
        ("degraded", "degraded", "What was installed last is not in use, or not whole."),
        ("equivocation", "equivocation", "The installed bundle and the embedded store differ under one version."),
        ("stale", "expired", "The installed bundle has expired."),
        ("rolled_back", "rolled-back", "Somebody went back to an earlier bundle.")):
    name = f"installed-{kind.replace('_', '-')}"
    case(name, f"{wrong[:-1]}: every verdict says so.", LNL.list(), crls=crls(), conditions=[kind],
         trusted=[f"warn trust.{kind} {reason}"], neighbour="installed-sound")
    case(f"{name}-strict", f"{wrong[:-1]}: strictly that is no ground for trust.", LNL.list(), crls=crls(), strict=True,
         conditions=[kind], rejected=[f"fail trust.{kind} {reason}"], neighbour=name)
case("installed-distrust-lost", "What was ever denied on this machine cannot be read: nothing can be said to be undenied.",
     LNL.list(), crls=crls(), conditions=["distrust_lost"], rejected=["fail trust.distrust_lost distrust-lost"],
     neighbour="installed-sound")
case("installed-stale-allowed", "A policy may call an expired bundle a note.", LNL.list(), crls=crls(), strict=True,
     conditions=["stale"], policy="name: stale\nrules:\n  trust.stale: note\n", trusted=[], neighbour="installed-stale-strict")
case("installed-stale-stranger", "An expired bundle is told after what is wrong with the chain.",
     LNL.edit(intermediate=lambda c: c.with_(signer="attacker")).list(), conditions=["stale"], strict=True,
     rejected=["fail path.anchor @5 signature", "fail trust.stale expired"], neighbour="installed-stale-strict")
