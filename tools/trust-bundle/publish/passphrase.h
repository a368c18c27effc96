// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Passphrases: from the terminal, unseen, or from a file descriptor that was named. Never from the command line or the
// environment, which other programs of the machine can read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "odca/result.h"
#include "signing/secret_key.h"

namespace odca::bundle_tool {

inline constexpr std::size_t kMaxPassphrase = 1024;  ///< octets

/// Passphrases gives one passphrase after the other.
class Passphrases {
 public:
  /// of reads the value of an option such as --passphrase-fd: a descriptor that is open, or nothing for the terminal
  /// (E_USAGE).
  static Result<Passphrases> of(std::string_view option, const std::optional<std::string>& descriptor);

  /// known asks for the passphrase of `what`; from a descriptor it is the next line. Fails with E_PASSPHRASE for an
  /// empty one, one that is too long, and where there is nobody to ask.
  Result<bundle::SecretText> known(std::string_view what) const;
  /// fresh is known() for a new passphrase: at the terminal it is asked for twice.
  Result<bundle::SecretText> fresh(std::string_view what) const;

 private:
  Passphrases(std::string option, int descriptor) : option_(std::move(option)), descriptor_(descriptor) {}
  std::string option_;  // which names the descriptor, for hints
  int descriptor_;      // -1: the terminal
};

/// Reply to a question at the terminal.
enum class Reply { no, yes, nobody };
/// ask_yes shows a text, whose last line asks, at the terminal and wants the word "yes"; `nobody` when there is no
/// terminal. What was typed before that line is shown is thrown away.
Result<Reply> ask_yes(std::string_view text);

}  // namespace odca::bundle_tool
