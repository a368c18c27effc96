// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Who may revoke: a list that is signed by a key which may speak for the certificate's issuer and that lists issuer and
// serial number. Neither scope, form nor age of the list is asked: a CA that lists a certificate means it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "revocation/proved_lists.h"

namespace odca {

/// Charge is one entry against one certificate.
struct Charge {
  enum class Weight {
    suspicious,  ///< a person must look: whether it means this certificate, or may be used, is not certain
    revoked
  };
  Weight weight = Weight::suspicious;
  const HeldCrl* list = nullptr;
  ReasonId reason{};     ///< "revoked", "unknown-critical", "serial-without-issuer", "signer-not-allowed", …
  std::string detail{};  ///< for people
  std::optional<Time> revoked_at{};
};

/// Accused is the certificate, and how the lists at hand may mean it.
struct Accused {
  const Certificate& certificate;
  Time judged_at;
  bool dump_counts = false;  ///< the policy lets lists of the dump do more than revoke
  EntryBudget& entries;
  /// names_as_crl_issuer: the certificate itself sends its readers to this issuer.
  bool (*names_as_crl_issuer)(const Certificate&, const Name&) = nullptr;
};

/// who_may_revoke returns the heaviest charge of all lists; nothing when no list accuses. A hold is lifted by a delta
/// CRL that follows it and says removeFromCRL (RFC 5280 5.2.4, 6.3.3(k)), and by nothing else. Where Accused::entries
/// is spent, "nothing" is no answer.
std::optional<Charge> who_may_revoke(const Accused& accused, const std::vector<ProvedList>& lists);

/// follows tells whether a delta may be put upon a list (RFC 5280 5.2.4): the same signer and scope, and a number range
/// that begins at or before the list and ends behind it.
bool follows(const ProvedList& delta, const ProvedList& list);

}  // namespace odca
