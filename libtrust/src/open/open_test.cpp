// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Where the state directory of a process lies, and what opening the verifier finds.
#include "odca/open.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "source/test_folder.h"

namespace odca {
namespace {

/// Environment holds a variable for the time of a test.
class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) {
    if (const char* const before = std::getenv(name)) before_ = before;
    if (value != nullptr)
      setenv(name, value, 1);
    else
      unsetenv(name);
  }
  ~Environment() {
    if (before_)
      setenv(name_, before_->c_str(), 1);
    else
      unsetenv(name_);
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_{};
};

TEST(StateInUse, IsTheOneThatIsNamed) {
  const TestFolder folder;
  EXPECT_EQ(state_in_use(folder.path())->directory, folder.path());
  EXPECT_EQ(state_in_use(folder.path())->chosen_by, "--state");
}
TEST(StateInUse, ANamedOneMustBeThereAndAFolder) {
  const TestFolder folder;
  EXPECT_EQ(state_in_use(folder.path() / "absent").error().code, Errc::usage);
  EXPECT_EQ(state_in_use(folder.write("file", "")).error().code, Errc::usage);
  EXPECT_EQ(state_in_use("").error().code, Errc::usage);
}
TEST(StateInUse, IsTheSystemsWhenItIsThereElseTheUsers) {
  const Environment xdg("XDG_STATE_HOME", "/users/me/state");
  const bool system = std::filesystem::exists(kStatePlace);
  const auto place = state_in_use({});
  EXPECT_EQ(place->directory, system ? kStatePlace : "/users/me/state/amt-trust");
  EXPECT_EQ(place->chosen_by, system ? "default" : "XDG_STATE_HOME");
  EXPECT_EQ(place->by_environment, !system);
}
TEST(StateInUse, WithoutAHomeIsTheSystems) {
  const Environment xdg("XDG_STATE_HOME", nullptr);
  const Environment home("HOME", nullptr);
  EXPECT_EQ(state_in_use({})->directory, kStatePlace);
}
TEST(StateInUse, AHomeThatIsNotOursIsPassedOver) {
  if (geteuid() != 0) GTEST_SKIP() << "NOT RUN: only root can put on another user";
  std::string home = (std::filesystem::temp_directory_path() / "odca-home-XXXXXX").string();
  ASSERT_NE(mkdtemp(home.data()), nullptr);  // mode 0700
  const Environment xdg("XDG_STATE_HOME", home.c_str());
  constexpr uid_t kNobody = 65534;
  ASSERT_EQ(seteuid(kNobody), 0);
  const auto place = state_in_use({});
  ASSERT_EQ(seteuid(0), 0);
  EXPECT_EQ(place->directory, kStatePlace);
  EXPECT_NE(place->remark.find("XDG_STATE_HOME"), std::string::npos);
  std::filesystem::remove(home);
}

Time at(std::string_view text) { return *parse_time(text); }

OpenOptions options_in(const TestFolder& folder) {
  std::filesystem::create_directories(folder.path() / "state");
  return {.now = at("2027-01-01"), .state = folder.path() / "state"};
}

TEST(OpenVerifier, TakesTheCompiledInPolicyAndStore) {
  const TestFolder folder;
  const auto verifier = open_verifier(options_in(folder));
  ASSERT_TRUE(verifier) << all_text(verifier.error());
  EXPECT_EQ(verifier->policy(), default_policy());
  EXPECT_EQ(verifier->current()->store().source(), "embedded");
  EXPECT_FALSE(verifier->current()->store().anchors().empty());
}
TEST(OpenVerifier, APathInThePolicyStartsAtThePolicysFolder) {
  const TestFolder folder;
  folder.write("policy/root.pem", testdata("root_a.pem"));
  OpenOptions options = options_in(folder);
  options.policy = folder.write("policy/site.yaml", "name: site\ntrust:\n  source: custom\n  path: root.pem\n");
  const auto verifier = open_verifier(options);
  ASSERT_TRUE(verifier) << all_text(verifier.error());
  EXPECT_EQ(verifier->current()->store().anchors().size(), 1U);
}
TEST(OpenVerifier, TheCallersSourceStandsInPlaceOfThePolicys) {
  const TestFolder folder;
  OpenOptions options = options_in(folder);
  options.policy = folder.write("site.yaml", "name: site\ntrust:\n  source: custom\n  path: absent.pem\n");
  EXPECT_FALSE(open_verifier(options));
  options.trust = "embedded";
  EXPECT_TRUE(open_verifier(options));
  options.trust = "embeded";
  const auto refused = open_verifier(options);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().hint, "did you mean 'embedded'");
}
TEST(OpenVerifier, ADemandedBundleThatIsNotThereIsAnError) {
  const TestFolder folder;
  OpenOptions options = options_in(folder);
  options.policy = folder.write("site.yaml", "name: site\ntrust:\n  installed: required\n");
  const auto verifier = open_verifier(options);
  ASSERT_FALSE(verifier);
  EXPECT_EQ(verifier.error().reason.text(), "not-installed");
}

TEST(Refresh, ReadsThePolicyAgain) {
  const TestFolder folder;
  OpenOptions options = options_in(folder);
  options.policy = folder.write("site.yaml", "name: before\n");
  auto verifier = open_verifier(options);
  ASSERT_TRUE(verifier);
  const auto before = verifier->current();
  folder.write("site.yaml", "name: after\n");
  ASSERT_TRUE(verifier->refresh(at("2027-01-02")));
  EXPECT_EQ(verifier->policy().name, "after");
  EXPECT_EQ(before->policy().name, "before");
}
TEST(Refresh, ThatFailsLeavesWhatWasLoaded) {
  const TestFolder folder;
  OpenOptions options = options_in(folder);
  options.policy = folder.write("site.yaml", "name: before\n");
  auto verifier = open_verifier(options);
  ASSERT_TRUE(verifier);
  folder.write("site.yaml", "nam: after\n");
  EXPECT_FALSE(verifier->refresh(at("2027-01-02")));
  EXPECT_EQ(verifier->policy().name, "before");
}
TEST(Refresh, SeesTrustThatCameToHarm) {
  const TestFolder folder;
  auto verifier = open_verifier(options_in(folder));
  ASSERT_TRUE(verifier);
  EXPECT_TRUE(verifier->current()->store().conditions().empty());
  folder.write("state/state", "damaged");
  ASSERT_TRUE(verifier->refresh(at("2027-01-02")));
  EXPECT_FALSE(verifier->current()->store().conditions().empty());
}

TEST(ReadEvidence, TakesAFileAsAllThatIsPresented) {
  const TestFolder folder;
  const auto evidence = read_evidence(folder.write("dump.pem", testdata("root_a.pem")), Limits{});
  ASSERT_TRUE(evidence) << all_text(evidence.error());
  EXPECT_EQ(evidence->certificates.size(), 1U);
}
TEST(ReadEvidence, HoldsTheLimitOfTheInput) {
  const TestFolder folder;
  const auto evidence = read_evidence(folder.write("dump.pem", testdata("root_a.pem")), Limits{.input_bytes = 10});
  ASSERT_FALSE(evidence);
  EXPECT_EQ(evidence.error().code, Errc::limit);
}

}  // namespace
}  // namespace odca
