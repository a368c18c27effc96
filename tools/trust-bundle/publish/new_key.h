// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Making a key file, for whichever purpose: what a guess shall cost, the new passphrase, the sealed text.
#pragma once

#include <optional>
#include <string>

#include "command_line.h"
#include "odca/result.h"
#include "signing/key_file.h"

namespace odca::bundle_tool {

/// NewKeyOptions are those of a command that makes a key file.
struct NewKeyOptions {
  std::string file{};
  std::optional<std::string> passphrase_fd{};
  bundle::KdfCost cost = bundle::KdfCost::sensitive;
  bool unencrypted = false;
};
void take_new_key(cli::CommandLine& line, NewKeyOptions& options);
/// take_passphrase_fd registers --passphrase-fd, take_cost --cost; the dearest is the default.
void take_passphrase_fd(cli::CommandLine& line, std::optional<std::string>& descriptor);
void take_cost(cli::CommandLine& line, bundle::KdfCost& cost);
/// ask_new_passphrase gives nothing for --unencrypted (E_USAGE, E_PASSPHRASE).
Result<std::optional<bundle::SecretText>> ask_new_passphrase(const NewKeyOptions& options);
/// seal seals, and opens again what it sealed: a file that cannot be opened would be found too late.
Result<std::string> seal(const bundle::SecretKey& key, const bundle::SecretText* passphrase, bundle::KdfCost cost,
                         bundle::KeyPurpose purpose = bundle::KeyPurpose::role);

}  // namespace odca::bundle_tool
