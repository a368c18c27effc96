// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Root documents: the keys, and which of them speak for which role.
#include <algorithm>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "bundle/tuf.h"
#include "bundle/tuf_reading.h"

namespace odca::bundle {
namespace {

Result<std::vector<RoleKey>> read_keys(const Field& field) {
  if (!field.value().is_object()) return field.mismatch("an object");
  const Value::Members members = field.value().members();
  const std::size_t count = members.size();
  if (count > kMaxKeys) return field.error(cat("expected at most ", kMaxKeys, " keys, found ", count), "E_LIMIT");
  std::vector<RoleKey> keys;
  std::set<std::string> seen;
  for (const auto& [id, value] : members) {
    ODCA_TRY_ASSIGN(RoleKey key, read_key(id, Field(value, cat(field.place(), '.', id))));
    // One key under two ids would count twice where ids are counted.
    if (!seen.insert(key.public_hex).second)
      return field.error(cat("duplicate public key ", quote(key.public_hex)), "E_KEY");
    keys.push_back(std::move(key));
  }
  return keys;
}

Result<std::vector<KeyId>> read_key_ids(const Field& field, const RootDocument& root) {
  ODCA_TRY_ASSIGN(const std::vector<Field> items, field.items(kMaxKeys));
  std::vector<KeyId> ids;
  for (const Field& item : items) {
    ODCA_TRY_ASSIGN(KeyId id, read_key_id(item));
    if (root.key(id) == nullptr) return item.error(cat("unknown key ", quote(id)), "E_KEY");
    if (std::find(ids.begin(), ids.end(), id) != ids.end())
      return item.error(cat("duplicate key ", quote(id)), "E_KEY");
    ids.push_back(std::move(id));
  }
  return ids;
}

Result<Role> read_role(const Field& field, const RootDocument& root) {
  ODCA_TRY_ASSIGN(const Object object, field.object({"keyids", "threshold"}));
  Role role;
  ODCA_TRY_ASSIGN(role.key_ids, read_key_ids(object["keyids"], root));
  const Field& threshold = object["threshold"];
  ODCA_TRY_ASSIGN(role.threshold, threshold.integer());
  if (role.threshold < 1 || role.threshold > role.key_ids.size())
    return threshold.error(cat("expected 1 to the number of keys, ", role.key_ids.size(), ", found ", role.threshold),
                           "E_KEY");
  if (role.threshold > kMaxThreshold)
    return threshold.error(cat("expected at most ", kMaxThreshold, ", found ", role.threshold), "E_LIMIT");
  return role;
}

Status read_roles(const Field& field, RootDocument& root) {
  ODCA_TRY_ASSIGN(const Object roles, field.object({"root", "snapshot", "targets", "timestamp"}));
  ODCA_TRY_ASSIGN(root.root, read_role(roles["root"], root));
  ODCA_TRY_ASSIGN(root.timestamp, read_role(roles["timestamp"], root));
  ODCA_TRY_ASSIGN(root.snapshot, read_role(roles["snapshot"], root));
  ODCA_TRY_ASSIGN(root.targets, read_role(roles["targets"], root));
  return {};
}

}  // namespace

const Role& RootDocument::role(DocumentType type) const {
  switch (type) {
    case DocumentType::root:
      return root;
    case DocumentType::timestamp:
      return timestamp;
    case DocumentType::snapshot:
      return snapshot;
    case DocumentType::targets:
      return targets;
  }
  ODCA_CHECK(false);
  return root;
}

const RoleKey* RootDocument::key(std::string_view id) const {
  const auto found = std::find_if(keys.begin(), keys.end(), [id](const RoleKey& key) { return key.id == id; });
  return found == keys.end() ? nullptr : &*found;
}

Result<RootDocument> read_root(const Value& envelope, const std::string& where) {
  ODCA_TRY_ASSIGN(OpenedEnvelope opened, open_envelope(envelope, DocumentType::root, where));
  ODCA_TRY_ASSIGN(const Object object, opened.signed_part.object({"_type", "consistent_snapshot", "expires", "keys",
                                                                  "roles", "spec_version", "version"}));
  RootDocument root;
  ODCA_TRY_ASSIGN(root.header, read_header(object, DocumentType::root));
  ODCA_TRY_ASSIGN(const bool consistent, object["consistent_snapshot"].boolean());
  if (!consistent) return object["consistent_snapshot"].error("expected 'true', found 'false'");
  ODCA_TRY_ASSIGN(root.keys, read_keys(object["keys"]));
  ODCA_TRY(read_roles(object["roles"], root));
  root.envelope = std::move(opened.envelope);
  return root;
}

}  // namespace odca::bundle
