// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: a policy that can be read prints, and what is printed reads back to the same policy and prints the same;
// no rule is weaker than its floor, no limit is zero, no exception is about a rule that allows none or matches
// everything. What cannot be read is refused with a reason and a place, in one printable line.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "odca/policy_file.h"
#include "odca/rule_catalog.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

bool printable(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
}

void check_refusal(const odca::Error& error) {
  require(!error.reason.empty() && !error.message.empty() && printable(odca::describe(error)) && printable(error.hint));
  require(error.trace.size() == 2 && error.trace.back() == "fuzz.yaml");
}

void check_bounds(const odca::Policy& policy) {
  for (const odca::RuleInfo& rule : odca::rule_catalog()) require(odca::severity_of(policy, rule.id) <= rule.floor);
  const odca::Limits& limits = policy.limits;
  require(std::min({limits.input_bytes, limits.certificates, limits.crls, limits.certificate_bytes, limits.crl_bytes,
                    limits.der_depth, limits.general_names, limits.distribution_points, limits.path_length,
                    limits.signature_checks, limits.search_steps}) > 0);
  require(limits.signature_checks <= 10'000 && limits.search_steps <= 100'000 && limits.der_depth <= 64);
  require(policy.algorithms.rsa_min_bits >= 2048);
  for (const odca::Exception& exception : policy.exceptions) {
    const odca::RuleInfo* const rule = odca::find_rule(exception.rule);
    require(rule != nullptr && rule->floor != odca::Severity::fail && !exception.reason.empty());
    const int matches =
        exception.rom_sha256.has_value() + exception.leaf_spki_sha256.has_value() + !exception.platform.empty();
    require(matches == 1);
    require(!exception.from || exception.until - *exception.from <= odca::kLongestException);
  }
}

void check_round_trip(const odca::Policy& policy) {
  const std::string text = odca::effective_yaml(policy);
  const auto again = odca::parse_policy(text, "effective");
  require(again.has_value() && *again == policy && odca::effective_yaml(*again) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto policy = odca::parse_policy(odca::as_text({data, size}), "fuzz.yaml");
  if (!policy) {
    check_refusal(policy.error());
    return 0;
  }
  check_bounds(*policy);
  check_round_trip(*policy);
  return 0;
}
