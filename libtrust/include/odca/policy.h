// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Policy: the operator's choices. None of them turns verification off.
#pragma once

#include <array>
#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "odca/bytes.h"
#include "odca/finding.h"
#include "odca/limits.h"
#include "odca/public_key.h"
#include "odca/result.h"
#include "odca/time.h"

namespace odca {

struct RuleInfo;

/// InstalledDemand says whether the machine must have an installed bundle in use (docs/bundles.md).
enum class InstalledDemand { required, optional };

/// SourceKind is a source of trust; kSourceNames are its names in a policy file, in the order of the enumeration.
enum class SourceKind { system, embedded, combined, custom };
inline constexpr std::array<std::string_view, 4> kSourceNames{"system", "embedded", "combined", "custom"};
constexpr std::string_view to_string(SourceKind source) { return kSourceNames[static_cast<std::size_t>(source)]; }

/// SystemRole is a role that a policy may grant to the roots of the operating system, which serve enterprise and
/// rfc5280 anyway. kSystemRoleNames are their names in a policy file, in the order of the enumeration.
enum class SystemRole { odca, dice, lab };
inline constexpr std::array<std::string_view, 3> kSystemRoleNames{"odca", "dice", "lab"};
constexpr std::string_view to_string(SystemRole role) { return kSystemRoleNames[static_cast<std::size_t>(role)]; }

/// TrustChoice selects a source; `path` is for source `custom`.
struct TrustChoice {
  SourceKind source = SourceKind::embedded;
  std::filesystem::path path{};
  std::vector<SystemRole> system_roles{};
  InstalledDemand installed = InstalledDemand::optional;
  bool operator==(const TrustChoice&) const = default;
};

/// AlgorithmPolicy lists the allowed signature algorithms and keys: one set for ODCA, a wider one for rfc5280.
struct AlgorithmPolicy {
  std::vector<SignatureKind> odca_signatures{SignatureKind::ecdsa_sha384};
  std::vector<KeyKind> odca_ca_keys{KeyKind::ec_p384};
  std::vector<KeyKind> odca_leaf_keys{KeyKind::ec_p384, KeyKind::ec_p256, KeyKind::rsa};
  std::vector<SignatureKind> rfc5280_signatures{SignatureKind::ecdsa_sha256,     SignatureKind::ecdsa_sha384,
                                                SignatureKind::ecdsa_sha512,     SignatureKind::rsa_pkcs1_sha256,
                                                SignatureKind::rsa_pkcs1_sha384, SignatureKind::rsa_pkcs1_sha512,
                                                SignatureKind::rsa_pss_sha256,   SignatureKind::rsa_pss_sha384,
                                                SignatureKind::rsa_pss_sha512,   SignatureKind::ed25519};
  std::vector<KeyKind> rfc5280_keys{KeyKind::ec_p256, KeyKind::ec_p384, KeyKind::ec_p521, KeyKind::rsa,
                                    KeyKind::ed25519};
  unsigned rsa_min_bits = 2048;
  bool operator==(const AlgorithmPolicy&) const = default;
};

/// DumpCrls is the effect of CRLs that came in the dump with the certificates.
enum class DumpCrls {
  revoke,  ///< they revoke, but do not clear
  clear    ///< they revoke and clear, like other CRLs
};

struct RevocationPolicy {
  /// max_age_days: a CRL is stale so many days after thisUpdate, even before nextUpdate; empty: only after nextUpdate.
  std::optional<unsigned> max_age_days{};
  DumpCrls dump_crls = DumpCrls::revoke;
  bool operator==(const RevocationPolicy&) const = default;
};

/// LabAllowances are what a laboratory accepts besides production parts; each turns a failure into a warning.
struct LabAllowances {
  std::vector<std::string> classes{};  ///< "E", "T", "D"
  std::vector<Fingerprint> keys{};     ///< SPKI SHA-256 of a denied or debug key that is allowed here
  bool operator==(const LabAllowances&) const = default;
};

/// LeafHashMode says which part of the leaf must match --leaf-hash: some firmware signs the leaf anew on each request
/// (docs/hierarchy.md 7).
enum class LeafHashMode { exact, tbs, spki };

struct DevicePolicy {
  LeafHashMode leaf_hash = LeafHashMode::exact;
  bool operator==(const DevicePolicy&) const = default;
};

/// kLongestException is the longest duration of an exception: two years, with a leap day and the whole last day.
inline constexpr std::chrono::days kLongestException{732};

/// Exception lowers the failures of one rule to warnings for one device or platform, from a day until a day. Outside
/// that time it has no effect and is reported (rule policy.exception_expired). Without `from` it begins
/// kLongestException before its end. A policy file sets exactly one of rom_sha256, leaf_spki_sha256 and platform; if a
/// caller sets more, all must match.
struct Exception {
  std::string rule{};
  std::optional<Fingerprint> rom_sha256{};  ///< SHA-256 of the ROM certificate's DER
  std::optional<Fingerprint> leaf_spki_sha256{};
  std::string platform{};  ///< platform token, "TGL"
  std::string reason{};
  std::optional<Time> from{};  ///< first second of the named day
  Time until{};                ///< last second of the named day
  bool operator==(const Exception&) const = default;
};

struct Policy {
  std::string name = "default";
  TrustChoice trust{};
  std::map<std::string, Severity, std::less<>> rules{};  ///< severities chosen other than the rule's default
  Limits limits{};
  AlgorithmPolicy algorithms{};
  RevocationPolicy revocation{};
  LabAllowances lab{};
  DevicePolicy device{};
  /// leaf_names: allowed leaf CNs by purpose ("amt-activation", …); empty: the built-in table.
  std::map<std::string, std::vector<std::string>, std::less<>> leaf_names{};
  std::vector<Exception> exceptions{};
  bool operator==(const Policy&) const = default;
};

/// default_policy is the compiled-in policy; policy/default.yaml is equal to it (a test compares).
inline Policy default_policy() { return {}; }
/// severity_of is the severity of a rule by the policy: the chosen one, but not below the rule's floor, or the rule's
/// default. That of an unknown rule is `fail`.
Severity severity_of(const Policy& policy, std::string_view rule);
Severity severity_of(const Policy& policy, const RuleInfo& rule);

}  // namespace odca
