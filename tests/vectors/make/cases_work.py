# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Work that a sender makes for the verifier: who drowns a question in worthless certificates gets no answer in his
favour, and what the operator's CRLs say is asked all the same."""
import der
import ext
from case import case
from cases_revocation import BESIDE_LISTS, BESIDE, crls
from odca import LNL, cn

# The signature is none. Whoever asks whether one of these signed another has to check it.
WORTHLESS = LNL.leaf.with_(subject=cn("Nobody"), issuer=cn("Nobody"), signature=bytes.fromhex("3006020101020101"))


def worthless(count, **changes):
    return [WORTHLESS.with_(serial=0x4000 + i, key=f"lnl-{['app', 'kernel', 'rom'][i % 3]}", **changes) for i in range(count)]


case("drowned-target", "Thirteen worthless certificates name each other as issuers: which certificate is the leaf would take "
     "more checks than there are for that, so nothing is trusted.", LNL.list() + worthless(13),
     rejected=["fail target.found limit", "fail limit.reached signature_checks"], neighbour="drowned-target-not-quite")
case("drowned-target-not-quite", "Three worthless certificates that name each other as issuers are told from the leaf.",
     LNL.list() + worthless(3), trusted=[])
case("drowned-target-named", "The question names the leaf: no check is spent on the others.", LNL.list() + worthless(13),
     target=LNL.leaf.sha256, trusted=[])

# Copies of the issuing CA that nobody signed: the search has to check each of them.
COPIES = [LNL.issuing.with_(serial=0x5000 + i, signature=bytes.fromhex("3006020101020101")) for i in range(25)]
case("drowned-search-is-revoked", "Twenty-five forged copies of the issuing CA take most of what the search has; the CRL that revokes the "
     "leaf, signed by a CA that has to be checked first, is asked all the same.", COPIES + LNL.list(),
     crls=crls(device=BESIDE_LISTS), trust="odca-beside-odca-ca-of-that-name", target=LNL.leaf.sha256,
     rejected=["fail revocation.revoked @0 revoked"], neighbour="drowned-search")
case("drowned-search", "Twenty-five forged copies of the issuing CA beside the genuine one change nothing.", COPIES + LNL.list(),
     crls=crls(device=BESIDE), trust="odca-beside-odca-ca-of-that-name", target=LNL.leaf.sha256, trusted=[])


# ---- how much may be in one certificate
def names(count):
    return ext.subject_alt_name(*[ext.dns(f"h{i}.example") for i in range(count)])


def points(count):
    return "2.5.29.31", False, der.sequence(*[
        der.sequence(der.context(0, der.context(0, der.context(6, b"http://x.test/", constructed=False)))) for _ in range(count)])


STRANGER = LNL.leaf.with_(subject=cn("Stranger"), signature=bytes.fromhex("3006020101020101"))
for slug, key, extension, limit, policy in (
        ("names", "general_names", names, 20, "name: few-names\nlimits:\n  general_names: 20\n"),
        ("points", "distribution_points", points, 32, None)):
    case(f"limit-{slug}", f"One certificate of the dump has more {slug} than may be read: the limit that it reached is a failure.",
         LNL.list() + [STRANGER.put(extension(limit + 1))], policy=policy,
         rejected=[f"fail limit.reached {key}", f"warn input.readable too-many-{slug}"], neighbour=f"limit-{slug}-enough")
    case(f"limit-{slug}-enough", f"One certificate of the dump has as many {slug} as may be read.",
         LNL.list() + [STRANGER.put(extension(limit))], policy=policy, trusted=[])
