// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// RuleId: the name of a rule. An unknown name does not compile.
#pragma once

#include <string_view>

#include "odca/listed_name.h"

namespace odca {

/// kRuleIds are in the order in which rules are applied and reported. They are stable: none is ever removed or renamed.
inline constexpr std::string_view kRuleIds[] = {
    "input.readable",
    "input.crl_readable",
    "input.duplicates",
    "input.order",
    "input.unused",
    "input.root_included",
    "input.notes",
    "limit.reached",
    "target.found",
    "target.first",
    "target.not_ca",
    "trust.denied",
    "path.anchor",
    "path.signature",
    "path.names",
    "path.empty_name",
    "path.ca",
    "path.key_cert_sign",
    "path.length",
    "path.critical",
    "path.constraints",
    "cert.validity",
    "anchor.validity",
    "anchor.constraints",
    "cert.algorithm",
    "cert.key",
    "cert.extensions",
    "cert.encoding",
    "cert.issuer_duties",
    "cert.key_identifier",
    "anchor.role",
    "anchor.assigned",
    "anchor.custom",
    "rfc5280.name",
    "rfc5280.eku",
    "rfc5280.depth",
    "odca.shape",
    "odca.intermediate",
    "odca.issuing",
    "odca.rom",
    "odca.kernel",
    "odca.app",
    "odca.engine",
    "odca.class",
    "odca.class_known",
    "odca.debug",
    "odca.platform",
    "odca.generation",
    "odca.known_issuing",
    "odca.ca_eku",
    "leaf.not_ca",
    "leaf.name",
    "leaf.key_usage",
    "leaf.eku",
    "device.leaf_hash",
    "device.upid",
    "device.upid_given",
    "device.binding",
    "phase.lone",
    "phase.pin",
    "phase.key_pin",
    "enterprise.name",
    "enterprise.bound",
    "device.uncompared",
    "dice.algorithm",
    "dice.subca",
    "dice.layout",
    "dice.version",
    "chain.generation",
    "revocation.revoked",
    "revocation.suspicious",
    "revocation.stale",
    "revocation.unusable",
    "revocation.absent",
    "crl.duties",
    "trust.distrust_lost",
    "trust.degraded",
    "trust.equivocation",
    "trust.stale",
    "trust.rolled_back",
    "time.clock",
    "policy.exception_used",
    "policy.exception_expired",
};

/// RuleId is made of a literal that is checked at compile time: `finding.rule == "path.anchor"`.
class RuleId {
 public:
  template <std::size_t N>
  consteval RuleId(const char (&id)[N])  // NOLINT: implicit, so that a comparison reads as one of texts
      : RuleId(known(place_of(std::string_view(id, N - 1)))) {}
  /// from returns nothing for an unknown id.
  static constexpr std::optional<RuleId> from(std::string_view text) {
    const std::size_t place = place_of(text);
    return place == std::size(kRuleIds) ? std::nullopt : std::optional(RuleId(place));
  }

  constexpr std::string_view text() const { return kRuleIds[place_]; }
  constexpr operator std::string_view() const { return text(); }  // NOLINT: implicit, for messages
  /// place is the index in kRuleIds.
  constexpr std::size_t place() const { return place_; }
  constexpr bool operator==(const RuleId&) const = default;

 private:
  explicit constexpr RuleId(std::size_t place) : place_(static_cast<std::uint8_t>(place)) {
    static_assert(std::size(kRuleIds) <= 256);
  }
  static constexpr std::size_t place_of(std::string_view text) {
    std::size_t place = 0;
    while (place < std::size(kRuleIds) && kRuleIds[place] != text) ++place;
    return place;
  }
  static consteval std::size_t known(std::size_t place) {
    if (place == std::size(kRuleIds)) throw "no rule has this id";
    return place;
  }

  std::uint8_t place_;
};

}  // namespace odca
