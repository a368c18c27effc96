// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "oid_names.h"

#include <algorithm>
#include <iterator>

namespace odca::cli {
namespace {

struct Named {
  std::string_view oid;
  std::string_view name;
};

constexpr Named kNames[] = {
    // RFC 5280 4.2.1.12: the identifiers that --eku knows by name
    {"1.3.6.1.5.5.7.3.1", "serverAuth"},
    {"1.3.6.1.5.5.7.3.2", "clientAuth"},
    {"1.3.6.1.5.5.7.3.3", "codeSigning"},
    {"1.3.6.1.5.5.7.3.4", "emailProtection"},
    {"1.3.6.1.5.5.7.3.8", "timeStamping"},
    {"1.3.6.1.5.5.7.3.9", "OCSPSigning"},
    {"2.5.29.37.0", "anyExtendedKeyUsage"},
    {"2.23.133.8.12", "tcg-kp-EmbeddedCA"},
    // RFC 5280 4.2 and 5.2: extensions
    {"2.5.29.14", "subjectKeyIdentifier"},
    {"2.5.29.15", "keyUsage"},
    {"2.5.29.17", "subjectAltName"},
    {"2.5.29.18", "issuerAltName"},
    {"2.5.29.19", "basicConstraints"},
    {"2.5.29.20", "cRLNumber"},
    {"2.5.29.27", "deltaCRLIndicator"},
    {"2.5.29.28", "issuingDistributionPoint"},
    {"2.5.29.30", "nameConstraints"},
    {"2.5.29.31", "cRLDistributionPoints"},
    {"2.5.29.32", "certificatePolicies"},
    {"2.5.29.33", "policyMappings"},
    {"2.5.29.35", "authorityKeyIdentifier"},
    {"2.5.29.36", "policyConstraints"},
    {"2.5.29.37", "extendedKeyUsage"},
    {"2.5.29.46", "freshestCRL"},
    {"2.5.29.54", "inhibitAnyPolicy"},
    {"1.3.6.1.5.5.7.1.1", "authorityInfoAccess"},
    {"1.3.6.1.5.5.7.8.4", "hardwareModuleName"},
    // signature algorithms and keys (RFC 5758, RFC 8017, RFC 8410)
    {"1.2.840.10045.4.3.2", "ecdsa-with-SHA256"},
    {"1.2.840.10045.4.3.3", "ecdsa-with-SHA384"},
    {"1.2.840.10045.4.3.4", "ecdsa-with-SHA512"},
    {"1.2.840.113549.1.1.5", "sha1WithRSAEncryption"},
    {"1.2.840.113549.1.1.10", "RSASSA-PSS"},
    {"1.2.840.113549.1.1.11", "sha256WithRSAEncryption"},
    {"1.2.840.113549.1.1.12", "sha384WithRSAEncryption"},
    {"1.2.840.113549.1.1.13", "sha512WithRSAEncryption"},
    {"1.2.840.10045.2.1", "ecPublicKey"},
    {"1.2.840.113549.1.1.1", "rsaEncryption"},
    {"1.3.101.112", "Ed25519"},
};

constexpr std::size_t kEkuNames = 8;  ///< rows of kNames that --eku accepts by name

/// is_dotted tells whether a text is an object identifier: at least two numbers, dots between, nothing else.
bool is_dotted(std::string_view text) {
  const bool plain = text.find_first_not_of("0123456789.") == std::string_view::npos;
  const bool edges = !text.empty() && text.front() != '.' && text.back() != '.';
  return plain && edges && text.find('.') != std::string_view::npos && text.find("..") == std::string_view::npos;
}

}  // namespace

std::string_view name_of_oid(std::string_view oid) {
  const auto* row = std::find_if(std::begin(kNames), std::end(kNames), [&](const Named& n) { return n.oid == oid; });
  return row == std::end(kNames) ? std::string_view() : row->name;
}

std::optional<std::string> oid_called(std::string_view text) {
  const auto* end = std::begin(kNames) + kEkuNames;
  const auto* row = std::find_if(std::begin(kNames), end, [&](const Named& n) { return n.name == text; });
  if (row != end) return std::string(row->oid);
  if (is_dotted(text)) return std::string(text);
  return std::nullopt;
}

}  // namespace odca::cli
