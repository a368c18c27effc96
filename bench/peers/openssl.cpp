// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include "peers/peer.h"

namespace odca::bench {
namespace {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using X509Pointer = std::unique_ptr<X509, Deleter<X509_free>>;
using StorePointer = std::unique_ptr<X509_STORE, Deleter<X509_STORE_free>>;
using ContextPointer = std::unique_ptr<X509_STORE_CTX, Deleter<X509_STORE_CTX_free>>;
using BioPointer = std::unique_ptr<BIO, Deleter<BIO_free_all>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;

X509Pointer parse(const Bytes& der) {
  const unsigned char* at = der.data();
  return X509Pointer(d2i_X509(nullptr, &at, static_cast<long>(der.size())));  // a certificate's size fits a long
}

void free_stack(STACK_OF(X509) * stack) { sk_X509_pop_free(stack, X509_free); }
using StackPointer = std::unique_ptr<STACK_OF(X509), Deleter<free_stack>>;

class OpensslPeer : public Peer {
 public:
  std::string name() const override { return std::string("OpenSSL ") + OpenSSL_version(OPENSSL_VERSION_STRING); }

  void trust(const ChainInput& input) override {
    store_.reset(X509_STORE_new());
    const X509Pointer anchor = parse(input.anchor);
    X509_STORE_add_cert(store_.get(), anchor.get());
    X509_VERIFY_PARAM* parameters = X509_STORE_get0_param(store_.get());
    X509_VERIFY_PARAM_set_time(parameters, input.unix_time);
  }

  bool judge(const ChainInput& input) override {
    const X509Pointer leaf = parse(input.chain.front());
    const StackPointer others(sk_X509_new_null());
    for (std::size_t i = 1; i < input.chain.size(); ++i) sk_X509_push(others.get(), parse(input.chain[i]).release());
    return validate(leaf.get(), others.get());
  }

  bool judge_pem(std::string_view pem) override {
    const BioPointer text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));  // a few MB fit an int
    const X509Pointer leaf(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
    if (!leaf) return false;
    const StackPointer others(sk_X509_new_null());
    while (X509* next = PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)) sk_X509_push(others.get(), next);
    ERR_clear_error();  // the end of the text is an error, too
    return validate(leaf.get(), others.get());
  }

  void keep(const ChainInput& input) override {
    kept_.clear();
    for (const Bytes& der : input.chain) kept_.push_back(parse(der));
    kept_.push_back(parse(input.anchor));
    spkis_.clear();
    for (const X509Pointer& certificate : kept_) spkis_.push_back(spki_of(certificate.get()));
    key_.reset(X509_get_pubkey(kept_[1].get()));
  }

  bool check_link() override { return X509_verify(kept_[0].get(), key_.get()) == 1; }

  bool check_links() override {
    for (std::size_t i = 0; i + 1 < kept_.size(); ++i) {
      const unsigned char* at = spkis_[i + 1].data();  // X509_get_pubkey would give the key decoded before
      const KeyPointer key(d2i_PUBKEY(nullptr, &at, static_cast<long>(spkis_[i + 1].size())));  // a key's size fits
      if (X509_verify(kept_[i].get(), key.get()) != 1) return false;
    }
    return true;
  }

 private:
  static Bytes spki_of(const X509* certificate) {
    Bytes spki(static_cast<std::size_t>(i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), nullptr)));  // positive
    unsigned char* at = spki.data();
    i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &at);
    return spki;
  }

  bool validate(X509* leaf, STACK_OF(X509) * others) const {
    const ContextPointer context(X509_STORE_CTX_new());
    X509_STORE_CTX_init(context.get(), store_.get(), leaf, others);
    return X509_verify_cert(context.get()) == 1;
  }

  StorePointer store_{};
  std::vector<X509Pointer> kept_{};  ///< leaf first, the anchor last
  std::vector<Bytes> spkis_{};       ///< of `kept_`, in its order
  KeyPointer key_{};
};

}  // namespace

std::unique_ptr<Peer> make_openssl_peer() { return std::make_unique<OpensslPeer>(); }

}  // namespace odca::bench
