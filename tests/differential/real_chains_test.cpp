// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Are genuine chains judged as they must be? Runs when the shared data folder is there, and says so when it is not.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "base/text.h"
#include "odca/trust.h"
#include "os/file.h"

namespace odca::differential {
namespace {

namespace fs = std::filesystem;

fs::path real_chains() {
  const char* const given = std::getenv("ODCA_SHARED_DATA");
  const fs::path data = given != nullptr ? fs::path(given) : fs::path(ODCA_SOURCE_DIR).parent_path() / "shared/data";
  return data / "real-chains";
}

class RealChains : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::is_directory(real_chains()))
      GTEST_SKIP() << "no folder '" << real_chains().string() << "': set ODCA_SHARED_DATA to the data folder";
  }
};

Dump read(const fs::path& file) {
  const Result<Bytes> content = read_file(file, 1U << 20U);
  if (!content) throw std::runtime_error(describe(content.error()));
  Result<Dump> dump = read_dump(*content, file.filename().string(), Limits{});
  if (!dump) throw std::runtime_error(describe(dump.error()));
  return *std::move(dump);
}

TrustStore embedded() {
  Result<TrustStore> store = TrustStore::load(TrustChoice{}, {});
  if (!store) throw std::runtime_error(describe(store.error()));
  return *std::move(store);
}

Time spring_2026() { return *parse_time("2026-03-01T00:00:00Z"); }

Verdict judge(const fs::path& file, Purpose purpose) {
  Evidence evidence;
  evidence.add(read(file));
  return Verifier(default_policy(), embedded()).verify(evidence, {.purpose = purpose, .at = spring_2026()});
}

std::vector<std::string> failed_rules(const Verdict& verdict) {
  std::vector<std::string> rules;
  for (const Finding& finding : verdict.findings)
    if (finding.severity == Severity::fail) rules.emplace_back(finding.rule);
  std::sort(rules.begin(), rules.end());
  rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
  return rules;
}

using Rules = std::vector<std::string>;

/// Expected is the rules that fail for the purposes odca and amt-activation; none means trusted.
struct Expected {
  Rules odca{};
  Rules amt_activation{};
};

Rules operator+(Rules some, const Rules& more) {
  some.insert(some.end(), more.begin(), more.end());
  std::sort(some.begin(), some.end());
  return some;
}

const std::map<std::string, Expected>& expected_verdicts() {
  static const Rules sound{};
  static const Rules debug_part{"odca.debug", "odca.shape", "path.anchor"};
  static const Rules debug_chain{"odca.class", "odca.debug", "path.anchor", "trust.denied"};
  static const Rules other_service{"leaf.name"};
  static const Rules other_application{"leaf.name", "odca.app"};
  static const Rules endorsement_key{"leaf.eku", "leaf.key_usage", "leaf.name", "odca.app"};
  static const std::map<std::string, Expected> verdicts{
      {"amt-tgl-DEBUG-wsman-sample1-4certs.pem", {debug_part, debug_part + other_service}},
      {"amt-tgl-DEBUG-wsman-sample2-4certs.pem", {debug_part, debug_part + other_service}},
      {"amt-tgl-DEBUG-wsman-sample1-6certs.pem", {debug_chain, debug_chain + other_service}},
      {"dal-mcc-PROD-6certs.pem", {sound, other_application}},
      // The genuine intermediate of the embedded trust completes what was published with the debug one.
      {"dal-mcc-as-published-7certs-WRONG-debug-tail.pem", {sound, other_application}},
      {"dal-mcc-DEBUG-4certs.pem", {debug_part, debug_part + other_application}},
      {"dal-mcc-DEBUG-6certs.pem", {debug_chain, debug_chain + other_application}},
      {"dal-tgl-DEBUG-4certs.pem", {debug_part, debug_part + other_application}},
      {"ek-adl-PROD-6certs.pem", {sound, endorsement_key}},
      {"ek-mtl-PROD-6certs.pem", {sound, endorsement_key}},
  };
  return verdicts;
}

