// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// cert-facts from outside: what it prints, and how it ends.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace {

namespace fs = std::filesystem;

struct Outcome {
  int exit = -1;
  std::string out{};
  std::string err{};
};

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// CertFacts runs the program in a scratch folder, with the test certificates of the facts module in $DATA and the
/// bundle in $BUNDLE.
class CertFacts : public testing::Test {
 protected:
  CertFacts() {
    std::string name = (fs::path(testing::TempDir()) / "cert-facts-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    scratch_ = name;
  }
  ~CertFacts() override { fs::remove_all(scratch_); }

  Outcome run(const std::string& script) const {
    std::ofstream(scratch_ / "run.sh") << "cert_facts() { '" << ODCA_CERT_FACTS << "' \"$@\"; }\n"
                                       << "DATA='" << ODCA_SOURCE_DIR << "/tools/odca-embed/facts/testdata'\n"
                                       << "BUNDLE='" << ODCA_SOURCE_DIR << "/bundles/intel-odca'\n"
                                       << "cd '" << scratch_.string() << "' || exit 99\n"
                                       << script << '\n';
    const std::string base = scratch_.string();
    const int status =
        std::system(("/bin/sh '" + base + "/run.sh' >'" + base + "/out' 2>'" + base + "/err' </dev/null").c_str());
    return {.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
            .out = text_of(scratch_ / "out"),
            .err = text_of(scratch_ / "err")};
  }

 private:
  fs::path scratch_;
};

TEST_F(CertFacts, ShowAndBuildComeBackToTheSamePem) {
  const Outcome outcome =
      run("cert_facts show $DATA/plain.pem > facts.yaml && cert_facts build facts.yaml | cmp - $DATA/plain.pem");
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
}

TEST_F(CertFacts, ShowTakesLabelAndProvenance) {
  const Outcome outcome =
      run("cert_facts show $DATA/plain.pem --label 'a label' --published-at https://example.com/a.cer "
          "--checked-on 2026-11-22");
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_TRUE(
      outcome.out.starts_with("certificates:\n  - label: \"a label\"\n"
                              "    published_at: \"https://example.com/a.cer\"\n    checked_on: 2026-11-22\n"))
      << outcome.out;
}

TEST_F(CertFacts, ShowRefusesADateThatIsNone) {
  const Outcome outcome = run("cert_facts show $DATA/plain.pem --checked-on yesterday");
  EXPECT_EQ(outcome.exit, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_NE(outcome.err.find("'yesterday'"), std::string::npos) << outcome.err;
}

TEST_F(CertFacts, ACertificateWithoutFactsFormEndsWithOne) {
  const Outcome outcome = run("cert_facts show $DATA/unknown_extension.pem");
  EXPECT_EQ(outcome.exit, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_NE(outcome.err.find("has no facts form"), std::string::npos) << outcome.err;
}

TEST_F(CertFacts, FactsOfAnotherCertificateEndWithOne) {
  const Outcome outcome = run(
      "cert_facts show $DATA/plain.pem | sed 's/serial: 1234/serial: 1235/' > facts.yaml\ncert_facts build facts.yaml");
  EXPECT_EQ(outcome.exit, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_NE(outcome.err.find("another SHA-256"), std::string::npos) << outcome.err;
}

TEST_F(CertFacts, DerIsForOneCertificate) {
  const Outcome one =
      run("cert_facts show $DATA/plain.pem > facts.yaml && cert_facts build facts.yaml --der > a.der && "
          "cert_facts show a.der | cmp - facts.yaml");
  EXPECT_EQ(one.exit, 0) << one.err;
  const Outcome two = run("cert_facts build $BUNDLE/anchors.yaml --der");
  EXPECT_EQ(two.exit, 2);
  EXPECT_EQ(two.out, "");
}

TEST_F(CertFacts, EveryFileOfTheBundleWithCertificatesIsRebuilt) {
  const Outcome outcome =
      run("cert_facts build $BUNDLE/anchors.yaml $BUNDLE/intermediates.yaml $BUNDLE/issuing.yaml | grep -c BEGIN");
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "26\n");
}

TEST_F(CertFacts, UsageAndInputEndWithTwo) {
  for (const char* const arguments :
       {"", "show", "build", "shwo a.pem", "show none.pem", "build none.yaml", "build $BUNDLE/deny.yaml",
        "show $BUNDLE/deny.yaml", "build $BUNDLE/anchors.yaml --pem --der"}) {
    const Outcome outcome = run(std::string("cert_facts ") + arguments);
    EXPECT_EQ(outcome.exit, 2) << arguments;
    EXPECT_EQ(outcome.out, "") << arguments;
    EXPECT_NE(outcome.err, "") << arguments;
  }
}

TEST_F(CertFacts, HelpEndsWithZero) { EXPECT_EQ(run("cert_facts --help").exit, 0); }

}  // namespace
