// x509-limbo (C2SP, Apache-2.0) judged in process by the path search and the path validation. The suite stands beside
// the checkout, not in it: ODCA_LIMBO_JSON names it, and its table of classes, overlay.json, lies in the same folder.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "chain/builder.h"
#include "odca/evidence.h"
#include "odca/trust_store.h"
#include "validate/path_validation.h"
#include "x509/link_proofs.h"

namespace odca {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// Cases without a time mean "now". The suite's certificates are valid on this day; the real clock is nobody's business.
constexpr std::string_view kNow = "2026-11-22T00:00:00Z";

// The table of classes calls this case one that we refuse, since a certificate of its bag has name constraints.
constexpr std::string_view kWithPathAroundConstraint = "rfc5280::nc::nc-forbids-same-chain-ica";

fs::path suite_file() {
  if (const char* named = std::getenv("ODCA_LIMBO_JSON")) return named;
  const char* data = std::getenv("ODCA_SHARED_DATA");
  const fs::path folder = data != nullptr ? fs::path(data) : fs::path(ODCA_SOURCE_DIR) / "../shared/data";
  return folder / "limbo/limbo.json";
}

json read_json(const fs::path& file) {
  std::ifstream in(file);
  return json::parse(in);
}

/// read_pem takes what stands between the lines of a PEM block; the suite's blocks have nothing else in them.
Result<Certificate> read_pem(const std::string& pem) {
  const auto begin = pem.find('\n');
  const auto end = pem.find("-----END");
  const auto der = from_base64(std::string_view(pem).substr(begin, end - begin));
  if (!der) return Error{.message = "not base64", .reason = "base64"};
  return Certificate::from_der(*der);
}

struct Case {
  std::string id{};
  std::string wanted_class{};
  bool should_pass = false;  ///< by the overlay, which knows what we refuse on purpose
  std::string peer{};
  std::vector<std::string> presented{};
  std::vector<std::string> trusted{};
  std::string time{kNow};
  std::optional<std::size_t> max_depth{};
};

/// Outcome is what became of a case: accepted, or what refused it.
struct Outcome {
  bool accepted = false;
  std::set<std::string> reasons{};  ///< "rule/reason"; "parse/…" for a target that cannot be read
  double milliseconds = 0;          ///< of processor time, so that a busy machine does not matter
  std::size_t checks = 0;

  std::string text() const {
    if (accepted) return "accepted";
    std::string joined = "refused:";
    for (const std::string& reason : reasons) joined += " " + reason;
    return joined;
  }
};

std::vector<TrustAnchor> read_anchors(const Case& test) {
  std::vector<TrustAnchor> anchors;
  for (const std::string& pem : test.trusted)
    if (const auto certificate = read_pem(pem))
      anchors.push_back(anchor_from_certificate(*certificate, {AnchorRole::rfc5280}, {.source = "custom"}));
  return anchors;
}

std::size_t depth_of(const Path& path) {
  std::size_t intermediates = 0;
  for (std::size_t i = 1; i < path.steps.size(); ++i)
    if (!path.steps[i].certificate.self_issued()) ++intermediates;
  return intermediates;
}

std::set<std::string> problems_of(const Path& path, const Question& question, LinkProofs& proofs) {
  std::set<std::string> reasons;
  for (const Problem& problem : validate_path(path, question, question.at, Policy{}, proofs, {}))
    reasons.insert(problem.rule + "/" + problem.reason);
  return reasons;
}

/// judge_paths takes the candidates one by one, as the verifier does, until one is without a problem; when there is
/// none it tells of the attempt that got furthest.
void judge_paths(PathBuilder& builder, const Question& question, const Case& test, LinkProofs& proofs,
                 Outcome& outcome) {
  while (const auto path = builder.next()) {
    std::set<std::string> reasons = problems_of(*path, question, proofs);
    if (test.max_depth && depth_of(*path) > *test.max_depth) reasons.insert("rfc5280.depth/depth");
    outcome.accepted = reasons.empty();
    if (outcome.accepted) {
      outcome.reasons.clear();
      return;
    }
    if (outcome.reasons.empty()) outcome.reasons = reasons;
  }
  if (const auto& attempt = builder.outcome().furthest) {
    outcome.reasons = problems_of(*attempt, question, proofs);
    outcome.reasons.insert("path.anchor/" + attempt->stopped_reason);
  }
}

Outcome judge(const Case& test) {
  const std::clock_t start = std::clock();
  Outcome outcome;
  const auto peer = read_pem(test.peer);
  if (!peer) {
    outcome.reasons.insert("parse/" + peer.error().reason);
    return outcome;
  }
  Evidence evidence;
  evidence.certificates.push_back({*peer, "peer"});
  for (const std::string& pem : test.presented)
    if (const auto certificate = read_pem(pem)) evidence.certificates.push_back({*certificate, "untrusted"});

  const TrustStore store = TrustStore::from_contents({.anchors = read_anchors(test)}, "custom");
  const Question question{.purpose = Purpose::rfc5280, .at = *parse_time(test.time)};
  const Limits limits;
  LinkProofs proofs(limits.signature_checks);
  PathBuilder builder(evidence, 0, store, question, question.at, limits, proofs);
  judge_paths(builder, question, test, proofs, outcome);
  outcome.checks = proofs.checks();
  outcome.milliseconds = 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  return outcome;
}

Case read_case(const json& from, const json& overlay) {
  const std::string id = from.at("id");
  Case test{.id = id,
            .peer = from.at("peer_certificate"),
            .presented = from.at("untrusted_intermediates"),
            .trusted = from.at("trusted_certs")};
  std::string expected = from.at("expected_result");
  if (overlay.contains(id)) {
    test.wanted_class = overlay.at(id).at("class");
    if (overlay.at(id).at("expected").is_string()) expected = overlay.at(id).at("expected");
  }
  test.should_pass = expected == "SUCCESS";
  if (from.at("validation_time").is_string()) test.time = from.at("validation_time");
  if (from.at("max_chain_depth").is_number()) test.max_depth = from.at("max_chain_depth");
  return test;
}

class Limbo : public ::testing::Test {
 protected:
  void SetUp() override {
    const fs::path file = suite_file();
    const fs::path classes = file.parent_path() / "overlay.json";
    if (!fs::exists(file) || !fs::exists(classes))
      GTEST_SKIP() << "NOT RUN: the suite is not at '" << file.string() << "'; name it by ODCA_LIMBO_JSON";
    const json overlay = read_json(classes);
    const json suite = read_json(file);
    for (const json& one : suite.at("testcases")) cases_.push_back(read_case(one, overlay));
  }

