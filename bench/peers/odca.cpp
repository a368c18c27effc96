#include "odca/verifier.h"
#include "peers/peer.h"
#include "x509/signature.h"

namespace odca::bench {
namespace {

class OdcaPeer : public Peer {
 public:
  std::string name() const override { return "libtrust"; }

  void trust(const ChainInput& input) override {
    SourceContents contents;
    contents.anchors.push_back(anchor_from_certificate(*Certificate::from_der(input.anchor), Roles::all(), {}));
    verifier_.emplace(default_policy(), TrustStore::from_contents(std::move(contents), "bench"));
  }

  bool judge(const ChainInput& input) override {
    Evidence evidence;
    for (const Bytes& der : input.chain) {
      Result<Certificate> certificate = Certificate::from_der(der);
      if (!certificate) return false;
      evidence.certificates.push_back({*std::move(certificate), "bench"});
    }
    return verifier_->verify(evidence, {.at = Time{std::chrono::seconds{input.unix_time}}}).trusted();
  }

  void keep(const ChainInput& input) override {
    leaf_.emplace(*Certificate::from_der(input.chain[0]));
    const Certificate issuer = *Certificate::from_der(input.chain[1]);
    key_ = VerificationKey::decode(issuer->spki, issuer->key);
  }

  bool check_link() override {
    const CertificateFields& leaf = leaf_->fields();
    return key_->verify(leaf.signature_algorithm.kind, leaf.tbs, leaf.signature);
  }

 private:
  std::optional<Verifier> verifier_{};
  std::optional<Certificate> leaf_{};
  std::shared_ptr<const VerificationKey> key_{};
};

}  // namespace

std::unique_ptr<Peer> make_odca_peer() { return std::make_unique<OdcaPeer>(); }

}  // namespace odca::bench
