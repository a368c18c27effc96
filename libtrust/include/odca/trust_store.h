// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Trust material: anchors, intermediates, CRLs and deny entries, and the store that holds them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "odca/certificate.h"
#include "odca/crl.h"
#include "odca/policy.h"

namespace odca {

/// AnchorRole is a kind of chain for which an anchor is trusted. OS roots are trusted for devices only by policy
/// (TrustChoice::system_roles).
enum class AnchorRole { odca, dice, enterprise, lab, rfc5280 };
std::string_view to_string(AnchorRole role);
std::optional<AnchorRole> anchor_role_from(std::string_view text);

/// Roles is a small set of AnchorRole.
class Roles {
 public:
  Roles() = default;
  Roles(std::initializer_list<AnchorRole> roles) {
    for (const AnchorRole role : roles) insert(role);
  }
  static Roles all() {
    return {AnchorRole::odca, AnchorRole::dice, AnchorRole::enterprise, AnchorRole::lab, AnchorRole::rfc5280};
  }
  void insert(AnchorRole role) { bits_ |= 1U << static_cast<unsigned>(role); }
  bool contains(AnchorRole role) const { return (bits_ >> static_cast<unsigned>(role) & 1U) != 0; }
  bool empty() const { return bits_ == 0; }
  bool operator==(const Roles&) const = default;
  /// to_strings lists the names in the order of the enumeration.
  std::vector<std::string> to_strings() const;

