// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "reviewed.h"
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

Result<DenyEntry> read_entry(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields,
                  Fields::of(node, {"id", "label", "reason", "spki_sha256", "sha256", "since", "lifted"}));
  ODCA_TRY_ASSIGN(DenyEntry deny, read_deny_entry(fields, Origin{}));
  ODCA_TRY_ASSIGN(deny.id, read_id(fields));
  ODCA_TRY_ASSIGN(const Node* since, fields.require("since"));
  ODCA_TRY(since->as_date());
  deny.since = since->text();
  if (const Node* const lifted = fields.find("lifted")) {
    ODCA_TRY_ASSIGN(deny.lifted, lifted->as_bool());
  }
  return deny;
}

Result<ReviewedAnchor> read_anchor(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"id", "label", "published_at", "checked_on", "roles",
                                                         "constraints", "certificate"}));
  ReviewedAnchor anchor;
  ODCA_TRY_ASSIGN(anchor.terms.id, read_id(fields));
  ODCA_TRY_ASSIGN(const Node* label, fields.require("label"));
  ODCA_TRY_ASSIGN(anchor.terms.label, label->as_line());
  ODCA_TRY_ASSIGN(Provenance provenance, read_provenance(fields));
  if (provenance.url.empty() || provenance.retrieved.empty())
    return node.error("missing 'published_at' or 'checked_on' of an anchor");
  anchor.terms.provenance.push_back(std::move(provenance));
  ODCA_TRY_ASSIGN(const Node* roles, fields.require("roles"));
  ODCA_TRY_ASSIGN(anchor.terms.roles, read_roles(*roles));
  if (const Node* const constraints = fields.find("constraints")) {
    ODCA_TRY_ASSIGN(anchor.terms.constraints, read_constraints(*constraints));
  }
  ODCA_TRY_ASSIGN(const Node* certificate, fields.require("certificate"));
  ODCA_TRY_ASSIGN(anchor.certificate, facts::read_certificate(*certificate));
  return anchor;
}

}  // namespace

Result<std::vector<ReviewedAnchor>> read_anchors(std::string_view text, std::string_view origin) {
  return read_sole(text, origin, "anchors", [](const Node& node) -> Result<std::vector<ReviewedAnchor>> {
    ODCA_TRY_ASSIGN(const std::span<const Node> items, node.as_sequence());
    std::vector<ReviewedAnchor> anchors;
    for (const Node& item : items) {
      ODCA_TRY_ASSIGN(ReviewedAnchor anchor, read_anchor(item));
      for (const ReviewedAnchor& earlier : anchors)
        if (earlier.terms.id == anchor.terms.id) return item.error(cat("duplicate id ", anchor.terms.id));
      anchors.push_back(std::move(anchor));
    }
    return anchors;
  });
}

Status read_deny(std::string_view text, std::string_view origin, bundle::StoreDocument& store) {
  return read_sole(text, origin, "deny", [&](const Node& node) -> Status {
    ODCA_TRY_ASSIGN(const std::span<const Node> items, node.as_sequence());
    for (const Node& item : items) {
      ODCA_TRY_ASSIGN(DenyEntry deny, read_entry(item));
      for (const DenyEntry& earlier : store.deny) {
        if (earlier.id == deny.id) return item.error(cat("duplicate id ", deny.id));
        if (earlier.kind == deny.kind && earlier.sha256 == deny.sha256)
          return item.error(cat("duplicate value ", quote(to_hex(deny.sha256))));
      }
      store.deny.push_back(std::move(deny));
    }
    return {};
  });
}

Status read_version(std::string_view text, std::string_view origin, bundle::StoreDocument& store) {
  ODCA_TRY_ASSIGN(const Node root, yaml::parse(text, origin));
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(root, {"date", "version", "sources"}));
  ODCA_TRY_ASSIGN(const Node* date, fields.require("date"));
  ODCA_TRY_ASSIGN(const Node* sources, fields.require("sources"));
  ODCA_TRY(sources->as_lines());
  ODCA_TRY_ASSIGN(const Node* number, fields.require("version"));
  ODCA_TRY_ASSIGN(store.preamble.version, number->as_unsigned(1, kMaxNumber));
  ODCA_TRY_ASSIGN(store.created, date->as_date());
  return {};
}

}  // namespace odca
