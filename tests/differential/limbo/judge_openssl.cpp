// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <openssl/crypto.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <limits>
#include <memory>

#include "judge.h"

namespace odca::limbo {
namespace {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using CertificatePointer = std::unique_ptr<X509, Deleter<X509_free>>;
using CrlPointer = std::unique_ptr<X509_CRL, Deleter<X509_CRL_free>>;
using StorePointer = std::unique_ptr<X509_STORE, Deleter<X509_STORE_free>>;
using ContextPointer = std::unique_ptr<X509_STORE_CTX, Deleter<X509_STORE_CTX_free>>;

void free_stack(STACK_OF(X509) * stack) { sk_X509_pop_free(stack, X509_free); }
using StackPointer = std::unique_ptr<STACK_OF(X509), Deleter<free_stack>>;

CertificatePointer parse(const Bytes& der) {
  const unsigned char* at = der.data();
  CertificatePointer parsed(d2i_X509(nullptr, &at, static_cast<long>(der.size())));  // a suite's sizes fit
  if (parsed && at != der.data() + der.size()) parsed.reset();
  return parsed;
}

StorePointer store_of(const Case& asked) {
  StorePointer store(X509_STORE_new());
  for (const Bytes& der : asked.trusted)
    if (const CertificatePointer anchor = parse(der)) X509_STORE_add_cert(store.get(), anchor.get());
  for (const Bytes& der : asked.crls) {
    const unsigned char* at = der.data();
    const CrlPointer crl(d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size())));  // a suite's sizes fit
    if (crl) X509_STORE_add_crl(store.get(), crl.get());
  }
  return store;
}

/// set_parameters asks as x509-limbo's own harness does: strict, any anchor ends a path, 112 bits of strength.
void set_parameters(const Case& asked, X509_VERIFY_PARAM* parameters) {
  X509_VERIFY_PARAM_set_time(parameters, asked.at.time_since_epoch().count());
  unsigned long flags = X509_V_FLAG_X509_STRICT | X509_V_FLAG_PARTIAL_CHAIN;
  if (!asked.crls.empty()) flags |= X509_V_FLAG_CRL_CHECK;
  X509_VERIFY_PARAM_set_flags(parameters, flags);
  X509_VERIFY_PARAM_set_auth_level(parameters, 2);
  if (asked.max_depth && *asked.max_depth < static_cast<std::size_t>(std::numeric_limits<int>::max()))
    X509_VERIFY_PARAM_set_depth(parameters, static_cast<int>(*asked.max_depth));  // below the greatest int
}

Answer ask(const Case& asked) {
  const CertificatePointer peer = parse(asked.peer);
  if (!peer) return {.outcome = Outcome::refused, .code = "cannot be parsed", .detail = "the target cannot be parsed"};
  const StorePointer store = store_of(asked);
  const StackPointer others(sk_X509_new_null());
  for (const Bytes& der : asked.presented)
    if (CertificatePointer other = parse(der)) sk_X509_push(others.get(), other.release());
  const ContextPointer context(X509_STORE_CTX_new());
  if (X509_STORE_CTX_init(context.get(), store.get(), peer.get(), others.get()) != 1)
    throw std::runtime_error("X509_STORE_CTX_init failed");
  set_parameters(asked, X509_STORE_CTX_get0_param(context.get()));
  const int verified = X509_verify_cert(context.get());
  if (verified == 1) return {.outcome = Outcome::accepted};
  const int error = X509_STORE_CTX_get_error(context.get());
  if (verified < 0 && error == X509_V_OK) throw std::runtime_error("X509_verify_cert failed without a verdict");
  return {.outcome = Outcome::refused,
          .code = X509_verify_cert_error_string(error),
          .cert = std::to_string(X509_STORE_CTX_get_error_depth(context.get()))};
}

}  // namespace

std::optional<Judge> openssl_judge() {
  OPENSSL_init_crypto(0, nullptr);
  return Judge{.name = std::string("OpenSSL ") + OpenSSL_version(OPENSSL_VERSION_STRING), .ask = ask};
}

}  // namespace odca::limbo
