// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The documents of The Update Framework (TUF 1.0) in the profile of a bundle: Ed25519, no delegations, one target,
// documents linked by version. One function counts the signatures of every role.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bundle/canonical.h"
#include "odca/bytes.h"
#include "odca/time.h"

namespace odca::bundle {

inline constexpr std::string_view kSpecVersion = "1.0.31";
inline constexpr std::string_view kTargetName = "trust-store.json";
inline constexpr std::size_t kMaxKeys = 32;
inline constexpr std::size_t kMaxSignatures = 32;
inline constexpr std::uint64_t kMaxThreshold = 16;

/// DocumentType is the `_type` of a document. Each type but root is signed by the role of its name.
enum class DocumentType { root, timestamp, snapshot, targets };
std::string_view to_string(DocumentType type);

/// KeyId is lower-case hex of SHA-256 over the canonical {keytype, keyval, scheme} (TUF 4.2).
using KeyId = std::string;

/// RoleKey is one key of a root document. Only scheme "ed25519" ever counts; others are kept to be named in messages.
struct RoleKey {
  KeyId id{};
  std::string keytype{};
  std::string scheme{};
  std::string public_hex{};
  std::optional<std::array<std::uint8_t, 32>> ed25519{};  ///< set for scheme "ed25519"
};
/// key_object writes the canonical key object, key_id_of its id.
std::string key_object(const RoleKey& key);
KeyId key_id_of(const RoleKey& key);
RoleKey ed25519_key(const std::array<std::uint8_t, 32>& public_key);

struct Role {
  std::vector<KeyId> key_ids{};
  std::uint64_t threshold = 1;
};

struct SignatureEntry {
  KeyId key_id{};
  std::string hex{};
};

/// Envelope is {signatures, signed}: not yet believed. `signed_bytes` refers to the text that was parsed.
struct Envelope {
  std::string_view signed_bytes{};
  std::vector<SignatureEntry> signatures{};
};

/// What all documents begin with.
struct Header {
  DocumentType type{};
  std::uint64_t version = 0;
  Time expires{};
};

struct RootDocument {
  Header header{};
  Envelope envelope{};
  std::vector<RoleKey> keys{};
  Role root{}, timestamp{}, snapshot{}, targets{};
  const Role& role(DocumentType type) const;
  const RoleKey* key(std::string_view id) const;
};
struct TimestampDocument {
  Header header{};
  Envelope envelope{};
  std::uint64_t snapshot_version = 0;
};
struct SnapshotDocument {
  Header header{};
  Envelope envelope{};
  std::uint64_t targets_version = 0;
};
struct TargetsDocument {
  Header header{};
  Envelope envelope{};
  std::uint64_t length = 0;  ///< of trust-store.json
  Fingerprint sha256{};
};

/// Each reads one envelope of its type and checks its shape, and nothing of its signatures: E_SCHEMA, E_ROLE (another
/// `_type`, delegations), E_KEY (id not of the key, key twice, wrong length, threshold outside 1 to the
/// number of keys), E_SIG_DUP, E_CANON (signatures not in the order of their key ids), E_LIMIT. `where` names the
/// document in errors ("roots[2]").
Result<RootDocument> read_root(const Value& envelope, const std::string& where);
Result<TimestampDocument> read_timestamp(const Value& envelope);
Result<SnapshotDocument> read_snapshot(const Value& envelope);
Result<TargetsDocument> read_targets(const Value& envelope);

/// check_key_points refuses a root document with a key that is no point of the prime-order group (E_KEY). It takes far
/// longer than reading, so a verification does it only once the document before this one vouches for the chain.
Status check_key_points(const RootDocument& root);

/// SignatureVerdict is what became of one signature, for inspect.
struct SignatureVerdict {
  enum class State { good, bad, unknown_key, unknown_scheme };
  std::string document{};  ///< "root 2 by root 1", "targets 7"
  KeyId key_id{};
  State state{};
};
std::string_view to_string(SignatureVerdict::State state);

/// check_role counts the keys of `role` in `authority` that signed the envelope, each key once by its bytes. Fails with
/// E_THRESHOLD, or E_ALG when no key of the role has a known scheme. What was found is added to `verdicts` either way.
Status check_role(const Envelope& envelope, const RootDocument& authority, DocumentType role,
                  const std::string& document, std::vector<SignatureVerdict>& verdicts);

/// format_expiry writes "2026-03-01T00:00:00Z"; read_expiry reads exactly that form.
std::string format_expiry(Time time);
std::optional<Time> read_expiry(std::string_view text);

}  // namespace odca::bundle
