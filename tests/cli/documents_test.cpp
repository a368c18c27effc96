// What the documents say about the command line is what the command line does.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <set>

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

TEST(CliDocuments, TheVerdictShownIsTheVerdictGiven) {
  const std::string page = content_of("docs/verifying.md");
  const std::string prompt = "$ odca-verify --chain tests/";
  const std::size_t start = page.find(prompt);
  ASSERT_NE(start, std::string::npos);
  const std::size_t command_end = page.find('\n', start);
  const std::string command = page.substr(start + 2, command_end - start - 2);
  const std::string shown = page.substr(command_end + 1, page.find("```", start) - command_end - 1);
  EXPECT_EQ(shown, run("cd ../../.. && " + command).out) << "put the output of the command into docs/verifying.md";
}

TEST(CliDocuments, VerdictsKeepToTheSchema) {
  const testing::SchemaCheck schema(std::string(ODCA_SOURCE_DIR) + "/docs/verdict.schema.json");
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

}  // namespace
}  // namespace odca::cli_test
