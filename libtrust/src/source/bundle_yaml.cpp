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

Status read_named_key(const Fields& fields, BundleAnchor& anchor) {
  ODCA_TRY_ASSIGN(const Node* subject, fields.require("subject"));
  ODCA_TRY_ASSIGN(anchor.subject, facts::read_name(*subject));
  if (anchor.subject.empty()) return subject->error("an anchor needs a name");
  ODCA_TRY_ASSIGN(const Node* key, fields.require("key"));
  ODCA_TRY_ASSIGN(anchor.key, facts::read_key(*key));
  ODCA_TRY_ASSIGN(const Node* spki, fields.require("spki_sha256"));
  ODCA_TRY_ASSIGN(anchor.spki_sha256, spki->as_hex32());
  if (const Node* const key_id = fields.find("subject_key_id")) {
    ODCA_TRY_ASSIGN(anchor.subject_key_id, key_id->as_hex());
  }
  if (const Node* const validity = fields.find("validity")) {
    ODCA_TRY_ASSIGN(anchor.validity, facts::read_validity(*validity));
  }
  ODCA_TRY_ASSIGN(const Node* certificates, fields.require("cert_sha256"));
  ODCA_TRY_ASSIGN(const std::span<const Node> items, certificates->as_sequence());
  for (const Node& item : items) {
    ODCA_TRY_ASSIGN(const Fingerprint fingerprint, item.as_hex32());
    anchor.cert_sha256.push_back(fingerprint);
  }
  return {};
}

Result<BundleAnchor> read_anchor(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields,
                  Fields::of(node, {"label", "published_at", "checked_on", "roles", "constraints", "certificate",
                                    "subject", "key", "spki_sha256", "subject_key_id", "validity", "cert_sha256"}));
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
  const Node* const certificate = fields.find("certificate");
  if (certificate == nullptr) {
    ODCA_TRY(read_named_key(fields, anchor));
    return anchor;
  }
  for (const std::string_view stray : {"subject", "key", "spki_sha256", "subject_key_id", "validity", "cert_sha256"})
    if (const Node* const found = fields.find(stray))
      return found->error(cat(quote(stray), " stands in the certificate's own facts already"));
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
