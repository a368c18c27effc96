// What the documents say about the command line is what the command line does.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <regex>
#include <set>
#include <sstream>

#include "report/json_schema_test.h"
#include "shell.h"

namespace odca::cli_test {
namespace {

std::set<std::string> options_in(const std::string& text) {
  const std::regex option(R"(--[a-z][a-z0-9-]+)");
  return {std::sregex_token_iterator(text.begin(), text.end(), option), {}};
}

TEST(CliDocuments, RulesPageIsTheOutputOfTheTool) {
  EXPECT_EQ(content_of("docs/rules.md"), run("odca-verify rules --format md").out)
      << "regenerate it: odca-verify rules --format md > docs/rules.md";
}

TEST(CliDocuments, EveryOptionOfTheHelpIsExplained) {
  const std::set<std::string> options = options_in(run("odca-verify --help").out);
  EXPECT_GT(options.size(), 20U);
  for (const char* page : {"docs/verifying.md", "docs/man/odca-verify.1.md"}) {
    const std::set<std::string> explained = options_in(content_of(page));
    for (const std::string& option : options) EXPECT_TRUE(explained.contains(option)) << page << ": " << option;
  }
}

TEST(CliDocuments, EveryOptionIsInTheHelp) {
  const std::string source = content_of("tools/odca-verify/options.cpp");
  const std::set<std::string> options = options_in(run("odca-verify --help").out);
  const std::regex registered(R"re("(?:-[a-z],)?(--[a-z-]+)")re");
  for (auto it = std::sregex_iterator(source.begin(), source.end(), registered); it != std::sregex_iterator(); ++it)
    EXPECT_TRUE(options.contains((*it)[1])) << (*it)[1];
}

TEST(CliDocuments, EveryOptionOfTrustBundleIsExplained) {
  const std::string source = content_of("tools/trust-bundle/options.cpp");
  const std::set<std::string> explained = options_in(content_of("docs/man/trust-bundle.1.md"));
  std::set<std::string> known{"--help", "--version"};
  const std::regex registered(R"re(\{"(--[a-z0-9-]+)(?:=FILE)?", &)re");
  for (auto it = std::sregex_iterator(source.begin(), source.end(), registered); it != std::sregex_iterator(); ++it)
    known.insert((*it)[1]);
  EXPECT_GT(known.size(), 20U);
  for (const std::string& option : known) EXPECT_TRUE(explained.contains(option)) << option;
  for (const std::string& option : options_in(run("trust-bundle --help").out))
    EXPECT_TRUE(known.contains(option)) << "the help names " << option;
}

/// CommandOptions is what the table in options.cpp lets a command have: "root init" and its options.
using CommandOptions = std::map<std::string, std::set<std::string>>;
CommandOptions known_to_trust_bundle() {
  const std::string source = content_of("tools/trust-bundle/options.cpp");
  const std::regex row(
      R"re(\{Command::\w+,\s*"([a-z-]*)",\s*"([a-z-]+)",\s*"[^"]*",\s*\d+,\s*(?:\d+|kMany),\s*\{([^}]*)\}\})re");
  CommandOptions commands;
  for (auto it = std::sregex_iterator(source.begin(), source.end(), row); it != std::sregex_iterator(); ++it)
    commands[(*it)[1].str() + ((*it)[1].length() > 0 ? " " : "") + (*it)[2].str()] = options_in((*it)[3]);
  return commands;
}
/// in_the_help has the options beside each command, and those of a line of their own, of any command, under "".
CommandOptions in_the_help() {
  const std::string help = run("trust-bundle --help").out;
  std::istringstream lines(help.substr(0, help.find("\nexit status:")));
  const std::regex begin(R"(^  trust-bundle ((?:log|key|root|minisign) [a-z]+|[a-z-]+).*)");
  CommandOptions commands;
  std::string command;
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (line.empty() || line.starts_with("  -") || line.starts_with("  KEY")) command.clear();
    if (std::regex_match(line, match, begin)) command = match[1];
    commands[command].merge(options_in(line));
  }
  return commands;
}

TEST(CliDocuments, EveryCommandOfTrustBundleHasItsOptionsInTheHelp) {
  const CommandOptions known = known_to_trust_bundle();
  CommandOptions helped = in_the_help();
  const std::set<std::string> general = helped.extract("").mapped();
  EXPECT_EQ(known.size(), 22U);
  for (const auto& [command, options] : known) {
    ASSERT_TRUE(helped.contains(command)) << command;
    for (const std::string& option : options)
      EXPECT_TRUE(helped[command].contains(option) || general.contains(option)) << command << ": " << option;
    for (const std::string& option : helped[command])
      EXPECT_TRUE(options.contains(option)) << command << " has no option " << option;
    helped.erase(command);
  }
  for (const auto& [command, options] : helped) ADD_FAILURE() << "there is no command " << command;
}

