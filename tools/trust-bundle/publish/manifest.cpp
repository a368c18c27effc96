// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "publish/manifest.h"

#include <array>
#include <utility>

#include "base/text.h"
#include "bundle/canonical.h"
#include "bundle/store_words.h"
#include "source/trust_yaml.h"
#include "yaml/yaml.h"

namespace odca::bundle_tool {
namespace {

using yaml::Fields;
using yaml::Node;

constexpr std::uint64_t kMaxValidDays = 3660;  // ten years
constexpr std::size_t kMaxLine = 2000;         // as in trust-store.json
constexpr std::size_t kMaxEncoded = std::size_t{24} << 10U;

/// read_line reads a text that a store can hold.
Result<std::string> read_line(const Node& node, std::size_t max_bytes = kMaxLine) {
  ODCA_TRY_ASSIGN(std::string text, node.as_line(max_bytes));
  if (!bundle::is_canonical_text(text))
    return node.error("expected plain text without control characters, found " + node.describe());
  return text;
}

Result<std::uint64_t> read_id(const Fields& fields) {
  ODCA_TRY_ASSIGN(const Node* id, fields.require("id"));
  return id->as_unsigned(1, bundle::kLargestInteger);
}

/// check_once fails when an item before has the same id.
template <class Item>
Status check_once(const std::vector<Item>& earlier, std::uint64_t id, const Node& node) {
  for (const Item& item : earlier)
    if (item.id == id) return node.error(cat("duplicate id ", id));
  return {};
}

Result<ManifestProvenance> read_one_provenance(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"url", "retrieved", "sha256", "file"}));
  ManifestProvenance one;
  ODCA_TRY_ASSIGN(const Node* url, fields.require("url"));
  ODCA_TRY_ASSIGN(one.provenance.url, read_line(*url));
  ODCA_TRY_ASSIGN(const Node* retrieved, fields.require("retrieved"));
  ODCA_TRY(retrieved->as_date());
  one.provenance.retrieved = retrieved->text();
  if (const Node* const hash = fields.find("sha256")) {
    ODCA_TRY_ASSIGN(one.provenance.sha256, hash->as_hex32());
  }
  const Node* const file = fields.find("file");
  if (file == nullptr) return one;
  if (!one.provenance.sha256)
    return node.error("missing 'sha256' beside 'file'",
                      "write the SHA-256 down, so that the file can be compared with it");
  ODCA_TRY_ASSIGN(one.file, file->as_line());
  return one;
}

Result<std::vector<ManifestProvenance>> read_provenance(const Fields& fields) {
  std::vector<ManifestProvenance> list;
  const Node* const node = fields.find("provenance");
  if (node == nullptr) return list;
  ODCA_TRY_ASSIGN(const std::span<const Node> items, node->as_sequence());
  for (const Node& item : items) {
    ODCA_TRY_ASSIGN(ManifestProvenance one, read_one_provenance(item));
    list.push_back(std::move(one));
  }
  return list;
}

Result<Bytes> read_base64(const Node& node) {
  ODCA_TRY_ASSIGN(const std::string text, node.as_line(kMaxEncoded));
  std::optional<Bytes> bytes = from_base64(text);
  if (!bytes || bytes->empty()) return node.error("expected DER in base64 on one line, found " + node.describe());
  return *std::move(bytes);
}

/// read_identity reads what makes an anchor: a certificate, or a name and a key, or neither (a change of the base).
Status read_identity(const Fields& fields, ManifestAnchor& anchor) {
  const Node* const certificate = fields.find("certificate");
  const Node* const subject = fields.find("subject");
  const Node* const spki = fields.find("spki");
  if ((subject == nullptr) != (spki == nullptr))
    return fields.node().error("expected 'subject' and 'spki' together, found one of them");
  if (certificate != nullptr && spki != nullptr)
    return fields.node().error("expected either 'certificate' or 'subject' and 'spki', found all");
  if (certificate != nullptr) {
    ODCA_TRY_ASSIGN(anchor.certificate, certificate->as_line());
  }
  if (spki == nullptr) return {};
  ODCA_TRY_ASSIGN(anchor.subject, read_base64(*subject));
  ODCA_TRY_ASSIGN(anchor.spki, read_base64(*spki));
  return {};
}

