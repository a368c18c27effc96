// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "shell.h"

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace odca::cli_test {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

Scratch::Scratch() {
  std::string name = (fs::temp_directory_path() / "odca-cli-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a scratch folder");
  path_ = name;
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

Outcome run(const std::string& command, const fs::path& shared) {
  const Scratch scratch;
  const fs::path script = scratch.path() / "run.sh";
  const fs::path out = scratch.path() / "out";
  const fs::path err = scratch.path() / "err";
  std::ofstream(script) << "unset NO_COLOR\nLC_ALL=C TERM=xterm XDG_STATE_HOME=/nowhere HOME='"
                        << scratch.path().string() << "' PATH='" << fs::path(ODCA_VERIFY).parent_path().string()
                        << "':'" << fs::path(TRUST_BUNDLE).parent_path().string() << "':'"
                        << fs::path(AMTCTL).parent_path().string() << "':'"
                        << fs::path(BUNDLE_MAKER).parent_path().string() << "':$PATH SCRATCH='"
                        << scratch.path().string() << "' SHARED='" << shared.string()
                        << "'\nexport LC_ALL TERM HOME PATH SCRATCH SHARED XDG_STATE_HOME\ncd '" << ODCA_SOURCE_DIR
                        << "/tests/cli/data' || exit 99\n"
                        << command << '\n';
  const std::string line =
      "/bin/sh '" + script.string() + "' >'" + out.string() + "' 2>'" + err.string() + "' </dev/null";
  const int status = std::system(line.c_str());
  return {.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1, .out = read(out), .err = read(err)};
}

std::string content_of(const std::string& path) { return read(fs::path(ODCA_SOURCE_DIR) / path); }

}  // namespace odca::cli_test
