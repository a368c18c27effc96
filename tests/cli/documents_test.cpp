// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the documents say about the command line is what the command line does.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

/// kPrograms are those that were built: amtctl may be left out (ODCA_BUILD_AMT).
const std::vector<std::string> kPrograms = std::string_view(AMTCTL).empty()
                                               ? std::vector<std::string>{"odca-verify", "trust-bundle"}
                                               : std::vector<std::string>{"odca-verify", "trust-bundle", "amtctl"};

/// commands_of lists what `help` names: below a heading, two blanks, the name, and what it is.
std::vector<std::string> commands_of(const std::string& program) {
  const std::string help = run(program + " help").out;
  const std::string list = help.substr(0, help.find("\nwhat one of them takes: "));
  const std::regex row(R"(\n  ([a-z-]+(?: [a-z]+)?)  +\S)");
  std::vector<std::string> commands;
  for (auto it = std::sregex_iterator(list.begin(), list.end(), row); it != std::sregex_iterator(); ++it)
    commands.push_back((*it)[1]);
  return commands;
}
std::string help_of(const std::string& program, const std::string& command) {
  return run(program + " help " + command).out;
}
std::set<std::string> options_of(const std::string& program) {
  std::set<std::string> options = options_in(run(program + " help").out);
  for (const std::string& command : commands_of(program)) options.merge(options_in(help_of(program, command)));
  return options;
}

TEST(CliDocuments, TheHelpNamesEveryCommand) {
  EXPECT_EQ(commands_of("odca-verify").size(), 6U);
  EXPECT_EQ(commands_of("trust-bundle").size(), 22U);
  EXPECT_EQ(commands_of(kPrograms.back()).size(), kPrograms.size() == 3 ? 4U : 22U);
}

TEST(CliDocuments, EveryCommandHasAHelpOfItsOwnHoweverItIsAskedFor) {
  for (const std::string& program : kPrograms)
    for (const std::string& command : commands_of(program)) {
      const std::string help = help_of(program, command);
      EXPECT_TRUE(help.starts_with("usage: " + program + " " + command)) << help;
      for (const char* part : {"\nother options:\n", "\nexit status:\n  0  ", "\nexamples:\n  "})
        EXPECT_NE(help.find(part), std::string::npos) << program << ' ' << command << part;
      for (const char* words : {" --help", " -h", " --color never --help"})
        EXPECT_EQ(run(program + " " + command + words).out, help) << program << ' ' << command << words;
    }
}

TEST(CliDocuments, TheHelpFitsIntoEightyEightColumns) {
  for (const std::string& program : kPrograms)
    for (const std::string& command : commands_of(program)) {
      std::istringstream lines(help_of(program, command));
      for (std::string line; std::getline(lines, line);)
        EXPECT_TRUE(line.size() <= 88 || line.find(program) != std::string::npos) << line;
    }
}

TEST(CliDocuments, EveryOptionIsExplainedAndNoOtherIs) {
  const std::pair<const char*, const char*> pages[] = {{"odca-verify", "docs/man/odca-verify.1.md"},
                                                       {"odca-verify", "docs/verifying.md"},
                                                       {"trust-bundle", "docs/man/trust-bundle.1.md"},
                                                       {"amtctl", "docs/man/amtctl.1.md"}};
  for (const auto& [program, page] : pages) {
    if (std::find(kPrograms.begin(), kPrograms.end(), program) == kPrograms.end()) continue;
    const std::set<std::string> explained = options_in(content_of(page));
    const std::set<std::string> options = options_of(program);
    EXPECT_GT(options.size(), 20U);
    for (const std::string& option : options) EXPECT_TRUE(explained.contains(option)) << page << ": " << option;
    if (std::string(page).find("/man/") == std::string::npos) continue;  // other pages name options of other programs
    for (const std::string& option : explained)
      EXPECT_TRUE(options.contains(option)) << page << " explains " << option << ", which there is not";
  }
}

TEST(CliDocuments, EveryCommandIsInTheManPage) {
  for (const std::string& program : kPrograms) {
    const std::string page = content_of("docs/man/" + program + ".1.md");
    for (const std::string& command : commands_of(program))
      EXPECT_NE(page.find("**" + command + "**"), std::string::npos) << program << ' ' << command;
    EXPECT_NE(page.find("**" + program + "** help"), std::string::npos) << program;
  }
}

/// examples_of are the lines of the program itself, without what they are piped into.
std::vector<std::string> examples_of(const std::string& program, const std::string& command) {
  const std::string help = help_of(program, command);
  std::istringstream lines(help.substr(help.find("\nexamples:\n")));
  std::vector<std::string> examples;
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("  " + program)) examples.push_back(line.substr(2, line.find('|') - 2));
  return examples;
}

TEST(CliDocuments, ExamplesOfOdcaVerifyGiveAnAnswer) {
  const std::string folder =
      "data=$PWD; cd \"$SCRATCH\" && cp \"$data/good.pem\" dump.pem && mkdir dumps && cp dump.pem dumps && "
      "odca-verify policy show >lab.yaml && ";
  for (const std::string& command : commands_of("odca-verify"))
    for (const std::string& example : examples_of("odca-verify", command)) {
      const Outcome outcome = run(folder + example);
      EXPECT_LT(outcome.exit, 2) << example << '\n' << outcome.err;
    }
}

TEST(CliDocuments, ExamplesOfTrustBundleAreUnderstood) {
  constexpr int kUsage = 2;
  for (const std::string& command : commands_of("trust-bundle"))
    for (const std::string& example : examples_of("trust-bundle", command)) {
      const Outcome outcome =
          run(". ./bundles.sh; cp seven.atb signed.atb; cp seven.atb old.atb; cp eight.atb new.atb; setsid -w " +
              example + " </dev/null");
      EXPECT_TRUE(outcome.exit != kUsage || outcome.err.find("nothing is installed") != std::string::npos)
          << example << '\n'
          << outcome.err;
    }
}

TEST(CliDocuments, BothProgramsReadOneGrammar) {
  for (const std::string& program : kPrograms)
    for (const std::string& command : commands_of(program)) {
      const std::string help = help_of(program, command);
      EXPECT_NE(help.find("\n  --color WHEN "), std::string::npos) << program << ' ' << command;
      const bool format = help.find("\n  --format FORMAT ") != std::string::npos;
      const bool json = help.find("\n  --json  ") != std::string::npos;
      EXPECT_EQ(json, format) << program << ' ' << command;
    }
  EXPECT_EQ(run("odca-verify rules --json").out, run("odca-verify rules --format json").out);
  EXPECT_EQ(run("trust-bundle --version --json").exit, 0);
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
  EXPECT_NE(outcome.out.find("not run  root chain: no root of trust"), std::string::npos) << outcome.out;
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
  EXPECT_NE(outcome.out.find("new: 'short.atb', bundle 8, NOT VERIFIED: no root of trust\n"), std::string::npos)
      << outcome.out;
}

}  // namespace
}  // namespace odca::cli_test
