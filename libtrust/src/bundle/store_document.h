// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// trust-store.json: the one target of a bundle, which holds the trust material. Reading checks the schema; lint()
// checks its meaning.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bundle/canonical.h"
#include "odca/trust_store.h"

namespace odca::bundle {

inline constexpr std::string_view kStoreSchema = "amt-trust-store/1";
inline constexpr std::string_view kScope = "intel-amt-odca";
/// kReaderLevel is the newest level of the store's meaning that this program understands.
inline constexpr std::uint64_t kReaderLevel = 1;
inline constexpr std::size_t kMaxAnchors = 256;
inline constexpr std::size_t kMaxIntermediates = 1024;
inline constexpr std::size_t kMaxDeny = 20'000;
inline constexpr std::size_t kMaxCrlBytes = std::size_t{1} << 20U;  ///< of all CRLs together, as DER
inline constexpr std::size_t kMaxLabel = 200;                       ///< characters

/// Preamble is what must be understood before the store's own schema, so that a newer store says "upgrade" and not
/// "unknown field".
struct Preamble {
  std::string schema{};
  std::string scope{};
  std::uint64_t version = 0;
  std::uint64_t reader_level = 0;
  std::string min_tool{};  ///< "0.1.0"
};

/// StoreDocument is the whole target in typed form.
struct StoreDocument {
  Preamble preamble{};
  Time created{};
  std::vector<TrustAnchor> anchors{};
  std::vector<StoredCertificate> intermediates{};
  std::vector<StoredCrl> crls{};
  std::vector<DenyEntry> deny{};
  std::string notes{};
  /// Of the text that it was read from, where the reader set it; a store that is changed loses it.
  std::optional<Fingerprint> sha256{};
};

/// read_preamble reads only these members and ignores all others. Errors: E_SCHEMA.
Result<Preamble> read_preamble(const Value& store);
/// read_store reads a store of schema amt-trust-store/1, every field known, every DER whole (E_SCHEMA, E_CONTENT,
/// E_LIMIT).
Result<StoreDocument> read_store(const Value& store);
/// write_store is the inverse: canonical text.
std::string write_store(const StoreDocument& store);

/// StoreIdentity tells a store from all others of its version; no version is none.
struct StoreIdentity {
  std::uint64_t version = 0;
  std::string sha256{};  ///< hex, of its text
};
/// identity_of is that of a store: of `sha256`, or of the text that write_store() gives.
StoreIdentity identity_of(const StoreDocument& store);
/// stamp sets the origin of everything in a store.
void stamp(StoreDocument& store, const Origin& origin);

/// lint checks what the schema cannot: hashes recomputed, ids, certificates and keys unique, CA bit, a self-issued
/// certificate signed by itself, key strength, ranges in order, no active anchor denied here or in `ledger`, each
/// distrusted anchor denied by its key (E_CONTENT), at least one active anchor (E_EMPTY). A store that was accepted
/// before is checked without the ledger: what came later denies its anchors, and does not make it unreadable.
Status lint(const StoreDocument& store, const std::vector<DenyEntry>& ledger);

}  // namespace odca::bundle
