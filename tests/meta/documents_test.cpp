// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Documents are in step with the tree: links lead somewhere, and what must be named is named.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "bundle/reason.h"
#include "bundle/verify.h"
#include "odca/reason_id.h"

namespace {

namespace fs = std::filesystem;
const fs::path kSource = ODCA_SOURCE_DIR;

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> documents() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(kSource))
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  for (const fs::path folder : {"docs", "bundles", "policy", "tests"})
    for (const auto& entry : fs::recursive_directory_iterator(kSource / folder))
      if (entry.path().extension() == ".md") found.push_back(entry.path());
  return found;
}

TEST(Documents, RelativeLinksLeadToFiles) {
  const std::regex link(R"(\]\(([^)#: ]+)(#[^)]*)?\))");
  for (const fs::path& document : documents()) {
    const std::string text = text_of(document);
    for (auto it = std::sregex_iterator(text.begin(), text.end(), link); it != std::sregex_iterator(); ++it) {
      const std::string target = (*it)[1];
      EXPECT_TRUE(fs::exists(document.parent_path() / target)) << document << " links to '" << target << "'";
    }
  }
}

TEST(Documents, EverySourceNamesItsHolderAndLicence) {
  for (const char* const folder : {"libtrust", "tools", "tests", "bench", "cmake"})
    for (const auto& entry : fs::recursive_directory_iterator(kSource / folder)) {
      const std::string name = entry.path().filename().string();
      const std::string ending = entry.path().extension().string();
      const bool source = ending == ".cpp" || ending == ".h" || ending == ".py" || ending == ".sh" ||
                          ending == ".cmake" || name == "CMakeLists.txt";
      const std::string place = entry.path().string();
      if (!source || place.find("/corpus/") != std::string::npos) continue;
      if (place.find("/testdata/") != std::string::npos && ending != ".py") continue;
      const std::string text = text_of(entry.path()).substr(0, 300);
      EXPECT_NE(text.find("SPDX-FileCopyrightText: The odca-trust authors"), std::string::npos) << entry.path();
      EXPECT_NE(text.find("SPDX-License-Identifier: Apache-2.0"), std::string::npos) << entry.path();
    }
}

TEST(Documents, ReadmeShowsTheProgramThatThePackageTestBuilds) {
  const std::string program = text_of(kSource / "tests/package/judge.cpp");
  const std::string body = program.substr(program.find("#include"));
  EXPECT_NE(text_of(kSource / "README.md").find(body), std::string::npos)
      << "README.md must show tests/package/judge.cpp as it is";
}

TEST(Documents, TheArchitecturePageListsEveryFolderOfTheLibrary) {
  const std::string page = text_of(kSource / "docs/architecture.md");
  for (const char* const library : {"libtrust/src", "libamt/src", "libamtsim/src"})
    for (const auto& entry : fs::directory_iterator(kSource / library))
      EXPECT_NE(page.find("`" + entry.path().filename().string() + "`"), std::string::npos) << entry.path();
}

/// tests_of_the_sources lists "Suite.name" of every test and property, instances left out.
std::set<std::string> tests_of_the_sources() {
  const std::regex test(R"((?:TEST|TEST_F|TEST_P|RC_GTEST_PROP)\(\s*(\w+),\s*(\w+))");
  std::set<std::string> found;
  for (const fs::path folder : {"libtrust", "libamt", "libamtsim", "tools", "tests"})
    for (const auto& entry : fs::recursive_directory_iterator(kSource / folder)) {
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
      const std::string text = text_of(entry.path());
      for (auto it = std::sregex_iterator(text.begin(), text.end(), test); it != std::sregex_iterator(); ++it)
        found.insert((*it)[1].str() + "." + (*it)[2].str());
    }
  return found;
}

