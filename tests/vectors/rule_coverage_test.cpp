// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Does every rule have a vector in which it speaks, and a neighbour in which it is silent?
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "vector_case.h"

namespace odca::vectors {
namespace {

/// Rules that no input can reach through the public interface, each with the reason.
const std::map<std::string, std::string>& unreachable() {
  static const std::map<std::string, std::string> rules{
      {"path.names", "the search finds issuers by their name, so no path of other names is ever proposed"},
  };
  return rules;
}

/// Reasons that no vector gives, each with why not.
const std::map<std::string, std::string>& without_vector() {
  constexpr const char* kCrl = "lists are refused for the reasons for which certificates are; two stand for all";
  constexpr const char* kAlike = "another flaw of the same kind stands for it";
  constexpr const char* kOsStore = "vectors load no roots of an operating system";
  constexpr const char* kSearch = "the search proposes no such path; the unit tests of validation have it";
  static const std::map<std::string, std::string> reasons{
      {"input.readable more", "it takes more than sixteen broken items"},
      {"input.readable too-many", "the unit tests of the reader have it"},
      {"input.crl_readable malformed", kCrl},
      {"input.crl_readable malformed-extension", kCrl},
      {"input.crl_readable duplicate-extension", kCrl},
      {"input.crl_readable trailing-bytes", kCrl},
      {"input.crl_readable version", kCrl},
      {"input.crl_readable base64", kCrl},
      {"input.crl_readable pem", kCrl},
      {"input.crl_readable too-deep", kCrl},
      {"input.crl_readable too-many", kCrl},
      {"input.crl_readable too-many-names", kCrl},
      {"input.crl_readable too-many-points", kCrl},
      {"input.crl_readable unsupported", kCrl},
      {"limit.reached input_bytes", "an input that is too large is an error, and there is no verdict"},
      {"target.first stranger", "it takes what a client prints of a session, with two certificates that no CA issued"},
      {"path.anchor curve", kAlike},
      {"path.anchor weak-key", kAlike},
      {"path.signature mismatch", kSearch},
      {"path.signature unusable-key", kSearch},
      {"path.names mismatch", kSearch},
      {"cert.key algorithm", kAlike},
      {"cert.key budget", "it takes a budget that ends at the very last key"},
      {"cert.encoding early-generalized-time", kOsStore},
      {"cert.encoding unique-identifier", kOsStore},
      {"anchor.custom system", kOsStore},
      {"phase.lone os-root-unpinned", kOsStore},
      {"revocation.suspicious budget", "the unit tests of revocation have it"},
      {"crl.duties aki-missing", kAlike},
      {"crl.duties early-generalized-time", kAlike},
      {"crl.duties next-update-missing", kAlike},
  };
  return reasons;
}

/// Said is a rule and the reason that it gave.
using Said = std::pair<std::string, std::string>;

std::set<Said> said_in(const VectorCase& vector) {
  const Result<Evidence> evidence = read_evidence(vector);
  const Result<Verifier> verifier = make_verifier(vector, vector.strictness);
  std::set<Said> said;
  if (!evidence || !verifier) return said;
  for (const Finding& finding : verifier->verify(*evidence, vector.question).findings)
    if (finding.severity != Severity::off) said.emplace(finding.rule, finding.reason);
  return said;
}

struct Spoken {
  std::string neighbour{};
  std::set<Said> said{};
  bool speaks(const std::string& rule) const {
    const auto first = said.lower_bound({rule, ""});
    return first != said.end() && first->first == rule;
  }
};

/// all_spoken judges every case once.
const std::map<std::string, Spoken>& all_spoken() {
  static const std::map<std::string, Spoken> spoken = [] {
    std::map<std::string, Spoken> all;
    for (const std::string& name : all_case_names()) {
      const Result<VectorCase> vector = read_case(name);
      EXPECT_TRUE(vector) << describe(vector.error());
      if (vector) all[name] = {vector->neighbour, said_in(*vector)};
    }
    return all;
  }();
  return spoken;
}

/// pairs maps a rule to the cases where it speaks and the neighbour does not.
std::map<std::string, std::vector<std::string>> pairs() {
  std::map<std::string, std::vector<std::string>> found;
  for (const auto& [name, spoken] : all_spoken()) {
    if (spoken.neighbour.empty()) continue;
    const auto neighbour = all_spoken().find(spoken.neighbour);
    EXPECT_NE(neighbour, all_spoken().end()) << name << ": no case is named " << spoken.neighbour;
    if (neighbour == all_spoken().end()) continue;
    for (const auto& [rule, reason] : spoken.said)
      if (!neighbour->second.speaks(rule)) found[rule].push_back(name);
  }
  return found;
}

TEST(RuleCoverage, every_rule_speaks_in_a_vector_and_is_silent_in_its_neighbour) {
  const auto found = pairs();
  for (const RuleInfo& rule : rule_catalog()) {
    const std::string id(rule.id);
    EXPECT_NE(found.contains(id), unreachable().contains(id)) << id;
  }
}

TEST(RuleCoverage, rows_name_a_vector_and_its_neighbour) {
  for (const RuleInfo& rule : rule_catalog()) {
    const std::string id(rule.id), speaks(rule.vectors.speaks), silent(rule.vectors.silent);
    if (unreachable().contains(id)) {
      EXPECT_TRUE(speaks.empty() && silent.empty()) << id;
      continue;
    }
    ASSERT_TRUE(all_spoken().contains(speaks) && all_spoken().contains(silent)) << id;
    EXPECT_TRUE(all_spoken().at(speaks).speaks(id)) << id;
    EXPECT_EQ(all_spoken().at(speaks).neighbour, silent) << id;
    EXPECT_FALSE(all_spoken().at(silent).speaks(id)) << id;
  }
}

TEST(RuleCoverage, every_finding_has_a_reason_that_its_row_declares) {
  for (const auto& [name, spoken] : all_spoken())
    for (const auto& [rule, reason] : spoken.said)
      EXPECT_NE(find_reason(*find_rule(rule), ReasonId::from(reason).value()), nullptr)
          << name << ": " << rule << " " << reason;
}

TEST(RuleCoverage, every_reason_is_given_in_a_vector_or_listed) {
  std::set<Said> given;
  for (const auto& [name, spoken] : all_spoken()) given.insert(spoken.said.begin(), spoken.said.end());
  std::set<std::string> listed;
  for (const auto& [reason, why] : without_vector()) listed.insert(reason);
  for (const RuleInfo& rule : rule_catalog())
    for (const Reason& reason : rule.reasons) {
      const std::string both = std::string(rule.id) + " " + std::string(reason.id);
      EXPECT_NE(given.contains({std::string(rule.id), std::string(reason.id)}), listed.erase(both) > 0) << both;
    }
  EXPECT_TRUE(listed.empty()) << "no row declares " << *listed.begin();
}

TEST(RuleCoverage, vectors_name_known_rules_only) {
  for (const std::string& name : all_case_names()) {
    const Result<VectorCase> vector = read_case(name);
    ASSERT_TRUE(vector) << describe(vector.error());
    for (const std::string& line : vector->findings) {
      const std::size_t start = line.find(' ') + 1;
      const std::string rule = line.substr(start, line.find(' ', start) - start);
      EXPECT_NE(find_rule(rule), nullptr) << name << ": " << line;
    }
  }
}

}  // namespace
}  // namespace odca::vectors
