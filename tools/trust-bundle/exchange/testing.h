// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the tests of the exchange share: a folder of their own, and other people's programs.
#pragma once

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace odca::bundle_tool::test {

namespace fs = std::filesystem;

/// Folder is a fresh one that goes away with the test.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "odca-exchange-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(std::string_view name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

inline void put(const std::string& path, std::string_view content) { std::ofstream(path, std::ios::binary) << content; }
inline std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Ran is what a command of the shell did.
struct Ran {
  std::string output{};  ///< both streams
  bool well = false;
};
inline Ran run(const std::string& command) {
  Ran ran;
  FILE* const pipe = ::popen(("{ " + command + "; } 2>&1").c_str(), "r");
  if (pipe == nullptr) return ran;
  char block[4096];
  while (const std::size_t got = std::fread(block, 1, sizeof block, pipe)) ran.output.append(block, got);
  ran.well = ::pclose(pipe) == 0;
  return ran;
}
inline bool has_program(const std::string& name) { return run("command -v " + name).well; }

inline std::string tools_data(std::string_view name) {
  return std::string(ODCA_SOURCE_DIR "/tools/trust-bundle/exchange/testdata/") + std::string(name);
}

}  // namespace odca::bundle_tool::test
