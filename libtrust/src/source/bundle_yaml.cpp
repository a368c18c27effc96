#include "source/bundle_yaml.h"

#include "base/text.h"
#include "source/trust_yaml.h"

namespace odca {
namespace {

using yaml::Fields;
using yaml::Node;

/// read_sole reads the one key that a document may have.
template <class Reader>
auto read_sole(std::string_view text, std::string_view origin, std::string_view key, Reader reader)
    -> decltype(reader(std::declval<const Node&>())) {
  ODCA_TRY_ASSIGN(const Node root, yaml::parse(text, origin));
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(root, {key}));
  ODCA_TRY_ASSIGN(const Node* value, fields.require(key));
  return reader(*value);
}

constexpr std::uint64_t kMaxNumber = 999'999;  // of ids and versions; far below what JSON can hold

Result<std::uint64_t> read_id(const Fields& fields) {
  ODCA_TRY_ASSIGN(const Node* id, fields.require("id"));
  return id->as_unsigned(1, kMaxNumber);
}

/// check_fresh fails when an item before has the same id.
template <class Item>
Status check_fresh(const std::vector<Item>& earlier, std::uint64_t id, const Node& node) {
  for (const Item& item : earlier)
    if (item.id == id) return node.error(cat("the id ", id, " stands here twice"));
  return {};
}

Result<BundleDeny> read_deny(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields,
                  Fields::of(node, {"id", "label", "reason", "spki_sha256", "sha256", "since", "lifted"}));
  BundleDeny deny;
  ODCA_TRY_ASSIGN(deny.id, read_id(fields));
  ODCA_TRY_ASSIGN(deny.entry, read_deny_entry(fields, Origin{}));
  ODCA_TRY_ASSIGN(const Node* since, fields.require("since"));
  ODCA_TRY(since->as_date());
  deny.since = since->text();
  if (const Node* const lifted = fields.find("lifted")) {
    ODCA_TRY_ASSIGN(deny.lifted, lifted->as_bool());
  }
  return deny;
}

Result<BundleAnchor> read_anchor(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"id", "label", "published_at", "checked_on", "roles",
                                                         "constraints", "certificate"}));
  BundleAnchor anchor;
  ODCA_TRY_ASSIGN(anchor.id, read_id(fields));
  ODCA_TRY_ASSIGN(const Node* label, fields.require("label"));
  ODCA_TRY_ASSIGN(anchor.label, label->as_line());
  ODCA_TRY_ASSIGN(anchor.provenance, facts::read_provenance(fields));
  if (anchor.provenance.published_at.empty() || anchor.provenance.checked_on.empty())
    return node.error("an anchor needs 'published_at' and 'checked_on'");
  ODCA_TRY_ASSIGN(const Node* roles, fields.require("roles"));
  ODCA_TRY_ASSIGN(anchor.roles, read_roles(*roles));
  if (const Node* const constraints = fields.find("constraints")) {
    ODCA_TRY_ASSIGN(anchor.constraints, read_constraints(*constraints));
  }
  ODCA_TRY_ASSIGN(const Node* certificate, fields.require("certificate"));
  ODCA_TRY_ASSIGN(anchor.certificate, facts::read_certificate(*certificate));
  return anchor;
}

}  // namespace

Result<std::vector<BundleAnchor>> read_anchors(std::string_view text, std::string_view origin) {
  return read_sole(text, origin, "anchors", [](const Node& node) -> Result<std::vector<BundleAnchor>> {
    ODCA_TRY_ASSIGN(const std::span<const Node> items, node.as_sequence());
    std::vector<BundleAnchor> anchors;
    for (const Node& item : items) {
      ODCA_TRY_ASSIGN(BundleAnchor anchor, read_anchor(item));
      ODCA_TRY(check_fresh(anchors, anchor.id, item));
      anchors.push_back(std::move(anchor));
    }
    return anchors;
  });
}

Result<std::vector<BundleDeny>> read_denied(std::string_view text, std::string_view origin) {
  return read_sole(text, origin, "deny", [](const Node& node) -> Result<std::vector<BundleDeny>> {
    ODCA_TRY_ASSIGN(const std::span<const Node> items, node.as_sequence());
    std::vector<BundleDeny> denied;
    for (const Node& item : items) {
      ODCA_TRY_ASSIGN(BundleDeny deny, read_deny(item));
      ODCA_TRY(check_fresh(denied, deny.id, item));
      for (const BundleDeny& earlier : denied)
        if (earlier.entry.kind == deny.entry.kind && earlier.entry.sha256 == deny.entry.sha256)
          return item.error(cat(quote(to_hex(deny.entry.sha256)), " stands here twice"));
      denied.push_back(std::move(deny));
    }
    return denied;
  });
}

Result<BundleVersion> read_version(std::string_view text, std::string_view origin) {
  ODCA_TRY_ASSIGN(const Node root, yaml::parse(text, origin));
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(root, {"date", "version", "sources"}));
  ODCA_TRY_ASSIGN(const Node* date, fields.require("date"));
  ODCA_TRY_ASSIGN(const Node* sources, fields.require("sources"));
  ODCA_TRY(sources->as_lines());
  ODCA_TRY_ASSIGN(const Node* number, fields.require("version"));
  BundleVersion version{.date = date->text()};
  ODCA_TRY_ASSIGN(version.number, number->as_unsigned(1, kMaxNumber));
  ODCA_TRY_ASSIGN(version.at, date->as_date());
  return version;
}

}  // namespace odca