TEST(CliDocuments, TheHelpOfTrustBundleIsTextWhateverTheForm) {
  const std::string help = run("trust-bundle --help").out;
  for (const char* arguments : {"install --help --json", "--help --json", "--json --help", "export --help", "-h"}) {
    const Outcome outcome = run(std::string("trust-bundle ") + arguments);
    EXPECT_EQ(outcome.exit, 0) << arguments;
    EXPECT_EQ(outcome.out, help) << arguments;
  }
}

TEST(CliDocuments, TheVerdictShownIsTheVerdictGiven) {
  const std::string page = content_of("docs/verifying.md");
  const std::string prompt = "$ odca-verify --chain tests/";
  const std::size_t start = page.find(prompt);
  ASSERT_NE(start, std::string::npos);
  const std::size_t command_end = page.find('\n', start);
  const std::string command = page.substr(start + 2, command_end - start - 2);
  const std::string shown = page.substr(command_end + 1, page.find("```", start) - command_end - 1);
  EXPECT_EQ(shown, run("cd ../../.. && unset XDG_STATE_HOME && HOME=/home/ann " + command).out)
      << "put the output of the command into docs/verifying.md";
}

TEST(CliDocuments, VerdictsKeepToTheSchema) {
  const testing::SchemaCheck schema(std::string(ODCA_SOURCE_DIR "/docs/verdict.schema.json"));
  for (const char* arguments :
       {"--chain good.pem --trust root.pem", "--chain good.pem --trust root.pem --explain",
        "--chain good.pem --explain",
        "--chain shuffled.pem --trust root.pem --upid 00112233445566778899aabbccddeeff00112233", "--chain hostile.pem",
        "--chain web.pem --trust root.pem --purpose rfc5280 --crl web-revoked.crl --explain", "--chain root.crl"}) {
    const Outcome outcome = run(std::string("odca-verify --at 2027-01-01T00:00:00Z --format json ") + arguments);
    EXPECT_LT(outcome.exit, 2) << arguments;
    EXPECT_EQ(schema.problems(nlohmann::json::parse(outcome.out)), std::vector<std::string>{}) << arguments;
  }
}

struct BundleAnswer {
  const char* schema;
  const char* commands;  ///< in the folder of bundles.sh; the last one prints the answer
};
void PrintTo(const BundleAnswer& answer, std::ostream* out) { *out << answer.commands; }
constexpr BundleAnswer kBundleAnswers[] = {
    {"trust-bundle-install/1", "tb install seven.atb --json"},
    {"trust-bundle-install/1", "tb install seven.atb --json --dry-run"},
    {"trust-bundle-install/1", "have seven; tb install seven.atb --json"},
    {"trust-bundle-install/1", "have seven; tb install eight-denies.atb --json"},
    {"trust-bundle-status/1", "tb status --json"},
    {"trust-bundle-status/1", "have nine-old-middle; tb status --json"},
    {"trust-bundle-status/1", "have seven eight; tb rollback >out; tb status --json"},
    {"trust-bundle-status/1", "have seven; echo >>state/state; tb status --json"},
    {"trust-bundle-rollback/1", "have seven eight; tb rollback --json"},
    {"trust-bundle-recover/1", "have seven; tb recover --json"},
    {"trust-bundle-recover/1", "have seven; rm -f state/bundles/*; tb recover --reset-clock --json"},
    {"trust-bundle-log-verify/1", "have seven; trust-bundle log verify --state state --json"},
    {"trust-bundle-log-verify/1", "have six seven; sed -i 1d state/log; trust-bundle log verify --state state --json"},
    {"trust-bundle-verify/1", "trust-bundle verify seven.atb --root root.json --json"},
    {"trust-bundle-verify/1", "trust-bundle verify short.atb --root root.json --json"},
    {"trust-bundle-inspect/1", "trust-bundle inspect seven.atb --root root.json --json"},
    {"trust-bundle-inspect/1", "trust-bundle inspect expired.atb --keys --root root.json --json"},
    {"trust-bundle-inspect/1", "trust-bundle inspect reader.atb --keys --root root.json --json"},
    {"trust-bundle-inspect/1", "trust-bundle inspect cut.atb --keys --root root.json --json"},
    {"trust-bundle-diff/1", "trust-bundle diff seven.atb eight.atb --root root.json --json"},
    {"trust-bundle-diff/1", "have seven; tb diff embedded installed --json"},
    {"odca-error/1", "tb install nothing.atb --json"},
};

