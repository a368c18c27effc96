#include "x509/link_proofs.h"

#include <map>

#include "odca/digest.h"
#include "x509/signature.h"

namespace odca {
namespace {

void append_counted(Bytes& out, ByteView part) {
  for (unsigned shift = 64; shift > 0;) {
    shift -= 8;
    out.push_back(static_cast<std::uint8_t>(std::uint64_t{part.size()} >> shift & 0xffU));
  }
  out.insert(out.end(), part.begin(), part.end());
}

// What one signature check is about. The address holds the length of each part, so parts cannot trade bytes.
struct Link {
  ByteView spki;
  ByteView tbs;
  const SignatureAlgorithm& algorithm;
  ByteView signature;
  bool lasting = false;  // worth sharing: a CA certificate; leaves and CRLs are signed anew too often

  Fingerprint address() const {
    Bytes whole;
    whole.reserve(spki.size() + tbs.size() + algorithm.der.size() + signature.size() + 32);
    for (const ByteView part : {spki, tbs, ByteView(algorithm.der), signature}) append_counted(whole, part);
    return sha256(whole);
  }
};

}  // namespace

struct LinkProofs::Memory {
  struct Key {
    KeyInfo info{};
    std::shared_ptr<const VerificationKey> decoded{};  // nullptr: cannot be used
  };

  // The key is described from its own bytes once more, so that an answer depends on nothing but the bytes.
  const Key& key(ByteView spki) {
    const Fingerprint address = sha256(spki);
    const auto found = keys.find(address);
    if (found != keys.end()) return found->second;
    Key key{.info = describe_key(spki)};
    key.decoded = VerificationKey::decode(spki, key.info);
    return keys.emplace(address, std::move(key)).first->second;
  }

  LinkAnswer check(const KeyInfo& issuer_key, const Link& link) {
    if (!issuer_key.problem.empty() || !link.algorithm.problem.empty()) return LinkAnswer::unusable;
    if (!fits(issuer_key.kind, link.algorithm.kind)) return LinkAnswer::mismatch;
    const Fingerprint address = link.address();
    const auto known = proofs.find(address);
    if (known != proofs.end()) return known->second ? LinkAnswer::valid : LinkAnswer::invalid;
    if (known_to_shared(link)) {
      proofs.emplace(address, true);
      return LinkAnswer::valid;
    }
    const Key& issuer = key(link.spki);
    if (issuer.decoded == nullptr) return LinkAnswer::unusable;
    if (!fits(issuer.info.kind, link.algorithm.kind)) return LinkAnswer::mismatch;
    if (checks == budget) return LinkAnswer::budget_spent;
    ++checks;
    const bool valid = issuer.decoded->verify(link.algorithm.kind, link.tbs, link.signature);
    proofs.emplace(address, valid);
    if (valid && shared != nullptr && link.lasting) shared->insert(shared_address(link));
    return valid ? LinkAnswer::valid : LinkAnswer::invalid;
  }

  LinkAddress shared_address(const Link& link) const {
    return shared->address(link.spki, link.tbs, link.algorithm.der, link.signature);
  }

  // Only valid links are ever put there, and an address stands for the whole content of one.
  bool known_to_shared(const Link& link) const {
    return shared != nullptr && link.lasting && shared->contains(shared_address(link));
  }

  LinkCache* shared = nullptr;
  std::size_t budget = 0;
  std::size_t checks = 0;
  std::map<Fingerprint, Key> keys{};     // by SHA-256 of the SubjectPublicKeyInfo
  std::map<Fingerprint, bool> proofs{};  // by Link::address
};

LinkProofs::LinkProofs(std::size_t budget, LinkCache* shared) : memory_(std::make_unique<Memory>()) {
  memory_->budget = budget;
  memory_->shared = shared;
}
LinkProofs::~LinkProofs() = default;

LinkAnswer LinkProofs::check(ByteView issuer_spki, const KeyInfo& issuer_key, const Certificate& signed_certificate) {
  const CertificateFields& fields = signed_certificate.fields();
  return memory_->check(
      issuer_key, {issuer_spki, fields.tbs, fields.signature_algorithm, fields.signature, signed_certificate.is_ca()});
}

LinkAnswer LinkProofs::check(ByteView issuer_spki, const KeyInfo& issuer_key, const Crl& signed_crl) {
  const CrlFields& fields = signed_crl.fields();
  return memory_->check(issuer_key, {issuer_spki, fields.tbs, fields.signature_algorithm, fields.signature, false});
}

std::size_t LinkProofs::checks() const { return memory_->checks; }

}  // namespace odca
