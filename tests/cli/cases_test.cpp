// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Runs every file of cases/: the command line, its outputs and its exit status.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "case.h"

namespace odca::cli_test {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> all_cases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(fs::path(ODCA_SOURCE_DIR) / "tests/cli/cases"))
    if (entry.path().extension() == ".txt") names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += "  " + line + '\n';
  return text;
}

void check(const Step& step, const Outcome& outcome) {
  EXPECT_EQ(*step.exit, outcome.exit) << "$ " << step.command;
  EXPECT_TRUE(matches(step.out, lines_of(outcome.out))) << "$ " << step.command << "\nexpected on standard output:\n"
                                                        << joined(step.out) << "found:\n"
                                                        << outcome.out;
  EXPECT_TRUE(matches(step.err, lines_of(outcome.err))) << "$ " << step.command << "\nexpected on standard error:\n"
                                                        << joined(step.err) << "found:\n"
                                                        << outcome.err;
}

bool passes(const Step& step, const Outcome& outcome) {
  return *step.exit == outcome.exit && matches(step.out, lines_of(outcome.out)) &&
         matches(step.err, lines_of(outcome.err));
}

class CliCase : public ::testing::TestWithParam<std::string> {};

TEST_P(CliCase, Holds) {
  const std::string path = "tests/cli/cases/" + GetParam() + ".txt";
  Case test = read_case(content_of(path));
  const Scratch shared;
  const bool rewrite = std::getenv("ODCA_REWRITE") != nullptr;
  for (Step& step : test.steps) {
    const Outcome outcome = run(step.command, shared.path());
    if (!rewrite) {
      check(step, outcome);
    } else if (!passes(step, outcome)) {
      step.exit = outcome.exit;
      step.out = lines_of(outcome.out);
      step.err = lines_of(outcome.err);
    }
  }
  if (rewrite) std::ofstream(fs::path(ODCA_SOURCE_DIR) / path) << write_case(test);
}

INSTANTIATE_TEST_SUITE_P(Cases, CliCase, ::testing::ValuesIn(all_cases()), [](const auto& chosen) {
  std::string name = chosen.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(CaseMatching, WildcardsInsideLines) {
  EXPECT_TRUE(matches({"a[..]z"}, {"a z"}));
  EXPECT_TRUE(matches({"[..]x[..]"}, {"x"}));
  EXPECT_FALSE(matches({"a[..]z"}, {"a z "}));
  EXPECT_FALSE(matches({"[..]x[..]"}, {"y"}));
}

TEST(CaseMatching, WildcardsForLines) {
  EXPECT_TRUE(matches({"a", "...", "z"}, {"a", "b", "c", "z"}));
  EXPECT_TRUE(matches({"..."}, {}));
  EXPECT_FALSE(matches({"a", "..."}, {"b"}));
  EXPECT_FALSE(matches({}, {"a"}));
}

TEST(CaseMatching, MissingLineEndIsSeen) { EXPECT_FALSE(matches({"a"}, lines_of("a"))); }

TEST(CaseReading, RefusesWhatItDoesNotUnderstand) {
  EXPECT_THROW(read_case("# why\n$ true\n"), std::runtime_error);
  EXPECT_THROW(read_case("$ true\nexit 0\n"), std::runtime_error);
  EXPECT_THROW(read_case("# why\n> text\nexit 0\n"), std::runtime_error);
  EXPECT_THROW(read_case("# why\n$ true\ntext\nexit 0\n"), std::runtime_error);
}

}  // namespace
}  // namespace odca::cli_test