class BundleAnswers : public ::testing::TestWithParam<BundleAnswer> {};

TEST_P(BundleAnswers, KeepToTheSchema) {
  static const testing::SchemaCheck schema(std::string(ODCA_SOURCE_DIR "/docs/trust-bundle.schema.json"));
  const Outcome outcome = run(std::string(". ./bundles.sh; ") + GetParam().commands);
  const auto answer = nlohmann::json::parse(outcome.out, nullptr, false);
  ASSERT_TRUE(answer.is_object()) << outcome.out << outcome.err;
  EXPECT_EQ(answer["schema"], GetParam().schema);
  EXPECT_EQ(schema.problems(answer), std::vector<std::string>{});
}

INSTANTIATE_TEST_SUITE_P(Commands, BundleAnswers, ::testing::ValuesIn(kBundleAnswers));

// Without a root of trust; those of the machine that runs the tests cannot be left out.
class NoRootOfTrust : public ::testing::Test {
 protected:
  void SetUp() override {
    if (run("test -e /etc/odca-trust/root.json").exit == 0)
      GTEST_SKIP() << "SKIPPED: this machine has a root of trust of its own, /etc/odca-trust/root.json";
    if (run("trust-bundle status --state $SCRATCH/none | grep -q '^root of trust: none'").exit != 0)
      GTEST_SKIP() << "SKIPPED: this build has a root of trust compiled in";
  }
};

TEST_F(NoRootOfTrust, WhatCannotDoWithoutSaysHowToGetOne) {
  for (const char* command :
       {"install seven.atb --state state", "verify seven.atb", "rollback --state state", "recover --state state"}) {
    const Outcome outcome = run(std::string(". ./bundles.sh; trust-bundle ") + command);
    EXPECT_EQ(outcome.exit, 24) << command;
    EXPECT_NE(outcome.err.find("--root FILE"), std::string::npos) << command << outcome.err;
    EXPECT_NE(outcome.err.find("/etc/odca-trust/root.json"), std::string::npos) << command << outcome.err;
    EXPECT_NE(outcome.err.find("compiled in"), std::string::npos) << command << outcome.err;
  }
}
TEST_F(NoRootOfTrust, NothingIsMadeByAnInstall) {
  EXPECT_EQ(run(". ./bundles.sh; trust-bundle install seven.atb --state state 2>err; test -e state").exit, 1);
}
TEST_F(NoRootOfTrust, StatusOfABundleThatNobodyCanVerifyIsNotGood) {
  const Outcome outcome = run(". ./bundles.sh; have seven; trust-bundle status --state state");
  EXPECT_EQ(outcome.exit, 24);
  EXPECT_NE(outcome.out.find("in use: the embedded store\n"), std::string::npos) << outcome.out;
}
TEST_F(NoRootOfTrust, InspectShowsThePartsAndNeverSaysValid) {
  const Outcome outcome = run(". ./bundles.sh; trust-bundle inspect seven.atb");
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("label:       Root"), std::string::npos);
  EXPECT_NE(outcome.out.find("not run  root chain: there is no root of trust"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("NOT VERIFIED"), std::string::npos);
  EXPECT_EQ(outcome.out.find("ok       threshold"), std::string::npos) << outcome.out;
}
TEST_F(NoRootOfTrust, InspectFindsABundleThatContradictsItself) {
  EXPECT_EQ(run(". ./bundles.sh; trust-bundle inspect short.atb").exit, 20);
}
TEST_F(NoRootOfTrust, InspectKeepsToTheSchema) {
  const testing::SchemaCheck schema(std::string(ODCA_SOURCE_DIR "/docs/trust-bundle.schema.json"));
  const Outcome outcome = run(". ./bundles.sh; trust-bundle inspect seven.atb --keys --json");
  const auto answer = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(schema.problems(answer), std::vector<std::string>{});
  EXPECT_EQ(answer["verified"], false);
}
TEST_F(NoRootOfTrust, DiffSaysThatNothingWasVerified) {
  const Outcome outcome = run(". ./bundles.sh; trust-bundle diff seven.atb short.atb");
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("new: 'short.atb', bundle 8, NOT VERIFIED: there is no root of trust\n"),
            std::string::npos)
      << outcome.out;
}

}  // namespace
}  // namespace odca::cli_test
