#include "source/bundle_yaml.h"

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

Result<BundleAnchor> read_anchor(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields,
                  Fields::of(node, {"label", "published_at", "checked_on", "roles", "constraints", "certificate"}));
  BundleAnchor anchor;
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
      anchors.push_back(std::move(anchor));
    }
    return anchors;
  });
}

Result<std::vector<DenyEntry>> read_denied(std::string_view text, std::string_view origin) {
  return read_sole(text, origin, "deny", [](const Node& node) { return read_deny_entries(node, Origin{}); });
}

Result<BundleVersion> read_version(std::string_view text, std::string_view origin) {
  ODCA_TRY_ASSIGN(const Node root, yaml::parse(text, origin));
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(root, {"date", "sources"}));
  ODCA_TRY_ASSIGN(const Node* date, fields.require("date"));
  ODCA_TRY_ASSIGN(const Node* sources, fields.require("sources"));
  ODCA_TRY(sources->as_lines());
  BundleVersion version{.date = date->text()};
  ODCA_TRY_ASSIGN(version.at, date->as_date());
  return version;
}

}  // namespace odca
