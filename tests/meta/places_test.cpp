// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Tests run side by side, and more than one user runs them on one machine: none may use a place that another uses too.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path kSource = ODCA_SOURCE_DIR;

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// sources are the files below these folders whose names end like one of `endings`; this one is none of them.
std::vector<fs::path> sources(std::initializer_list<std::string_view> endings) {
  std::vector<fs::path> found;
  for (const char* folder : {"tests", "tools", "libtrust", "bench"})
    for (const auto& entry : fs::recursive_directory_iterator(kSource / folder)) {
      const std::string name = entry.path().filename().string();
      const bool wanted =
          std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return name.ends_with(ending); });
      if (wanted && entry.is_regular_file() && name != "places_test.cpp") found.push_back(entry.path());
    }
  return found;
}

bool has(const std::string& text, std::string_view word) { return text.find(word) != std::string::npos; }

TEST(Places, EveryFolderOfATestIsANewOne) {
  std::size_t seen = 0;
  for (const fs::path& file : sources({".cpp", ".h"})) {
    const std::string text = content_of(file);
    if (!has(text, "TempDir()") && !has(text, "temp_directory_path()")) continue;
    ++seen;
    EXPECT_TRUE(has(text, "mkdtemp(") || has(text, "getpid()")) << file << ": a name of its own for each process";
  }
  EXPECT_GT(seen, 10U);
}

TEST(Places, NoScriptOrTestWritesToAPlaceThatIsThereOnce) {
  for (const fs::path& file : sources({".sh", "_test.cpp"})) {
    std::ifstream in(file);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
      ++number;
      for (const std::string_view word : {">/tmp/", "mkdir /tmp/", "--output /tmp/", "--state /tmp/", "--prefix /tmp/"})
        EXPECT_FALSE(has(line, word)) << file << ":" << number << ": '" << word << "', expected a folder of mktemp";
    }
  }
}

TEST(Places, ScenariosHaveAHomeOfTheirOwn) {
  const std::string text = content_of(kSource / "tests/bundles/scenario.sh");
  EXPECT_TRUE(has(text, "HOME=$work/home") && has(text, "unset SOURCE_DATE_EPOCH XDG_STATE_HOME"));
  EXPECT_TRUE(has(content_of(kSource / "tests/cli/shell.cpp"), "HOME='\""))
      << "and so have the cases of the command line";
}

}  // namespace
