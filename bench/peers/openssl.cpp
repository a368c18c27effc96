#include <openssl/crypto.h>
#include <openssl/evp.h>
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
using KeyPointer = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;

X509Pointer parse(const Bytes& der) {
  const unsigned char* at = der.data();
  return X509Pointer(d2i_X509(nullptr, &at, static_cast<long>(der.size())));  // a certificate's size fits a long
}

void free_stack(STACK_OF(X509) * stack) { sk_X509_pop_free(stack, X509_free); }

class OpensslPeer : public Peer {
 public:
  std::string name() const override { return std::string("OpenSSL ") + OpenSSL_version(OPENSSL_VERSION_STRING); }

  void trust(const ChainInput& input) override {
    store_.reset(X509_STORE_new());
    const X509Pointer anchor = parse(input.anchor);
    X509_STORE_add_cert(store_.get(), anchor.get());
    X509_VERIFY_PARAM* parameters = X509_STORE_get0_param(store_.get());
    X509_VERIFY_PARAM_set_time(parameters, input.unix_time);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_X509_STRICT);
  }

  bool judge(const ChainInput& input) override {
    const X509Pointer leaf = parse(input.chain.front());
    const std::unique_ptr<STACK_OF(X509), Deleter<free_stack>> others(sk_X509_new_null());
    for (std::size_t i = 1; i < input.chain.size(); ++i) sk_X509_push(others.get(), parse(input.chain[i]).release());
    const ContextPointer context(X509_STORE_CTX_new());
    X509_STORE_CTX_init(context.get(), store_.get(), leaf.get(), others.get());
    return X509_verify_cert(context.get()) == 1;
  }

  void keep(const ChainInput& input) override {
    leaf_ = parse(input.chain[0]);
    const X509Pointer issuer = parse(input.chain[1]);
    key_.reset(X509_get_pubkey(issuer.get()));
  }

  bool check_link() override { return X509_verify(leaf_.get(), key_.get()) == 1; }

 private:
  StorePointer store_{};
  X509Pointer leaf_{};
  KeyPointer key_{};
};

}  // namespace

std::unique_ptr<Peer> make_openssl_peer() { return std::make_unique<OpensslPeer>(); }

}  // namespace odca::bench
