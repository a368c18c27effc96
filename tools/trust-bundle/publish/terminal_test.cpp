// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Passphrases at a terminal: a child with a terminal of its own, and we are the person who types.
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <functional>
#include <string>

#include "publish/passphrase.h"

namespace odca::bundle_tool {
namespace {

constexpr int kPatience = 60'000;  // milliseconds until a test that hangs gives up

/// Typist runs a function in a child behind a terminal; what the child answers are its last words on it.
class Typist {
 public:
  explicit Typist(const std::function<std::string()>& ask) {
    child_ = ::forkpty(&terminal_, nullptr, nullptr, nullptr);
    if (child_ != 0) return;
    const std::string said = "[" + ask() + "]";
    const bool told = ::write(STDOUT_FILENO, said.data(), said.size()) == static_cast<ssize_t>(said.size());
    ::_exit(told ? 0 : 1);
  }
  ~Typist() {
    if (child_ > 0) ::kill(child_, SIGKILL);
    if (child_ > 0) ::waitpid(child_, nullptr, 0);
    ::close(terminal_);
  }
  Typist(const Typist&) = delete;
  Typist& operator=(const Typist&) = delete;

  /// sees waits until the terminal shows a text.
  bool sees(const std::string& text) {
    while (seen_.find(text, from_) == std::string::npos) {
      pollfd wanted{.fd = terminal_, .events = POLLIN, .revents = 0};
      char some[256];
      if (::poll(&wanted, 1, kPatience) != 1) return false;
      const ssize_t got = ::read(terminal_, some, sizeof some);
      if (got <= 0) return false;
      seen_.append(some, static_cast<std::size_t>(got));
    }
    from_ = seen_.find(text, from_) + text.size();
    return true;
  }
  void types(const std::string& text) {
    EXPECT_EQ(::write(terminal_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  bool echoes() const {
    termios settings{};
    EXPECT_EQ(::tcgetattr(terminal_, &settings), 0);
    return (settings.c_lflag & static_cast<tcflag_t>(ECHO)) != 0;
  }
  pid_t child() const { return child_; }
  int wait() {
    int status = 0;
    EXPECT_EQ(::waitpid(child_, &status, 0), child_);
    child_ = -1;
    return status;
  }
  const std::string& seen() const { return seen_; }

 private:
  int terminal_ = -1;
  pid_t child_ = -1;
  std::string seen_{};
  std::size_t from_ = 0;
};

std::string told(const Result<bundle::SecretText>& secret) {
  return secret ? "length " + std::to_string(secret->view().size())
                : std::string(secret.error().reason) + secret.error().message;
}
std::string ask_known() { return told(Passphrases::of("--passphrase-fd", {})->known("'key'")); }
std::string ask_fresh() { return told(Passphrases::of("--passphrase-fd", {})->fresh("'key'")); }

TEST(PassphraseTerminal, TakesALineThatNobodySees) {
  Typist typist(ask_known);
  ASSERT_TRUE(typist.sees("passphrase of 'key': "));
  EXPECT_FALSE(typist.echoes());
  typist.types("correct horse\n");
  ASSERT_TRUE(typist.sees("[length 13]"));
  EXPECT_EQ(typist.seen().find("horse"), std::string::npos);
}
TEST(PassphraseTerminal, EchoesAgainAfterwards) {
  Typist typist([] {
    const std::string first = ask_known();
    return first + (ask_yes("sure? ") ? " asked" : "");
  });
  ASSERT_TRUE(typist.sees("passphrase of 'key': "));
  typist.types("correct horse\n");
  ASSERT_TRUE(typist.sees("sure? "));
  EXPECT_TRUE(typist.echoes());
  typist.types("yes\n");
  EXPECT_TRUE(typist.sees("[length 13 asked]"));
}
TEST(PassphraseTerminal, AsksTwiceForANewOne) {
  Typist typist(ask_fresh);
  ASSERT_TRUE(typist.sees("new passphrase for 'key': "));
  typist.types("correct horse\n");
  ASSERT_TRUE(typist.sees("the same again: "));
  typist.types("correct horse\n");
  EXPECT_TRUE(typist.sees("[length 13]"));
}
TEST(PassphraseTerminal, RefusesTwoThatDiffer) {
  Typist typist(ask_fresh);
  ASSERT_TRUE(typist.sees("new passphrase for 'key': "));
  typist.types("correct horse\n");
  ASSERT_TRUE(typist.sees("the same again: "));
  typist.types("correct house\n");
  EXPECT_TRUE(typist.sees("[E_PASSPHRASEthe two passphrases differ]"));
}
TEST(PassphraseTerminal, RefusesAnEmptyOne) {
  Typist typist(ask_fresh);
  ASSERT_TRUE(typist.sees("new passphrase for 'key': "));
  typist.types("\n");
  EXPECT_TRUE(typist.sees("[E_PASSPHRASEempty passphrase]"));
}
TEST(PassphraseTerminal, DiesOfAnInterruptWithItsEchoOn) {
  Typist typist(ask_known);
  ASSERT_TRUE(typist.sees("passphrase of 'key': "));
  typist.types("corr\x03");
  ASSERT_TRUE(typist.sees("\n"));
  EXPECT_TRUE(typist.echoes());
  const int status = typist.wait();
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGINT);
}
TEST(PassphraseTerminal, DiesOfATerminationWithItsEchoOn) {
  Typist typist(ask_known);
  ASSERT_TRUE(typist.sees("passphrase of 'key': "));
  ASSERT_EQ(::kill(typist.child(), SIGTERM), 0);
  ASSERT_TRUE(typist.sees("\n"));
  EXPECT_TRUE(typist.echoes());
  const int status = typist.wait();
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
}
TEST(PassphraseTerminal, AsksAgainAfterAPause) {
  // The child leads its session, and an orphaned group is not stopped by SIGTSTP; the question comes again all the
  // same.
  Typist typist(ask_known);
  ASSERT_TRUE(typist.sees("passphrase of 'key': "));
  ASSERT_EQ(::kill(typist.child(), SIGTSTP), 0);
  ASSERT_TRUE(typist.sees("passphrase of 'key': "));
  EXPECT_FALSE(typist.echoes());
  typist.types("correct horse\n");
  EXPECT_TRUE(typist.sees("[length 13]"));
}

TEST(Question, IsAnsweredByYesAlone) {
  for (const auto& [typed, expected] :
       {std::pair{"yes\n", "[yes]"}, {"y\n", "[no]"}, {"\n", "[no]"}, {"no\n", "[no]"}}) {
    Typist typist([] {
      const auto reply = ask_yes("sign this? ");
      return std::string(reply && *reply == Reply::yes ? "yes" : "no");
    });
    ASSERT_TRUE(typist.sees("sign this? "));
    typist.types(typed);
    EXPECT_TRUE(typist.sees(expected)) << typed;
  }
}
/// after_typing_ahead waits until something was typed, asks only then, and tells the reply.
std::string after_typing_ahead() {
  static_cast<void>(::write(STDOUT_FILENO, "ready", 5));
  pollfd typed{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  if (::poll(&typed, 1, kPatience) != 1) return "nothing was typed";
  const auto reply = ask_yes("it adds trust\nsign this? ");
  return reply && *reply == Reply::yes ? "yes" : "no";
}
TEST(Question, IsNotAnsweredByWhatWasTypedAhead) {
  Typist typist(after_typing_ahead);
  ASSERT_TRUE(typist.sees("ready"));
  typist.types("yes\n");
  ASSERT_TRUE(typist.sees("it adds trust"));
  ASSERT_TRUE(typist.sees("sign this? "));
  typist.types("no\n");
  EXPECT_TRUE(typist.sees("[no]"));
}
TEST(Question, TakesTheAnswerAfterWhatWasTypedAhead) {
  Typist typist(after_typing_ahead);
  ASSERT_TRUE(typist.sees("ready"));
  typist.types("no\nno\n");
  ASSERT_TRUE(typist.sees("sign this? "));
  typist.types("yes\n");
  EXPECT_TRUE(typist.sees("[yes]"));
}
TEST(Question, ReachesNobodyWithoutATerminal) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::setsid();  // away from the terminal that the tests may have
    const auto reply = ask_yes("sign this? ");
    ::_exit(reply && *reply == Reply::nobody ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace odca::bundle_tool
