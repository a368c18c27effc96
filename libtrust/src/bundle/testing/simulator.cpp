// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/testing/simulator.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "odca/digest.h"

namespace odca::bundle {
namespace {

using Members = std::map<std::string, std::string, std::less<>>;

std::string edited(const Edit& edit, std::string text) { return edit ? edit(std::move(text)) : text; }

Time day(std::string_view text) {
  const auto time = parse_time(text);
  ODCA_CHECK(time.has_value());
  return *time;
}

Members header_members(const SimulatedDocument& document) {
  return {{"_type", canonical_string(to_string(document.type))},
          {"expires", canonical_string(format_expiry(document.expires))},
          {"spec_version", canonical_string(kSpecVersion)},
          {"version", canonical_integer(document.version)}};
}

std::string envelope_of(const SimulatedDocument& document, std::string_view signed_part) {
  std::map<KeyId, std::string> signatures;
  for (const std::string& name : document.signers)
    signatures[simulated_key(name).key.id] = signature_of(name, signed_part);
  std::vector<std::string> items;
  for (const auto& [id, hex] : signatures)
    items.push_back(canonical_object({{"keyid", canonical_string(id)}, {"sig", canonical_string(hex)}}));
  return edited(document.after_signing,
                canonical_object({{"signatures", canonical_array(items)}, {"signed", std::string(signed_part)}}));
}

std::string role_object(const SimulatedRole& role) {
  std::vector<std::string> ids;
  for (const std::string& name : role.keys) ids.push_back(canonical_string(simulated_key(name).key.id));
  return canonical_object({{"keyids", canonical_array(ids)}, {"threshold", canonical_integer(role.threshold)}});
}

std::string meta_of(std::string_view file, std::uint64_t version) {
  return canonical_object({{std::string(file), canonical_object({{"version", canonical_integer(version)}})}});
}

}  // namespace

const SimulatedKey& simulated_key(const std::string& name) {
  static std::map<std::string, SimulatedKey> keys;
  const auto known = keys.find(name);
  if (known != keys.end()) return known->second;
  ODCA_CHECK(sodium_init() >= 0);
  const Fingerprint seed = sha256(as_bytes(name));
  std::array<std::uint8_t, 32> public_key{};
  SimulatedKey key;
  ODCA_CHECK(crypto_sign_seed_keypair(public_key.data(), key.secret.data(), seed.data()) == 0);
  key.key = ed25519_key(public_key);
  return keys.emplace(name, std::move(key)).first->second;
}

std::string signature_of(const std::string& key_name, std::string_view text) {
  std::array<std::uint8_t, crypto_sign_BYTES> signature{};
  const ByteView message = as_bytes(text);
  ODCA_CHECK(crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                                  simulated_key(key_name).secret.data()) == 0);
  return to_hex(signature);
}

BundleSimulator::BundleSimulator(std::string store_text) : store(std::move(store_text)) {
  const auto document = Document::parse(store, {.string = kMaxCrlBytes * 2});
  ODCA_CHECK(document.has_value());
  const auto preamble = read_preamble(document->root());
  ODCA_CHECK(preamble.has_value());
  roots.push_back({.document = {.type = DocumentType::root,
                                .version = 1,
                                .expires = day("2029-01-01"),
                                .signers = {"root-1", "root-2", "root-3"}},
                   .root = {{"root-1", "root-2", "root-3", "root-4", "root-5"}, 3},
                   .release = {{"release-1", "release-2", "release-3"}, 2}});
  add_root();
  timestamp = {.type = DocumentType::timestamp, .expires = day("2027-07-01"), .signers = {"release-1", "release-2"}};
  snapshot = timestamp;
  snapshot.type = DocumentType::snapshot;
  targets = timestamp;
  targets.type = DocumentType::targets;
  set_version(preamble->version);
}

void BundleSimulator::set_version(std::uint64_t version) {
  for (SimulatedDocument* const document : {&timestamp, &snapshot, &targets}) document->version = version;
  // 'version' is the last member of a canonical store.
  const std::size_t at = store.rfind(R"("version":)");
  ODCA_CHECK(at != std::string::npos);
  store = cat(store.substr(0, at), R"("version":)", version, '}');
}

void BundleSimulator::set_release_signers(const std::vector<std::string>& names) {
  for (SimulatedDocument* const document : {&timestamp, &snapshot, &targets}) document->signers = names;
}

SimulatedRoot& BundleSimulator::add_root() {
  roots.push_back(roots.back());
  ++roots.back().document.version;
  return roots.back();
}

std::string BundleSimulator::signed_root(std::size_t index) const {
  const SimulatedRoot& root = roots.at(index);
  Members keys;
  for (const SimulatedRole* const role : {&root.root, &root.release})
    for (const std::string& name : role->keys)
      keys.emplace(simulated_key(name).key.id, key_object(simulated_key(name).key));
  const std::string release = role_object(root.release);
  Members members = header_members(root.document);
  members.emplace("consistent_snapshot", canonical_boolean(true));
  members.emplace("keys", canonical_object(keys));
  members.emplace(
      "roles",
      canonical_object(
          {{"root", role_object(root.root)}, {"snapshot", release}, {"targets", release}, {"timestamp", release}}));
  return edited(root.document.before_signing, canonical_object(members));
}

std::string BundleSimulator::root_envelope(std::size_t index) const {
  return envelope_of(roots.at(index).document, signed_root(index));
}

std::string BundleSimulator::release_envelope(const SimulatedDocument& document) const {
  Members members = header_members(document);
  if (document.type == DocumentType::timestamp) members.emplace("meta", meta_of("snapshot.json", snapshot.version));
  if (document.type == DocumentType::snapshot) members.emplace("meta", meta_of("targets.json", targets.version));
  if (document.type == DocumentType::targets)
    members.emplace(
        "targets",
        canonical_object(
            {{std::string(kTargetName),
              canonical_object(
                  {{"hashes", canonical_object({{"sha256", canonical_string(to_hex(sha256(as_bytes(store))))}})},
                   {"length", canonical_integer(store.size())}})}}));
  return envelope_of(document, edited(document.before_signing, canonical_object(members)));
}

std::string BundleSimulator::publish() const {
  std::vector<std::string> envelopes;
  for (std::size_t i = 0; i < roots.size(); ++i) envelopes.push_back(root_envelope(i));
  return edited(after_packing, canonical_object({{"format", canonical_string(kFormat)},
                                                 {"roots", canonical_array(envelopes)},
                                                 {"snapshot", release_envelope(snapshot)},
                                                 {"store", store},
                                                 {"targets", release_envelope(targets)},
                                                 {"timestamp", release_envelope(timestamp)}}));
}

RootOfTrust BundleSimulator::root_of_trust(std::size_t index) const {
  return {.text = root_envelope(index), .origin = "the simulator"};
}

Floor floor_after(const VerifiedBundle& bundle, Time now) {
  Floor floor{.version = bundle.version,
              .content_id = bundle.content_id,
              .root_version = bundle.root_version,
              .root_is_ours = true,
              .root_sha256 = bundle.root_sha256,
              .release_keys = bundle.release_keys,
              .seen_keys = bundle.targets_keys,
              .latest_time = now};
  std::copy_if(bundle.store.deny.begin(), bundle.store.deny.end(), std::back_inserter(floor.ledger),
               [](const DenyEntry& entry) { return !entry.lifted; });
  return floor;
}

}  // namespace odca::bundle