/// exists tells whether a name of docs/attacks.md is a file, a test, or a vector.
bool exists(const std::string& name, const std::set<std::string>& tests) {
  if (name.find('/') != std::string::npos) return fs::exists(kSource / name);
  if (name.find('.') != std::string::npos) return tests.contains(name);
  return fs::exists(kSource / "tests/vectors/chains" / name / "case.yaml");
}

TEST(Documents, EveryAttackIsHeldByTestsThatExist) {
  const std::set<std::string> tests = tests_of_the_sources();
  const std::regex row(R"(\n\|[^|\n]*\|[^|\n]*\|[^|\n]*\|([^|\n]*)\|)");
  const std::regex span("`([^`]+)`");
  const std::string page = text_of(kSource / "docs/attacks.md");
  std::size_t rows = 0;
  for (auto it = std::sregex_iterator(page.begin(), page.end(), row); it != std::sregex_iterator(); ++it) {
    const std::string held_by = (*it)[1];
    if (held_by == " held by " || held_by.find_first_not_of('-') == std::string::npos) continue;
    ++rows;
    auto name = std::sregex_iterator(held_by.begin(), held_by.end(), span);
    EXPECT_NE(name, std::sregex_iterator()) << "nothing holds: " << it->str();
    for (; name != std::sregex_iterator(); ++name)
      EXPECT_TRUE(exists((*name)[1], tests)) << "docs/attacks.md names '" << (*name)[1] << "'";
  }
  EXPECT_GE(rows, 25U);
}

TEST(Documents, TheFailuresOfBundlesAreThoseOfTheCode) {
  const std::string page = text_of(kSource / "docs/bundles.md");
  const auto classes = odca::bundle::failure_classes();
  for (const odca::bundle::FailureClass& row : classes) {
    const std::string line = "\n| " + std::to_string(row.exit) + " | `" + std::string(row.name.text()) + "` | " +
                             std::string(row.summary) + " | " + std::string(row.remedy) + " | ";
    EXPECT_NE(page.find(line), std::string::npos) << "docs/bundles.md must have the row" << line;
  }
  const std::regex row(R"(\n\| \d+ \| `E_)");
  const auto rows = std::distance(std::sregex_iterator(page.begin(), page.end(), row), std::sregex_iterator());
  EXPECT_EQ(static_cast<std::size_t>(rows), classes.size());  // a count
}

TEST(Documents, EveryListedReasonIsInOrderAndGivenSomewhere) {
  EXPECT_TRUE(std::is_sorted(std::begin(odca::kReasonIds), std::end(odca::kReasonIds)));
  EXPECT_EQ(std::adjacent_find(std::begin(odca::kReasonIds), std::end(odca::kReasonIds)), std::end(odca::kReasonIds));
  std::string sources;
  for (const fs::path folder : {"libtrust/src", "libamt/src", "libamtsim/src", "tools"})
    for (const auto& entry : fs::recursive_directory_iterator(kSource / folder)) {
      const std::string name = entry.path().filename().string();
      const bool is_test = name.ends_with("_test.cpp") || name.starts_with("test_");
      if (!is_test && (name.ends_with(".cpp") || name.ends_with(".h"))) sources += text_of(entry.path());
    }
  for (const std::string_view id : odca::kReasonIds)
    EXPECT_NE(sources.find("\"" + std::string(id) + "\""), std::string::npos) << id << " is a reason of nothing";
}

TEST(Documents, TheStepsOfAVerificationAreThoseOfTheCode) {
  const std::string page = text_of(kSource / "docs/bundles.md");
  const auto checks = odca::bundle::examine_bundle("", {}, {}, {}).checks;
  EXPECT_GE(checks.size(), 15U);
  std::size_t at = page.find("## 4. Verification");
  for (const odca::bundle::Check& check : checks) {
    at = page.find("`" + check.name + "`", std::min(at, page.size()));
    EXPECT_NE(at, std::string::npos) << "docs/bundles.md, section 4, lacks '" << check.name << "' in its place";
  }
}

}  // namespace
