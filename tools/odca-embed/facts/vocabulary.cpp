// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "facts/vocabulary.h"

#include <iterator>

#include "base/check.h"

namespace odca::facts {
namespace {

constexpr Word<std::string_view> kAttributes[] = {
    {"C", kCountry},
    {"ST", kState},
    {"L", kLocality},
    {"O", kOrganization},
    {"OU", kOrganizationalUnit},
    {"CN", kCommonName},
    {"organizationIdentifier", kOrganizationIdentifier},
    {"tpmManufacturer", "2.23.133.2.1"},  // TCG EK Credential Profile 3.1.2
    {"tpmModel", "2.23.133.2.2"},
    {"tpmVersion", "2.23.133.2.3"},
};

constexpr Word<std::uint8_t> kStrings[] = {{"utf8", 12}, {"printable", 19}, {"ia5", 22}};

// RFC 5280 4.2.1.3, named as odca::KeyUsage.
constexpr Word<KeyUsage> kUsages[] = {
    {"digital_signature", KeyUsage::digital_signature},
    {"content_commitment", KeyUsage::content_commitment},
    {"key_encipherment", KeyUsage::key_encipherment},
    {"data_encipherment", KeyUsage::data_encipherment},
    {"key_agreement", KeyUsage::key_agreement},
    {"key_cert_sign", KeyUsage::key_cert_sign},
    {"crl_sign", KeyUsage::crl_sign},
    {"encipher_only", KeyUsage::encipher_only},
    {"decipher_only", KeyUsage::decipher_only},
};

constexpr Word<SignatureKind> kAlgorithms[] = {
    {"ecdsa-with-SHA256", SignatureKind::ecdsa_sha256},
    {"ecdsa-with-SHA384", SignatureKind::ecdsa_sha384},
    {"ecdsa-with-SHA512", SignatureKind::ecdsa_sha512},
};

constexpr Word<KeyKind> kCurves[] = {
    {"secp256r1", KeyKind::ec_p256},
    {"secp384r1", KeyKind::ec_p384},
    {"secp521r1", KeyKind::ec_p521},
};

constexpr std::string_view kExtensions[] = {
    "subject_key_identifier",  "authority_key_identifier", "key_usage",
    "basic_constraints",       "extended_key_usage",       "authority_info_access",
    "crl_distribution_points", "certificate_policies",     "subject_alt_name",
    "tpm_specification",
};
static_assert(std::size(kExtensions) == std::variant_size_v<decltype(ExtensionFacts::content)>);

}  // namespace

std::span<const Word<std::string_view>> attribute_words() { return kAttributes; }
std::span<const Word<std::uint8_t>> string_words() { return kStrings; }
std::span<const Word<KeyUsage>> usage_words() { return kUsages; }
std::span<const Word<SignatureKind>> algorithm_words() { return kAlgorithms; }
std::span<const Word<KeyKind>> curve_words() { return kCurves; }
std::span<const std::string_view> extension_words() { return kExtensions; }

std::string_view algorithm_oid(SignatureKind kind) {
  // RFC 5758 section 3.2.
  switch (kind) {
    case SignatureKind::ecdsa_sha256:
      return "1.2.840.10045.4.3.2";
    case SignatureKind::ecdsa_sha384:
      return "1.2.840.10045.4.3.3";
    case SignatureKind::ecdsa_sha512:
      return "1.2.840.10045.4.3.4";
    default:
      break;
  }
  ODCA_CHECK(false);
  return {};
}

}  // namespace odca::facts
