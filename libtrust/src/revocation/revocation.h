// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Revocation by the available CRLs, offline (docs/hierarchy.md 6). Two separate questions: who may revoke, and who may
// clear.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "odca/evidence.h"
#include "odca/policy.h"
#include "odca/revocation_state.h"
#include "odca/trust_store.h"
#include "revocation/proved_lists.h"
#include "revocation/speakers.h"
#include "revocation/who_may_revoke.h"
#include "trust/crl_shelf.h"
#include "x509/link_proofs.h"

namespace odca {

/// CrlDuty is a violation of RFC 5280 section 5 that does not change the meaning of a CRL.
struct CrlDuty {
  ReasonId reason{};  ///< "number-missing", "number-critical", "empty-list", …
  std::string message{};
};

/// ListNamed is a CRL as findings name it.
struct ListNamed {
  std::string where{};
  std::string from{};  ///< "dump", "caller", "trust-source"
};

/// Suspicion: a CRL may revoke the certificate; a person must decide.
struct Suspicion {
  ReasonId reason{};
  std::string detail{};
  ListNamed list{};
};

struct CertificateRevocation {
  RevocationState state = RevocationState::absent;
  Cause cause = Cause::none;
  std::string detail{};                   ///< which CRL decided, or why none could
  std::optional<ListNamed> list{};        ///< that CRL
  std::optional<Suspicion> suspicious{};  ///< besides the state
  std::optional<Time> revoked_at{};
  bool budget_spent = false;      ///< not every CRL that might matter could be checked
  std::vector<CrlDuty> duties{};  ///< of the CRLs whose signature was found valid for this certificate
};

/// Revocation checks the paths of one verdict, each certificate below the same keys once.
class Revocation {
 public:
  /// The arguments must outlive it. `checks` is limits.signature_checks, by which the entries looked at are bounded
  /// too. The CRLs of the store are not touched here; they were indexed with it.
  Revocation(const Evidence& evidence, const TrustStore& store, Time judged_at, const RevocationPolicy& policy,
             std::size_t checks, LinkProofs& proofs);

  /// check answers for every step of the path, in its order.
  std::vector<CertificateRevocation> check(const PathToAsk& asked);
  /// unheard reports an operator's CRL that lists the certificate and that no available key could prove: its signer is
  /// missing (`signer` is nullptr), or was not valid when it signed. CRLs by another key in the issuer's name, and
  /// those of other issuers, are ignored only where all above are known.
  std::optional<Suspicion> unheard(const Certificate& certificate, const Certificate* signer, bool all_above_are_known);
  /// any_lists tells whether any CRL is available.
  bool any_lists() const { return !shelf_.empty() || !store_.shelf().empty(); }

 private:
  CertificateRevocation judge(const PathToAsk& asked, std::size_t cert);
  std::vector<ProvedList> lists_about(const PathToAsk& asked, std::size_t cert, CertificateRevocation& answer);
  Accused accused(const Certificate& certificate);
  std::optional<Charge::Weight> charge_against(const PathToAsk& asked, std::size_t cert, const Certificate& crl_issuer,
                                               bool& budget_spent);

  const TrustStore& store_;
  Time judged_at_;
  const RevocationPolicy& policy_;
  EntryBudget entries_;
  LinkProofs& proofs_;
  CrlShelf shelf_;  ///< of presented CRLs
  ProvedLists lists_;
  std::map<Bytes, CertificateRevocation> known_{};
};

}  // namespace odca
