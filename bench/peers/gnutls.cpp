// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "peers/peer.h"

namespace odca::bench {
namespace {

gnutls_datum_t datum(const Bytes& bytes) {
  // The API takes no const pointer but does not write through it.
  return {const_cast<unsigned char*>(bytes.data()), static_cast<unsigned>(bytes.size())};
}

struct CertificateDeleter {
  void operator()(gnutls_x509_crt_t certificate) const { gnutls_x509_crt_deinit(certificate); }
};
using CertificatePointer = std::unique_ptr<gnutls_x509_crt_int, CertificateDeleter>;

CertificatePointer parse(const Bytes& der) {
  gnutls_x509_crt_t certificate = nullptr;
  gnutls_x509_crt_init(&certificate);
  const gnutls_datum_t data = datum(der);
  if (gnutls_x509_crt_import(certificate, &data, GNUTLS_X509_FMT_DER) != GNUTLS_E_SUCCESS) {
    gnutls_x509_crt_deinit(certificate);
    return nullptr;
  }
  return CertificatePointer(certificate);
}

struct ListDeleter {
  void operator()(gnutls_x509_trust_list_t list) const { gnutls_x509_trust_list_deinit(list, 1); }
};

struct KeyDeleter {
  void operator()(gnutls_pubkey_t key) const { gnutls_pubkey_deinit(key); }
};
using KeyPointer = std::unique_ptr<gnutls_pubkey_st, KeyDeleter>;

class GnutlsPeer : public Peer {
 public:
  std::string name() const override { return std::string("GnuTLS ") + gnutls_check_version(nullptr); }

  void trust(const ChainInput& input) override {
    gnutls_x509_trust_list_t list = nullptr;
    gnutls_x509_trust_list_init(&list, 0);
    // The time is no argument of the verification; every benchmark judges at the same one.
    gnutls_global_set_time_function([](time_t* out) -> time_t {
      if (out != nullptr) *out = kAt;
      return kAt;
    });
    gnutls_x509_crt_t anchor = parse(input.anchor).release();
    gnutls_x509_trust_list_add_cas(list, &anchor, 1, 0);
    list_.reset(list);
  }

  bool judge(const ChainInput& input) override {
    std::vector<CertificatePointer> owned;
    std::vector<gnutls_x509_crt_t> chain;
    for (const Bytes& der : input.chain) {
      owned.push_back(parse(der));
      chain.push_back(owned.back().get());
    }
    return validate(chain.data(), chain.size());
  }

  bool judge_pem(std::string_view pem) override {
    // The API takes no const pointer but does not write through it.
    const gnutls_datum_t text = {reinterpret_cast<unsigned char*>(const_cast<char*>(pem.data())),
                                 static_cast<unsigned>(pem.size())};
    gnutls_x509_crt_t* chain = nullptr;
    unsigned size = 0;
    if (gnutls_x509_crt_list_import2(&chain, &size, &text, GNUTLS_X509_FMT_PEM, 0) != GNUTLS_E_SUCCESS) return false;
    const bool trusted = validate(chain, size);
    for (unsigned i = 0; i < size; ++i) gnutls_x509_crt_deinit(chain[i]);
    gnutls_free(chain);
    return trusted;
  }

  void keep(const ChainInput& input) override {
    kept_.clear();
    for (const Bytes& der : input.chain) kept_.push_back({parse(der), tbs_of(der), signature_of(der)});
    kept_.push_back({parse(input.anchor), {}, {}});
    key_ = key_of(kept_[1]);
  }

  bool check_link() override { return signed_by(kept_[0], key_.get()); }

  bool check_links() override {
    for (std::size_t i = 0; i + 1 < kept_.size(); ++i)
      if (!signed_by(kept_[i], key_of(kept_[i + 1]).get())) return false;
    return true;
  }

 private:
  struct Kept {
    CertificatePointer certificate{};
    Bytes tbs{};
    Bytes signature{};
  };

  static KeyPointer key_of(const Kept& kept) {
    gnutls_pubkey_t key = nullptr;
    gnutls_pubkey_init(&key);
    gnutls_pubkey_import_x509(key, kept.certificate.get(), 0);
    return KeyPointer(key);
  }

  static bool signed_by(const Kept& kept, gnutls_pubkey_t key) {
    const gnutls_datum_t message = datum(kept.tbs);
    const gnutls_datum_t signature = datum(kept.signature);
    return gnutls_pubkey_verify_data2(key, GNUTLS_SIGN_ECDSA_SHA384, 0, &message, &signature) >= 0;
  }

  static Bytes signature_of(const Bytes& der) {
    Bytes signature(512);
    std::size_t size = signature.size();
    gnutls_x509_crt_get_signature(parse(der).get(), reinterpret_cast<char*>(signature.data()), &size);  // bytes to char
    signature.resize(size);
    return signature;
  }

  bool validate(gnutls_x509_crt_t* chain, std::size_t size) const {
    unsigned status = 0;
    const int code = gnutls_x509_trust_list_verify_crt(list_.get(), chain, static_cast<unsigned>(size), 0, &status,
                                                       nullptr);  // a chain's length fits an unsigned
    return code == GNUTLS_E_SUCCESS && status == 0;
  }

  /// tbs_of cuts the signed part out of a certificate whose outer and inner lengths have two octets.
  static Bytes tbs_of(const Bytes& der) {
    const std::size_t length = static_cast<std::size_t>(der[6]) << 8U | der[7];
    return {der.begin() + 4, der.begin() + 8 + static_cast<std::ptrdiff_t>(length)};  // inside the certificate
  }

  std::unique_ptr<gnutls_x509_trust_list_st, ListDeleter> list_{};
  std::vector<Kept> kept_{};  ///< leaf first, the anchor last
  KeyPointer key_{};
};

}  // namespace

std::unique_ptr<Peer> make_gnutls_peer() { return std::make_unique<GnutlsPeer>(); }

}  // namespace odca::bench
