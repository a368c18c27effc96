// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// ProvedLists: the available CRLs with a valid signature by a key that may sign CRLs in their issuer's name. Nothing in
// a presented CRL is looked at before that.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "revocation/speakers.h"
#include "trust/crl_shelf.h"

namespace odca {

/// Cause is why the available CRLs neither clear a certificate nor revoke it.
enum class Cause {
  none,  ///< no CRL is available, or they do
  budget,
  signature,
  signer,
  unknown_critical,
  form,
  future,
  delta,
  some_reasons,
  scope,
  from_the_dump,
  stale
};
std::string_view to_string(Cause cause);  ///< "some-reasons"; empty for none

/// ProvedList is one such CRL. It refers to the shelves.
struct ProvedList {
  const HeldCrl* held = nullptr;
  Voice voice = Voice::none;
  std::string why_not{};                ///< why it does not clear, where its signer may not
  Bytes signer{};                       ///< SubjectPublicKeyInfo of the key that signed it
  std::optional<Certificate> beside{};  ///< its signer's certificate, where that is no step of the path
  bool silent = false;                  ///< known to have no entry with the serial number in question
  /// for_whom_is_unknown: its entries name issuers, but it does not say that it is indirect. It supersedes no list.
  bool for_whom_is_unknown = false;

  const Crl& crl() const { return held->crl; }
};

/// ListsOfName are the CRLs of one issuer, as far as they could be proved.
struct ListsOfName {
  std::vector<ProvedList> proved{};
  const HeldCrl* unverifiable = nullptr;  ///< one whose signature cannot be checked with a key of that name
  std::string why_unverifiable{};
  bool budget_spent = false;
};

/// Asks selects CRLs: an issuer that does not answer for a certificate may still list it.
enum class Asks { for_all, only_who_lists };

class ProvedLists {
 public:
  ProvedLists(const CrlShelf& presented, const TrustStore& store, const Evidence& evidence, Time judged_at,
              LinkProofs& proofs)
      : presented_(presented),
        store_(store),
        speakers_(store, evidence, judged_at, proofs),
        judged_at_(judged_at),
        proofs_(proofs) {}

  /// of proves the CRLs of an issuer for a serial number, by the keys above a certificate of the path. Those that list
  /// it come first, then the newest; the operator's come before the sender's.
  ListsOfName of(const PathToAsk& asked, std::size_t cert, const Name& issuer, ByteView serial, Asks asks) const;
  bool any_of(const Name& issuer) const { return store_.shelf().of(issuer) || presented_.of(issuer); }

 private:
  class Round;
  const CrlShelf& presented_;
  const TrustStore& store_;
  Speakers speakers_;
  Time judged_at_;
  LinkProofs& proofs_;
};

/// described names a CRL for messages: where it was read, and its source.
std::string described(const HeldCrl& held);
/// EntryBudget bounds the entries that one verdict looks at, so that a CRL that lists one serial number fifty thousand
/// times cannot delay it by seconds.
struct EntryBudget {
  std::size_t left = 0;
  bool spent = false;  ///< there were more
};

/// entries_of returns the entries of a CRL with this serial number, of any issuer, as far as the budget goes.
std::vector<RevokedEntry> entries_of(const ProvedList& list, ByteView serial, EntryBudget& budget);

}  // namespace odca
