// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
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

struct NewOptions {
  NewKeyOptions key{};
  cli::Output output{};
};
struct ShowOptions {
  std::string file{};
  cli::Output output{};
};
struct PasswdOptions {
  std::string file{};
  std::optional<std::string> passphrase_fd{};
  std::optional<std::string> new_passphrase_fd{};
  KdfCost cost = KdfCost::sensitive;
  std::optional<std::string> out{};
  cli::Output output{};
};

void take_new(cli::CommandLine& line, NewOptions& options) {
  line.describe({.summary = "make a key file",
                 .about =
                     "Makes a new Ed25519 key and writes it to a file that a passphrase protects. Shows the public "
                     "key and its id, which go into root documents.",
                 .examples = {"trust-bundle key new root-1.key"}});
  take_new_key(line, options.key);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

void take_show(cli::CommandLine& line, ShowOptions& options) {
  line.describe({.summary = "the public part of a key file",
                 .about = "Shows the public key in a key file, its id, and what one guess at the passphrase costs. No "
                          "passphrase is asked for.",
                 .examples = {"trust-bundle key show root-1.key"}});
  line.argument({.name = "FILE", .help = "the key file"}, options.file);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

void take_passwd(cli::CommandLine& line, PasswdOptions& options) {
  line.describe({.summary = "give a key file another passphrase",
                 .about =
                     "Decrypts a key file and encrypts it under a new passphrase, in its place or as --out. The key "
                     "stays the same.",
                 .examples = {"trust-bundle key passwd root-1.key"}});
  line.argument({.name = "FILE", .help = "the key file"}, options.file);
  take_passphrase_fd(line, options.passphrase_fd);
  line.add({"--new-passphrase-fd", "N", "the same for the new passphrase"}, options.new_passphrase_fd);
  take_cost(line, options.cost);
  line.add({"--out", "FILE", "write there, and leave the old file as it is"}, options.out);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

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

Result<std::string> change_passphrase(const PasswdOptions& options) {
  const std::string& path = options.file;
  ODCA_TRY_ASSIGN(const Passphrases old_one, Passphrases::of("--passphrase-fd", options.passphrase_fd));
  ODCA_TRY_ASSIGN(const Passphrases new_one, Passphrases::of("--new-passphrase-fd", options.new_passphrase_fd));
  ODCA_TRY_ASSIGN(const OpenedKey opened, open_key_file(path, old_one));
  ODCA_TRY_ASSIGN(const SecretText passphrase, new_one.fresh(quote(path)));
  return seal(opened.key, &passphrase, options.cost);
}

Status replace_key_file(const std::string& path, std::string_view text) {
  if (Status status = write_file(path, {.replace = Replace::allowed}, as_bytes(text)); !status)
    return bundle::failure("E_IO", describe(status.error()));
  return {};
}

Result<Answer> run_new(const NewOptions& options) {
  const std::string& path = options.key.file;
  ODCA_TRY(bundle::check_key_place(path));  // before anybody thinks of a passphrase
  ODCA_TRY_ASSIGN(const std::optional<SecretText> passphrase, ask_new_passphrase(options.key));
  const SecretKey key = SecretKey::generate();
  ODCA_TRY_ASSIGN(const std::string text, seal(key, passphrase ? &*passphrase : nullptr, options.key.cost));
  ODCA_TRY(bundle::save_key_file(path, text));
  ODCA_TRY_ASSIGN(const KeyFileInfo known, bundle::inspect_key(text));
  return describe_key("trust-bundle-key-new/1", path, known);
}

Result<Answer> run_show(const ShowOptions& options) {
  const std::string& path = options.file;
  ODCA_TRY_ASSIGN(const std::string text, bundle::read_key_file(path));
  auto known = bundle::inspect_key(text);
  if (!known) return std::move(known).error().in(path);
  return describe_key("trust-bundle-key-show/1", path, *known);
}

Result<Answer> run_passwd(const PasswdOptions& options) {
  const std::string& path = options.file;
  if (options.out) ODCA_TRY(bundle::check_key_place(*options.out));
  ODCA_TRY_ASSIGN(const std::string text, change_passphrase(options));
  ODCA_TRY(options.out ? bundle::save_key_file(*options.out, text) : replace_key_file(path, text));
  ODCA_TRY_ASSIGN(const KeyFileInfo known, bundle::inspect_key(text));
  return describe_key("trust-bundle-key-passwd/1", options.out.value_or(path), known);
}

}  // namespace

Work key_new(cli::CommandLine& line) { return cli::work(line, take_new, run_new); }
Work key_show(cli::CommandLine& line) { return cli::work(line, take_show, run_show); }
Work key_passwd(cli::CommandLine& line) { return cli::work(line, take_passwd, run_passwd); }

}  // namespace odca::bundle_tool
