// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "x509/link_proofs.h"

#include <algorithm>
#include <map>
#include <utility>

#include "odca/digest.h"
#include "x509/signature.h"

namespace odca {
namespace {

// What one signature check is about.
struct Signed {
  const Fingerprint& sha256;  // of the whole certificate or CRL: the signed bytes, the algorithm and the signature
  ByteView tbs;
  const SignatureAlgorithm& algorithm;
  ByteView signature;
  bool lasting = false;  // worth sharing: a CA certificate; leaves and CRLs are signed anew too often
};

struct ByContent {
  using is_transparent = void;
  bool operator()(ByteView a, ByteView b) const {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
  }
};

/// weight is what one check with this key, and decoding it, take from the budget: 1 for all keys but large RSA keys,
/// which take time with the square of their size. One of 16384 bits takes 20 ms, and sixty of them would be a stall.
std::size_t weight(const KeyInfo& key) {
  constexpr std::size_t kBitsOfOne = 3072;
  if (key.kind != KeyKind::rsa) return 1;
  const std::size_t bits = key.bits;  // at most 16384
  return (bits * bits + kBitsOfOne * kBitsOfOne - 1) / (kBitsOfOne * kBitsOfOne);
}

}  // namespace

/// Purse is the budget left to one allotment. A check is charged to it and to all purses that it was allotted from.
struct LinkProofs::Purse {
  std::size_t left = 0;
  std::shared_ptr<Purse> from{};

  bool take(std::size_t price) {
    for (const Purse* purse = this; purse != nullptr; purse = purse->from.get())
      if (price > purse->left) return false;
    for (Purse* purse = this; purse != nullptr; purse = purse->from.get()) purse->left -= price;
    return true;
  }
};

struct LinkProofs::Memory {
  struct Key {
    Fingerprint sha256{};                  // of the SubjectPublicKeyInfo; only set for `shared`
    std::map<Fingerprint, bool> proofs{};  // by Signed::sha256
    // The key is described again from its own bytes, so that an answer depends only on the bytes.
    bool read = false;
    KeyInfo info{};
    std::shared_ptr<const VerificationKey> decoded{};  // nullptr: cannot be used
  };

  Key& key(ByteView spki) {
    const auto found = keys.find(spki);
    if (found != keys.end()) return found->second;
    Key& key = keys[Bytes(spki.begin(), spki.end())];
    if (shared != nullptr) key.sha256 = sha256(spki);
    return key;
  }

  /// read decodes a key, once; what that weighs beyond one check is taken from the budget.
  static LinkAnswer read(ByteView spki, Key& key, Purse& purse) {
    if (!key.read) {
      key.info = describe_key(spki);
      if (!purse.take(weight(key.info) - 1)) return LinkAnswer::budget_spent;
      key.read = true;
      key.decoded = VerificationKey::decode(spki, key.info);
    }
    return key.decoded != nullptr ? LinkAnswer::valid : LinkAnswer::unusable;
  }

  LinkAnswer check(ByteView spki, const KeyInfo& issuer_key, const Signed& what, Purse& purse) {
    if (!issuer_key.problem.empty() || !what.algorithm.problem.empty()) return LinkAnswer::unusable;
    if (!fits(issuer_key.kind, what.algorithm.kind)) return LinkAnswer::mismatch;
    Key& issuer = key(spki);
    const auto known = issuer.proofs.find(what.sha256);
    if (known != issuer.proofs.end()) return known->second ? LinkAnswer::valid : LinkAnswer::invalid;
    if (known_to_shared(issuer, what)) {
      issuer.proofs.emplace(what.sha256, true);
      return LinkAnswer::valid;
    }
    if (const LinkAnswer answer = read(spki, issuer, purse); answer != LinkAnswer::valid) return answer;
    if (!fits(issuer.info.kind, what.algorithm.kind)) return LinkAnswer::mismatch;
    if (!purse.take(weight(issuer.info))) return LinkAnswer::budget_spent;
    ++checks;
    const bool valid = issuer.decoded->verify(what.algorithm.kind, what.tbs, what.signature);
    issuer.proofs.emplace(what.sha256, valid);
    if (valid && shared != nullptr && what.lasting) shared->insert(shared->address(issuer.sha256, what.sha256));
    return valid ? LinkAnswer::valid : LinkAnswer::invalid;
  }

  // Only valid links are ever put there, and an address is for the whole content of one.
  bool known_to_shared(const Key& issuer, const Signed& what) const {
    return shared != nullptr && what.lasting && shared->contains(shared->address(issuer.sha256, what.sha256));
  }

  LinkCache* shared = nullptr;
  std::size_t checks = 0;
  std::map<Bytes, Key, ByContent> keys{};  // by SubjectPublicKeyInfo
};

LinkProofs::LinkProofs(std::size_t budget, LinkCache* shared)
    : memory_(std::make_shared<Memory>()), purse_(std::make_shared<Purse>(Purse{.left = budget})) {
  memory_->shared = shared;
}
LinkProofs::LinkProofs(std::shared_ptr<Memory> memory, std::shared_ptr<Purse> purse)
    : memory_(std::move(memory)), purse_(std::move(purse)) {}
LinkProofs::~LinkProofs() = default;

LinkProofs LinkProofs::allot(std::size_t most) const {
  return {memory_, std::make_shared<Purse>(Purse{.left = most, .from = purse_})};
}

LinkAnswer LinkProofs::check(ByteView issuer_spki, const KeyInfo& issuer_key, const Certificate& signed_certificate) {
  const CertificateFields& fields = signed_certificate.fields();
  return memory_->check(issuer_spki, issuer_key,
                        {.sha256 = fields.sha256,
                         .tbs = fields.tbs,
                         .algorithm = fields.signature_algorithm,
                         .signature = fields.signature,
                         .lasting = signed_certificate.is_ca()},
                        *purse_);
}

LinkAnswer LinkProofs::check(ByteView issuer_spki, const KeyInfo& issuer_key, const Crl& signed_crl) {
  const CrlFields& fields = signed_crl.fields();
  return memory_->check(issuer_spki, issuer_key,
                        {.sha256 = fields.sha256,
                         .tbs = fields.tbs,
                         .algorithm = fields.signature_algorithm,
                         .signature = fields.signature},
                        *purse_);
}

LinkAnswer LinkProofs::decode(ByteView spki) { return Memory::read(spki, memory_->key(spki), *purse_); }

std::size_t LinkProofs::checks() const { return memory_->checks; }

}  // namespace odca
