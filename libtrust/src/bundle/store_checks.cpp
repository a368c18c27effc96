// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/store_checks.h"

#include <array>

#include "base/check.h"
#include "base/excerpt.h"
#include "base/text.h"
#include "bundle/merge.h"
#include "bundle/reason.h"

namespace odca::bundle {
namespace {

using ToolVersion = std::array<std::uint64_t, 3>;

std::optional<std::uint64_t> number_from(std::string_view digits) {
  constexpr std::size_t kMaxDigits = 10;
  if (digits.empty() || digits.size() > kMaxDigits) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint64_t>(c - '0');  // a digit
  }
  return number;
}

/// tool_version_from reads "0.1.0".
std::optional<ToolVersion> tool_version_from(std::string_view text) {
  const std::size_t first = text.find('.');
  const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto major = number_from(text.substr(0, first));
  const auto minor = number_from(text.substr(first + 1, second - first - 1));
  const auto patch = number_from(text.substr(second + 1));
  if (!major || !minor || !patch) return std::nullopt;
  return ToolVersion{*major, *minor, *patch};
}

bool is_within(Roles roles, Roles allowed) {
  Roles both = allowed;
  for (const AnchorRole role :
       {AnchorRole::odca, AnchorRole::dice, AnchorRole::enterprise, AnchorRole::lab, AnchorRole::rfc5280})
    if (roles.contains(role)) both.insert(role);
  return both == allowed;
}

}  // namespace

Status check_scope(const Preamble& store) {
  if (store.scope == kScope) return {};
  return failure("E_SCOPE", cat("expected scope ", quote(kScope), ", found ", quote_excerpt(store.scope))).in("store");
}

Status check_reader_level(const Preamble& store, std::string_view tool_version) {
  if (store.reader_level > kReaderLevel)
    return failure("E_TOOL_TOO_OLD",
                   cat("expected a reader level of at most ", kReaderLevel, ", found ", store.reader_level))
        .in("store");
  if (tool_version.empty()) return {};
  const auto own = tool_version_from(tool_version);
  ODCA_CHECK(own.has_value());
  const auto least = tool_version_from(store.min_tool);
  if (!least)
    return failure("E_SCHEMA", cat("expected a 'min_tool' such as '0.1.0', found ", quote_excerpt(store.min_tool)))
        .in("store");
  if (*own < *least)
    return failure("E_TOOL_TOO_OLD", cat("expected at least version ", quote_excerpt(store.min_tool),
                                         " of this program, found ", quote(tool_version)))
        .in("store");
  return {};
}

Status check_anchor_roles(const StoreDocument& store, const RootOfTrust& trust) {
  if (!trust.only) return {};
  for (const TrustAnchor& each : store.anchors)
    if (each.status != AnchorStatus::distrusted && !is_within(each.roles, *trust.only))
      return failure("E_CONTENT", cat("it has a role that our root of trust, ", trust.origin, ", may not give"))
          .in(cat("anchor ", each.id, ' ', quote(each.label)));
  return {};
}

Status check_deny_list(const StoreDocument& store, const std::vector<DenyEntry>& ledger) {
  const auto missing = missing_deny(ledger, store);
  if (!missing) return {};
  return failure("E_DENY_SHRINK", cat("missing deny entry ", missing->id, " for ", quote(to_hex(missing->sha256)),
                                      ", which was accepted before"))
      .in("store");
}

}  // namespace odca::bundle
