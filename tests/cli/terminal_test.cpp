// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What trust-bundle asks whoever sits at a terminal, and case 74: a file that is replaced while the question stands.
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "shell.h"

namespace odca::cli_test {
namespace {

namespace fs = std::filesystem;

/// Session is one run of `trust-bundle` in a folder, at a terminal of its own. What is typed ahead is there before the
/// program begins.
class Session {
 public:
  Session(const fs::path& folder, std::vector<std::string> words, const std::string& typed_ahead = {}) {
    child_ = ::forkpty(&terminal_, nullptr, nullptr, nullptr);
    if (child_ != 0) {
      if (!typed_ahead.empty()) type(typed_ahead);
      return;
    }
    pollfd typed{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    if (!typed_ahead.empty()) ::poll(&typed, 1, -1);
    fs::current_path(folder);
    words.insert(words.begin(), "trust-bundle");
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::execv(TRUST_BUNDLE, arguments.data());
    ::_exit(99);
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() {
    if (child_ > 0 && !ended_) static_cast<void>(end());
    if (terminal_ >= 0) ::close(terminal_);
  }

  /// read_until returns what the program wrote, up to `text` or its end.
  std::string read_until(const std::string& text) {
    std::string seen;
    char byte = 0;
    while (seen.find(text) == std::string::npos && ::read(terminal_, &byte, 1) == 1) seen += byte;
    return seen;
  }
  void type(const std::string& text) {
    EXPECT_EQ(::write(terminal_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  /// end waits for the program's end and returns its exit status.
  int end() {
    ended_ = true;
    int status = 0;
    ::waitpid(child_, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  int terminal_ = -1;
  pid_t child_ = -1;
  bool ended_ = false;
};

/// Folder is one for each test.
class Folder : public ::testing::Test {
 protected:
  Folder() {
    std::string name = (fs::temp_directory_path() / "odca-terminal-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~Folder() override { fs::remove_all(folder_); }
  Outcome run_there(const std::string& command) const { return run("cd '" + folder_.string() + "' && " + command); }

  fs::path folder_;
};

class InstallingAtATerminal : public Folder {
 protected:
  void SetUp() override { ASSERT_EQ(run("bundle-maker '" + folder_.string() + "'").exit, 0); }
  static std::vector<std::string> install_seven() {
    return {"install", "seven.atb", "--root", "root.json", "--state", "state"};
  }

  /// in_use is the version in use; 0 for the embedded store.
  std::string in_use() const {
    return run_there(
               "trust-bundle status --state state --root root.json --json | sed "
               "'s/.*\"bundle\":{\"version\":\\([0-9]*\\).*/\\1/; /bundle\":null/s/.*/0/'")
        .out;
  }
};

constexpr const char* kQuestion = "install this bundle? [y/N] ";

TEST_F(InstallingAtATerminal, TrustThatIsAddedStandsFirst) {
  Session session(folder_, install_seven());
  const std::string shown = session.read_until(kQuestion);
  EXPECT_LT(shown.find("this adds trust:"), shown.find("this takes trust away:")) << shown;
  EXPECT_NE(shown.find("+ anchor 1 'Root"), std::string::npos) << shown;
  session.type("yes\n");
  session.read_until("expires");
  EXPECT_EQ(session.end(), 0);
  EXPECT_EQ(in_use(), "7\n");
}
TEST_F(InstallingAtATerminal, NoIsNo) {
  for (const char* answer : {"n\n", "\n", "yesterday\n", "\x04"}) {
    Session session(folder_, install_seven());
    session.read_until(kQuestion);
    session.type(answer);
    EXPECT_NE(session.read_until("the answer was no").find("nothing was installed"), std::string::npos);
    session.read_until("expires");
    EXPECT_EQ(session.end(), 1);
    EXPECT_EQ(in_use(), "0\n");
  }
}
TEST_F(InstallingAtATerminal, WhatWasTypedAheadIsNoAnswer) {
  Session session(folder_, install_seven(), "yes\n");
  session.read_until(kQuestion);
  session.type("no\n");
  EXPECT_NE(session.read_until("the answer was no").find("nothing was installed"), std::string::npos);
  session.read_until("expires");
  EXPECT_EQ(session.end(), 1);
  EXPECT_EQ(in_use(), "0\n");
}
TEST_F(InstallingAtATerminal, YesInAdvanceIsNotAskedFor) {
  std::vector<std::string> words = install_seven();
  words.emplace_back("--yes");
  Session session(folder_, words);
  EXPECT_EQ(session.read_until("expires").find(kQuestion), std::string::npos);
  EXPECT_EQ(session.end(), 0);
}
TEST_F(InstallingAtATerminal, H74AFileThatIsReplacedMeanwhileChangesNothing) {
  Session session(folder_, install_seven());
  session.read_until(kQuestion);
  fs::remove(folder_ / "seven.atb");
  fs::copy_file(folder_ / "eight.atb", folder_ / "seven.atb");
  session.type("y\n");
  session.read_until("expires");
  EXPECT_EQ(session.end(), 0);
  EXPECT_EQ(in_use(), "7\n");
}

class SigningAtATerminal : public Folder {
 protected:
  void SetUp() override {
    const Outcome made = run_there(
        "echo secret > passphrase && trust-bundle key new a.key --cost interactive --passphrase-fd 3 3< passphrase && "
        "trust-bundle root init --root-key a.key --release-key a.key --out root.json");
    ASSERT_EQ(made.exit, 0) << made.err;
  }
  static std::vector<std::string> sign_root() { return {"sign", "root.json", "--key", "a.key"}; }
  /// signatures is how many the root document has.
  std::string signatures() const { return run_there("grep -o '\"sig\":' root.json | wc -l").out; }
};

constexpr const char* kSignQuestion = "sign this? Write yes or no: ";

TEST_F(SigningAtATerminal, WhoSignsSeesWhat) {
  Session session(folder_, sign_root());
  const std::string shown = session.read_until(kSignQuestion);
  EXPECT_NE(shown.find("SHA-256 of what is signed, to be read aloud:"), std::string::npos) << shown;
  session.type("yes\n");
  session.read_until("passphrase of ");
  session.type("secret\n");
  EXPECT_NE(session.read_until("all there").find("signed: root 1"), std::string::npos);
  EXPECT_EQ(session.end(), 0);
  EXPECT_EQ(signatures(), "1\n");
}
TEST_F(SigningAtATerminal, AnythingButYesIsNo) {
  for (const char* answer : {"no\n", "\n", "y\n", "yesterday\n", "\x04"}) {
    Session session(folder_, sign_root());
    session.read_until(kSignQuestion);
    session.type(answer);
    const std::string said = session.read_until("nothing was written");
    EXPECT_NE(said.find("not signed; nothing was written"), std::string::npos) << said;
    EXPECT_EQ(said.find("passphrase"), std::string::npos) << said;  // nobody is asked for what is not needed
    EXPECT_EQ(session.end(), 1);
    EXPECT_EQ(signatures(), "0\n");
  }
}

}  // namespace
}  // namespace odca::cli_test
