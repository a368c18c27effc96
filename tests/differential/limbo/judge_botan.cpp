// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <botan/certstor.h>
#include <botan/exceptn.h>
#include <botan/version.h>
#include <botan/x509_crl.h>
#include <botan/x509cert.h>
#include <botan/x509path.h>

#include "judge.h"

namespace odca::limbo {
namespace {

constexpr std::size_t kKeyStrength = 110;  // bits: RSA of 2048 and better, as x509-limbo's own harnesses ask for

Answer refused(std::string why) { return {.outcome = Outcome::refused, .code = why, .detail = why}; }

/// add adds what Botan can read: one certificate that it cannot must not end the answer about the others.
template <class Add>
void add(const std::vector<Bytes>& ders, Add add_one) {
  for (const Bytes& der : ders) {
    try {
      add_one(der);
    } catch (const Botan::Decoding_Error&) {
      continue;
    } catch (const Botan::Invalid_Argument&) {
      continue;
    }
  }
}

Answer validate(const Case& asked) {
  Botan::Certificate_Store_In_Memory store;
  add(asked.trusted, [&](const Bytes& der) { store.add_certificate(Botan::X509_Certificate(der)); });
  add(asked.crls, [&](const Bytes& der) { store.add_crl(Botan::X509_CRL(der)); });
  std::vector<Botan::X509_Certificate> chain{Botan::X509_Certificate(asked.peer)};
  add(asked.presented, [&](const Bytes& der) { chain.emplace_back(der); });
  const Botan::Path_Validation_Restrictions restrictions(false, kKeyStrength);
  const std::chrono::system_clock::time_point at = asked.at;
  const auto result = Botan::x509_path_validate(chain, restrictions, store, "", Botan::Usage_Type::UNSPECIFIED, at);
  if (!result.successful_validation()) return refused(result.result_string());
  return {.outcome = Outcome::accepted};
}

Answer ask(const Case& asked) {
  if (asked.max_depth) return {.outcome = Outcome::skipped, .detail = "no limit of depth can be given"};
  try {
    return validate(asked);
  } catch (const Botan::Internal_Error&) {
    throw;
  } catch (const Botan::Exception& error) {  // how Botan says that it cannot read a certificate, even in the middle
    return refused(error.what());
  }
}

}  // namespace

std::optional<Judge> botan_judge() { return Judge{.name = "Botan " + Botan::short_version_string(), .ask = ask}; }

}  // namespace odca::limbo
