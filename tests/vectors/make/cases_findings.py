"""What reviews found: each case shows a former fault, beside its nearest neighbour."""
from case import case
from cases_revocation import OF_ISSUING, crls, entry
from odca import LNL

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
     trusted=["warn revocation.unusable @3 unusable", "warn revocation.suspicious @3 serial-without-issuer"],
     neighbour="crl-names-issuers-unflagged")
