// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Finding: one thing to say about the chain. Wrong with the chain is a Finding; wrong with our work is an Error.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "odca/reason_id.h"
#include "odca/rule_id.h"

namespace odca {

/// Severity decides what a finding does to the verdict. The zero value is the strict one.
enum class Severity { fail, warn, note, off };
std::string_view to_string(Severity severity);

struct Param {
  std::string key{};
  std::string value{};
};

/// Finding names the rule, the certificate it is about (index into Verdict::path, leaf first), and says what was
/// expected, what was found and what to do. `params` carry the same for machines; `reason` refines the rule
/// ("expired").
struct Finding {
  RuleId rule;
  Severity severity = Severity::fail;
  std::optional<std::size_t> cert{};
  std::string message{};
  std::string hint{};
  ReasonId reason{};
  std::vector<Param> params{};
};

/// RuleAnswer is what one rule said, for --explain.
struct RuleAnswer {
  enum class Kind { finding, pass, not_applicable, off };
  RuleId rule;
  Kind answer = Kind::finding;
  Severity severity = Severity::fail;
  std::string detail{};  ///< what a passing rule has to tell: which decoding or method matched; often empty
};

constexpr std::string_view to_string(RuleAnswer::Kind answer) {
  constexpr std::string_view kNames[] = {"finding", "pass", "not-applicable", "off"};
  return kNames[static_cast<std::size_t>(answer)];  // in the order of the enumeration
}

}  // namespace odca
