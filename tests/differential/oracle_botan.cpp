// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <botan/certstor.h>
#include <botan/version.h>
#include <botan/x509_ext.h>
#include <botan/x509cert.h>
#include <botan/x509path.h>

#include <algorithm>
#include <chrono>
#include <exception>

#include "oracle.h"
#include "x509/test_botan.h"

namespace odca::differential {
namespace {

using Code = Botan::Certificate_Status_Code;

Botan::X509_Certificate to_botan(const Certificate& certificate) {
  return Botan::X509_Certificate(certificate->der.data(), certificate->der.size());
}

/// is_misread_ca: Botan 3 takes a CA for none, and its path length for 0, when its extended key usages are others than
/// those of TLS and OCSP. RFC 5280 4.2.1.12 has no such rule, and genuine devices from Meteor Lake on have such CAs.
bool is_misread_ca(const Botan::X509_Certificate& certificate) {
  const auto* const constraints =
      certificate.v3_extensions().get_extension_object_as<Botan::Cert_Extension::Basic_Constraints>();
  return !certificate.is_CA_cert() && constraints != nullptr && constraints->get_is_ca() &&
         certificate.allowed_usage(botan_test::kKeyCertSign) && !certificate.extended_key_usage().empty();
}

/// objects_to_nothing_else: whether all that Botan says against the path comes from CAs that it misreads. Without this
/// Botan 3 would refuse almost every vector for one reason, and nobody would see the others.
bool objects_to_nothing_else(const Botan::Path_Validation_Result& result) {
  std::vector<bool> misread;  // from the target up
  for (const auto& step : result.cert_path()) misread.push_back(is_misread_ca(botan_test::certificate_of(step)));
  if (std::find(misread.begin(), misread.end(), true) == misread.end()) return false;
  const auto& statuses = result.all_statuses();
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    const std::size_t issuer = std::min(i + 1, misread.size() - 1);
    const bool below_misread = std::find(misread.begin() + static_cast<std::ptrdiff_t>(issuer), misread.end(), true) !=
                               misread.end();  // an index of a path fits
    for (const Code code : statuses[i]) {
      const bool follows = (code == Code::CA_CERT_NOT_FOR_CERT_ISSUER && misread[issuer]) ||
                           (code == Code::CERT_CHAIN_TOO_LONG && below_misread);
      if (code >= Code::FIRST_ERROR_STATUS && !follows) return false;
    }
  }
  return true;
}

OracleAnswer validate(const PathQuestion& question) {
  Botan::Certificate_Store_In_Memory store;
  for (const Certificate& anchor : question.anchors) store.add_certificate(to_botan(anchor));
  std::vector<Botan::X509_Certificate> chain{to_botan(question.target)};
  for (const Certificate& certificate : question.bag) {
    try {
      chain.push_back(to_botan(certificate));
    } catch (const std::exception&) {
      continue;  // one that Botan cannot read must not end the answer about the others
    }
  }
  const Botan::Path_Validation_Restrictions restrictions(false, 110);
  const std::chrono::system_clock::time_point at = question.at;
  const auto result = Botan::x509_path_validate(chain, restrictions, store, "", Botan::Usage_Type::UNSPECIFIED, at);
  return {result.successful_validation() || objects_to_nothing_else(result), result.result_string()};
}

}  // namespace

unsigned botan_major_version() { return BOTAN_VERSION_MAJOR; }

OracleAnswer ask_botan(const PathQuestion& question) {
  try {
    return validate(question);
  } catch (const std::exception& error) {
    return {false, error.what()};
  }
}

}  // namespace odca::differential
