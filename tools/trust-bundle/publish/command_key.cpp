// trust-bundle key new, show and passwd.
#include <array>
#include <optional>

#include "base/owner_file.h"
#include "base/text.h"
#include "bundle/reason.h"
#include "choice.h"
#include "commands.h"
#include "odca/report.h"
#include "publish/key_argument.h"
#include "publish/passphrase.h"
#include "signing/key_file.h"

namespace odca::bundle_tool {
namespace {

using bundle::KdfCost;
using bundle::KeyFileInfo;
using bundle::SecretKey;
using bundle::SecretText;

constexpr std::string_view kUnencryptedWarning =
    "warning: the key is not encrypted; it is for tests, and no root document takes it\n";

/// read_cost: the dearest is the default, and stands first.
Result<KdfCost> read_cost(const Options& options) {
  constexpr std::array<std::string_view, 3> kWords = {"sensitive", "moderate", "interactive"};
  constexpr std::array<KdfCost, 3> kCosts = {KdfCost::sensitive, KdfCost::moderate, KdfCost::interactive};
  ODCA_TRY_ASSIGN(const std::size_t index, cli::read_choice("--cost", options.cost, kWords));
  return kCosts[index];
}

std::string cost_text(const KeyFileInfo& known) {
  if (!known.encrypted) return "none";
  return cat(known.operations, " passes over ", known.memory >> 20U, " MiB");
}

/// describe_key is the answer about one key file.
Answer describe_key(std::string_view schema, const std::string& path, const KeyFileInfo& known) {
  Answer answer{.status = 0};
  answer.document.add("schema", std::string(schema)).add("file", path).add("key_id", known.key.id);
  answer.document.add("public_key", known.key.public_hex);
  answer.document.add("encrypted", cli::Document::truth(known.encrypted));
  answer.document.add("cost_of_a_guess", cost_text(known));
  answer.text = cat("key file:        ", escape_text(path), "\nkey id:          ", known.key.id,
                    "\npublic key:      ", known.key.public_hex, "\nencrypted:       ", known.encrypted ? "yes" : "no",
                    "\ncost of a guess: ", cost_text(known), '\n');
  if (!known.encrypted) answer.text += kUnencryptedWarning;
  return answer;
}

/// seal seals, and opens again what it sealed: a file that cannot be opened would be found too late.
Result<std::string> seal(const SecretKey& key, const SecretText* passphrase, KdfCost cost) {
  ODCA_TRY_ASSIGN(std::string text, bundle::seal_key(key, passphrase, cost));
  auto opened = bundle::open_key(text, passphrase);
  if (!opened || opened->public_key().id != key.public_key().id)
    return bundle::failure("E_INTERNAL", "the key file just made cannot be opened");
  return text;
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

Result<std::string> change_passphrase(const Options& options, KdfCost cost) {
  const std::string& path = options.arguments.front();
  ODCA_TRY_ASSIGN(const Passphrases old_one, Passphrases::of("--passphrase-fd", options.passphrase_fd));
  ODCA_TRY_ASSIGN(const Passphrases new_one, Passphrases::of("--new-passphrase-fd", options.new_passphrase_fd));
  ODCA_TRY_ASSIGN(const OpenedKey opened, open_key_file(path, old_one));
  ODCA_TRY_ASSIGN(const SecretText passphrase, new_one.fresh(quote(path)));
  return seal(opened.key, &passphrase, cost);
}

Status replace_key_file(const std::string& path, std::string_view text) {
  if (Status status = write_owner_file(path, as_bytes(text)); !status)
    return bundle::failure("E_IO", describe(status.error()));
  return {};
}

}  // namespace

Result<Answer> run_key_new(const Options& options) {
  const std::string& path = options.arguments.front();
  ODCA_TRY_ASSIGN(const KdfCost cost, read_cost(options));
  ODCA_TRY(bundle::check_key_place(path));  // before anybody thinks of a passphrase
  ODCA_TRY_ASSIGN(const std::optional<SecretText> passphrase, ask_new_passphrase(options));
  const SecretKey key = SecretKey::generate();
  ODCA_TRY_ASSIGN(const std::string text, seal(key, passphrase ? &*passphrase : nullptr, cost));
  ODCA_TRY(bundle::save_key_file(path, text));
  ODCA_TRY_ASSIGN(const KeyFileInfo known, bundle::inspect_key(text));
  return describe_key("trust-bundle-key-new/1", path, known);
}

Result<Answer> run_key_show(const Options& options) {
  const std::string& path = options.arguments.front();
  ODCA_TRY_ASSIGN(const std::string text, bundle::read_key_file(path));
  auto known = bundle::inspect_key(text);
  if (!known) return std::move(known).error().in(path);
  return describe_key("trust-bundle-key-show/1", path, *known);
}

Result<Answer> run_key_passwd(const Options& options) {
  const std::string& path = options.arguments.front();
  ODCA_TRY_ASSIGN(const KdfCost cost, read_cost(options));
  if (options.out) ODCA_TRY(bundle::check_key_place(*options.out));
  ODCA_TRY_ASSIGN(const std::string text, change_passphrase(options, cost));
  ODCA_TRY(options.out ? bundle::save_key_file(*options.out, text) : replace_key_file(path, text));
  ODCA_TRY_ASSIGN(const KeyFileInfo known, bundle::inspect_key(text));
  return describe_key("trust-bundle-key-passwd/1", options.out.value_or(path), known);
}

}  // namespace odca::bundle_tool