/// read_hashes reads a list that may be absent.
Status read_hashes(const Fields& fields, std::string_view key, std::vector<Fingerprint>& hashes) {
  const Node* const node = fields.find(key);
  if (node == nullptr) return {};
  ODCA_TRY_ASSIGN(const std::span<const Node> items, node->as_sequence());
  for (const Node& item : items) {
    ODCA_TRY_ASSIGN(const Fingerprint hash, item.as_hex32());
    for (const Fingerprint& earlier : hashes)
      if (earlier == hash) return item.error(cat("duplicate value ", quote(to_hex(hash))));
    hashes.push_back(hash);
  }
  return {};
}

Status read_terms(const Fields& fields, ManifestAnchor& anchor) {
  if (const Node* const label = fields.find("label")) {
    ODCA_TRY_ASSIGN(anchor.label, read_line(*label));
  }
  if (const Node* const roles = fields.find("roles")) {
    ODCA_TRY_ASSIGN(anchor.roles, read_roles(*roles));
  }
  if (const Node* const status = fields.find("status")) {
    ODCA_TRY_ASSIGN(const std::size_t index, status->as_choice(bundle::kAnchorStatuses));
    anchor.status = static_cast<AnchorStatus>(index);  // the words are in the order of the enumeration
  }
  if (const Node* const successor = fields.find("replaced_by")) {
    ODCA_TRY_ASSIGN(anchor.replaced_by, successor->as_unsigned(1, bundle::kLargestInteger));
  }
  if (const Node* const constraints = fields.find("constraints")) {
    ODCA_TRY_ASSIGN(anchor.constraints, read_constraints(*constraints));
    for (const NamePart& part : anchor.constraints->first_ca)
      if (!bundle::is_canonical_text(part.value))
        return constraints->error("a part of 'first_ca' has a control character");
  }
  return {};
}

Result<ManifestAnchor> read_anchor(const Node& node, const std::string& place) {
  ODCA_TRY_ASSIGN(const Fields fields,
                  Fields::of(node, {"id", "label", "certificate", "subject", "spki", "cert_sha256", "roles", "status",
                                    "replaced_by", "constraints", "provenance"}));
  ManifestAnchor anchor{.place = place};
  ODCA_TRY_ASSIGN(anchor.id, read_id(fields));
  ODCA_TRY(read_identity(fields, anchor));
  ODCA_TRY(read_hashes(fields, "cert_sha256", anchor.cert_sha256));
  ODCA_TRY(read_terms(fields, anchor));
  ODCA_TRY_ASSIGN(anchor.provenance, read_provenance(fields));
  if (anchor.changes_base()) return anchor;
  ODCA_TRY(fields.require("label"));
  ODCA_TRY(fields.require("roles"));
  return anchor;
}

Result<ManifestMaterial> read_material(const Node& node, const std::string& place) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"file", "provenance"}));
  ManifestMaterial material{.place = place};
  ODCA_TRY_ASSIGN(const Node* file, fields.require("file"));
  ODCA_TRY_ASSIGN(material.file, file->as_line());
  ODCA_TRY_ASSIGN(material.provenance, read_provenance(fields));
  return material;
}

Result<ManifestDeny> read_deny(const Node& node, const std::string& place) {
  ODCA_TRY_ASSIGN(const Fields fields,
                  Fields::of(node, {"id", "label", "reason", "spki_sha256", "sha256", "since", "lifted"}));
  ManifestDeny deny{.place = place};
  ODCA_TRY_ASSIGN(deny.id, read_id(fields));
  if (const Node* const lifted = fields.find("lifted")) {
    ODCA_TRY_ASSIGN(deny.lifted, lifted->as_bool());
  }
  if (fields.find("spki_sha256") == nullptr && fields.find("sha256") == nullptr) {
    for (const std::string_view other : {"label", "reason", "since"})
      if (fields.find(other) != nullptr)
        return node.error(cat("expected 'spki_sha256' or 'sha256' beside '", other, "', found neither"),
                          "an entry with 'id' and 'lifted' alone changes that of the base");
    ODCA_TRY(fields.require("lifted"));
    return deny;
  }
  ODCA_TRY_ASSIGN(deny.entry, read_deny_entry(fields, Origin{}));
  if (!bundle::is_canonical_text(deny.entry->label) || !bundle::is_canonical_text(deny.entry->reason))
    return node.error("'label' and 'reason' are plain text without control characters");
  ODCA_TRY_ASSIGN(const Node* since, fields.require("since"));
  ODCA_TRY(since->as_date());
  deny.since = since->text();
  return deny;
}

