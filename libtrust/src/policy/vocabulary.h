// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The words of a policy file, each in one table that both the parser and the printer use.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>

#include "odca/policy.h"

namespace odca {

/// kSeverityNames are indexed by Severity, kLeafHashNames by LeafHashMode, kInstalledNames by InstalledDemand,
/// kDumpCrlsNames by DumpCrls.
inline constexpr std::array<std::string_view, 4> kSeverityNames{"fail", "warn", "note", "off"};
inline constexpr std::array<std::string_view, 3> kLeafHashNames{"exact", "tbs", "spki"};
inline constexpr std::array<std::string_view, 2> kDumpCrlsNames{"revoke", "clear"};
inline constexpr std::array<std::string_view, 2> kInstalledNames{"required", "optional"};
/// kNamedPurposes are those whose leaf is found by its name.
inline constexpr std::array<std::string_view, 3> kNamedPurposes{"amt-activation", "amt-wsman", "amt-auditlog"};
inline constexpr std::array<std::string_view, 3> kLabClasses{"E", "T", "D"};

/// kSignatureNames and kKeyNames are indexed by SignatureKind and KeyKind less one: `unsupported` has no name here, so
/// no policy can allow it.
inline constexpr std::array<std::string_view, 10> kSignatureNames{
    "ecdsa-sha256",     "ecdsa-sha384",   "ecdsa-sha512",   "rsa-pkcs1-sha256", "rsa-pkcs1-sha384",
    "rsa-pkcs1-sha512", "rsa-pss-sha256", "rsa-pss-sha384", "rsa-pss-sha512",   "ed25519"};
inline constexpr std::array<std::string_view, 5> kKeyNames{"ec-p256", "ec-p384", "ec-p521", "rsa", "ed25519"};

/// LimitKey is one key below `limits`. The maximum keeps a policy from lifting the bound altogether.
struct LimitKey {
  std::string_view key;
  std::size_t Limits::*value;
  std::uint64_t max;
};
inline constexpr std::array<LimitKey, 11> kLimitKeys{{
    {"input_bytes", &Limits::input_bytes, 64U << 20U},
    {"certificates", &Limits::certificates, 1024},
    {"crls", &Limits::crls, 4096},
    {"certificate_bytes", &Limits::certificate_bytes, 1U << 20U},
    {"crl_bytes", &Limits::crl_bytes, 64U << 20U},
    {"der_depth", &Limits::der_depth, 64},
    {"general_names", &Limits::general_names, 65'536},
    {"distribution_points", &Limits::distribution_points, 4096},
    {"path_length", &Limits::path_length, 64},
    {"signature_checks", &Limits::signature_checks, 10'000},
    {"search_steps", &Limits::search_steps, 100'000},
}};

// RSA below 2048 bits is refused everywhere; above 16384 describe_key refuses.
inline constexpr std::uint64_t kRsaBitsMin = 2048;
inline constexpr std::uint64_t kRsaBitsMax = 16'384;
// Two years after the trust facts of this release: an exception that ends later says when it begins. The library has no
// clock, and the time of a question proves nothing here; a test holds this day against the release.
inline constexpr std::chrono::sys_days kLastEndWithoutBegin{std::chrono::year{2028} / 11 / 22};
// A hundred years: more days than any CRL of ours lives.
inline constexpr std::uint64_t kMaxAgeDaysMax = 36'525;

// Texts that reports repeat; generous for people, and a printed policy stays within the reader's line length.
inline constexpr std::size_t kNameBytes = 80;
inline constexpr std::size_t kReasonBytes = 500;
inline constexpr std::size_t kPathBytes = 4096;
inline constexpr std::size_t kLeafNameBytes = 256;  // X.520 allows 64 characters in a common name

}  // namespace odca
