// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Trust material: anchors, intermediates, CRLs and deny entries, and the store that a verifier asks.
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

/// AnchorRole says which question an anchor may answer. An OS root never vouches for a device unless a policy says so.
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

/// OriginKind says who brought a certificate: the sender, or one of the sources of trust. A pin stands in for a source.
enum class OriginKind { presented, embedded, installed, system, custom, pin };
std::string_view to_string(OriginKind kind);

/// Origin says where a piece of trust material was read.
struct Origin {
  OriginKind kind = OriginKind::presented;
  std::string where{};               ///< file, folder, or "bundles/intel-odca/anchors.yaml"
  std::uint64_t bundle_version = 0;  ///< of the bundle, or of the embedded store, which is numbered alike; 0: neither
  bool os_store = false;             ///< a root that the operating system ships: it vouches for anybody who asks it
};

/// NamePart is one demand on a distinguished name: the attribute's first and only value equals, or starts with,
/// `value`.
struct NamePart {
  std::string type{};  ///< dotted object identifier
  std::string value{};
  bool prefix = false;
};

/// AnchorConstraints narrow an anchor. Empty members demand nothing.
struct AnchorConstraints {
  std::vector<NamePart> first_ca{};  ///< demands on the subject of the certificate that the anchor's key signed
  std::optional<std::uint32_t> path_len{};
  std::optional<unsigned> min_amt{};
  std::optional<unsigned> max_amt{};
  std::optional<Validity> use_window{};  ///< when the anchor may be used, whatever its certificate says
};

/// AnchorStatus: only an active anchor is trusted. A store keeps the others, so that what became of them is known.
enum class AnchorStatus { active, retired, distrusted };
std::string_view to_string(AnchorStatus status);

/// Provenance is where the owner of something publishes it, and when a person fetched it there.
struct Provenance {
  std::string url{};
  std::optional<Fingerprint> sha256{};  ///< of what was fetched
  std::string retrieved{};              ///< "2026-11-22"
};

/// TrustAnchor is a name and a key (RFC 5280 6.1.1(d)), the roles it serves, its constraints, and why we trust it. It
/// is the one form of an anchor, from the store or the file that it is read from to the verdict. `validity` and
/// `certificate` are checked like any certificate's when present.
struct TrustAnchor {
  std::uint64_t id = 0;  ///< in a trust store, and never used again for another; 0: of none
  AnchorStatus status = AnchorStatus::active;
  std::string label{};
  Name subject{};
  Bytes spki{};
  Fingerprint spki_sha256{};
  KeyInfo key{};
  Roles roles{};
  bool roles_by_default = false;  ///< nobody gave it roles: without a trust file an operator's certificate has all
  AnchorConstraints constraints{};
  std::optional<Validity> validity{};
  std::optional<Bytes> subject_key_id{};
  std::vector<Fingerprint> cert_sha256{};  ///< every published encoding
  std::optional<Certificate> certificate{};
  std::optional<std::uint64_t> replaced_by{};  ///< id of its successor
  std::vector<Provenance> provenance{};
  Origin origin{};
};

/// anchor_from_certificate makes an anchor of a whole certificate, with its name, key, dates and fingerprint.
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

/// DenyEntry refuses a key or a certificate, whichever source or dump it comes from.
struct DenyEntry {
  enum class Kind { spki, certificate };
  std::uint64_t id = 0;  ///< in a trust store, as for anchors
  Kind kind = Kind::spki;
  Fingerprint sha256{};
  std::string label{};
  std::string reason{};
  std::string since{};  ///< "2026-11-22"; empty where the source has no dates
  bool lifted = false;  ///< it once denied, and no longer does; only in a store
  Origin origin{};
};

class CrlShelf;

/// SourceContents is what one source loaded, whole.
struct SourceContents {
  std::vector<TrustAnchor> anchors{};
  std::vector<StoredCertificate> intermediates{};
  std::vector<StoredCrl> crls{};
  std::vector<DenyEntry> denied{};
  std::vector<std::string> versions{};  ///< "embedded 2026-11-22", for the report
};

/// TrustCondition is something that is wrong with the installed trust as a whole; each is a finding in every verdict.
struct TrustCondition {
  enum class Kind {
    degraded,      ///< not what was installed last is in use
    equivocation,  ///< two stores of one version and different contents
    stale,         ///< the bundle in use has expired
    rolled_back,   ///< somebody went back to an earlier bundle
    distrust_lost  ///< what was ever denied here cannot be read whole, so that nothing can be said to be undenied
  };
  Kind kind = Kind::degraded;
  std::string message{};
  std::string hint{};
};

std::string_view to_string(TrustCondition::Kind kind);  ///< "rolled_back"

/// AskedState is the state directory that was asked for installed trust, and why this one.
struct AskedState {
  std::string directory{};  ///< empty: none was asked
  std::string chosen_by{};  ///< "--state", "default", or the variable of the environment
  bool installed = false;   ///< something was installed there, or is damaged
  std::string remark{};     ///< what else is to be said of the choice
};

struct SourceContext;  // odca/trust_sources.h

/// TrustStore is the loaded, immutable whole. Every source loads whole or load() is an error that names the file. The
/// deny entries that are embedded or were ever installed are in every store that load() returns, and so are the
/// conditions of the context, whatever the source.
class TrustStore {
 public:
  /// load reads the chosen source (odca/trust_sources.h). It is a part of the whole library, and not of odca::core.
  static Result<TrustStore> load(const TrustChoice& choice, const SourceContext& context);
  /// from_contents makes a store of given material, for tests and for callers with their own source.
  static TrustStore from_contents(SourceContents contents, std::string source);

  const std::string& source() const { return source_; }
  std::span<const TrustAnchor> anchors() const { return contents_.anchors; }
  std::span<const StoredCertificate> intermediates() const { return contents_.intermediates; }
  std::span<const StoredCrl> crls() const { return contents_.crls; }
  /// shelf has the same lists, ordered to be asked; it is made with the store.
  const CrlShelf& shelf() const;
  std::span<const DenyEntry> denied() const { return contents_.denied; }
  std::span<const std::string> versions() const { return contents_.versions; }
  std::span<const TrustCondition> conditions() const { return conditions_; }
  const AskedState& state() const { return state_; }
  /// denial_of_key and denial_of_certificate return the first entry that refuses it, or nullptr. A bundle may have
  /// thousands of entries; they are found by their hash.
  const DenyEntry* denial_of_key(const Fingerprint& spki_sha256) const;
  const DenyEntry* denial_of_certificate(const Fingerprint& sha256) const;

 private:
  const DenyEntry* denial(DenyEntry::Kind kind, const Fingerprint& sha256) const;

  SourceContents contents_{};
  std::string source_{};
  std::vector<TrustCondition> conditions_{};
  AskedState state_{};
  std::shared_ptr<const CrlShelf> shelf_{};
  std::vector<std::size_t>
      by_hash_{};  ///< places of the deny entries, sorted by kind and hash; of equal ones the first
};

}  // namespace odca
