#include <botan/certstor.h>
#include <botan/pk_keys.h>
#include <botan/pubkey.h>
#include <botan/version.h>
#include <botan/x509cert.h>
#include <botan/x509path.h>

#include <chrono>

#include "peers/peer.h"

namespace odca::bench {
namespace {

class BotanPeer : public Peer {
 public:
  std::string name() const override { return "Botan " + Botan::short_version_string(); }

  void trust(const ChainInput& input) override {
    store_ = std::make_unique<Botan::Certificate_Store_In_Memory>(Botan::X509_Certificate(input.anchor));
  }

  bool judge(const ChainInput& input) override {
    std::vector<Botan::X509_Certificate> chain;
    chain.reserve(input.chain.size());
    for (const Bytes& der : input.chain) chain.emplace_back(der);
    const Botan::Path_Validation_Restrictions restrictions(false, 110);
    const auto at = std::chrono::system_clock::from_time_t(input.unix_time);
    const std::vector<Botan::Certificate_Store*> stores{store_.get()};
    return Botan::x509_path_validate(chain, restrictions, stores, "", Botan::Usage_Type::UNSPECIFIED, at)
        .successful_validation();
  }

  void keep(const ChainInput& input) override {
    leaf_ = std::make_unique<Botan::X509_Certificate>(input.chain[0]);
    message_ = leaf_->tbs_data();
    const Botan::X509_Certificate issuer(input.chain[1]);
#if BOTAN_VERSION_MAJOR >= 3
    key_ = issuer.subject_public_key();
    verifier_ = std::make_unique<Botan::PK_Verifier>(*key_, "SHA-384", Botan::Signature_Format::DerSequence);
#else
    key_ = issuer.load_subject_public_key();
    verifier_ = std::make_unique<Botan::PK_Verifier>(*key_, "EMSA1(SHA-384)", Botan::DER_SEQUENCE);
#endif
  }

  bool check_link() override { return verifier_->verify_message(message_, leaf_->signature()); }

 private:
  std::unique_ptr<Botan::Certificate_Store_In_Memory> store_{};
  std::unique_ptr<Botan::X509_Certificate> leaf_{};
  std::vector<std::uint8_t> message_{};
  std::unique_ptr<Botan::Public_Key> key_{};
  std::unique_ptr<Botan::PK_Verifier> verifier_{};
};

}  // namespace

std::unique_ptr<Peer> make_botan_peer() { return std::make_unique<BotanPeer>(); }

}  // namespace odca::bench
