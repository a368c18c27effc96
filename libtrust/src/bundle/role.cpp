// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The one place that counts signatures, for every role and every root link: who counts twice, or in two places, has
// had this go wrong (CVE-2020-6174, CVE-2020-15093, CVE-2026-6966).
#include <sodium.h>

#include <algorithm>
#include <set>

#include "base/check.h"
#include "base/text.h"
#include "bundle/reason.h"
#include "bundle/tuf.h"

namespace odca::bundle {
namespace {

using State = SignatureVerdict::State;
using PublicKey = std::array<std::uint8_t, 32>;

/// key_of_role returns nullptr for keys of other roles too.
const RoleKey* key_of_role(const RootDocument& authority, const Role& role, const KeyId& id) {
  const bool listed = std::find(role.key_ids.begin(), role.key_ids.end(), id) != role.key_ids.end();
  return listed ? authority.key(id) : nullptr;
}

bool is_signed_by(const PublicKey& key, std::string_view text, const std::string& hex) {
  const std::optional<Bytes> signature = from_hex(hex);
  if (!signature || signature->size() != crypto_sign_BYTES) return false;
  const ByteView message = as_bytes(text);
  return crypto_sign_verify_detached(signature->data(), message.data(), message.size(), key.data()) == 0;
}

State judge(const SignatureEntry& entry, const RoleKey* key, std::string_view signed_bytes) {
  if (key == nullptr) return State::unknown_key;
  if (!key->ed25519) return State::unknown_scheme;
  return is_signed_by(*key->ed25519, signed_bytes, entry.hex) ? State::good : State::bad;
}

bool has_known_scheme(const RootDocument& authority, const Role& role) {
  return std::any_of(role.key_ids.begin(), role.key_ids.end(), [&authority](const KeyId& id) {
    const RoleKey* const key = authority.key(id);
    return key != nullptr && key->ed25519.has_value();
  });
}

}  // namespace

std::string_view to_string(SignatureVerdict::State state) {
  switch (state) {
    case State::good:
      return "good";
    case State::bad:
      return "bad";
    case State::unknown_key:
      return "unknown key";
    case State::unknown_scheme:
      return "unknown scheme";
  }
  return "bad";
}

Status check_role(const Envelope& envelope, const RootDocument& authority, DocumentType type,
                  const std::string& document, std::vector<SignatureVerdict>& verdicts) {
  ODCA_CHECK(sodium_init() >= 0);
  const Role& role = authority.role(type);
  std::set<PublicKey> signers;
  for (const SignatureEntry& entry : envelope.signatures) {
    const RoleKey* const key = key_of_role(authority, role, entry.key_id);
    const State state = judge(entry, key, envelope.signed_bytes);
    if (state == State::good) signers.insert(*key->ed25519);
    verdicts.push_back({.document = document, .key_id = entry.key_id, .state = state});
  }
  // read_root saw to this already; a threshold of 0 must not be met by nothing (CVE-2026-23992).
  if (role.threshold < 1)
    return failure("E_KEY", cat("the threshold of role ", to_string(type), " is '0'")).in(document);
  if (!has_known_scheme(authority, role))
    return failure("E_ALG", cat("no key of role ", to_string(type), " has a known signature scheme")).in(document);
  if (signers.size() < role.threshold)
    return failure("E_THRESHOLD",
                   cat("expected valid signatures of ", role.threshold, " keys of role ", to_string(type), " in root ",
                       authority.header.version, ", found ", signers.size()))
        .in(document);
  return {};
}

}  // namespace odca::bundle
