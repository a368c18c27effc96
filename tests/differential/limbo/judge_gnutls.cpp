// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include <ctime>
#include <memory>
#include <stdexcept>

#include "judge.h"

namespace odca::limbo {
namespace {

gnutls_datum_t datum(const Bytes& der) {
  // The API takes no const pointer but does not write through it; a suite's sizes fit.
  return {const_cast<unsigned char*>(der.data()), static_cast<unsigned>(der.size())};
}

/// at_asked is the time that GnuTLS takes for now. It takes it from a function without arguments, hence a variable of
/// the process; every case has a process of its own.
std::time_t at_asked = 0;
std::time_t tell_time(std::time_t* out) {
  if (out != nullptr) *out = at_asked;
  return at_asked;
}

struct CertificateDeleter {
  void operator()(gnutls_x509_crt_t certificate) const { gnutls_x509_crt_deinit(certificate); }
};
using CertificatePointer = std::unique_ptr<gnutls_x509_crt_int, CertificateDeleter>;

struct ListDeleter {
  void operator()(gnutls_x509_trust_list_t list) const { gnutls_x509_trust_list_deinit(list, 1); }
};
using ListPointer = std::unique_ptr<gnutls_x509_trust_list_st, ListDeleter>;

CertificatePointer parse(const Bytes& der) {
  gnutls_x509_crt_t made = nullptr;
  if (gnutls_x509_crt_init(&made) != GNUTLS_E_SUCCESS) throw std::runtime_error("gnutls_x509_crt_init failed");
  CertificatePointer certificate(made);
  const gnutls_datum_t data = datum(der);
  if (gnutls_x509_crt_import(made, &data, GNUTLS_X509_FMT_DER) != GNUTLS_E_SUCCESS) certificate.reset();
  return certificate;
}

void add_crl(gnutls_x509_trust_list_t list, const Bytes& der) {
  gnutls_x509_crl_t crl = nullptr;
  if (gnutls_x509_crl_init(&crl) != GNUTLS_E_SUCCESS) throw std::runtime_error("gnutls_x509_crl_init failed");
  const gnutls_datum_t data = datum(der);
  const bool taken = gnutls_x509_crl_import(crl, &data, GNUTLS_X509_FMT_DER) == GNUTLS_E_SUCCESS &&
                     gnutls_x509_trust_list_add_crls(list, &crl, 1, 0, 0) == 1;
  if (!taken) gnutls_x509_crl_deinit(crl);
}

ListPointer list_of(const Case& asked) {
  gnutls_x509_trust_list_t made = nullptr;
  if (gnutls_x509_trust_list_init(&made, 0) != GNUTLS_E_SUCCESS)
    throw std::runtime_error("gnutls_x509_trust_list_init failed");
  ListPointer list(made);
  for (const Bytes& der : asked.trusted) {
    gnutls_x509_crt_t anchor = parse(der).release();  // the list owns what it takes
    if (anchor != nullptr) gnutls_x509_trust_list_add_cas(made, &anchor, 1, 0);
  }
  for (const Bytes& der : asked.crls) add_crl(made, der);
  return list;
}

std::string words_of(unsigned status) {
  gnutls_datum_t text{};
  if (gnutls_certificate_verification_status_print(status, GNUTLS_CRT_X509, &text, 0) != GNUTLS_E_SUCCESS)
    return "status " + std::to_string(status);
  std::string words(reinterpret_cast<const char*>(text.data), text.size);  // bytes to char
  gnutls_free(text.data);
  while (!words.empty() && (words.back() == ' ' || words.back() == '\0')) words.pop_back();
  return words;
}

Answer ask(const Case& asked) {
  if (asked.max_depth) return {.outcome = Outcome::skipped, .detail = "no limit of depth can be given"};
  at_asked = asked.at.time_since_epoch().count();
  gnutls_global_set_time_function(tell_time);
  std::vector<CertificatePointer> owned;
  std::vector<gnutls_x509_crt_t> chain;
  owned.push_back(parse(asked.peer));
  if (!owned.front())
    return {.outcome = Outcome::refused, .code = "cannot be parsed", .detail = "the target cannot be parsed"};
  for (const Bytes& der : asked.presented)
    if (CertificatePointer other = parse(der)) owned.push_back(std::move(other));
  for (const CertificatePointer& certificate : owned) chain.push_back(certificate.get());
  const ListPointer list = list_of(asked);
  unsigned status = 0;
  const int code = gnutls_x509_trust_list_verify_crt(list.get(), chain.data(), static_cast<unsigned>(chain.size()),
                                                     GNUTLS_PROFILE_TO_VFLAGS(GNUTLS_PROFILE_MEDIUM), &status, nullptr);
  if (code < 0) return {.outcome = Outcome::refused, .code = gnutls_strerror(code)};
  if (status != 0) return {.outcome = Outcome::refused, .code = words_of(status)};
  return {.outcome = Outcome::accepted};
}

}  // namespace

std::optional<Judge> gnutls_judge() {
  if (gnutls_global_init() != GNUTLS_E_SUCCESS) throw std::runtime_error("gnutls_global_init failed");
  return Judge{.name = std::string("GnuTLS ") + gnutls_check_version(nullptr), .ask = ask};
}

}  // namespace odca::limbo
