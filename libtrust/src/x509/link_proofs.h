// LinkProofs remembers which signatures are valid. A proof is addressed by content (the issuer's key byte for byte, the
// SHA-256 of the whole certificate or CRL), so whoever asks gets the answer for exactly those bytes; it holds no other
// state. Every
// public-key operation of a verdict is counted here, against one budget.
#pragma once

#include <cstddef>
#include <memory>

#include "odca/certificate.h"
#include "odca/crl.h"
#include "odca/link_cache.h"

namespace odca {

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

  /// check tells whether `issuer_spki` signed the certificate. A link already proved or refuted is not checked again.
  LinkAnswer check(ByteView issuer_spki, const KeyInfo& issuer_key, const Certificate& signed_certificate);
  LinkAnswer check(ByteView issuer_spki, const KeyInfo& issuer_key, const Crl& signed_crl);
  /// decode tells whether a key can be used at all: valid, unusable (of an EC key the point is not on its curve), or
  /// budget_spent. It costs no check, save for large RSA keys.
  LinkAnswer decode(ByteView spki);
  /// set_aside keeps `checks` of the budget for who holds a Reserve: what came before must not be able to spend them.
  void set_aside(std::size_t checks);
  /// Reserve opens what was set aside, and what is left of the rest, as long as it lives. There is one at a time.
  class Reserve {
   public:
    explicit Reserve(LinkProofs& proofs);
    ~Reserve();
    Reserve(const Reserve&) = delete;
    Reserve& operator=(const Reserve&) = delete;

   private:
    LinkProofs& proofs_;
    std::size_t opened_with_;
  };
  /// checks counts the public-key operations. With an RSA key of more than 3072 bits each of them, and decoding the
  /// key, take more from the budget than one, by the square of the key's size.
  std::size_t checks() const;

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

}  // namespace odca
