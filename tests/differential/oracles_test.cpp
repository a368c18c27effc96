// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Do Botan and OpenSSL agree with us on every vector, as far as the path alone goes? tests/vectors/exceptions.yaml
// lists where they do not, each with a reason; an entry that is no longer needed fails too.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "oracle.h"
#include "os/file.h"
#include "vector_case.h"
#include "yaml/yaml.h"

namespace odca::differential {
namespace {

using vectors::VectorCase;
using yaml::Fields;
using yaml::Node;

struct Divergence {
  std::string theirs{};  ///< "accepts", "refuses" or "not-asked"
  std::string reason{};
};
using Divergences = std::map<std::string, Divergence, std::less<>>;

/// OracleName is who is asked: an entry of the list is about every version ("botan") or about one ("botan-2").
struct OracleName {
  std::string_view name{};
  std::string version{};

  bool is_meant_by(std::string_view entry) const { return entry == name || entry == version; }
};

Status read_group(const Node& node, const OracleName& oracle, Divergences& found) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"oracle", "theirs", "reason", "cases"}));
  ODCA_TRY_ASSIGN(const Node* const which, fields.require("oracle"));
  ODCA_TRY_ASSIGN([[maybe_unused]] const std::size_t known,
                  which->as_choice({"botan", "botan-2", "botan-3", "openssl"}));
  ODCA_TRY_ASSIGN(const Node* const theirs, fields.require("theirs"));
  ODCA_TRY_ASSIGN([[maybe_unused]] const std::size_t index, theirs->as_choice({"accepts", "refuses", "not-asked"}));
  ODCA_TRY_ASSIGN(const Node* const reason, fields.require("reason"));
  ODCA_TRY_ASSIGN(const std::string text, reason->as_line());
  ODCA_TRY_ASSIGN(const Node* const cases, fields.require("cases"));
  ODCA_TRY_ASSIGN(const std::vector<std::string> names, cases->as_lines());
  if (!oracle.is_meant_by(which->text())) return {};
  for (const std::string& name : names)
    if (!found.emplace(name, Divergence{theirs->text(), text}).second)
      return node.error(cat("the case ", quote(name), " is listed twice"));
  return {};
}

Result<Divergences> read_divergences(const OracleName& oracle) {
  const std::filesystem::path file = std::filesystem::path(ODCA_SOURCE_DIR) / "tests/vectors/exceptions.yaml";
  ODCA_TRY_ASSIGN(const Bytes content, read_file(file, yaml::kMaxBytes));
  ODCA_TRY_ASSIGN(const Node root, yaml::parse(as_text(content), file.string()));
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(root, {"divergences"}));
  ODCA_TRY_ASSIGN(const Node* const list, fields.require("divergences"));
  ODCA_TRY_ASSIGN(const std::span<const Node> groups, list->as_sequence());
  Divergences found;
  for (const Node& group : groups) ODCA_TRY(read_group(group, oracle, found));
  return found;
}

/// Asked is one vector as all can answer it: our answer on the path alone, and the question for the others.
struct Asked {
  bool we_accept = false;
  std::string ours{};
  PathQuestion question;
};

/// is_about_the_path: what stands for RFC 5280 6.1, whatever severity the policy gives it, without what an oracle
/// cannot know: roles, deny lists, constraints that our trust source lays on an anchor, the algorithm lists of the
/// profiles.
bool is_about_the_path(const Finding& finding) {
  if (finding.severity > Severity::warn) return false;
  if (finding.rule == "cert.algorithm") return finding.reason == "algorithm-mismatch";
  if (finding.rule == "cert.key") return finding.reason != "kind" && finding.reason != "weak-key";
  if (finding.rule == "anchor.validity") return finding.reason != "outside-use-window";
  return finding.rule.text().starts_with("path.") || finding.rule == "cert.validity";
}

std::optional<Asked> ask_ourselves(const std::string& name) {
  const Result<VectorCase> vector = vectors::read_case(name);
  if (!vector) throw std::runtime_error(describe(vector.error()));
  const Result<Evidence> evidence = vectors::read_evidence(*vector);
  if (!evidence) return {};
  const Result<Verifier> verifier = vectors::make_verifier(*vector, Strictness::default_);
  if (!verifier) throw std::runtime_error(describe(verifier.error()));
  const Verdict verdict = verifier->verify(*evidence, vector->question);
  if (verdict.path.empty()) return {};  // no target: there is no path question
  if (verdict.anchor && verdict.anchor->origin.kind == OriginKind::pin) return {};  // nor is a pin a path

  Asked asked{.question = {.target = verdict.path.front().certificate, .at = verdict.judged_at}};
  for (const TrustAnchor& anchor : verifier->store().anchors())
    if (anchor.certificate) asked.question.anchors.push_back(*anchor.certificate);
  if (asked.question.anchors.empty()) return {};  // an anchor as bare facts: nobody else can be asked
  const auto add = [&](const Certificate& certificate) {
    if (!(certificate == asked.question.target)) asked.question.bag.push_back(certificate);
  };
  for (const Presented& presented : evidence->certificates) add(presented.certificate);
  for (const StoredCertificate& stored : verifier->store().intermediates()) add(stored.certificate);

  const auto wrong = std::find_if(verdict.findings.begin(), verdict.findings.end(), is_about_the_path);
  asked.we_accept = verdict.anchor.has_value() && wrong == verdict.findings.end();
  asked.ours =
      wrong == verdict.findings.end() ? (asked.we_accept ? "accepted" : "no anchor") : vectors::line_of(*wrong);
  return asked;
}

/// compare asks one oracle about every vector and holds the answers against the list of divergences.
template <class Ask>
void compare(const OracleName& oracle, Ask ask) {
  const Result<Divergences> listed = read_divergences(oracle);
  ASSERT_TRUE(listed) << describe(listed.error());
  Divergences left = *listed;
  std::size_t compared = 0;
  for (const std::string& name : vectors::all_case_names()) {
    const std::optional<Asked> asked = ask_ourselves(name);
    if (!asked) continue;
    const auto known = left.find(name);
    const std::string expected = known == left.end() ? "" : known->second.theirs;
    if (known != left.end()) left.erase(known);
    if (expected == "not-asked") continue;
    const OracleAnswer answer = ask(asked->question);
    ++compared;
    const std::string context = cat(name, ": we: ", asked->ours, "; ", oracle.version, ": ", answer.detail);
    if (expected.empty()) {
      EXPECT_EQ(answer.accepts, asked->we_accept) << context;
    } else {
      EXPECT_NE(answer.accepts, asked->we_accept) << context << "\nthe divergence is gone: take it off the list";
      EXPECT_EQ(answer.accepts, expected == "accepts") << context;
    }
  }
  for (const auto& [name, divergence] : left) ADD_FAILURE() << "listed, but nobody was asked about " << name;
  EXPECT_GT(compared, std::size_t{100});
}

TEST(Oracles, botan_agrees_on_every_path) {
  compare({.name = "botan", .version = cat("botan-", botan_major_version())}, ask_botan);
}

TEST(Oracles, openssl_agrees_on_every_path) {
  const auto ask = [](const PathQuestion& question) { return ask_openssl(question); };
  const std::optional<Asked> first = ask_ourselves("lnl");
  ASSERT_TRUE(first);
  if (!ask(first->question)) GTEST_SKIP() << "no program 'openssl' on this machine: install openssl to compare with it";
  compare({.name = "openssl", .version = "openssl"},
          [&](const PathQuestion& question) { return ask(question).value(); });
}

}  // namespace
}  // namespace odca::differential
