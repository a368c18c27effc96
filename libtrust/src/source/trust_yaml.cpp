// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "source/trust_yaml.h"

#include <algorithm>

#include "base/text.h"

namespace odca {
namespace {

using yaml::Fields;
using yaml::Node;

Result<NamePart> read_name_part(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"type", "is", "starts_with"}));
  constexpr std::string_view kTypes[] = {"CN", "O", "OU", "organizationIdentifier"};
  constexpr std::string_view kOids[] = {kCommonName, kOrganization, kOrganizationalUnit, kOrganizationIdentifier};
  ODCA_TRY_ASSIGN(const Node* type, fields.require("type"));
  ODCA_TRY_ASSIGN(const std::size_t index, type->as_choice(kTypes));
  const Node* const whole = fields.find("is");
  const Node* const prefix = fields.find("starts_with");
  if ((whole == nullptr) == (prefix == nullptr))
    return node.error(cat("expected either 'is' or 'starts_with', found ", whole == nullptr ? "neither" : "both"));
  ODCA_TRY_ASSIGN(std::string value, (whole != nullptr ? whole : prefix)->as_text());
  return NamePart{.type = std::string(kOids[index]), .value = std::move(value), .prefix = prefix != nullptr};
}

/// read_number reads an optional number; `out` stays empty when the key is absent.
template <class Number>
Status read_number(const Fields& fields, std::string_view key, std::uint64_t min, std::uint64_t max,
                   std::optional<Number>& out) {
  const Node* const node = fields.find(key);
  if (node == nullptr) return {};
  ODCA_TRY_ASSIGN(const std::uint64_t value, node->as_unsigned(min, max));
  out = static_cast<Number>(value);  // bounded by max
  return {};
}

Status read_use_window(const Fields& fields, AnchorConstraints& constraints) {
  const Node* const from = fields.find("use_from");
  const Node* const until = fields.find("use_until");
  if (from == nullptr && until == nullptr) return {};
  ODCA_TRY_ASSIGN(const Time always, parse_time("0001-01-01T00:00:00Z"));
  ODCA_TRY_ASSIGN(const Time forever, parse_time("9999-12-31T23:59:59Z"));
  Validity window{.not_before = always, .not_after = forever};
  if (from != nullptr) {
    ODCA_TRY_ASSIGN(window.not_before, from->as_time());
  }
  if (until != nullptr) {
    ODCA_TRY_ASSIGN(window.not_after, until->as_time());
    if (window.not_after < window.not_before) return until->error("use_until lies before use_from");
  }
  constraints.use_window = window;
  return {};
}

}  // namespace

Result<std::string> read_address(const Node& node) {
  constexpr std::size_t kMaxAddress = 256;
  ODCA_TRY_ASSIGN(std::string text, node.as_line());
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (!ascii || text.find("://") == std::string::npos || text.size() > kMaxAddress)
    return node.error("expected an address in ASCII, found " + node.describe());
  return text;
}

Result<Provenance> read_provenance(const Fields& fields) {
  Provenance provenance;
  if (const Node* const address = fields.find("published_at")) {
    ODCA_TRY_ASSIGN(provenance.url, read_address(*address));
    if (!provenance.url.starts_with("https://"))
      return address->error("expected an https address, found " + address->describe());
  }
  if (const Node* const date = fields.find("checked_on")) {
    ODCA_TRY(date->as_date());
    provenance.retrieved = date->text();
  }
  return provenance;
}

Result<Roles> read_roles(const Node& node) {
  ODCA_TRY_ASSIGN(const std::span<const Node> items, node.as_sequence());
  const std::vector<std::string> known = Roles::all().to_strings();
  const std::vector<std::string_view> names(known.begin(), known.end());
  Roles roles;
  for (const Node& item : items) {
    ODCA_TRY_ASSIGN(const std::size_t index, item.as_choice(names));
    const auto role = anchor_role_from(names[index]);
    if (roles.contains(*role)) return item.error("duplicate role " + item.describe());
    roles.insert(*role);
  }
  return roles;
}

Result<AnchorConstraints> read_constraints(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields,
                  Fields::of(node, {"first_ca", "path_len", "min_amt", "max_amt", "use_from", "use_until"}));
  AnchorConstraints constraints;
  if (const Node* const first_ca = fields.find("first_ca")) {
    ODCA_TRY_ASSIGN(const std::span<const Node> parts, first_ca->as_sequence());
    for (const Node& part : parts) {
      ODCA_TRY_ASSIGN(NamePart one, read_name_part(part));
      constraints.first_ca.push_back(std::move(one));
    }
  }
  constexpr std::uint64_t kMaxAmt = 999;  // versions have two digits today
  ODCA_TRY(read_number(fields, "path_len", 0, 255, constraints.path_len));
  ODCA_TRY(read_number(fields, "min_amt", 1, kMaxAmt, constraints.min_amt));
  ODCA_TRY(read_number(fields, "max_amt", constraints.min_amt.value_or(1), kMaxAmt, constraints.max_amt));
  ODCA_TRY(read_use_window(fields, constraints));
  return constraints;
}

Result<DenyEntry> read_deny_entry(const Fields& fields, const Origin& origin) {
  const Node* const key = fields.find("spki_sha256");
  const Node* const certificate = fields.find("sha256");
  if ((key == nullptr) == (certificate == nullptr))
    return fields.node().error(
        cat("expected either 'spki_sha256' or 'sha256', found ", key == nullptr ? "neither" : "both"));
  ODCA_TRY_ASSIGN(const Node* label, fields.require("label"));
  ODCA_TRY_ASSIGN(const Node* reason, fields.require("reason"));
  DenyEntry entry{.kind = key != nullptr ? DenyEntry::Kind::spki : DenyEntry::Kind::certificate, .origin = origin};
  ODCA_TRY_ASSIGN(entry.sha256, (key != nullptr ? key : certificate)->as_hex32());
  ODCA_TRY_ASSIGN(entry.label, label->as_line());
  ODCA_TRY_ASSIGN(entry.reason, reason->as_line());
  return entry;
}

Result<std::vector<DenyEntry>> read_deny_entries(const Node& node, const Origin& origin) {
  ODCA_TRY_ASSIGN(const std::span<const Node> items, node.as_sequence());
  std::vector<DenyEntry> entries;
  for (const Node& item : items) {
    ODCA_TRY_ASSIGN(const Fields fields, Fields::of(item, {"label", "reason", "spki_sha256", "sha256"}));
    ODCA_TRY_ASSIGN(DenyEntry entry, read_deny_entry(fields, origin));
    for (const DenyEntry& earlier : entries)
      if (earlier.kind == entry.kind && earlier.sha256 == entry.sha256)
        return item.error(cat("duplicate value ", quote(to_hex(entry.sha256))));
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace odca
