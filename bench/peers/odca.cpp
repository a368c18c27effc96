// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/verifier.h"
#include "peers/peer.h"
#include "x509/signature.h"

namespace odca::bench {
namespace {

class OdcaPeer : public Peer {
 public:
  OdcaPeer(Purpose purpose, LinkCache* links) : purpose_(purpose), links_(links) {}
  std::string name() const override { return "libtrust"; }

  void trust(const ChainInput& input) override {
    SourceContents contents;
    contents.anchors.push_back(anchor_from_certificate(*Certificate::from_der(input.anchor), Roles::all(), {}));
    for (const Bytes& der : input.crls)
      contents.crls.push_back({.crl = *Crl::from_der(der, {.bytes = der.size()}), .origin = {.where = "bench"}});
    verifier_.emplace(default_policy(), TrustStore::from_contents(std::move(contents), "bench"));
    at_ = Time{std::chrono::seconds{input.unix_time}};
  }

  bool judge(const ChainInput& input) override {
    Evidence evidence;
    for (const Bytes& der : input.chain) {
      Result<Certificate> certificate = Certificate::from_der(der);
      if (!certificate) return false;
      evidence.certificates.push_back({*std::move(certificate), "bench"});
    }
    return answer(evidence);
  }

  bool judge_pem(std::string_view pem) override {
    work_ = Work{};
    Result<Dump> dump = read_dump(as_bytes(pem), "bench", verifier_->policy().limits);
    if (!dump) return false;
    Evidence evidence;
    evidence.add(*std::move(dump));
    return answer(evidence);
  }

  void keep(const ChainInput& input) override {
    kept_.clear();
    for (const Bytes& der : input.chain) kept_.push_back(*Certificate::from_der(der));
    kept_.push_back(*Certificate::from_der(input.anchor));
    key_ = VerificationKey::decode(kept_[1]->spki, kept_[1]->key);
  }

  bool check_link() override { return signed_by(kept_[0], *key_); }

  bool check_links() override {
    for (std::size_t i = 0; i + 1 < kept_.size(); ++i) {
      const auto key = VerificationKey::decode(kept_[i + 1]->spki, kept_[i + 1]->key);
      if (key == nullptr || !signed_by(kept_[i], *key)) return false;
    }
    return true;
  }

  std::optional<Work> work() const override { return work_; }

 private:
  static bool signed_by(const Certificate& certificate, const VerificationKey& key) {
    return key.verify(certificate->signature_algorithm.kind, certificate->tbs, certificate->signature);
  }

  bool answer(const Evidence& evidence) {
    const Verdict verdict = verifier_->verify(evidence, {.purpose = purpose_, .at = at_}, links_);
    work_ = {.signature_checks = verdict.work.signature_checks, .search_steps = verdict.work.search_steps};
    return verdict.trusted();
  }

  Purpose purpose_;
  LinkCache* links_;
  Time at_{};
  std::optional<Verifier> verifier_{};
  std::vector<Certificate> kept_{};  ///< leaf first, the anchor last
  std::shared_ptr<const VerificationKey> key_{};
  Work work_{};
};

}  // namespace

std::unique_ptr<Peer> make_odca_peer(Purpose purpose, LinkCache* links) {
  return std::make_unique<OdcaPeer>(purpose, links);
}

}  // namespace odca::bench
