// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "publish/passphrase.h"

#include <system_error>
#include <utility>

#include "base/text.h"
#include "bundle/reason.h"
#include "dialogue.h"
#include "values.h"

namespace odca::bundle_tool {
namespace {

using bundle::failure;
using bundle::SecretLine;
using bundle::SecretText;

constexpr int kTerminal = -1;
constexpr unsigned kLargestDescriptor = 65535;

cli::LineTaker into(SecretLine& line) {
  return {.add = [&line](char c) { return line.add(c); }, .clear = [&line] { line.clear(); }};
}

Status understood(const std::error_code& problem) {
  if (!problem) return {};
  if (problem == std::errc::value_too_large)
    return failure("E_PASSPHRASE", cat("expected a passphrase of at most ", kMaxPassphrase, " bytes"));
  if (problem == std::errc::inappropriate_io_control_operation)
    return failure("E_PASSPHRASE", "cannot turn off the echo of the terminal", "give --passphrase-fd");
  if (problem == std::errc::interrupted) return failure("E_PASSPHRASE", "interrupted");
  return failure("E_PASSPHRASE", cat("unreadable passphrase: ", problem.message()));
}

/// typed_in is the line without what editors put around it: a byte order mark, and carriage returns at its end.
std::string_view typed_in(std::string_view line) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  while (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

Result<SecretText> secret_of(const SecretLine& line) {
  const std::string_view text = typed_in(line.view());
  if (text.empty()) return failure("E_PASSPHRASE", "empty passphrase");
  return SecretText(text);
}

}  // namespace

Result<Passphrases> Passphrases::of(std::string_view option, const std::optional<std::string>& descriptor) {
  if (!descriptor) return Passphrases(std::string(option), kTerminal);
  auto number = cli::read_number(option, *descriptor, kLargestDescriptor);
  if (!number) return std::move(number).error();
  const int open = static_cast<int>(*number);  // at most kLargestDescriptor
  if (!cli::is_open(open))
    return cli::usage_error(cat(option, ": descriptor ", open, " is not open"),
                            cat("in a shell: ", option, " 3 3<FILE"));
  return Passphrases(std::string(option), open);
}

Result<SecretText> Passphrases::known(std::string_view what) const {
  SecretLine line(kMaxPassphrase);
  if (descriptor_ != kTerminal) {
    ODCA_TRY(understood(cli::read_line(descriptor_, into(line))));
    return secret_of(line);
  }
  const std::optional<cli::Dialogue> terminal = cli::Dialogue::open();
  if (!terminal)
    return failure("E_PASSPHRASE", cat("no terminal to ask for the passphrase of ", what),
                   cat("give it with ", option_));
  ODCA_TRY(understood(terminal->unseen_answer(cat("passphrase of ", what, ": "), into(line))));
  return secret_of(line);
}

Result<SecretText> Passphrases::fresh(std::string_view what) const {
  if (descriptor_ != kTerminal) return known(what);
  const std::optional<cli::Dialogue> terminal = cli::Dialogue::open();
  if (!terminal)
    return failure("E_PASSPHRASE", cat("no terminal to ask for a passphrase for ", what),
                   cat("give it with ", option_));
  SecretLine first(kMaxPassphrase);
  ODCA_TRY(understood(terminal->unseen_answer(cat("new passphrase for ", what, ": "), into(first))));
  ODCA_TRY_ASSIGN(SecretText secret, secret_of(first));
  SecretLine second(kMaxPassphrase);
  ODCA_TRY(understood(terminal->unseen_answer("the same again: ", into(second))));
  if (typed_in(second.view()) != secret.view()) return failure("E_PASSPHRASE", "the two passphrases differ");
  return secret;
}

Result<Reply> ask_yes(std::string_view text) {
  const std::optional<cli::Dialogue> terminal = cli::Dialogue::open();
  if (!terminal) return Reply::nobody;
  // What was typed ahead answers nothing. It is thrown away once all that is agreed to has been shown, and before the
  // last line asks, so that no answer to that is lost.
  const std::size_t question = text.rfind('\n') + 1;  // npos + 1 is 0
  terminal->say(text.substr(0, question));
  if (const std::error_code problem = terminal->forget_typed())
    return failure("E_IO", cat("cannot discard typed-ahead input: ", problem.message()));
  terminal->say(text.substr(question));
  SecretLine line(kMaxPassphrase);
  ODCA_TRY(understood(terminal->answer(into(line))));
  return typed_in(line.view()) == "yes" ? Reply::yes : Reply::no;
}

}  // namespace odca::bundle_tool
