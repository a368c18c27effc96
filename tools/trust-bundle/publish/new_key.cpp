#include "publish/new_key.h"

#include <array>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "bundle/reason.h"
#include "choice.h"
#include "publish/passphrase.h"

namespace odca::bundle_tool {

using bundle::KdfCost;
using bundle::SecretKey;
using bundle::SecretText;

Result<KdfCost> read_cost(const Options& options) {
  constexpr std::array<std::string_view, 3> kWords = {"sensitive", "moderate", "interactive"};
  constexpr std::array<KdfCost, 3> kCosts = {KdfCost::sensitive, KdfCost::moderate, KdfCost::interactive};
  ODCA_TRY_ASSIGN(const std::size_t index, cli::read_choice("--cost", options.cost, kWords));
  return kCosts[index];
}

Result<std::optional<SecretText>> ask_new_passphrase(const Options& options) {
  std::optional<SecretText> passphrase;
  if (options.unencrypted) {
    if (options.passphrase_fd || options.cost)
      return bundle::failure("E_USAGE", "'--unencrypted' goes with neither '--passphrase-fd' nor '--cost'");
    return passphrase;
  }
  ODCA_TRY_ASSIGN(const Passphrases passphrases, Passphrases::of("--passphrase-fd", options.passphrase_fd));
  ODCA_TRY_ASSIGN(SecretText fresh, passphrases.fresh(quote(options.arguments.front())));
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
