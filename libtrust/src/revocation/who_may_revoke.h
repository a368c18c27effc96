// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Who may revoke: a CRL that lists issuer and serial number, signed by a key that may sign CRLs for the issuer. Scope,
// form and age of the CRL do not matter: a CA that lists a certificate means it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "revocation/proved_lists.h"

namespace odca {

/// Charge is one entry against one certificate.
struct Charge {
  enum class Weight {
    suspicious,  ///< it is uncertain whether the entry means this certificate, or whether the CRL may be used
    revoked
  };
  Weight weight = Weight::suspicious;
  const HeldCrl* list = nullptr;
  ReasonId reason{};     ///< "revoked", "unknown-critical", "serial-without-issuer", "signer-not-allowed", …
  std::string detail{};  ///< for people
  std::optional<Time> revoked_at{};
};

/// Accused is the certificate to look for, and how entries are matched with it.
struct Accused {
  const Certificate& certificate;
  Time judged_at;
  bool dump_counts = false;  ///< by the policy, CRLs of the dump may clear
  EntryBudget& entries;
  /// names_as_crl_issuer tells whether a distribution point of the certificate names this CRL issuer.
  bool (*names_as_crl_issuer)(const Certificate&, const Name&) = nullptr;
};

/// who_may_revoke returns the heaviest charge of all CRLs; nothing when none lists the certificate. Only a delta CRL
/// that follows and says removeFromCRL lifts a hold (RFC 5280 5.2.4, 6.3.3(k)). When Accused::entries is spent,
/// "nothing" means unknown.
std::optional<Charge> who_may_revoke(const Accused& accused, const std::vector<ProvedList>& lists);

/// follows tells whether a delta may be put upon a list (RFC 5280 5.2.4): the same signer and scope, and a number range
/// that begins at or before the list and ends behind it.
bool follows(const ProvedList& delta, const ProvedList& list);

}  // namespace odca
