// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Verification of a bundle (docs/bundles.md 4): a pure function of the file's bytes, the root of trust, what was
// accepted before, and the time. Nothing of a bundle is looked at before the step that allows it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bundle/store_document.h"
#include "bundle/tuf.h"
#include "odca/root_of_trust.h"

namespace odca::bundle {

inline constexpr std::string_view kFormat = "amt-trust-bundle/1";
inline constexpr std::size_t kMaxRoots = 64;
inline constexpr std::uint64_t kMaxJump = 1000;
/// kMaxSeenKeys bounds Floor::seen_keys: as many as one bundle can bring, whose root documents are all verified. So
/// only a threshold of root keys can fill it. Where more were seen, the keys of the bundle that is accepted stay, and
/// of the others as many as there is room for.
inline constexpr std::size_t kMaxSeenKeys = kMaxRoots * kMaxKeys;

/// Floor is what was accepted before, as the state directory remembers it. The defaults are those of a first install.
struct Floor {
  std::uint64_t version = 0;
  std::string content_id{};        ///< of the bundle of that version; hex, empty when none
  std::uint64_t root_version = 0;  ///< highest root document seen
  /// Whether that one is known to descend from our root of trust. Then a bundle whose own chain ends before it is an
  /// older one of the same publisher (E_ROLLBACK), and else perhaps one of another publisher (E_ROOT_CHAIN).
  bool root_is_ours = false;
  std::string root_sha256{};  ///< hex, of its `signed` bytes
  /// Fast-forward recovery: the floor holds only while the keys that signed it are still those of the release roles;
  /// hex of SHA-256 over the sorted release key ids and thresholds, empty when none.
  std::string release_keys{};
  /// Every key that ever was a targets key in a verified root document of an accepted bundle; sorted, at most
  /// kMaxSeenKeys.
  std::vector<KeyId> seen_keys{};
  std::optional<Time> latest_time{};  ///< of the last successful install
  std::vector<DenyEntry> ledger{};    ///< every deny entry ever accepted and not lifted
  /// Of the store that is compiled in; no bundle may be older, whatever keys were rotated. 0 when it has no version.
  std::uint64_t embedded_version = 0;
  StoreIdentity embedded{};  ///< another store of its version is refused, even where older ones are not
};

/// Purpose of a verification. At load time a bundle was accepted before: expiry makes it stale, and floor, shrinking
/// and the expected change of trust were looked at when it was installed.
enum class Moment { install, load, inspect };

struct VerifyOptions {
  Moment moment = Moment::install;
  Time now{};
  std::optional<Time> build_date{};  ///< of the program; the clock cannot be before it
  bool accept_jump = false;
  std::string tool_version{};  ///< "0.1.0", to be compared with the store's min_tool; empty: min_tool is not looked at
};

/// Check is one step of docs/bundles.md 4 and how it went.
struct Check {
  std::string name{};    ///< "canonical", "threshold targets", "expiry"
  std::string result{};  ///< "ok", "stale", "failed", "not run"
  std::string detail{};
};

struct VerifiedBundle {
  std::uint64_t version = 0;
  std::string content_id{};   ///< hex of SHA-256 over the `signed` parts of last root, timestamp, snapshot, targets
  std::string file_sha256{};  ///< hex
  std::uint64_t root_version = 0;
  std::string root_sha256{};
  std::string release_keys{};
  std::vector<KeyId> targets_keys{};  ///< of its root documents from our root of trust on, sorted
  /// What of the file is worth keeping: without the root documents before our root of trust, and without the signatures
  /// that did not count. Nobody vouches for either. Only with Moment::install.
  std::string kept{};
  Time expires{};      ///< the earliest of root, timestamp, snapshot, targets
  bool stale = false;  ///< some document has expired; only with Moment::load and inspect
  StoreDocument store{};
  std::vector<Check> checks{};
  std::vector<SignatureVerdict> signatures{};
};

/// Verification is what became of every step, also when one failed: those after it are "not run".
struct Verification {
  Result<VerifiedBundle> bundle;
  std::vector<Check> checks{};
  std::vector<SignatureVerdict> signatures{};
};

/// verify_bundle runs the steps in order and stops at the first that fails. The Error's trace names the document.
Result<VerifiedBundle> verify_bundle(std::string_view file, const RootOfTrust& root, const Floor& floor,
                                     const VerifyOptions& options);
/// examine_bundle does the same and keeps what was found on the way to a failure.
Verification examine_bundle(std::string_view file, const RootOfTrust& root, const Floor& floor,
                            const VerifyOptions& options);

/// release_keys_of is Floor::release_keys of the bundles under this root document.
std::string release_keys_of(const RootDocument& root);

/// BundleView is a bundle's parts without any belief in them, for inspect, sign and merge.
struct BundleView {
  std::vector<RootDocument> roots{};
  TimestampDocument timestamp{};
  SnapshotDocument snapshot{};
  TargetsDocument targets{};
  std::string_view store_text{};
};
/// parse_bundle does step 1: Document::parse with the bounds of a container. Errors: E_LIMIT, E_CANON (what is no JSON
/// is named, foreign.h).
Result<Document> parse_bundle(std::string_view file);
/// as_root_document takes off the one line feed that editors and here-documents put at the end of a root document. A
/// bundle counts to the byte and is left as it is.
void as_root_document(std::string& text);
/// check_format does step 2 (E_FORMAT; E_SCHEMA for what is no object).
Status check_format(const Document& document);
/// read_container does steps 2 and 3. The views refer to the text that `document` refers to.
Result<BundleView> read_container(const Document& document);
/// check_links: the documents name one another, and all have one version (E_LINK).
Status check_links(const BundleView& bundle);
/// check_store_link: the store is the one that targets names, by length, hash and version (E_LINK; E_SCHEMA for a store
/// without the members that every store has). It gives these.
Result<Preamble> check_store_link(const BundleView& bundle, const Value& store);
/// content_id_of is hex of SHA-256 over the `signed` parts of the last root, timestamp, snapshot and targets: what a
/// bundle is, whatever its further signatures.
std::string content_id_of(const BundleView& bundle);

}  // namespace odca::bundle
