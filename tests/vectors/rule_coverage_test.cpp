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

std::set<std::string> rules_that_speak(const VectorCase& vector) {
  const Result<Evidence> evidence = read_evidence(vector);
  const Result<Verifier> verifier = make_verifier(vector, vector.strictness);
  std::set<std::string> rules;
  if (!evidence || !verifier) return rules;
  for (const Finding& finding : verifier->verify(*evidence, vector.question).findings)
    if (finding.severity != Severity::off) rules.emplace(finding.rule);
  return rules;
}

/// pairs maps a rule to the cases where it speaks and the neighbour does not.
std::map<std::string, std::vector<std::string>> pairs() {
  std::map<std::string, std::set<std::string>> spoken;
  std::vector<VectorCase> cases;
  for (const std::string& name : all_case_names()) {
    Result<VectorCase> vector = read_case(name);
    EXPECT_TRUE(vector) << describe(vector.error());
    if (!vector) continue;
    spoken[name] = rules_that_speak(*vector);
    cases.push_back(*std::move(vector));
  }
  std::map<std::string, std::vector<std::string>> found;
  for (const VectorCase& vector : cases) {
    if (vector.neighbour.empty()) continue;
    EXPECT_TRUE(spoken.contains(vector.neighbour)) << vector.name << ": no case is named " << vector.neighbour;
    for (const std::string& rule : spoken[vector.name])
      if (!spoken[vector.neighbour].contains(rule)) found[rule].push_back(vector.name);
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
