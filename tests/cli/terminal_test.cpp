// What trust-bundle asks whoever sits at a terminal, and case 74: a file that is replaced while the question stands.
#include <gtest/gtest.h>
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

/// Session is one run of `trust-bundle install FILE` at a terminal of its own.
class Session {
 public:
  Session(const fs::path& folder, const std::string& file, const std::vector<std::string>& more = {}) {
    child_ = ::forkpty(&terminal_, nullptr, nullptr, nullptr);
    if (child_ != 0) return;
    fs::current_path(folder);
    std::vector<std::string> words = {"trust-bundle", "install", file, "--root", "root.json", "--state", "state"};
    words.insert(words.end(), more.begin(), more.end());
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

class AtATerminal : public ::testing::Test {
 protected:
  AtATerminal() {
    std::string name = (fs::temp_directory_path() / "odca-terminal-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~AtATerminal() override { fs::remove_all(folder_); }
  void SetUp() override { ASSERT_EQ(run("bundle-maker '" + folder_.string() + "'").exit, 0); }

  /// in_use is the version in use; 0 for the embedded store.
  std::string in_use() const {
    return run("cd '" + folder_.string() +
               "' && trust-bundle status --state state --root root.json --json | sed "
               "'s/.*\"bundle\":{\"version\":\\([0-9]*\\).*/\\1/; /bundle\":null/s/.*/0/'")
        .out;
  }

  fs::path folder_;
};

constexpr const char* kQuestion = "install this bundle? [y/N] ";

TEST_F(AtATerminal, TrustThatIsAddedStandsFirst) {
  Session session(folder_, "seven.atb");
  const std::string shown = session.read_until(kQuestion);
  EXPECT_LT(shown.find("this adds trust:"), shown.find("this changes:")) << shown;
  EXPECT_NE(shown.find("+ anchor 1 'Root"), std::string::npos) << shown;
  session.type("yes\n");
  session.read_until("expires");
  EXPECT_EQ(session.end(), 0);
  EXPECT_EQ(in_use(), "7\n");
}
TEST_F(AtATerminal, NoIsNo) {
  for (const char* answer : {"n\n", "\n", "yesterday\n", "\x04"}) {
    Session session(folder_, "seven.atb");
    session.read_until(kQuestion);
    session.type(answer);
    EXPECT_NE(session.read_until("the answer was no").find("nothing was installed"), std::string::npos);
    session.read_until("expires");
    EXPECT_EQ(session.end(), 1);
    EXPECT_EQ(in_use(), "0\n");
  }
}
TEST_F(AtATerminal, YesInAdvanceIsNotAskedFor) {
  Session session(folder_, "seven.atb", {"--yes"});
  EXPECT_EQ(session.read_until("expires").find(kQuestion), std::string::npos);
  EXPECT_EQ(session.end(), 0);
}
TEST_F(AtATerminal, H74AFileThatIsReplacedMeanwhileChangesNothing) {
  Session session(folder_, "seven.atb");
  session.read_until(kQuestion);
  fs::remove(folder_ / "seven.atb");
  fs::copy_file(folder_ / "eight.atb", folder_ / "seven.atb");
  session.type("y\n");
  session.read_until("expires");
  EXPECT_EQ(session.end(), 0);
  EXPECT_EQ(in_use(), "7\n");
}

}  // namespace
}  // namespace odca::cli_test
