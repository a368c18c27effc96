// trust-bundle key new, show and passwd.
#include <optional>

#include "base/text.h"
#include "bundle/reason.h"
#include "commands.h"
#include "odca/report.h"
#include "os/new_file.h"
#include "publish/key_argument.h"
#include "publish/new_key.h"
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

Result<std::string> change_passphrase(const Options& options, KdfCost cost) {
  const std::string& path = options.arguments.front();
  ODCA_TRY_ASSIGN(const Passphrases old_one, Passphrases::of("--passphrase-fd", options.passphrase_fd));
  ODCA_TRY_ASSIGN(const Passphrases new_one, Passphrases::of("--new-passphrase-fd", options.new_passphrase_fd));
  ODCA_TRY_ASSIGN(const OpenedKey opened, open_key_file(path, old_one));
  ODCA_TRY_ASSIGN(const SecretText passphrase, new_one.fresh(quote(path)));
  return seal(opened.key, &passphrase, cost);
}

Status replace_key_file(const std::string& path, std::string_view text) {
  if (Status status = write_file(path, {.replace = Replace::allowed}, as_bytes(text)); !status)
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
