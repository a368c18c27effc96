// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <botan/certstor.h>
#include <botan/data_src.h>
#include <botan/exceptn.h>
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
    at_ = std::chrono::system_clock::from_time_t(input.unix_time);
  }

  bool judge(const ChainInput& input) override {
    std::vector<Botan::X509_Certificate> chain;
    chain.reserve(input.chain.size());
    for (const Bytes& der : input.chain) chain.emplace_back(der);
    return validate(chain);
  }

  bool judge_pem(std::string_view pem) override {
    std::vector<Botan::X509_Certificate> chain;
    try {
      for (const std::string_view block : pem_blocks(pem)) {
        Botan::DataSource_Memory source{std::string(block)};
        chain.emplace_back(source);
      }
    } catch (const Botan::Exception&) {
      return false;
    }
    return !chain.empty() && validate(chain);
  }

  void keep(const ChainInput& input) override {
    kept_.clear();
    for (const Bytes& der : input.chain) kept_.emplace_back(der);
    kept_.emplace_back(input.anchor);
    message_ = kept_[0].tbs_data();
    key_ = key_of(kept_[1]);
#if BOTAN_VERSION_MAJOR >= 3
    verifier_ = std::make_unique<Botan::PK_Verifier>(*key_, "SHA-384", Botan::Signature_Format::DerSequence);
#else
    verifier_ = std::make_unique<Botan::PK_Verifier>(*key_, "EMSA1(SHA-384)", Botan::DER_SEQUENCE);
#endif
  }

  bool check_link() override { return verifier_->verify_message(message_, kept_[0].signature()); }

  bool check_links() override {
    for (std::size_t i = 0; i + 1 < kept_.size(); ++i)
      if (!kept_[i].check_signature(*key_of(kept_[i + 1]))) return false;
    return true;
  }

 private:
  static std::unique_ptr<Botan::Public_Key> key_of(const Botan::X509_Certificate& certificate) {
#if BOTAN_VERSION_MAJOR >= 3
    return certificate.subject_public_key();
#else
    return certificate.load_subject_public_key();
#endif
  }

  bool validate(const std::vector<Botan::X509_Certificate>& chain) const {
    const Botan::Path_Validation_Restrictions restrictions(false, 110);
    const std::vector<Botan::Certificate_Store*> stores{store_.get()};
    return Botan::x509_path_validate(chain, restrictions, stores, "", Botan::Usage_Type::UNSPECIFIED, at_)
        .successful_validation();
  }

  std::chrono::system_clock::time_point at_{};
  std::unique_ptr<Botan::Certificate_Store_In_Memory> store_{};
  std::vector<Botan::X509_Certificate> kept_{};  ///< leaf first, the anchor last
  std::vector<std::uint8_t> message_{};
  std::unique_ptr<Botan::Public_Key> key_{};
  std::unique_ptr<Botan::PK_Verifier> verifier_{};
};

}  // namespace

std::unique_ptr<Peer> make_botan_peer() { return std::make_unique<BotanPeer>(); }

}  // namespace odca::bench
