// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Finding: a defect of the chain or a remark about it. A failure of our own work is an Error (odca/result.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "odca/reason_id.h"
#include "odca/rule_id.h"

namespace odca {

/// Severity decides the effect of a finding on the verdict. The zero value is the strictest.
enum class Severity { fail, warn, note, off };
std::string_view to_string(Severity severity);

struct Param {
  std::string key{};
  std::string value{};
};

/// Finding is reported by a rule. `cert` is an index into Verdict::path (leaf first), empty for the anchor or the whole
/// path. `reason` is a stable slug below the rule ("expired"), `message` and `hint` are for people, `params` for
/// programs.
struct Finding {
  RuleId rule;
  Severity severity = Severity::fail;
  std::optional<std::size_t> cert{};
  std::string message{};
  std::string hint{};
  ReasonId reason{};
  std::vector<Param> params{};
};

/// RuleAnswer is the result of one rule, for --explain.
struct RuleAnswer {
  enum class Kind { finding, pass, not_applicable, off };
  RuleId rule;
  Kind answer = Kind::finding;
  Severity severity = Severity::fail;
  std::string detail{};  ///< of a passing rule: which decoding or method matched; often empty
};

constexpr std::string_view to_string(RuleAnswer::Kind answer) {
  constexpr std::string_view kNames[] = {"finding", "pass", "not-applicable", "off"};
  return kNames[static_cast<std::size_t>(answer)];  // in the order of the enumeration
}

}  // namespace odca
