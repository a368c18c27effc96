// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Passwords from a file, the environment, a descriptor and a terminal; never from the command line.
#include "password.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "source/test_folder.h"

namespace odca::amtctl {
namespace {

std::string told(const Result<amt::Secret>& secret) {
  return secret ? std::string(secret->reveal()) : secret.error().message;
}

TEST(PasswordFile, IsReadWithoutItsLineEnd) {
  const TestFolder folder;
  EXPECT_EQ(told(read_password({.file = folder.write("password", "Good-1pass\r\n")})), "Good-1pass");
  EXPECT_EQ(told(read_password({.file = folder.write("password", "Good 1pass")})), "Good 1pass");
}
TEST(PasswordFile, ThatIsOpenToOthersIsRefused) {
  const TestFolder folder;
  const auto file = folder.write("password", "Good-1pass\n");
  std::filesystem::permissions(file, std::filesystem::perms(0640));
  const auto refused = read_password({.file = file});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::permission);
}
TEST(PasswordFile, ThatIsEmptyOrAbsentIsRefused) {
  const TestFolder folder;
  EXPECT_EQ(told(read_password({.file = folder.write("password", "\n")})), "empty password");
  EXPECT_FALSE(read_password({.file = folder.path() / "absent"}));
}
TEST(PasswordFile, HasALimit) {
  const TestFolder folder;
  EXPECT_EQ(told(read_password({.file = folder.write("password", std::string(256, 'a'))})), std::string(256, 'a'));
  EXPECT_FALSE(read_password({.file = folder.write("password", std::string(257, 'a'))}));
}

TEST(PasswordEnvironment, IsAVariableByName) {
  ::setenv("ODCA_TEST_PASSWORD", "Good-1pass", 1);
  EXPECT_EQ(told(read_password({.environment = "ODCA_TEST_PASSWORD"})), "Good-1pass");
  ::unsetenv("ODCA_TEST_PASSWORD");
  EXPECT_EQ(told(read_password({.environment = "ODCA_TEST_PASSWORD"})),
            "the environment has no variable 'ODCA_TEST_PASSWORD'");
}

TEST(PasswordDescriptor, GivesOneLine) {
  const TestFolder folder;
  const int file = ::open(folder.write("password", "Good-1pass\nmore\n").c_str(), O_RDONLY | O_CLOEXEC);
  EXPECT_EQ(told(read_password({.descriptor = std::to_string(file)})), "Good-1pass");
  ::close(file);
}
TEST(PasswordDescriptor, ThatIsNotOpenIsRefused) {
  EXPECT_EQ(told(read_password({.descriptor = "999"})), "--password-fd: descriptor 999 is not open");
  EXPECT_FALSE(read_password({.descriptor = "stdin"}));
}

/// typed runs read_password in a child behind a terminal of its own, types `lines`, and returns what the terminal
/// showed, the answer in brackets at its end.
std::string typed(const std::vector<std::string>& lines) {
  constexpr int kPatience = 60'000;  // milliseconds
  int terminal = -1;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
  if (child == 0) {
    const auto secret = read_password({});
    const std::string said =
        "[" + (secret ? "length " + std::to_string(secret->reveal().size()) : secret.error().message) + "]";
    ::_exit(::write(STDOUT_FILENO, said.data(), said.size()) > 0 ? 0 : 1);
  }
  std::string seen;
  std::size_t asked = 0, given = 0;
  while (seen.find(']') == std::string::npos) {
    pollfd wanted{.fd = terminal, .events = POLLIN, .revents = 0};
    char some[256];
    if (::poll(&wanted, 1, kPatience) != 1) break;
    const ssize_t got = ::read(terminal, some, sizeof some);
    if (got <= 0) break;
    seen.append(some, static_cast<std::size_t>(got));
    const std::size_t question = seen.find(": ", asked);
    if (question == std::string::npos || given == lines.size()) continue;
    asked = question + 2;
    EXPECT_GT(::write(terminal, lines[given].data(), lines[given].size()), 0);
    ++given;
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(terminal);
  return seen;
}

TEST(PasswordTerminal, AsksTwiceAndShowsNothing) {
  const std::string seen = typed({"Good-1pass\n", "Good-1pass\n"});
  EXPECT_NE(seen.find("[length 10]"), std::string::npos) << seen;
  EXPECT_EQ(seen.find("Good"), std::string::npos) << seen;
}
TEST(PasswordTerminal, RefusesTwoThatDiffer) {
  EXPECT_NE(typed({"Good-1pass\n", "Good-2pass\n"}).find("[the two passwords differ]"), std::string::npos);
}

struct Parsed {
  PasswordOptions options{};
  std::string error{};
};
Parsed parsed(const std::vector<std::string>& words) {
  Parsed result;
  cli::CommandLine line("amtctl", "activate");
  take_password(line, result.options);
  const auto wish = line.parse(words);
  if (!wish) result.error = wish.error().message;
  return result;
}

TEST(PasswordOptions, TakeOneSource) {
  EXPECT_EQ(parsed({"--password-file", "f"}).options.file, "f");
  EXPECT_EQ(parsed({"--password-env", "E"}).options.environment, "E");
  EXPECT_EQ(parsed({"--password-fd", "3"}).options.descriptor, "3");
  EXPECT_EQ(parsed({}).error, "");
  EXPECT_NE(parsed({"--password-file", "f", "--password-fd", "3"}).error.find("exclude each other"), std::string::npos);
}
TEST(PasswordOptions, RefuseOneOnTheLineAndDoNotRepeatIt) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--password", "Good-1pass"}, {"--password=Good-1pass"}}) {
    const std::string error = parsed(words).error;
    EXPECT_TRUE(error.starts_with("a password on the command line is refused")) << error;
    EXPECT_EQ(error.find("Good"), std::string::npos);
  }
}

}  // namespace
}  // namespace odca::amtctl
