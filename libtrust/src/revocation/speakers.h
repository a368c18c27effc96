// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Speakers: the keys that may sign CRLs in a name, and what a list signed by each of them may do (RFC 5280 6.3.3(f)).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "chain/path.h"
#include "odca/evidence.h"
#include "odca/policy.h"
#include "odca/trust_store.h"
#include "x509/link_proofs.h"

namespace odca {

/// Voice is what the CRLs of a key may do, the least first.
enum class Voice {
  none,     ///< nothing: the key is inside the device that it would clear
  unfit,    ///< only raise suspicion: its certificate does not allow signing CRLs
  revokes,  ///< revoke, but not clear
  clears    ///< revoke and clear
};

/// CrlAlgorithms are the signature algorithms and keys that the policy allows, on this path, for a CRL that clears.
struct CrlAlgorithms {
  std::vector<SignatureKind> signatures{};
  std::vector<KeyKind> keys{};
  unsigned rsa_min_bits = 2048;
};

/// PathToAsk is a candidate path with the voices of its keys. `path` must outlive it.
struct PathToAsk {
  const Path& path;
  AnchorRole judged_as;         ///< the role that its anchor should serve
  std::vector<Voice> voices{};  ///< of the key of each step, by its level in the hierarchy; empty: all clear
  /// level_of_name is the voice that the hierarchy gives a name beside the path; nullptr: all clear.
  Voice (*level_of_name)(const Name&) = nullptr;
  /// certifies is the highest voice of CRL issuers certified under a name; nullptr: all clear.
  Voice (*certifies)(const Name&) = nullptr;
  CrlAlgorithms algorithms{};
};

/// Speaker is one key. Its views last as long as the path, the evidence and the store.
struct Speaker {
  const Name* name = nullptr;
  ByteView spki{};
  const KeyInfo* key = nullptr;
  Voice voice = Voice::none;
  std::string_view why_not{};           ///< why its lists do not clear, where they do not
  std::optional<Validity> validity{};   ///< of its certificate
  std::optional<Certificate> beside{};  ///< its certificate, where that is no step of the path
};

/// voice_of is a speaker's voice for one CRL: it clears only while the signer's certificate is valid; a CRL made within
/// its validity period revokes for ever.
Voice voice_of(const Speaker& speaker, Time this_update, Time judged_at);

class Speakers {
 public:
  Speakers(const TrustStore& store, const Evidence& evidence, Time judged_at, LinkProofs& proofs)
      : store_(store), evidence_(evidence), judged_at_(judged_at), proofs_(proofs) {}

  // A key may have several certificates, one of them expired or revoked: each is a speaker of its own, so that the
  // order of the input does not matter.

  /// of_path lists the keys of that name above a certificate of the path, and the anchors of the store with that name.
  std::vector<Speaker> of_path(const PathToAsk& asked, std::size_t cert, const Name& name) const;
  /// certified lists CRL issuers of that name beside the path: certificates of the store and presented ones that a key
  /// at or above that name, or an anchor, certified, or a CA beside the path that one of these certified. Some are
  /// unfit to be followed. Where the signer's key is known, `of_key`, certificates of other keys are passed over;
  /// empty: it is not. `budget_spent` is set when not all could be checked.
  std::vector<Speaker> certified(const PathToAsk& asked, std::size_t cert, const Name& name, ByteView of_key,
                                 bool& budget_spent) const;

 private:
  class Certification;
  bool is_denied(const Certificate& certificate) const;
  template <class Visit>
  void each_at_hand(Visit visit) const;
  const TrustStore& store_;
  const Evidence& evidence_;
  Time judged_at_;
  LinkProofs& proofs_;
};

bool same_name(const Name& a, const Name& b);

}  // namespace odca
