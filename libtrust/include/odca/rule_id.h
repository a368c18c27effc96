// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// RuleId: the name of a rule. A name that no rule bears does not compile.
#pragma once

#include <string_view>

#include "odca/listed_name.h"

namespace odca {

/// kRuleIds are in the order in which rules are judged and reported. They are a promise to operators: none is ever
/// taken away or renamed.
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

/// RuleId compares with a literal, which the compiler looks up: `finding.rule == "path.anchor"`.
using RuleId = ListedName<kRuleIds>;

}  // namespace odca
