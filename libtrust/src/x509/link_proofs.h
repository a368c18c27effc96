// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// LinkProofs remembers which signatures are valid. A proof is addressed by content (the issuer's key byte for byte, the
// SHA-256 of the whole certificate or CRL), so an answer is for exactly those bytes; it holds no other
// state. Every public-key operation of a verdict is counted here, against one budget. Rooms that must not spend what
// another one needs get an allotment of it: see allot and CheckShares.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>

#include "odca/certificate.h"
#include "odca/crl.h"
#include "odca/link_cache.h"

namespace odca {

/// LinkAnswer is never two-valued: "budget_spent" says nothing about the link. To take it for "invalid" would let an
/// attacker who spends the budget decide.
enum class LinkAnswer {
  invalid,  ///< the signature does not verify
  valid,
  unusable,     ///< the key or the algorithm cannot be used; KeyInfo/SignatureAlgorithm say why. Costs no check
  mismatch,     ///< the key cannot have made this kind of signature. Costs no check
  budget_spent  ///< the budget of checks is used up; nothing was checked
};

class LinkProofs {
 public:
  /// LinkProofs asks `shared`, when there is one, before it works, and tells it which CA certificates it proved. A link
  /// that `shared` knows costs no check. `shared` must outlive this object.
  explicit LinkProofs(std::size_t budget, LinkCache* shared = nullptr);
  ~LinkProofs();
  LinkProofs(const LinkProofs&) = delete;
  LinkProofs& operator=(const LinkProofs&) = delete;

  /// allot makes a way to the same memory that takes at most `most` from this one's budget, and answers budget_spent
  /// where that is used up, whatever is left beyond it. What it takes is gone for this one too. It may outlive this
  /// one.
  LinkProofs allot(std::size_t most) const;

  /// check tells whether `issuer_spki` signed the certificate. A link already proved or refuted is not checked again.
  LinkAnswer check(ByteView issuer_spki, const KeyInfo& issuer_key, const Certificate& signed_certificate);
  LinkAnswer check(ByteView issuer_spki, const KeyInfo& issuer_key, const Crl& signed_crl);
  /// decode tells whether a key can be used at all: valid, unusable (of an EC key the point is not on its curve), or
  /// budget_spent. It costs no check, save for large RSA keys.
  LinkAnswer decode(ByteView spki);
  /// checks counts the public-key operations, those of all allotments together. With an RSA key of more than 3072 bits
  /// each of them, and decoding the key, take more from the budget than one, by the square of the key's size.
  std::size_t checks() const;

 private:
  struct Memory;
  struct Purse;
  LinkProofs(std::shared_ptr<Memory> memory, std::shared_ptr<Purse> purse);
  std::shared_ptr<Memory> memory_;
  std::shared_ptr<Purse> purse_;
};

/// CheckShares divides limits.signature_checks among the rooms of a verdict. A sender chooses what the target choice
/// and the search have to check; what revocation needs must be left when they are done.
struct CheckShares {
  std::size_t target = 0;  ///< choosing the certificate asked about; comes out of `search`
  std::size_t search = 0;  ///< everything before revocation: target, path building, path validation
};
/// share_checks leaves three tenths to revocation, twice what the CRLs of the longest genuine path take, and a path of
/// 16 certificates, the longest by default, to the search. Revocation may also take what the search did not need.
constexpr CheckShares share_checks(std::size_t signature_checks) {
  constexpr std::size_t kLongestPath = 16;
  const std::size_t least = std::min(signature_checks, kLongestPath);
  return {.target = (signature_checks + 11) / 12,  // a twelfth tells a leaf from its namesakes
          .search = std::max(signature_checks - signature_checks * 3 / 10, least)};
}

}  // namespace odca
