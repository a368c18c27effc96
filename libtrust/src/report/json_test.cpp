// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The report for programs: it keeps to its schema, and its values are those of the verdict.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "odca/report.h"
#include "report/json_schema_test.h"
#include "report/verdicts_test.h"

namespace odca {
namespace {

using nlohmann::json;
using testing::rejected_verdict;
using testing::trusted_verdict;

testing::SchemaCheck schema() { return testing::SchemaCheck(std::string(ODCA_SOURCE_DIR "/docs/verdict.schema.json")); }

json parsed(const Verdict& verdict, Detail detail = Detail::normal) { return json::parse(to_json(verdict, detail)); }

TEST(Json, OutputsKeepToTheSchema) {
  for (const Verdict& verdict : {rejected_verdict(), trusted_verdict()})
    for (const Detail detail : {Detail::normal, Detail::explain})
      EXPECT_EQ(schema().problems(parsed(verdict, detail)), std::vector<std::string>{});
}

TEST(Json, SchemaRefusesAMissingField) {
  const json good = parsed(rejected_verdict());
  for (const auto& [name, value] : good.items()) {
    json lacking = good;
    lacking.erase(name);
    EXPECT_FALSE(schema().problems(lacking).empty()) << name;
  }
}

TEST(Json, SchemaRefusesAnUnknownFieldAndAWrongType) {
  json value = parsed(rejected_verdict());
  value["extra"] = 1;
  EXPECT_FALSE(schema().problems(value).empty());
  value = parsed(rejected_verdict());
  value["chain"][0]["sha256"] = "short";
  EXPECT_FALSE(schema().problems(value).empty());
}

TEST(Json, NamesEveryFieldInAStableOrder) {
  const auto value = nlohmann::ordered_json::parse(to_json(rejected_verdict(), Detail::explain));
  std::vector<std::string> names;
  for (const auto& [name, member] : value.items()) names.push_back(name);
  EXPECT_EQ(names, (std::vector<std::string>{"schema", "verdict", "warnings", "profile", "purpose", "phase", "time",
                                             "chain", "anchor", "findings", "policy", "trust", "device", "answers",
                                             "attempts", "work"}));
}

TEST(Json, RejectedIsRejected) {
  const json value = parsed(rejected_verdict());
  EXPECT_EQ(value["schema"], "odca-verdict/1");
  EXPECT_EQ(value["verdict"], "rejected");
  EXPECT_EQ(value["warnings"], 1);
  EXPECT_TRUE(value["anchor"].is_null());
}

TEST(Json, TrustedIsTrusted) {
  const json value = parsed(trusted_verdict());
  EXPECT_EQ(value["verdict"], "trusted");
  EXPECT_EQ(value["anchor"]["label"], "test root");
  EXPECT_EQ(value["anchor"]["source"], "custom");
  EXPECT_EQ(value["chain"].size(), 6U);
}

TEST(Json, ProofBesideAFailingFindingIsRejected) {
  Verdict verdict = trusted_verdict();
  verdict.findings = {{.rule = "cert.validity", .severity = Severity::fail, .message = "expired"}};
  EXPECT_EQ(parsed(verdict)["verdict"], "rejected");
}

TEST(Json, ChainCarriesTheFieldsOfTheCertificates) {
  const Verdict verdict = rejected_verdict();
  const json entry = parsed(verdict)["chain"][1];
  EXPECT_EQ(entry["index"], 1);
  EXPECT_EQ(entry["role"], "app-ca");
  EXPECT_EQ(entry["subject"], "CN=ODCA 2 CSME MTL SOC SVN 01 AMT   CA");
  EXPECT_EQ(entry["sha256"], to_hex(verdict.path[1].certificate->sha256));
  EXPECT_EQ(entry["spki_sha256"], to_hex(verdict.path[1].certificate->spki_sha256));
  EXPECT_EQ(entry["not_before"], "2023-07-16T00:00:00Z");
  EXPECT_EQ(entry["not_after"], "2049-12-31T23:59:59Z");
  EXPECT_EQ(entry["origin"], "presented");
  EXPECT_EQ(entry["revocation"], "revoked");
}

TEST(Json, OriginIsPresentedOrStore) { EXPECT_EQ(parsed(rejected_verdict())["chain"][2]["origin"], "store"); }

TEST(Json, ParamsThatOccurAgainJoinInOneMember) {
  const json finding = parsed(rejected_verdict())["findings"][1];
  EXPECT_EQ(finding["params"], (json{{"expected", "MTL"}, {"found", "LNL"}, {"other", "1, 2"}}));
  EXPECT_EQ(finding["cert"], 1);
}

TEST(Json, FindingWithoutCertificateHasNull) {
  EXPECT_TRUE(parsed(rejected_verdict())["findings"][0]["cert"].is_null());
}

TEST(Json, DeviceSaysHowEachFactCompared) {
  const json device = parsed(rejected_verdict())["device"];
  EXPECT_EQ(device, (json{{"leaf_hash", "not-checked"}, {"upid", "match"}, {"pin", "not-checked"}}));
}

TEST(Json, MismatchThatAPolicyLowersStaysAMismatch) {
  Verdict verdict = rejected_verdict();
  verdict.answers = {{.rule = "device.leaf_hash", .answer = RuleAnswer::Kind::finding, .severity = Severity::warn}};
  verdict.findings = {{.rule = "device.leaf_hash", .severity = Severity::warn, .reason = "mismatch"}};
  EXPECT_EQ(parsed(verdict)["device"]["leaf_hash"], "mismatch");
  verdict.findings[0].reason = "tbs-only";
  EXPECT_EQ(parsed(verdict)["device"]["leaf_hash"], "tolerated");
  verdict.findings[0].severity = Severity::fail;
  EXPECT_EQ(parsed(verdict)["device"]["leaf_hash"], "mismatch");
}

TEST(Json, ExplanationOnlyWhenAsked) {
  EXPECT_FALSE(parsed(rejected_verdict()).contains("answers"));
  const json value = parsed(rejected_verdict(), Detail::explain);
  EXPECT_EQ(value["answers"].size(), 3U);
  EXPECT_EQ(value["attempts"][0]["anchor"], "");
  EXPECT_EQ(value["work"]["search_steps"], 9);
}

TEST(Json, IsOneLineWithoutControls) {
  Verdict verdict = rejected_verdict();
  verdict.findings[0].message = "\x1B[2J\n\xE2\x80\xAE\xFF";
  const std::string text = to_json(verdict, Detail::explain);
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_EQ(text.find('\x1B'), std::string::npos);
  EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos);
  EXPECT_EQ(json::parse(text)["findings"][0]["message"], "\x1B[2J\n\xE2\x80\xAE\xEF\xBF\xBD");
}

TEST(Json, EmptyVerdictIsARejection) {
  Verdict verdict;
  verdict.profile = ProfileKind::none;
  verdict.trust_source = "embedded";
  EXPECT_EQ(parsed(verdict)["verdict"], "rejected");
  EXPECT_EQ(schema().problems(parsed(verdict, Detail::explain)), std::vector<std::string>{});
}

}  // namespace
}  // namespace odca
