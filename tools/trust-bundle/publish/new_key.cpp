// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "publish/new_key.h"

#include <utility>

#include "base/text.h"
#include "bundle/reason.h"
#include "publish/passphrase.h"

namespace odca::bundle_tool {

using bundle::KdfCost;
using bundle::SecretKey;
using bundle::SecretText;

void take_passphrase_fd(cli::CommandLine& line, std::optional<std::string>& descriptor) {
  line.add({"--passphrase-fd", "N", "read the passphrase from this file descriptor, one line for each key"},
           descriptor);
}

void take_cost(cli::CommandLine& line, KdfCost& cost) {
  line.add(
      {"--cost", "COST", "what one guess at the passphrase costs"},
      cli::Choices<KdfCost>{
          {"sensitive", KdfCost::sensitive}, {"moderate", KdfCost::moderate}, {"interactive", KdfCost::interactive}},
      cost);
}

void take_new_key(cli::CommandLine& line, NewKeyOptions& options) {
  line.argument({.name = "FILE", .help = "the key file to make; it must not exist"}, options.file);
  take_passphrase_fd(line, options.passphrase_fd);
  take_cost(line, options.cost);
  line.add({"--unencrypted", {}, "a key file without passphrase, for tests only"}, options.unencrypted);
  line.exclusive({"--unencrypted", "--passphrase-fd"});
  line.exclusive({"--unencrypted", "--cost"});
}

Result<std::optional<SecretText>> ask_new_passphrase(const NewKeyOptions& options) {
  std::optional<SecretText> passphrase;
  if (options.unencrypted) return passphrase;
  ODCA_TRY_ASSIGN(const Passphrases passphrases, Passphrases::of("--passphrase-fd", options.passphrase_fd));
  ODCA_TRY_ASSIGN(SecretText fresh, passphrases.fresh(quote(options.file)));
  passphrase.emplace(std::move(fresh));
  return passphrase;
}

Result<std::string> seal(const SecretKey& key, const SecretText* passphrase, KdfCost cost, bundle::KeyPurpose purpose) {
  ODCA_TRY_ASSIGN(std::string text, bundle::seal_key(key, passphrase, cost, purpose));
  auto opened = bundle::open_key(text, passphrase, purpose);
  if (!opened || opened->public_key().id != key.public_key().id)
    return bundle::failure("E_INTERNAL", "the key file just made cannot be opened");
  return text;
}

}  // namespace odca::bundle_tool
