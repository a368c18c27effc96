// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "terminal.h"

#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "base/text.h"

namespace odca::cli {
namespace {

Error output_error() {
  return Error{.code = Errc::io,
               .message = cat("cannot write to standard output: ", std::strerror(errno)),
               .hint = "check the disk or the program that reads the output; what was written is incomplete",
               .reason = "output"};
}

}  // namespace

void prepare_streams() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

void stop_at_signals(std::atomic<bool>& stop) {
  static std::atomic<bool>* flag = nullptr;  // a signal handler can reach nothing else
  flag = &stop;
  struct sigaction action {};
  action.sa_handler = [](int) { flag->store(true); };
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // a flag of int's width
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

Status keep_memory_private() {
  const rlimit none{.rlim_cur = 0, .rlim_max = 0};
  if (setrlimit(RLIMIT_CORE, &none) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0) return {};
  return Error{.code = Errc::permission,
               .message = cat("cannot keep the memory of this program out of core dumps: ", std::strerror(errno)),
               .hint = "allow setrlimit and prctl where this program is confined",
               .reason = "core-dump"};
}

void prepare_memory() {
  constexpr int kKeepIfSet = 0;
  setenv("BOTAN_MLOCK_POOL_SIZE", "0", kKeepIfSet);
}

Status write_out(std::string_view text) {
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    return output_error();
  return {};
}

void write_error(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

bool input_is_terminal() { return isatty(STDIN_FILENO) == 1; }

bool ask(std::string_view question) {
  // What was typed ahead answers nothing. Before the question, not after it: an answer to it must not be lost.
  if (tcflush(STDIN_FILENO, TCIFLUSH) != 0) return false;
  write_error(cat(question, " [y/N] "));
  char answer[16];
  if (std::fgets(answer, sizeof answer, stdin) == nullptr) return false;
  const std::string_view word(answer);
  return word == "y\n" || word == "yes\n" || word == "Y\n";
}

bool wants_colour(Stream stream) {
  const char* no_colour = std::getenv("NO_COLOR");
  if (no_colour != nullptr && *no_colour != '\0') return false;  // https://no-color.org: set and not empty
  const char* terminal = std::getenv("TERM");
  if (terminal == nullptr || std::strcmp(terminal, "dumb") == 0) return false;
  return isatty(stream == Stream::output ? STDOUT_FILENO : STDERR_FILENO) == 1;
}

bool output_is_terminal() { return isatty(STDOUT_FILENO) == 1; }

bool error_is_terminal() { return isatty(STDERR_FILENO) == 1; }

std::size_t terminal_width() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 20) return 80;
  return size.ws_col;
}

}  // namespace odca::cli
