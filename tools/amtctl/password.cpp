// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "password.h"

#include <cstdlib>
#include <system_error>
#include <utility>

#include "base/text.h"
#include "dialogue.h"
#include "os/owner_file.h"
#include "values.h"

namespace odca::amtctl {
namespace {

using cli::usage_error;

constexpr std::size_t kLongest = 256;  // octets; AMT takes 32 characters, and says so itself
constexpr unsigned kLargestDescriptor = 65535;
constexpr std::string_view kOtherWays = "give --password-file, --password-env or --password-fd";

/// PasswordLine is a password that is being read. Its memory never moves, so that no copy stays behind, and is wiped.
class PasswordLine {
 public:
  PasswordLine() { text_.reserve(kLongest); }
  ~PasswordLine() { clear(); }
  PasswordLine(const PasswordLine&) = delete;
  PasswordLine& operator=(const PasswordLine&) = delete;

  bool add(char c) {
    if (text_.size() == kLongest) return false;
    text_.push_back(c);
    return true;
  }
  void clear() {
    amt::wipe(text_.data(), text_.size());
    text_.clear();
  }
  cli::LineTaker taker() {
    return {.add = [this](char c) { return add(c); }, .clear = [this] { clear(); }};
  }
  std::string_view view() const { return text_; }
  /// take is the password without the line end that editors and echo put behind it.
  Result<amt::Secret> take() {
    while (!text_.empty() && (text_.back() == '\n' || text_.back() == '\r')) text_.pop_back();
    if (text_.empty()) return usage_error("empty password", std::string(kOtherWays));
    return amt::Secret(std::exchange(text_, {}));
  }

 private:
  std::string text_;
};

Error too_long() {
  return usage_error(cat("expected a password of at most ", kLongest, " bytes"), "AMT takes 8 to 32 characters");
}

Status understood(const std::error_code& problem) {
  if (!problem) return {};
  if (problem == std::errc::value_too_large) return too_long();
  if (problem == std::errc::inappropriate_io_control_operation)
    return usage_error("cannot turn off the echo of the terminal", std::string(kOtherWays));
  if (problem == std::errc::interrupted)
    return Error{.code = Errc::io, .message = "interrupted while asking for the password", .reason = "interrupted"};
  return usage_error(cat("unreadable password: ", problem.message()), std::string(kOtherWays));
}

Result<amt::Secret> from_text(std::string_view text) {
  PasswordLine line;
  for (const char c : text)
    if (!line.add(c)) return too_long();
  return line.take();
}

Result<amt::Secret> from_file(const std::string& path) {
  Result<std::optional<Bytes>> content = read_owner_file(path, kLongest);
  if (!content) {
    Error error = std::move(content).error();
    error.reason = "unreadable-file";
    return std::move(error).in("--password-file");
  }
  if (!*content) return usage_error(cat("no file ", quote(path)), "check the path of --password-file");
  Result<amt::Secret> secret = from_text(as_text(**content));
  amt::wipe((*content)->data(), (*content)->size());
  return secret;
}

Result<amt::Secret> from_environment(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  if (value == nullptr)
    return usage_error(cat("the environment has no variable ", quote(name)),
                       "--password-env takes the name of a variable, and sudo passes few of them on");
  return from_text(value);
}

Result<amt::Secret> from_descriptor(const std::string& text) {
  ODCA_TRY_ASSIGN(const unsigned number, cli::read_number("--password-fd", text, kLargestDescriptor));
  const int descriptor = static_cast<int>(number);  // at most kLargestDescriptor
  if (!cli::is_open(descriptor))
    return usage_error(cat("--password-fd: descriptor ", number, " is not open"), "in a shell: --password-fd 3 3<FILE");
  PasswordLine line;
  ODCA_TRY(understood(cli::read_line(descriptor, line.taker())));
  return line.take();
}

Result<amt::Secret> from_terminal() {
  const std::optional<cli::Dialogue> terminal = cli::Dialogue::open();
  if (!terminal) return usage_error("no terminal to ask for the password", std::string(kOtherWays));
  PasswordLine first;
  ODCA_TRY(understood(terminal->unseen_answer("new password of the AMT administrator: ", first.taker())));
  PasswordLine second;
  ODCA_TRY(understood(terminal->unseen_answer("the same again: ", second.taker())));
  if (first.view() != second.view()) return usage_error("the two passwords differ", "start again");
  return first.take();
}

/// refuse_password does not repeat what was given.
Result<bool> refuse_password(std::string_view, std::string_view) {
  return usage_error("a password on the command line is refused: every user of this machine can read it",
                     cat(kOtherWays, ", or none of them to be asked; change the one that was just shown"));
}

}  // namespace

void take_password(cli::CommandLine& line, PasswordOptions& options) {
  line.heading("the new password of the administrator; asked for at the terminal unless given");
  line.add({"--password-file", "FILE", "a file of yours with mode 0600 that holds it"}, options.file);
  line.add({"--password-env", "NAME", "the environment variable that holds it"}, options.environment);
  line.add({"--password-fd", "N", "the open descriptor to read its line from"}, options.descriptor);
  line.add({"--password", "TEXT", "refused: the command line is no place for a secret"},
           cli::Reader<bool>(refuse_password), options.on_the_line);
  line.exclusive({"--password-file", "--password-env", "--password-fd"});
}

Result<amt::Secret> read_password(const PasswordOptions& options) {
  if (options.file) return from_file(*options.file);
  if (options.environment) return from_environment(*options.environment);
  if (options.descriptor) return from_descriptor(*options.descriptor);
  return from_terminal();
}

}  // namespace odca::amtctl
