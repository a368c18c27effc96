// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the commands take and refuse on their line, and what becomes of an error.
#include <gtest/gtest.h>

#include "commands.h"
#include "exit_status.h"
#include "session_place.h"
#include "source/test_folder.h"
#include "trust_options.h"
#include "values.h"

namespace odca::amtctl {
namespace {

using Words = std::vector<std::string>;

/// refused is the message of a line that is not accepted, by its reading or by its work; empty when it is read.
std::string refused(Work (*prepare)(CommandLine&), const Words& words) {
  CommandLine line("amtctl", "test");
  const Work work = prepare(line);
  const auto wish = line.parse(words);
  return wish ? "" : wish.error().message;
}
Error refused_at_work(Work (*prepare)(CommandLine&), const Words& words) {
  CommandLine line("amtctl", "test");
  const Work work = prepare(line);
  EXPECT_TRUE(line.parse(words));
  const Result<Answer> answer = work();
  EXPECT_FALSE(answer);
  return answer ? Error{} : answer.error();
}

TEST(Activate, MustBeToldWhatIsDone) {
  EXPECT_EQ(refused(activate, {"--local", "--ccm"}), "");
  EXPECT_EQ(refused(activate, {"--ccm"}), "missing option '--local'");
  EXPECT_EQ(refused(activate, {"--local"}), "expected one of '--ccm' and '--acm', found 0 of them");
  EXPECT_EQ(refused(activate, {"--local", "--ccm", "--acm"}), "expected one of '--ccm' and '--acm', found 2 of them");
}
TEST(Activate, RefusesAdminControlMode) {
  Error error = refused_at_work(activate, {"--local", "--acm"});
  EXPECT_EQ(error.message, "admin control mode is not in this version");
  EXPECT_EQ(refuse(error), 2);
}
TEST(Activate, RefusesToSkipTheVerdictAndSaysWhatToDo) {
  Error error = refused_at_work(activate, {"--local", "--ccm", "--skip-amt-cert-check"});
  EXPECT_TRUE(error.message.starts_with("there is no --skip-amt-cert-check")) << error.message;
  EXPECT_NE(error.hint.find("verify-device --explain"), std::string::npos);
  EXPECT_EQ(refuse(error), 2);
}
TEST(Activate, TakesAllThatItMay) {
  EXPECT_EQ(refused(activate, {"--local",
                               "--ccm",
                               "--dry-run",
                               "--trust-policy",
                               "embedded",
                               "--policy",
                               "site.yaml",
                               "--state",
                               "d",
                               "--root",
                               "r",
                               "--audit",
                               "a",
                               "--json",
                               "--mei",
                               "/dev/mei0",
                               "--lock",
                               "l",
                               "--port",
                               "16993",
                               "--password-env",
                               "AMT_PASSWORD"}),
            "");
  EXPECT_EQ(refused(activate, {"--local", "--ccm", "--port", "0"}),
            "--port: expected a number from 1 to 65535, found '0'");
}
TEST(Activate, AnswersWithAnOutcomeWhateverKeptItFromBeginning) {
  CommandLine line("amtctl", "activate");
  const Work work = activate(line);
  ASSERT_TRUE(line.parse({"--local", "--ccm", "--json", "--trust-policy", "embeded"}));
  const Result<Answer> answer = work();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 7);
  EXPECT_TRUE(answer->text.starts_with(R"({"schema":"odca-activation/1")")) << answer->text;
  EXPECT_NE(answer->text.find(R"("failure":{"kind":"policy")"), std::string::npos) << answer->text;
}
TEST(Deactivate, MustBeToldWhatIsDone) {
  EXPECT_EQ(refused(deactivate, {"--local", "--dry-run"}), "");
  EXPECT_EQ(refused(deactivate, {"--dry-run"}), "missing option '--local'");
}
TEST(Deactivate, TakesNoPassword) {
  EXPECT_EQ(refused(deactivate, {"--local", "--password-fd", "3"}), "unknown option '--password-fd'");
}
TEST(VerifyDevice, JudgesHereOrElsewhere) {
  EXPECT_EQ(refused(verify_device, {"--mei", "/dev/mei1", "--port", "16993", "--explain"}), "");
  EXPECT_EQ(refused(verify_device, {"--connect", "127.0.0.1:16993"}), "");
  EXPECT_EQ(refused(verify_device, {"--connect", "127.0.0.1:16993", "--mei", "/dev/mei1"}),
            "'--connect' and '--mei' exclude each other");
}
TEST(Info, TakesNoArgument) { EXPECT_EQ(refused(info, {"all"}), "unexpected argument 'all'"); }

TEST(TrustPolicy, IsASourceUnlessItIsCalledYaml) {
  const auto source = open_options({.trust_policy = "combined", .policy = "site.yaml"}, Time{});
  ASSERT_TRUE(source);
  EXPECT_EQ(source->trust, "combined");
  EXPECT_EQ(source->policy, "site.yaml");
  const auto policy = open_options({.trust_policy = "site.yaml"}, Time{});
  ASSERT_TRUE(policy);
  EXPECT_FALSE(policy->trust);
  EXPECT_EQ(policy->policy, "site.yaml");
}
TEST(TrustPolicy, TwoPoliciesAreRefused) {
  EXPECT_FALSE(open_options({.trust_policy = "site.yml", .policy = "site.yaml"}, Time{}));
}

TEST(HostAndPort, AreSplitAtTheLastColon) {
  EXPECT_EQ(read_host_and_port("--connect", "127.0.0.1:16993")->host, "127.0.0.1");
  EXPECT_EQ(read_host_and_port("--connect", "[::1]:16993")->host, "::1");
  EXPECT_EQ(read_host_and_port("--connect", "host.example.com:1")->port, 1);
}
TEST(HostAndPort, NothingElseIsOne) {
  for (const char* text : {"", "host", "host:", ":16993", "host:0", "host:65536", "::1:16993", "https://host:16993",
                           "[]:1", "user@host:1", "host:1x"})
    EXPECT_FALSE(read_host_and_port("--connect", text)) << text;
}
TEST(HostAndPort, AConnectorIsCalledAsItWasWritten) {
  EXPECT_EQ(connector_to({.host = "::1", .port = 16993})->name(), "[::1]:16993");
  EXPECT_EQ(connector_to({.host = "127.0.0.1", .port = 16993})->name(), "127.0.0.1:16993");
}

TEST(ExitStatus, OfTrustIsSevenWhateverWentWrong) {
  const TestFolder folder;
  auto opened = open_trust({.trust_policy = "embeded", .state = folder.path()}, *parse_time("2027-01-01"));
  ASSERT_FALSE(opened);
  Error error = std::move(opened).error();
  EXPECT_EQ(refuse(error), 7);
}
TEST(ExitStatus, OfTheLineIsTwo) {
  Error error = cli::usage_error("no", "");
  EXPECT_EQ(refuse(error), 2);
}
TEST(ExitStatus, OfPermissionIsThree) {
  Error error{.code = Errc::permission, .reason = "mei-permission"};
  EXPECT_EQ(refuse(error), 3);
}
TEST(ExitStatus, OfTheEngineIsTheKindOfTheFailure) {
  Error absent{.code = Errc::device, .reason = "mei-absent"};
  EXPECT_EQ(refuse(absent), 4);
  Error refusing{.code = Errc::io, .reason = "connect-refused"};
  EXPECT_EQ(refuse(refusing), 5);
}
TEST(ExitStatus, EveryKindIsInTheHelp) {
  std::vector<std::string_view> numbers;
  for (const auto& [number, meaning] : exit_statuses()) numbers.push_back(number);
  EXPECT_EQ(numbers, (std::vector<std::string_view>{"0", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"}));
}

}  // namespace
}  // namespace odca::amtctl