/// read_each reads a sequence that may be absent.
template <class Item, class Reader>
Status read_each(const Fields& fields, std::string_view key, std::string_view origin, std::vector<Item>& out,
                 Reader read) {
  const Node* const node = fields.find(key);
  if (node == nullptr) return {};
  ODCA_TRY_ASSIGN(const std::span<const Node> items, node->as_sequence());
  for (const Node& item : items) {
    ODCA_TRY_ASSIGN(Item one, read(item, cat(origin, ", line ", item.line())));
    if constexpr (requires { one.id; }) ODCA_TRY(check_once(out, one.id, item));
    out.push_back(std::move(one));
  }
  return {};
}

Status read_end(const Fields& fields, Manifest& manifest) {
  const Node* const expires = fields.find("expires");
  const Node* const days = fields.find("valid_days");
  if (expires != nullptr && days != nullptr)
    return fields.node().error("expected either 'expires' or 'valid_days', found both");
  if (expires != nullptr) {
    ODCA_TRY_ASSIGN(manifest.expires, expires->as_time());
  }
  if (days != nullptr) {
    ODCA_TRY_ASSIGN(manifest.valid_days, days->as_unsigned(1, kMaxValidDays));
  }
  return {};
}

Status read_head(const Fields& fields, Manifest& manifest) {
  ODCA_TRY_ASSIGN(const Node* format, fields.require("format"));
  ODCA_TRY(format->as_choice({kManifestFormat}));
  ODCA_TRY_ASSIGN(const Node* version, fields.require("version"));
  ODCA_TRY_ASSIGN(manifest.version, version->as_unsigned(1, bundle::kLargestInteger));
  ODCA_TRY(read_end(fields, manifest));
  ODCA_TRY_ASSIGN(const Node* roots, fields.require("roots"));
  ODCA_TRY_ASSIGN(manifest.roots, roots->as_lines());
  if (const Node* const base = fields.find("base")) {
    ODCA_TRY_ASSIGN(manifest.base, base->as_line());
  }
  if (const Node* const notes = fields.find("notes")) {
    ODCA_TRY_ASSIGN(manifest.notes, read_line(*notes, yaml::kMaxLine));
  }
  const Node* const min_tool = fields.find("min_tool");
  if (min_tool == nullptr) return {};
  ODCA_TRY_ASSIGN(manifest.min_tool, min_tool->as_line());
  if (!bundle::is_tool_version(manifest.min_tool))
    return min_tool->error("expected a version as '0.1.0', found " + min_tool->describe());
  return {};
}

}  // namespace

Result<Manifest> read_manifest(std::string_view text, std::string_view origin) {
  ODCA_TRY_ASSIGN(const Node root, yaml::parse(text, origin));
  ODCA_TRY_ASSIGN(const Fields fields,
                  Fields::of(root, {"format", "version", "expires", "valid_days", "roots", "base", "anchors",
                                    "drop_intermediates", "intermediates", "crls", "deny", "notes", "min_tool"}));
  Manifest manifest;
  ODCA_TRY(read_head(fields, manifest));
  ODCA_TRY(read_each(fields, "anchors", origin, manifest.anchors, read_anchor));
  ODCA_TRY(read_hashes(fields, "drop_intermediates", manifest.drop_intermediates));
  ODCA_TRY(read_each(fields, "intermediates", origin, manifest.intermediates, read_material));
  ODCA_TRY(read_each(fields, "crls", origin, manifest.crls, read_material));
  ODCA_TRY(read_each(fields, "deny", origin, manifest.deny, read_deny));
  return manifest;
}

}  // namespace odca::bundle_tool
