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

class GnutlsPeer : public Peer {
 public:
  ~GnutlsPeer() override {
    if (key_ != nullptr) gnutls_pubkey_deinit(key_);
  }
  std::string name() const override { return std::string("GnuTLS ") + gnutls_check_version(nullptr); }

  void trust(const ChainInput& input) override {
    gnutls_x509_trust_list_t list = nullptr;
    gnutls_x509_trust_list_init(&list, 0);
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
    unsigned status = 0;
    // No time can be passed here: the benchmark's chain is inside its validity by the host's clock too.
    const int code = gnutls_x509_trust_list_verify_crt(list_.get(), chain.data(), static_cast<unsigned>(chain.size()),
                                                       0, &status, nullptr);
    return code == GNUTLS_E_SUCCESS && status == 0;
  }

  void keep(const ChainInput& input) override {
    const CertificatePointer leaf = parse(input.chain[0]);
    const CertificatePointer issuer = parse(input.chain[1]);
    gnutls_pubkey_init(&key_);
    gnutls_pubkey_import_x509(key_, issuer.get(), 0);
    signature_.resize(512);
    std::size_t size = signature_.size();
    gnutls_x509_crt_get_signature(leaf.get(), reinterpret_cast<char*>(signature_.data()), &size);  // bytes to char
    signature_.resize(size);
    tbs_ = tbs_of(input.chain[0]);
  }

  bool check_link() override {
    const gnutls_datum_t message = datum(tbs_);
    const gnutls_datum_t signature = datum(signature_);
    return gnutls_pubkey_verify_data2(key_, GNUTLS_SIGN_ECDSA_SHA384, 0, &message, &signature) >= 0;
  }

 private:
  /// tbs_of cuts the signed part out of a certificate whose outer and inner lengths have two octets.
  static Bytes tbs_of(const Bytes& der) {
    const std::size_t length = static_cast<std::size_t>(der[6]) << 8U | der[7];
    return {der.begin() + 4, der.begin() + 8 + static_cast<std::ptrdiff_t>(length)};  // inside the certificate
  }

  std::unique_ptr<gnutls_x509_trust_list_st, ListDeleter> list_{};
  gnutls_pubkey_t key_ = nullptr;
  Bytes tbs_{};
  Bytes signature_{};
};

}  // namespace

std::unique_ptr<Peer> make_gnutls_peer() { return std::make_unique<GnutlsPeer>(); }

}  // namespace odca::bench
