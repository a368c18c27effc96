// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Is every vector judged as its case.yaml says, and printed as its expected.txt says? One test for each folder.
// ODCA_REBASELINE=1 in the environment writes expected.txt instead of comparing; the diff is what a reviewer reads.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "vector_case.h"

namespace odca::vectors {
namespace {

bool rebaselining() {
  const char* const value = std::getenv("ODCA_REBASELINE");
  return value != nullptr && std::string(value) == "1";
}

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// shuffled presents every certificate twice, last one first, but the first one as before: whose certificate came first
/// is part of the question (rule target.first).
Evidence shuffled(const Evidence& evidence) {
  Evidence other = evidence;
  if (other.certificates.empty()) return other;
  std::reverse(other.certificates.begin() + 1, other.certificates.end());
  const std::vector<Presented> once = other.certificates;
  other.certificates.insert(other.certificates.end(), once.begin(), once.end());
  other.parts = {{.begin = 0, .end = other.certificates.size()}};
  if (!evidence.parts.empty()) other.parts[0].unread_first = evidence.parts[0].unread_first;
  return other;
}

class Vectors : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    Result<VectorCase> read = read_case(GetParam());
    ASSERT_TRUE(read) << describe(read.error());
    vector_ = *std::move(read);
  }

  Verdict judge(const Evidence& evidence, const Question& question, Strictness strictness) const {
    const Result<Verifier> verifier = make_verifier(vector_, strictness);
    if (!verifier) throw std::runtime_error(describe(verifier.error()));
    return verifier->verify(evidence, question);
  }

  /// compare_report compares what is printed, without the place of this checkout.
  void compare_report(std::string report) const {
    const std::string here = std::string(ODCA_SOURCE_DIR "/");
    for (std::size_t at = 0; (at = report.find(here, at)) != std::string::npos;) report.erase(at, here.size());
    const std::filesystem::path file = vector_.folder / "expected.txt";
    if (rebaselining()) {
      std::ofstream(file, std::ios::binary) << report;
      return;
    }
    EXPECT_EQ(content_of(file), report) << "run the program 'vectors' with ODCA_REBASELINE=1 if the change is meant";
  }

  VectorCase vector_{};
};

TEST_P(Vectors, is_judged_as_expected) {
  const Result<Evidence> evidence = read_evidence(vector_);
  if (vector_.expect == Expect::error) {
    ASSERT_FALSE(evidence);
    EXPECT_EQ(evidence.error().reason.text(), vector_.error) << describe(evidence.error());
    return compare_report(describe(evidence.error()) + "\n" + evidence.error().hint + "\n");
  }
  ASSERT_TRUE(evidence) << describe(evidence.error());

  const Verdict verdict = judge(*evidence, vector_.question, vector_.strictness);
  EXPECT_EQ(verdict.trusted(), vector_.expect == Expect::trusted);
  EXPECT_EQ(lines_of(verdict, vector_.notes_too ? Severity::note : Severity::warn), vector_.findings);
  compare_report(to_text(verdict));

  // What strict accepts, the default accepts too.
  const bool strict = judge(*evidence, vector_.question, Strictness::strict).trusted();
  EXPECT_TRUE(!strict || judge(*evidence, vector_.question, Strictness::default_).trusted());

  // Neither the order behind the first nor repetition changes the verdict; the bag must not outgrow its limit by that.
  if (evidence->certificates.size() * 2 > vector_.policy.limits.certificates) return;
  const Verdict other = judge(shuffled(*evidence), vector_.question, vector_.strictness);
  EXPECT_EQ(other.trusted(), verdict.trusted());
  EXPECT_EQ(lines_of(other, Severity::warn), lines_of(verdict, Severity::warn));
}

/// test_name makes the folder's name an identifier.
std::string test_name(const testing::TestParamInfo<std::string>& folder) {
  std::string name = folder.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Chains, Vectors, testing::ValuesIn(all_case_names()), test_name);

}  // namespace
}  // namespace odca::vectors
