// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The report for people, line by line.
#include <gtest/gtest.h>

#include "odca/report.h"
#include "report/verdicts_test.h"

namespace odca {
namespace {

using testing::rejected_verdict;
using testing::trusted_verdict;

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

TEST(Text, RejectedHeadlineGivesTheDecisiveReason) {
  EXPECT_EQ(first_line(to_text(rejected_verdict())),
            "rejected: no path leads to a trust anchor (path.anchor, no-issuer)");
}

TEST(Text, RejectedWithoutFindingIsStillRejected) {
  Verdict verdict = rejected_verdict();
  verdict.findings.clear();
  EXPECT_EQ(first_line(to_text(verdict)), "rejected: no path was proved");
}

TEST(Text, TrustedHeadlineNamesLeafAndAnchor) {
  Verdict verdict = trusted_verdict();
  ASSERT_TRUE(verdict.trusted());
  verdict.findings.clear();
  EXPECT_EQ(first_line(to_text(verdict)), "trusted: 'CN=AMT RCFG' is certified under 'test root' (custom)");
}

TEST(Text, TrustedHeadlineCountsWarnings) {
  Verdict verdict = trusted_verdict();
  verdict.findings = {{.rule = "revocation.absent", .severity = Severity::warn, .message = "no list"}};
  EXPECT_EQ(first_line(to_text(verdict)).substr(0, 23), "trusted with 1 warning:");
  verdict.findings.push_back({.rule = "revocation.stale", .severity = Severity::warn, .message = "old list"});
  EXPECT_EQ(first_line(to_text(verdict)).substr(0, 24), "trusted with 2 warnings:");
}

TEST(Text, ProofBesideAFailingFindingIsRejected) {
  Verdict verdict = trusted_verdict();
  verdict.findings = {{.rule = "cert.validity", .severity = Severity::fail, .message = "expired"}};
  EXPECT_EQ(first_line(to_text(verdict)), "rejected: expired (cert.validity)");
}

TEST(Text, TreeRunsFromTheAnchorToTheLeaf) {
  const std::string text = to_text(trusted_verdict());
  std::size_t at = text.find("\n  anchor  test root\n");
  for (const char* role : {"5 intermediate", "4 issuing-ca", "3 rom-ca", "2 kernel-ca", "1 app-ca", "0 leaf"}) {
    const std::size_t next = text.find(role);
    ASSERT_NE(next, std::string::npos) << role;
    EXPECT_GT(next, at) << role;
    at = next;
  }
}

TEST(Text, StepShowsFingerprintDatesOriginAndRevocation) {
  const Verdict verdict = rejected_verdict();
  const std::string text = to_text(verdict);
  const std::string print = to_hex(verdict.path[2].certificate->sha256).substr(0, 16);
  EXPECT_TRUE(has(text, "  +- 2 kernel-ca  CN=ODCA 2 CSME MTL SOC SVN 01 Kernel CA\n       " + print +
                            ", 2023-07-16 to 2049-12-31, from embedded, revocation not checked\n"))
      << text;
  EXPECT_TRUE(has(text, ", presented, revoked\n"));
}

TEST(Text, WithoutAnchorSaysSo) { EXPECT_TRUE(has(to_text(rejected_verdict()), "  anchor  none reached\n")); }

TEST(Text, FindingsAreGroupedBySeverity) {
  const std::string text = to_text(rejected_verdict());
  const std::size_t failures = text.find("\nfailures\n  path.anchor (no-issuer)\n");
  const std::size_t warnings = text.find("\nwarnings\n  odca.platform (platform-mismatch), certificate 1 app-ca\n");
  const std::size_t notes = text.find("\nnotes\n  device.binding\n");
  ASSERT_NE(notes, std::string::npos);
  EXPECT_LT(failures, warnings);
  EXPECT_LT(warnings, notes);
}

TEST(Text, FindingShowsExpectedFoundAndHint) {
  const std::string text = to_text(rejected_verdict());
  EXPECT_TRUE(has(text, "    expected: MTL\n    found:    LNL\n")) << text;
  EXPECT_TRUE(has(text, "    hint:     present the whole chain\n"));
  EXPECT_FALSE(has(text, "other:"));
}

TEST(Text, FindingAboutACertificateThatIsNotThereDoesNotBreakTheReport) {
  Verdict verdict = rejected_verdict();
  verdict.findings[0].cert = 99;
  EXPECT_TRUE(has(to_text(verdict), "path.anchor (no-issuer), certificate 99\n"));
}

TEST(Text, ColourOnlyWhenAsked) {
  EXPECT_FALSE(has(to_text(rejected_verdict(), Detail::explain), "\x1B"));
  EXPECT_TRUE(has(to_text(rejected_verdict(), Detail::normal, Colour::always), "\x1B[1;31mrejected\x1B[0m: "));
}

TEST(Text, TextFromOutsideIsEscapedEverywhere) {
  const std::string hostile = "\x1B[2J\xE2\x80\xAE";
  Verdict verdict = rejected_verdict();
  for (Finding& finding : verdict.findings)
    finding = {.rule = finding.rule,
               .severity = finding.severity,
               .cert = 0,
               .message = hostile,
               .hint = hostile,
               .params = {{hostile, hostile}, {"found", hostile}}};
  verdict.path[2].origin = {.kind = OriginKind::custom, .where = hostile};
  verdict.policy = verdict.trust_source = hostile;
  verdict.trust_versions = verdict.unused = {hostile};
  verdict.attempts = {{.subjects = {hostile}, .sha256 = {hostile}, .anchor = hostile, .outcome = hostile}};
  verdict.answers = {{.rule = "path.anchor", .detail = hostile}};
  verdict.anchor = anchor_from_certificate(verdict.path[0].certificate, Roles::all(), {OriginKind::custom, hostile});
  verdict.anchor->label = hostile;
  const std::string text = to_text(verdict, Detail::explain);
  EXPECT_FALSE(has(text, "\x1B"));
  EXPECT_FALSE(has(text, "\xE2\x80\xAE"));
}

TEST(Text, ExplainAddsAnswersPathsStrangersAndWork) {
  const std::string text = to_text(rejected_verdict(), Detail::explain);
  EXPECT_TRUE(
      has(text, "\nrules\n  finding         fail  path.anchor\n  pass            fail  device.upid: by SHA-256\n"))
      << text;
  EXPECT_TRUE(has(text, "\npaths tried\n  path.anchor: no issuer\n"));
  EXPECT_TRUE(has(text, "    anchor            none reached\n"));
  EXPECT_TRUE(has(text, "\npresented, but not on the path\n  CN=stranger 0011\n"));
  EXPECT_TRUE(has(text, "\nwork\n  5 signature checks, 9 search steps, 1 path tried\n"));
  EXPECT_TRUE(has(text, "    other:    1\n"));
  EXPECT_FALSE(has(to_text(rejected_verdict()), "paths tried"));
}

TEST(Text, EmptyVerdictIsARejection) {
  Verdict verdict;
  verdict.profile = ProfileKind::none;
  EXPECT_EQ(first_line(to_text(verdict, Detail::explain)), "rejected: no path was proved");
}

}  // namespace
}  // namespace odca
