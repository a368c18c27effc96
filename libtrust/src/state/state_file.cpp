// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "state/state_file.h"

#include <array>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "bundle/canonical.h"
#include "bundle/schema.h"
#include "state/sealed.h"

namespace odca::state {
namespace {

using bundle::canonical_integer;
using bundle::canonical_object;
using bundle::canonical_string;
using bundle::Field;
using bundle::Object;

constexpr std::size_t kIdDigits = 16;                                          // of the content id, in a file name
constexpr std::array<std::string_view, 2> kModes = {"rolled-back", "normal"};  // in the order of Mode

std::string write_reference(const BundleReference& reference) {
  return canonical_object({{"content_id", canonical_string(reference.content_id)},
                           {"file_sha256", canonical_string(reference.file_sha256)},
                           {"version", canonical_integer(reference.version)}});
}

/// hash reads 64 lower-case digits and keeps them as text.
Result<std::string> hash(const Field& field) {
  ODCA_TRY_ASSIGN(const Fingerprint digest, field.fingerprint());
  return to_hex(digest);
}

Result<BundleReference> read_reference(const Field& field) {
  ODCA_TRY_ASSIGN(const Object members, field.object({"content_id", "file_sha256", "version"}));
  BundleReference reference;
  ODCA_TRY_ASSIGN(reference.content_id, hash(members["content_id"]));
  ODCA_TRY_ASSIGN(reference.file_sha256, hash(members["file_sha256"]));
  ODCA_TRY_ASSIGN(reference.version, members["version"].integer(1));
  return reference;
}

std::string write_floor(const FloorRecord& floor) {
  std::vector<std::string> keys;
  for (const bundle::KeyId& id : floor.seen_keys) keys.push_back(canonical_string(id));
  return canonical_object({{"bundle", write_reference(floor.bundle)},
                           {"release_keys", canonical_string(floor.release_keys)},
                           {"seen_keys", bundle::canonical_array(keys)}});
}

Result<FloorRecord> read_floor(const Field& field) {
  ODCA_TRY_ASSIGN(const Object members, field.object({"bundle", "release_keys", "seen_keys"}));
  FloorRecord floor;
  ODCA_TRY_ASSIGN(floor.bundle, read_reference(members["bundle"]));
  ODCA_TRY_ASSIGN(floor.release_keys, hash(members["release_keys"]));
  ODCA_TRY_ASSIGN(const std::vector<Field> keys, members["seen_keys"].items(bundle::kMaxSeenKeys));
  for (const Field& key : keys) {
    ODCA_TRY_ASSIGN(std::string id, hash(key));
    if (!floor.seen_keys.empty() && id <= floor.seen_keys.back())
      return key.error("expected the keys in order, each once");
    floor.seen_keys.push_back(std::move(id));
  }
  return floor;
}

Result<RootSeen> read_root_seen(const Field& field) {
  ODCA_TRY_ASSIGN(const Object members, field.object({"sha256", "version"}));
  RootSeen seen;
  ODCA_TRY_ASSIGN(seen.version, members["version"].integer(1));
  ODCA_TRY_ASSIGN(seen.sha256, hash(members["sha256"]));
  return seen;
}

/// read_optional reads a member that may lack.
template <class T>
Status read_optional(const Object& members, std::string_view name, Result<T> (*read)(const Field&),
                     std::optional<T>& into) {
  const Field* const field = members.find(name);
  if (field == nullptr) return {};
  ODCA_TRY_ASSIGN(into, read(*field));
  return {};
}

Result<State> read_members(const Field& root) {
  ODCA_TRY_ASSIGN(const Object members,
                  root.object({"format", "mode", "sequence"},
                              {"active", "floor", "latest_time", "ledger", "previous", "root_seen"}));
  const std::array<std::string_view, 1> formats = {kStateFormat};
  ODCA_TRY(members["format"].choice(formats));
  State state;
  ODCA_TRY_ASSIGN(const std::size_t mode, members["mode"].choice(kModes));
  state.mode = mode == 1 ? Mode::normal : Mode::rolled_back;
  ODCA_TRY_ASSIGN(state.sequence, members["sequence"].integer(1));
  ODCA_TRY(read_optional(members, "active", &read_reference, state.active));
  ODCA_TRY(read_optional(members, "previous", &read_reference, state.previous));
  ODCA_TRY(read_optional(members, "floor", &read_floor, state.floor));
  ODCA_TRY(read_optional(members, "root_seen", &read_root_seen, state.root_seen));
  if (const Field* const ledger = members.find("ledger")) {
    ODCA_TRY_ASSIGN(state.ledger, hash(*ledger));
  }
  if (const Field* const time = members.find("latest_time")) {
    ODCA_TRY_ASSIGN(state.latest_time, time->time());
  }
  return state;
}

}  // namespace

std::string_view to_string(Mode mode) { return mode == Mode::normal ? kModes[1] : kModes[0]; }

std::string BundleReference::file_name() const { return cat(version, '-', content_id.substr(0, kIdDigits), ".atb"); }

BundleReference reference_to(const bundle::VerifiedBundle& bundle) {
  return {.version = bundle.version, .content_id = bundle.content_id, .file_sha256 = bundle.file_sha256};
}

std::string write_state(const State& state) {
  std::map<std::string, std::string, std::less<>> members = {{"format", canonical_string(kStateFormat)},
                                                             {"mode", canonical_string(to_string(state.mode))},
                                                             {"sequence", canonical_integer(state.sequence)}};
  if (state.active) members["active"] = write_reference(*state.active);
  if (state.previous) members["previous"] = write_reference(*state.previous);
  if (state.floor) members["floor"] = write_floor(*state.floor);
  if (state.root_seen)
    members["root_seen"] = canonical_object({{"sha256", canonical_string(state.root_seen->sha256)},
                                             {"version", canonical_integer(state.root_seen->version)}});
  if (!state.ledger.empty()) members["ledger"] = canonical_string(state.ledger);
  if (state.latest_time) members["latest_time"] = canonical_string(format_time(*state.latest_time));
  return seal(canonical_object(members));
}

Result<State> read_state(std::string_view content) {
  ODCA_TRY_ASSIGN(const std::string_view text, unseal(content, "state"));
  const auto document = bundle::Document::parse(text, {.bytes = kMaxStateBytes});
  if (!document) return corrupt("state", document.error().message);
  auto state = read_members(Field(document->root(), ""));
  if (!state) return corrupt("state", state.error().message);
  return state;
}

FloorRecord floor_at(const bundle::VerifiedBundle& bundle, const std::optional<FloorRecord>& before) {
  std::set<bundle::KeyId> seen(bundle.targets_keys.begin(), bundle.targets_keys.end());
  if (before)
    for (const bundle::KeyId& key : before->seen_keys)
      if (seen.size() < bundle::kMaxSeenKeys) seen.insert(key);
  FloorRecord floor{.bundle = reference_to(bundle), .release_keys = bundle.release_keys};
  floor.seen_keys.assign(seen.begin(), seen.end());
  return floor;
}

bundle::Floor floor_of(const State& state, std::vector<DenyEntry> ledger, std::uint64_t embedded_version) {
  bundle::Floor floor;
  floor.embedded_version = embedded_version;
  if (state.floor) {
    floor.version = state.floor->bundle.version;
    floor.content_id = state.floor->bundle.content_id;
    floor.release_keys = state.floor->release_keys;
    floor.seen_keys = state.floor->seen_keys;
  }
  if (state.root_seen) {
    floor.root_version = state.root_seen->version;
    floor.root_sha256 = state.root_seen->sha256;
  }
  floor.latest_time = state.latest_time;
  floor.ledger = std::move(ledger);
  return floor;
}

}  // namespace odca::state