 private:
  unsigned bits_ = 0;
};

/// OriginKind is where a certificate comes from: the sender, a source of trust, or a pin.
enum class OriginKind { presented, embedded, installed, system, custom, pin };
std::string_view to_string(OriginKind kind);

/// Origin is the place from which trust material was read.
struct Origin {
  OriginKind kind = OriginKind::presented;
  std::string where{};               ///< file, folder, or "bundles/intel-odca/anchors.yaml"
  std::uint64_t bundle_version = 0;  ///< of the bundle or the embedded store; 0: neither
  bool os_store = false;             ///< a root of the operating system's store: a public CA
};

/// NamePart requires a distinguished name to have exactly one attribute of `type`, which equals or starts with `value`.
struct NamePart {
  std::string type{};  ///< dotted object identifier
  std::string value{};
  bool prefix = false;
};

/// AnchorConstraints limit an anchor. Empty members do not.
struct AnchorConstraints {
  std::vector<NamePart> first_ca{};  ///< required of the subject of the certificate below the anchor
  std::optional<std::uint32_t> path_len{};
  std::optional<unsigned> min_amt{};  ///< major version of AMT, inclusive
  std::optional<unsigned> max_amt{};
  std::optional<Validity> use_window{};  ///< when the anchor may be used, besides its certificate's validity
};

/// AnchorStatus: only an active anchor is trusted. A store keeps the others for the record.
enum class AnchorStatus { active, retired, distrusted };
std::string_view to_string(AnchorStatus status);

/// Provenance is where the owner publishes an item, and when it was fetched.
struct Provenance {
  std::string url{};
  std::optional<Fingerprint> sha256{};  ///< of what was fetched
  std::string retrieved{};              ///< "2026-11-22"
};

/// TrustAnchor is a name and a key (RFC 5280 6.1.1(d)) with roles, constraints and origin. It is the only form of an
/// anchor, from the store or file to the verdict. `validity` and `certificate` are checked when present.
struct TrustAnchor {
  std::uint64_t id = 0;  ///< in a trust store, never reused; 0: not in one
  AnchorStatus status = AnchorStatus::active;
  std::string label{};
  Name subject{};
  Bytes spki{};
  Fingerprint spki_sha256{};
  KeyInfo key{};
  Roles roles{};
  bool roles_by_default = false;  ///< it has all roles because no trust file gives it any
  AnchorConstraints constraints{};
  std::optional<Validity> validity{};
  std::optional<Bytes> subject_key_id{};
  std::vector<Fingerprint> cert_sha256{};  ///< of every published encoding
  std::optional<Certificate> certificate{};
  std::optional<std::uint64_t> replaced_by{};  ///< id of its successor
  std::vector<Provenance> provenance{};
  Origin origin{};
};

/// anchor_from_certificate makes an anchor of a certificate's name, key, validity and fingerprint.
TrustAnchor anchor_from_certificate(const Certificate& certificate, Roles roles, Origin origin);

struct StoredCertificate {
  Certificate certificate;
  Origin origin{};
  std::vector<Provenance> provenance{};
};
struct StoredCrl {
  Crl crl;
  Origin origin{};
  std::vector<Provenance> provenance{};
};

/// DenyEntry denies a key or a certificate of any origin.
struct DenyEntry {
  enum class Kind { spki, certificate };
  std::uint64_t id = 0;  ///< in a trust store, as TrustAnchor::id
  Kind kind = Kind::spki;
  Fingerprint sha256{};
  std::string label{};
  std::string reason{};
  std::string since{};  ///< "2026-11-22"; empty where the source has no dates
  bool lifted = false;  ///< no longer in force; only in a store
  Origin origin{};
};

class CrlShelf;

/// SourceContents is the trust material of one source.
struct SourceContents {
  std::vector<TrustAnchor> anchors{};
  std::vector<StoredCertificate> intermediates{};
  std::vector<StoredCrl> crls{};
  std::vector<DenyEntry> denied{};
  std::vector<std::string> versions{};  ///< "embedded 2026-11-22", for the report
};

/// TrustCondition is a defect of the installed trust as a whole; each is a finding in every verdict.
struct TrustCondition {
  enum class Kind {
    degraded,      ///< the last installed bundle is not in use
    equivocation,  ///< two stores of equal version with different contents
    stale,         ///< the bundle in use has expired
    rolled_back,   ///< an earlier bundle was put back in use
    distrust_lost  ///< the deny ledger is unreadable or incomplete, so that nothing is known not to be denied
  };
  Kind kind = Kind::degraded;
  std::string message{};
  std::string hint{};
};

std::string_view to_string(TrustCondition::Kind kind);  ///< "rolled_back"

/// AskedState is the state directory that was read for installed trust, and who chose it.
struct AskedState {
  std::string directory{};  ///< empty: none
  std::string chosen_by{};  ///< "--state", "default", or the environment variable
  bool installed = false;   ///< a bundle was installed there, damaged or not
  std::string remark{};     ///< remark about the choice, for the report
};

struct SourceContext;  // odca/trust_sources.h

/// TrustStore is the loaded, immutable trust material. A store by load() has the embedded deny entries and all those
/// ever installed, and the conditions of the context, whatever the source.
class TrustStore {
 public:
  /// load reads the chosen source (odca/trust_sources.h) completely, or fails with an error that names the file. It is
  /// not part of odca::core.
  static Result<TrustStore> load(const TrustChoice& choice, const SourceContext& context);
  /// from_contents makes a store of the given material, for tests and callers with their own source.
  static TrustStore from_contents(SourceContents contents, std::string source);

  const std::string& source() const { return source_; }
  std::span<const TrustAnchor> anchors() const { return contents_.anchors; }
  std::span<const StoredCertificate> intermediates() const { return contents_.intermediates; }
  std::span<const StoredCrl> crls() const { return contents_.crls; }
  /// shelf has the same CRLs, indexed; it is made with the store.
  const CrlShelf& shelf() const;
  std::span<const DenyEntry> denied() const { return contents_.denied; }
  std::span<const std::string> versions() const { return contents_.versions; }
  std::span<const TrustCondition> conditions() const { return conditions_; }
  const AskedState& state() const { return state_; }
  /// denial_of_key and denial_of_certificate return the first entry that denies it, or nullptr; a binary search.
  const DenyEntry* denial_of_key(const Fingerprint& spki_sha256) const;
  const DenyEntry* denial_of_certificate(const Fingerprint& sha256) const;

 private:
  const DenyEntry* denial(DenyEntry::Kind kind, const Fingerprint& sha256) const;

  SourceContents contents_{};
  std::string source_{};
  std::vector<TrustCondition> conditions_{};
  AskedState state_{};
  std::shared_ptr<const CrlShelf> shelf_{};
  std::vector<std::size_t> by_hash_{};  ///< indexes of the deny entries, sorted by kind and hash, equal ones in order
};

}  // namespace odca