TEST_F(RealChains, are_judged_as_their_hierarchy_says) {
  std::size_t judged = 0;
  for (const auto& entry : fs::directory_iterator(real_chains() / "chains")) {
    const std::string name = entry.path().filename().string();
    const auto expected = expected_verdicts().find(name);
    ASSERT_NE(expected, expected_verdicts().end()) << "no verdict is written down for " << name;
    const Verdict plain = judge(entry.path(), Purpose::odca);
    const Verdict amt = judge(entry.path(), Purpose::amt_activation);
    EXPECT_EQ(failed_rules(plain), expected->second.odca) << name;
    EXPECT_EQ(failed_rules(amt), expected->second.amt_activation) << name;
    EXPECT_EQ(plain.trusted(), expected->second.odca.empty()) << name;
    EXPECT_EQ(amt.trusted(), expected->second.amt_activation.empty()) << name;
    ++judged;
  }
  EXPECT_EQ(judged, expected_verdicts().size());
}

TEST_F(RealChains, wrong_debug_tail_is_refused_without_the_genuine_intermediate) {
  const TrustStore whole = embedded();
  SourceContents roots_only;
  roots_only.anchors.assign(whole.anchors().begin(), whole.anchors().end());
  Evidence evidence;
  evidence.add(read(real_chains() / "chains/dal-mcc-as-published-7certs-WRONG-debug-tail.pem"));
  const Verifier verifier(default_policy(), TrustStore::from_contents(std::move(roots_only), "embedded"));
  EXPECT_EQ(failed_rules(verifier.verify(evidence, {.purpose = Purpose::odca, .at = spring_2026()})),
            (Rules{"odca.shape", "path.anchor"}));
}

/// judge_with_debug_root trusts the debug root by a custom path, as a laboratory would.
Verdict judge_with_debug_root(const Policy& policy) {
  const TrustChoice choice{.source = SourceKind::custom,
                           .path = real_chains() / "anchors/odca-DEBUG-root-3ba13766.pem"};
  Result<TrustStore> store = TrustStore::load(choice, {});
  if (!store) throw std::runtime_error(describe(store.error()));
  Evidence evidence;
  evidence.add(read(real_chains() / "chains/amt-tgl-DEBUG-wsman-sample1-6certs.pem"));
  return Verifier(policy, *std::move(store)).verify(evidence, {.purpose = Purpose::amt_wsman, .at = spring_2026()});
}

TEST_F(RealChains, debug_root_is_denied_in_every_encoding_and_from_every_source) {
  EXPECT_EQ(failed_rules(judge_with_debug_root(default_policy())), (Rules{"odca.class", "odca.debug", "trust.denied"}));
}

TEST_F(RealChains, debug_chain_is_trusted_by_a_lab_policy_that_names_class_and_keys) {
  Policy lab = default_policy();
  lab.lab.classes = {"D"};
  lab.lab.keys = {
      *fingerprint_from_hex("79b8d7af1769b0373315c7bf5612940b4e16b3038f4acbdd028d15cd4dacac70"),   // debug root
      *fingerprint_from_hex("c1f6386f1dcb3f9c9e4bf8ba3886e539a317f386d06e4938f404105abbb877a1")};  // its intermediates
  const Verdict verdict = judge_with_debug_root(lab);
  EXPECT_TRUE(verdict.trusted()) << to_text(verdict);
  EXPECT_EQ(std::count_if(verdict.findings.begin(), verdict.findings.end(),
                          [](const Finding& finding) { return finding.rule == "trust.denied"; }),
            2);
}

std::vector<RevocationState> states_of(const Verdict& verdict) {
  std::vector<RevocationState> states;
  for (const PathCertificate& step : verdict.path) states.push_back(step.revocation);
  return states;
}

