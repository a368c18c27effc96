// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: an accepted certificate is exactly its input, its parts are ranges of it that are strict DER, its
// fingerprints are those of its bytes, every critical extension is accounted for, and reading it again gives the same
// fields. A refusal names a reason.
#include "odca/certificate.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "der/check.h"
#include "odca/digest.h"

namespace {

using namespace odca;

bool contains(ByteView whole, ByteView part) {
  return std::search(whole.begin(), whole.end(), part.begin(), part.end()) != whole.end();
}
bool is_sound(ByteView part) { return der::check_der(part, der::kDeepest) == der::DerCheck::ok; }

// Extensions whose meaning is in a field of their own, so that a critical one is processed.
bool is_processed(std::string_view id) {
  constexpr std::array<std::string_view, 7> kProcessed{oid::kKeyUsage,
                                                       oid::kBasicConstraints,
                                                       oid::kExtendedKeyUsage,
                                                       oid::kSubjectAltName,
                                                       oid::kSubjectKeyIdentifier,
                                                       oid::kAuthorityKeyIdentifier,
                                                       oid::kCrlDistributionPoints};
  return std::find(kProcessed.begin(), kProcessed.end(), id) != kProcessed.end();
}
bool lists(const std::vector<std::string>& list, const std::string& id) {
  return std::count(list.begin(), list.end(), id) == 1;
}

void check_extensions(const CertificateFields& fields) {
  for (const Extension& extension : fields.extensions) {
    if (!extension.critical) continue;
    const int accounted = int{is_processed(extension.oid)} + int{lists(fields.unknown_critical, extension.oid)} +
                          int{lists(fields.constraints, extension.oid)};
    ODCA_CHECK(accounted == 1);
  }
}

void check_equal(const CertificateFields& a, const CertificateFields& b) {
  ODCA_CHECK(a.der == b.der && a.tbs == b.tbs && a.spki == b.spki && a.serial == b.serial);
  ODCA_CHECK(a.sha256 == b.sha256 && a.spki_sha256 == b.spki_sha256 && a.signature == b.signature);
  ODCA_CHECK(a.issuer == b.issuer && a.subject == b.subject);
  ODCA_CHECK(equal(a.subject.match_key(), b.subject.match_key()) && a.subject.to_string() == b.subject.to_string());
  ODCA_CHECK(a.validity.not_before == b.validity.not_before && a.validity.not_after == b.validity.not_after);
  ODCA_CHECK(a.key.kind == b.key.kind && a.key.problem == b.key.problem && a.key.key_bits == b.key.key_bits);
  ODCA_CHECK(a.signature_algorithm.der == b.signature_algorithm.der &&
             a.inner_signature.kind == b.inner_signature.kind);
  ODCA_CHECK(a.key_usage == b.key_usage && a.subject_key_id == b.subject_key_id && a.policies == b.policies);
  ODCA_CHECK(a.extended_key_usage == b.extended_key_usage && a.ca_issuer_uris == b.ca_issuer_uris);
  ODCA_CHECK(a.unknown_critical == b.unknown_critical && a.constraints == b.constraints);
  ODCA_CHECK(a.oddities.size() == b.oddities.size() && a.extensions.size() == b.extensions.size());
  ODCA_CHECK(a.crl_distribution_points.size() == b.crl_distribution_points.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  const auto certificate = Certificate::from_der(input);
  if (!certificate) {
    ODCA_CHECK(!certificate.error().reason.empty() && !certificate.error().message.empty());
    return 0;
  }
  const CertificateFields& fields = certificate->fields();
  ODCA_CHECK(equal(fields.der, input) && is_sound(input));
  ODCA_CHECK(contains(input, fields.tbs) && is_sound(fields.tbs));
  ODCA_CHECK(contains(fields.tbs, fields.spki) && is_sound(fields.spki));
  ODCA_CHECK(contains(fields.tbs, fields.subject.der()) && contains(fields.tbs, fields.issuer.der()));
  ODCA_CHECK(fields.sha256 == sha256(input) && fields.spki_sha256 == sha256(fields.spki));
  check_extensions(fields);
  check_equal(fields, Certificate::from_der(input)->fields());
  return 0;
}