  std::vector<const Case*> of_class(std::string_view wanted) const {
    std::vector<const Case*> found;
    for (const Case& test : cases_)
      if (test.wanted_class == wanted && test.id != kWithPathAroundConstraint) found.push_back(&test);
    return found;
  }

  void expect_agreement(std::string_view wanted) const {
    std::map<bool, std::pair<int, int>> agreed;  // by what is right: cases that agree, all cases
    for (const Case* test : of_class(wanted)) {
      const Outcome outcome = judge(*test);
      auto& [good, all] = agreed[test->should_pass];
      ++all;
      if (outcome.accepted == test->should_pass) ++good;
      EXPECT_EQ(outcome.accepted, test->should_pass) << test->id << ": " << outcome.text();
    }
    std::cout << wanted << ": accepted " << agreed[true].first << " of " << agreed[true].second << ", refused "
              << agreed[false].first << " of " << agreed[false].second << "\n";
    EXPECT_GT(agreed[true].second + agreed[false].second, 0) << "the suite has no such case";
  }

  std::vector<Case> cases_{};
};

TEST_F(Limbo, TheCasesThatBindUsHold) { expect_agreement("bind"); }

TEST_F(Limbo, WhatWeRefuseOnPurposeIsRefused) { expect_agreement("flip"); }

/// Constraints are refused on the path, not in the bag: this graph has a second path that carries none.
TEST_F(Limbo, AConstraintBesideThePathIsNoHindrance) {
  for (const Case& test : cases_) {
    if (test.id != kWithPathAroundConstraint) continue;
    EXPECT_TRUE(judge(test).accepted);
  }
}

TEST_F(Limbo, TheLimitOfDepthHolds) { expect_agreement("depth"); }

/// What an issuer omitted is a warning of the rules, so the path itself stands.
TEST_F(Limbo, DutiesOfIssuersDoNotBreakAPath) {
  // Policy constraints are refused whether critical or not, as all constraints are: rule path.constraints.
  const std::set<std::string> refused{"rfc5280::pc::ica-noncritical-pc"};
  for (const Case* test : of_class("warn")) {
    const Outcome outcome = judge(*test);
    EXPECT_EQ(outcome.accepted, !refused.contains(test->id)) << test->id << ": " << outcome.text();
  }
}

/// A refusal proves little unless it is for the right reason: a program that always says no agrees with most cases.
TEST_F(Limbo, RefusesForTheRightReason) {
  const std::map<std::string, std::string> expected{
      {"invalid::invalid-issuer-key", "path.anchor/key"},
      {"pathlen::intermediate-violates-pathlen-0", "path.length/path-length"},
      {"pathlen::intermediate-pathlen-too-long", "path.length/path-length"},
      {"rfc5280::validity::expired-root", "anchor.validity/anchor-expired"},
      {"rfc5280::validity::expired-intermediate", "cert.validity/expired"},
      {"rfc5280::validity::expired-leaf", "cert.validity/expired"},
      {"rfc5280::validity::expired-1-second", "cert.validity/expired"},
      {"rfc5280::validity::notbefore-fractional", "cert.validity/not-yet-valid"},
      {"rfc5280::validity::not-yet-valid-1-second", "cert.validity/not-yet-valid"},
      {"rfc5280::ee-empty-issuer", "path.empty_name/empty-issuer"},
      {"rfc5280::ca-empty-subject", "path.empty_name/empty-subject"},
      {"rfc5280::unknown-critical-extension-ee", "path.critical/unknown-critical"},
      {"rfc5280::unknown-critical-extension-root", "path.critical/unknown-critical"},
      {"rfc5280::unknown-critical-extension-intermediate", "path.critical/unknown-critical"},
      {"rfc5280::chain-untrusted-root", "path.anchor/untrusted-root"},
      {"rfc5280::intermediate-ca-without-ca-bit", "path.ca/not-a-ca"},
      {"rfc5280::root-missing-basic-constraints", "path.ca/no-basic-constraints"},
      {"rfc5280::duplicate-extensions", "parse/duplicate-extension"},
      {"rfc5280::san::malformed", "parse/malformed-extension"},
      {"rfc5280::eku::ee-eku-empty", "parse/malformed-extension"},
      {"rfc5280::mismatching-signature-algorithm", "cert.algorithm/algorithm-mismatch"},
      {"rfc5280::nc::nc-forbids-othername", "path.constraints/unsupported-constraint"},
      {"rfc5280::nc::not-allowed-in-ee-noncritical", "path.constraints/unsupported-constraint"},
      {"webpki::forbidden-p192-leaf", "cert.key/curve"},
      {"webpki::forbidden-dsa-leaf", "cert.key/algorithm"},
      {"webpki::forbidden-weak-rsa-in-leaf", "cert.key/weak-key"},
      {"webpki::ca-as-leaf", "target.not_ca/target-is-ca"},
      {"webpki::ee-basicconstraints-ca", "target.not_ca/target-is-ca"},
      {"webpki::v1-cert", "parse/version"},
  };
  std::size_t seen = 0;
  for (const Case& test : cases_) {
    const auto wanted = expected.find(test.id);
    if (wanted == expected.end()) continue;
    ++seen;
    const Outcome outcome = judge(test);
    EXPECT_TRUE(outcome.reasons.contains(wanted->second)) << test.id << ": " << outcome.text();
  }
  EXPECT_EQ(seen, expected.size());
}

TEST_F(Limbo, NoCaseExceedsTheBudgetOfChecks) {
  std::pair<double, std::string> slowest{};
  for (const Case& test : cases_) {
    const Outcome outcome = judge(test);
    slowest = std::max(slowest, {outcome.milliseconds, test.id});
    EXPECT_LE(outcome.checks, 100U) << test.id;
  }
  std::cout << "slowest: " << slowest.first << " ms, " << slowest.second << "\n";
}

/// The same evidence in another order, twice, or with other cases' certificates among it has the same answer.
TEST_F(Limbo, AnotherBagOfTheSameCertificatesChangesNothing) {
  for (std::size_t i = 0; i < cases_.size(); ++i) {
    const bool accepted = judge(cases_[i]).accepted;
    Case reversed = cases_[i];
    std::reverse(reversed.presented.begin(), reversed.presented.end());
    EXPECT_EQ(judge(reversed).accepted, accepted) << "reversed: " << reversed.id;

    Case doubled = cases_[i];
    doubled.presented.insert(doubled.presented.end(), cases_[i].presented.begin(), cases_[i].presented.end());
    doubled.presented.insert(doubled.presented.begin(), doubled.trusted.begin(), doubled.trusted.end());
    doubled.presented.push_back(doubled.peer);
    EXPECT_EQ(judge(doubled).accepted, accepted) << "doubled: " << doubled.id;

    Case mixed = cases_[i];
    for (std::size_t other = i + 1; other <= i + 12; ++other) {
      const Case& stranger = cases_[other % cases_.size()];
      mixed.presented.insert(mixed.presented.begin(), stranger.trusted.begin(), stranger.trusted.end());
      mixed.presented.push_back(stranger.peer);
      if (!stranger.presented.empty()) mixed.presented.push_back(stranger.presented.front());
    }
    EXPECT_EQ(judge(mixed).accepted, accepted) << "mixed: " << mixed.id;
  }
}

}  // namespace
}  // namespace odca
