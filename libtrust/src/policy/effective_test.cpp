// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A policy printed and read back is the same policy, for all policies that a file can express.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "odca/policy_file.h"
#include "odca/rule_catalog.h"
#include "policy/vocabulary.h"

namespace odca {
namespace {

// A line of text with what YAML is sensitive to, without white space at its ends.
rc::Gen<std::string> line() {
  const auto inner = rc::gen::container<std::string>(rc::gen::element('a', 'Z', '9', ' ', '\'', '"', ':', '#', '-', '{',
                                                                      '[', '&', '*', '!', '%', '\\', '~', '|', '>'));
  return rc::gen::map(inner, [](const std::string& text) { return "<" + text.substr(0, 70) + ">"; });
}

// Lists without repetition, in any order that the elements' own order gives.
template <class T>
rc::Gen<std::vector<T>> distinct(const rc::Gen<std::vector<T>>& list) {
  return rc::gen::map(list, [](const std::vector<T>& all) {
    const std::set<T> once(all.begin(), all.end());
    return std::vector<T>(once.begin(), once.end());
  });
}

template <class Kind>
rc::Gen<std::vector<Kind>> kinds(std::size_t count) {
  const auto one = rc::gen::map(rc::gen::inRange<std::size_t>(1, count + 1),
                                [](std::size_t i) { return static_cast<Kind>(i); });  // all but `unsupported`
  return distinct<Kind>(rc::gen::nonEmpty(rc::gen::container<std::vector<Kind>>(one)));
}

rc::Gen<std::vector<std::string>> names_of(std::span<const std::string_view> names) {
  const std::vector<std::string> all(names.begin(), names.end());
  return distinct<std::string>(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(all)));
}

rc::Gen<std::vector<std::string>> some_lines() {
  return distinct<std::string>(rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(line())));
}

void choose_severities(Policy& policy) {
  for (const RuleInfo& rule : rule_catalog()) {
    const auto chosen = static_cast<Severity>(*rc::gen::inRange(0, static_cast<int>(rule.floor) + 1));
    if (chosen != rule.severity) policy.rules.emplace(rule.id, chosen);
  }
}

void choose_exceptions(Policy& policy) {
  for (const RuleInfo& rule : rule_catalog()) {
    if (rule.floor == Severity::fail || rule.id.text().starts_with("policy.") || *rc::gen::inRange(0, 4) != 0) continue;
    Exception exception{.rule = std::string(rule.id), .reason = *line()};
    const int kind = *rc::gen::inRange(0, 3);
    if (kind == 0) exception.rom_sha256 = *rc::gen::arbitrary<Fingerprint>();
    if (kind == 1) exception.leaf_spki_sha256 = *rc::gen::arbitrary<Fingerprint>();
    if (kind == 2) exception.platform = *rc::gen::element<std::string>("TGL", "LNL", "P2");
    const auto day = std::chrono::days(*rc::gen::inRange(0, 100'000));
    const Time first = Time{} + day;
    if (*rc::gen::arbitrary<bool>() || first > Time{kLastEndWithoutBegin}) exception.from = first;
    const auto length = std::chrono::days(exception.from ? *rc::gen::inRange(0, 730) : 0);
    exception.until = first + length + std::chrono::seconds(86'399);
    policy.exceptions.push_back(std::move(exception));
  }
}

Policy any_policy() {
  Policy policy;
  policy.name = *line();
  policy.trust.source =
      *rc::gen::element(SourceKind::system, SourceKind::embedded, SourceKind::combined, SourceKind::custom);
  if (policy.trust.source == SourceKind::custom) policy.trust.path = *line();
  policy.trust.system_roles = *distinct<SystemRole>(rc::gen::container<std::vector<SystemRole>>(
      rc::gen::element(SystemRole::odca, SystemRole::dice, SystemRole::lab)));
  policy.trust.installed = *rc::gen::element(InstalledDemand::required, InstalledDemand::optional);
  choose_severities(policy);
  for (const LimitKey& limit : kLimitKeys)
    policy.limits.*limit.value = *rc::gen::inRange<std::size_t>(1, limit.max + 1);
  policy.algorithms.odca_signatures = *kinds<SignatureKind>(kSignatureNames.size());
  policy.algorithms.odca_ca_keys = *kinds<KeyKind>(kKeyNames.size());
  policy.algorithms.odca_leaf_keys = *kinds<KeyKind>(kKeyNames.size());
  policy.algorithms.rfc5280_signatures = *kinds<SignatureKind>(kSignatureNames.size());
  policy.algorithms.rfc5280_keys = *kinds<KeyKind>(kKeyNames.size());
  policy.algorithms.rsa_min_bits = *rc::gen::inRange(2048U, 16'385U);
  if (*rc::gen::arbitrary<bool>()) policy.revocation.max_age_days = *rc::gen::inRange(1U, 36'526U);
  policy.revocation.dump_crls = *rc::gen::element(DumpCrls::revoke, DumpCrls::clear);
  policy.device.leaf_hash = *rc::gen::element(LeafHashMode::exact, LeafHashMode::tbs, LeafHashMode::spki);
  for (const std::string_view purpose : kNamedPurposes)
    if (*rc::gen::arbitrary<bool>()) policy.leaf_names.emplace(purpose, *some_lines());
  policy.lab.classes = *names_of(kLabClasses);
  policy.lab.keys = *distinct<Fingerprint>(rc::gen::arbitrary<std::vector<Fingerprint>>());
  choose_exceptions(policy);
  return policy;
}

RC_GTEST_PROP(PolicyEffective, ReadsBackToTheSamePolicy, ()) {
  const Policy policy = any_policy();
  const std::string text = effective_yaml(policy);
  const auto again = parse_policy(text, "effective");
  RC_ASSERT(again.has_value());
  RC_ASSERT(*again == policy);
  RC_ASSERT(effective_yaml(*again) == text);
}

TEST(PolicyEffective, PrintsEveryRule) {
  const std::string text = effective_yaml(default_policy());
  for (const RuleInfo& rule : rule_catalog())
    EXPECT_NE(text.find("  " + std::string(rule.id) + ": "), std::string::npos);
}

TEST(PolicyEffective, MarksWhatDiffersFromTheDefault) {
  Policy policy;
  policy.rules.emplace("cert.validity", Severity::warn);
  EXPECT_NE(effective_yaml(policy).find("  cert.validity: warn  # default fail\n"), std::string::npos);
}

TEST(PolicyEffective, PrintsTheFloorWhereAPolicyPutTogetherGoesBelow) {
  Policy policy;
  policy.rules.emplace("path.anchor", Severity::off);
  EXPECT_NE(effective_yaml(policy).find("  path.anchor: fail\n"), std::string::npos);
}

}  // namespace
}  // namespace odca
