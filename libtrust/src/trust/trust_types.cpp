// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The small types of trust material: roles, and an anchor made of a certificate.
#include "odca/trust_store.h"

namespace odca {
namespace {

constexpr std::string_view kRoleNames[] = {"odca", "dice", "enterprise", "lab", "rfc5280"};
constexpr std::string_view kStatusNames[] = {"active", "retired", "distrusted"};
constexpr std::string_view kOriginNames[] = {"presented", "embedded", "installed", "system", "custom", "pin"};
constexpr std::string_view kConditionNames[] = {"degraded", "equivocation", "stale", "rolled_back", "distrust_lost"};

}  // namespace

std::string_view to_string(TrustCondition::Kind kind) {
  return kConditionNames[static_cast<std::size_t>(kind)];  // in the order of the enumeration
}

std::string_view to_string(AnchorStatus status) { return kStatusNames[static_cast<std::size_t>(status)]; }
std::string_view to_string(OriginKind kind) {
  return kOriginNames[static_cast<std::size_t>(kind)];  // in the order of the enumeration
}

std::string_view to_string(AnchorRole role) { return kRoleNames[static_cast<std::size_t>(role)]; }

std::optional<AnchorRole> anchor_role_from(std::string_view text) {
  for (std::size_t i = 0; i < std::size(kRoleNames); ++i)
    if (kRoleNames[i] == text) return static_cast<AnchorRole>(i);  // the table is in the order of the enumeration
  return std::nullopt;
}

std::vector<std::string> Roles::to_strings() const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::size(kRoleNames); ++i)
    if (contains(static_cast<AnchorRole>(i))) names.emplace_back(kRoleNames[i]);  // same order as above
  return names;
}

TrustAnchor anchor_from_certificate(const Certificate& certificate, Roles roles, Origin origin) {
  const CertificateFields& fields = certificate.fields();
  return {.label = fields.subject.to_string(),
          .subject = fields.subject,
          .spki = fields.spki,
          .spki_sha256 = fields.spki_sha256,
          .key = fields.key,
          .roles = roles,
          .validity = fields.validity,
          .subject_key_id = fields.subject_key_id,
          .cert_sha256 = {fields.sha256},
          .certificate = certificate,
          .origin = std::move(origin)};
}

}  // namespace odca