TEST_F(RealChains, crls_of_a_production_device_are_good_and_the_indirect_one_is_stale) {
  Evidence evidence;
  evidence.add(read(real_chains() / "chains/dal-mcc-PROD-6certs.pem"));
  for (const auto& entry : fs::directory_iterator(real_chains() / "crls")) {
    Dump dump = read(entry.path());
    for (PresentedCrl& crl : dump.crls) crl.from = PresentedCrl::From::caller;
    evidence.add(std::move(dump));
  }
  const Verdict verdict =
      Verifier(default_policy(), embedded()).verify(evidence, {.purpose = Purpose::odca, .at = spring_2026()});
  using enum RevocationState;
  EXPECT_EQ(states_of(verdict), (std::vector<RevocationState>{stale, stale, stale, good, good, good}));
  EXPECT_TRUE(verdict.trusted()) << to_text(verdict);
}

TEST_F(RealChains, leaf_alone_reaches_no_anchor) {
  const Verdict verdict = judge(real_chains() / "leafs/amt-ptl-rcfg-leaf-RECONSTRUCTED.pem", Purpose::amt_activation);
  ASSERT_NE(verdict.decisive(), nullptr);
  EXPECT_EQ(verdict.decisive()->rule.text(), "path.anchor");
  EXPECT_EQ(verdict.decisive()->reason.text(), "no-issuer");
}

TEST_F(RealChains, every_crl_is_read) {
  std::size_t crls = 0;
  for (const auto& entry : fs::directory_iterator(real_chains() / "crls")) {
    const Dump dump = read(entry.path());
    EXPECT_TRUE(dump.unreadable.empty()) << entry.path();
    crls += dump.crls.size();
  }
  EXPECT_EQ(crls, std::size_t{78});
}

Certificate only_certificate(const fs::path& file) {
  const Dump dump = read(file);
  if (dump.certificates.size() != 1) throw std::runtime_error("expected one certificate in " + file.string());
  return dump.certificates.front().certificate;
}

/// verifies asks for the path alone: from a CA certificate, over the intermediates, to one root.
bool verifies(const Certificate& target, const std::vector<Presented>& intermediates, const Certificate& root) {
  SourceContents contents;
  contents.anchors.push_back(anchor_from_certificate(root, {AnchorRole::rfc5280}, {.kind = OriginKind::custom}));
  Evidence evidence;
  evidence.certificates = intermediates;
  evidence.certificates.push_back({target, "target"});
  const Question question{
      .purpose = Purpose::rfc5280, .at = spring_2026(), .target = target->sha256, .target_may_be_ca = true};
  return Verifier(default_policy(), TrustStore::from_contents(std::move(contents), "custom"))
      .verify(evidence, question)
      .trusted();
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, '|');) {
    const std::size_t first = cell.find_first_not_of(' ');
    const std::size_t last = cell.find_last_not_of(' ');
    cells.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
  }
  return cells;
}

TEST_F(RealChains, ca_certificates_verify_or_fail_as_their_table_says) {
  std::vector<Presented> intermediates;
  for (const auto& entry : fs::directory_iterator(real_chains() / "intermediates"))
    intermediates.push_back({only_certificate(entry.path()), entry.path().filename().string()});
  const Certificate production = only_certificate(real_chains() / "anchors/odca-prod-root.pem");
  const Certificate debug = only_certificate(real_chains() / "anchors/odca-DEBUG-root-3b97000f.pem");

  std::ifstream readme(real_chains() / "README.md");
  std::size_t rows = 0;
  for (std::string line; std::getline(readme, line);) {
    const std::vector<std::string> cells = cells_of(line);
    const bool about_a_ca =
        cells.size() >= 5 && (cells[1].starts_with("issuing/") || cells[1].starts_with("intermediates/"));
    if (!about_a_ca || cells[2].size() != 64) continue;
    const Certificate certificate = only_certificate(real_chains() / cells[1]);
    EXPECT_EQ(to_hex(certificate->sha256), cells[2]) << cells[1];
    EXPECT_EQ(verifies(certificate, intermediates, production), cells[3] == "OK") << cells[1] << " under production";
    EXPECT_EQ(verifies(certificate, intermediates, debug), cells[4] == "OK") << cells[1] << " under debug";
    ++rows;
  }
  EXPECT_EQ(rows, std::size_t{72});
}

}  // namespace
}  // namespace odca::differential
