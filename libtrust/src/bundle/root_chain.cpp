// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/root_chain.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "base/check.h"
#include "base/text.h"
#include "bundle/reason.h"
#include "odca/digest.h"

namespace odca::bundle {
namespace {

constexpr std::string_view kOtherPublisher =
    "get the bundle from the installed publisher; if that was replaced on purpose, trust-bundle recover "
    "--accept-new-publisher keeps the denials and gives up the rest";
constexpr DocumentType kReleaseRoles[] = {DocumentType::timestamp, DocumentType::snapshot, DocumentType::targets};

const RootDocument* find_version(const std::vector<RootDocument>& roots, std::uint64_t version) {
  const auto found = std::find_if(roots.begin(), roots.end(),
                                  [version](const RootDocument& root) { return root.header.version == version; });
  return found == roots.end() ? nullptr : &*found;
}

Status check_consecutive(const std::vector<RootDocument>& roots) {
  for (std::size_t i = 1; i < roots.size(); ++i) {
    const std::uint64_t due = roots[i - 1].header.version + 1;
    if (roots[i].header.version != due)
      return failure("E_ROOT_CHAIN", cat("expected root version ", due, ", found ", roots[i].header.version))
          .in(root_name(roots[i]));
  }
  return {};
}

std::string role_text(const Role& role) {
  std::vector<std::string> ids;
  for (const KeyId& id : std::set<KeyId>(role.key_ids.begin(), role.key_ids.end())) ids.push_back(canonical_string(id));
  return canonical_object({{"keyids", canonical_array(ids)}, {"threshold", canonical_integer(role.threshold)}});
}

}  // namespace

std::string root_name(const RootDocument& root) { return cat("root ", root.header.version); }

std::string signed_sha256(const Envelope& envelope) { return to_hex(sha256(as_bytes(envelope.signed_bytes))); }

std::string release_keys_of(const RootDocument& root) {
  std::map<std::string, std::string, std::less<>> roles;
  for (const DocumentType type : kReleaseRoles) roles.emplace(to_string(type), role_text(root.role(type)));
  return to_hex(sha256(as_bytes(canonical_object(roles))));
}

Status check_descent(const std::vector<RootDocument>& roots, const RootDocument& trusted) {
  ODCA_CHECK(!roots.empty());
  ODCA_TRY(check_consecutive(roots));
  const RootDocument* const same = find_version(roots, trusted.header.version);
  if (same == nullptr)
    return failure("E_ROOT_CHAIN", cat("expected ", root_name(trusted), ", our root of trust, among ",
                                       root_name(roots.front()), " to ", root_name(roots.back())));
  if (same->envelope.signed_bytes != trusted.envelope.signed_bytes)
    return failure("E_ROOT_CHAIN", "it differs from our root of trust of the same version").in(root_name(*same));
  return {};
}

void drop_before(std::uint64_t trusted_version, std::vector<RootDocument>& roots) {
  std::erase_if(roots, [&](const RootDocument& root) { return root.header.version < trusted_version; });
}

Status check_root_seen(const std::vector<RootDocument>& roots, const Floor& floor) {
  ODCA_CHECK(!roots.empty());
  if (floor.root_version == 0 || floor.root_version < roots.front().header.version) return {};
  const RootDocument* const seen = find_version(roots, floor.root_version);
  if (seen == nullptr)
    return failure(
        "E_ROOT_CHAIN",
        cat("expected at least root ", floor.root_version, ", seen before; the last one is ", root_name(roots.back())),
        std::string(kOtherPublisher));
  if (signed_sha256(seen->envelope) != floor.root_sha256)
    return Error(failure("E_ROOT_CHAIN", "it differs from the root document of this version seen before",
                         std::string(kOtherPublisher)))
        .in(root_name(*seen));
  return {};
}

bool ends_before_root_seen(const std::vector<RootDocument>& roots, const Floor& floor) {
  ODCA_CHECK(!roots.empty());
  return floor.root_version > roots.back().header.version;
}

Status check_root_signatures(const std::vector<RootDocument>& roots, std::vector<SignatureVerdict>& verdicts) {
  for (std::size_t i = 0; i < roots.size(); ++i) {
    const RootDocument& root = roots[i];
    ODCA_TRY(check_key_points(root));
    if (i > 0)
      ODCA_TRY(check_role(root.envelope, roots[i - 1], DocumentType::root,
                          cat(root_name(root), " by ", root_name(roots[i - 1])), verdicts));
    ODCA_TRY(check_role(root.envelope, root, DocumentType::root, root_name(root), verdicts));
  }
  return {};
}

bool rotation_frees_from_floor(const std::vector<RootDocument>& roots, const Floor& floor) {
  ODCA_CHECK(!roots.empty());
  if (floor.release_keys.empty() || release_keys_of(roots.back()) == floor.release_keys) return false;
  std::set<KeyId> earlier(floor.seen_keys.begin(), floor.seen_keys.end());
  // Keys that came with root documents behind the newest one seen are new, in however many steps they came.
  for (const RootDocument& root : roots)
    if (root.header.version <= floor.root_version)
      earlier.insert(root.targets.key_ids.begin(), root.targets.key_ids.end());
  const Role& now = roots.back().targets;
  const auto left =
      std::count_if(now.key_ids.begin(), now.key_ids.end(), [&](const KeyId& id) { return earlier.contains(id); });
  return static_cast<std::uint64_t>(left) < now.threshold;  // a count
}

std::vector<KeyId> targets_keys_of(const std::vector<RootDocument>& roots) {
  std::set<KeyId> keys;
  for (const RootDocument& root : roots) keys.insert(root.targets.key_ids.begin(), root.targets.key_ids.end());
  return {keys.begin(), keys.end()};
}

}  // namespace odca::bundle
