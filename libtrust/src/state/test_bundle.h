// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Bundles for tests of the state directory: small canonical texts with a checksum in place of signatures, and a
// verification that knows of the past what the real one does. The real one is plugged in by the tests of the programs.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "bundle/canonical.h"
#include "bundle/reason.h"
#include "odca/digest.h"
#include "state/sealed.h"
#include "state/setting.h"

namespace odca::state {

struct TestBundle {
  std::uint64_t version = 1;
  std::vector<std::uint64_t> deny{};
  std::vector<std::uint64_t> lifted{};
  std::uint64_t root = 1;
  std::uint64_t keys = 1;     ///< which release keys
  std::uint64_t signers = 2;  ///< not part of what the bundle is
  bool expands = false;
  bool expired = false;
};

inline std::string numbers(const std::vector<std::uint64_t>& values) {
  std::vector<std::string> items;
  for (const std::uint64_t value : values) items.push_back(bundle::canonical_integer(value));
  return bundle::canonical_array(items);
}

inline std::string text_of(const TestBundle& bundle) {
  const std::string signed_part = bundle::canonical_object({{"deny", numbers(bundle.deny)},
                                                            {"expands", bundle::canonical_boolean(bundle.expands)},
                                                            {"expired", bundle::canonical_boolean(bundle.expired)},
                                                            {"keys", bundle::canonical_integer(bundle.keys)},
                                                            {"lifted", numbers(bundle.lifted)},
                                                            {"root", bundle::canonical_integer(bundle.root)},
                                                            {"version", bundle::canonical_integer(bundle.version)}});
  const std::string signers = bundle::canonical_integer(bundle.signers);
  return bundle::canonical_object({{"checksum", bundle::canonical_string(hash_of(cat(signed_part, signers)))},
                                   {"signed", signed_part},
                                   {"signers", signers}});
}

inline DenyEntry deny_of(std::uint64_t id, bool lifted = false) {
  DenyEntry deny;
  deny.id = id;
  deny.sha256 = sha256(as_bytes(std::to_string(id)));
  deny.label = cat("key ", id);
  deny.reason = "for the test";
  deny.since = "2026-01-01";
  deny.lifted = lifted;
  return deny;
}

inline Status check_past(const bundle::VerifiedBundle& bundle, const bundle::Floor& floor) {
  const bool same_keys = floor.release_keys == bundle.release_keys;
  if ((same_keys && bundle.version < floor.version) || bundle.version < floor.embedded_version)
    return bundle::failure("E_ROLLBACK", "below the floor");
  if (same_keys && bundle.version == floor.version && bundle.content_id != floor.content_id)
    return bundle::failure("E_EQUIVOCATION", "another of this version");
  for (const DenyEntry& known : floor.ledger) {
    const auto same = [&](const DenyEntry& deny) { return deny.id == known.id; };
    if (std::none_of(bundle.store.deny.begin(), bundle.store.deny.end(), same))
      return bundle::failure("E_DENY_SHRINK", "an entry lacks");
  }
  return {};
}

inline Result<bundle::VerifiedBundle> verify_test_bundle(std::string_view file, const bundle::Floor& floor,
                                                         bundle::Moment moment) {
  ODCA_TRY_ASSIGN(const bundle::Document document, bundle::Document::parse(file));
  const auto checksum = document.root().is_object() ? document.root().find("checksum") : std::nullopt;
  if (!checksum) return bundle::failure("E_SCHEMA", "no checksum");
  const bundle::Value body = *document.root().find("signed");
  if (!checksum->is_string() ||
      checksum->string() != hash_of(cat(body.text(), document.root().find("signers")->text())))
    return bundle::failure("E_THRESHOLD", "the checksum is wrong");
  bundle::VerifiedBundle verified;
  verified.version = body.find("version")->integer();
  verified.content_id = hash_of(body.text());
  verified.file_sha256 = hash_of(file);
  verified.root_version = body.find("root")->integer();
  verified.root_sha256 = hash_of(cat("root ", verified.root_version));
  verified.release_keys = hash_of(cat("keys ", body.find("keys")->integer()));
  for (const auto& id : body.find("deny")->items()) verified.store.deny.push_back(deny_of(id.integer()));
  for (const auto& id : body.find("lifted")->items()) verified.store.deny.push_back(deny_of(id.integer(), true));
  verified.store.notes = body.find("expands")->boolean() ? "expands" : "";
  verified.stale = body.find("expired")->boolean();
  if (verified.root_version < floor.root_version) return bundle::failure("E_ROOT_CHAIN", "shorter than seen");
  if (moment != bundle::Moment::install) return verified;
  if (verified.stale) return bundle::failure("E_EXPIRED", "expired");
  ODCA_TRY(check_past(verified, floor));
  return verified;
}

inline Changes compare_test_bundles(const Situation&, const Situation& after) {
  Changes changes;
  if (after.bundle->store.notes == "expands") changes.expanding.emplace_back("a new anchor");
  changes.other.push_back(cat("version ", after.bundle->version));
  return changes;
}

inline Setting test_setting(FileSystem& files, std::string path = "/state") {
  return {.files = files,
          .path = std::move(path),
          .verify = verify_test_bundle,
          .compare = compare_test_bundles,
          .now = Time(std::chrono::seconds(1'800'000'000))};
}

}  // namespace odca::state
