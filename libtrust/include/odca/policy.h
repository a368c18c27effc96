// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Policy: the operator's choices, parsed strictly, printable in effective form. Nothing in it turns verification off.
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

/// InstalledDemand says whether a machine must have a bundle of trust in use (docs/bundles.md).
enum class InstalledDemand { required, optional };

/// SourceKind names a source of trust. A policy file has the same words: kSourceNames, indexed by the enumeration.
enum class SourceKind { system, embedded, combined, custom };
inline constexpr std::array<std::string_view, 4> kSourceNames{"system", "embedded", "combined", "custom"};
constexpr std::string_view to_string(SourceKind source) { return kSourceNames[static_cast<std::size_t>(source)]; }

/// TrustChoice selects a source; `path` belongs to source `custom`.
struct TrustChoice {
  SourceKind source = SourceKind::embedded;
  std::filesystem::path path{};
  /// system_roles: roles that OS roots serve besides enterprise and rfc5280, by name; empty by default.
  /// "odca", "dice" or "lab".
  std::vector<std::string> system_roles{};
  InstalledDemand installed = InstalledDemand::optional;
  bool operator==(const TrustChoice&) const = default;
};

/// AlgorithmPolicy lists what may sign and what keys may be; one list for ODCA, a wider one for rfc5280.
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

/// DumpCrls says what the lists may do that came in the dump, with the certificates that are judged.
enum class DumpCrls {
  revoke,  ///< what they list is revoked; their silence proves nothing
  clear    ///< their silence counts like that of other lists
};

struct RevocationPolicy {
  /// max_age: a CRL older than this many days (since thisUpdate) is stale even before nextUpdate; empty: nextUpdate
  /// only.
  std::optional<unsigned> max_age_days{};
  DumpCrls dump_crls = DumpCrls::revoke;
  bool operator==(const RevocationPolicy&) const = default;
};

/// LabAllowances name what a laboratory accepts besides production; each turns its failure into a warning that says so.
struct LabAllowances {
  std::vector<std::string> classes{};  ///< "E", "T", "D"
  std::vector<Fingerprint> keys{};     ///< SPKI SHA-256 of a denied or debug key that is allowed here
  bool operator==(const LabAllowances&) const = default;
};

/// LeafHashMode says how --leaf-hash is compared: firmware signs the leaf anew on each request (docs/hierarchy.md 7).
enum class LeafHashMode { exact, tbs, spki };

struct DevicePolicy {
  LeafHashMode leaf_hash = LeafHashMode::exact;
  bool operator==(const DevicePolicy&) const = default;
};

/// kLongestException: whoever agreed to an exception looks at it again within two years, a leap day and the whole of
/// the last day included.
inline constexpr std::chrono::days kLongestException{732};

/// Exception lowers one rule to a warning for one device or platform, from a day until a day. Before and after, it does
/// nothing and says so. It holds for kLongestException at most: where `from` is empty it begins so long before its end,
/// whatever moment is asked about.
/// A policy file sets exactly one of the three matches; where a caller sets more, all of them must hold.
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
/// severity_of tells what the policy makes of a rule: the chosen severity, or the rule's default. A policy that was not
/// parsed but put together cannot go below the floor either: the floor holds. An unknown rule fails.
Severity severity_of(const Policy& policy, std::string_view rule);
Severity severity_of(const Policy& policy, const RuleInfo& rule);

}  // namespace odca
