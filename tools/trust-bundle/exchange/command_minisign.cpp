// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// trust-bundle minisign key, sign and verify: the sidecar for people who check a file with the stock tool.
#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/text.h"
#include "bundle/canonical.h"
#include "bundle/reason.h"
#include "commands.h"
#include "exchange/sidecar.h"
#include "files/file_io.h"
#include "odca/report.h"
#include "operate/input.h"
#include "publish/key_argument.h"
#include "publish/moment.h"
#include "publish/new_key.h"
#include "publish/passphrase.h"

namespace odca::bundle_tool {
namespace {

using bundle::failure;
using bundle::KeyPurpose;
using bundle::SecretKey;
using bundle::SecretText;

struct KeyOptions {
  NewKeyOptions key{};
  cli::Output output{};
};
struct SignOptions {
  std::string file{};
  std::string key{};
  std::optional<std::string> passphrase_fd{};
  std::optional<std::string> comment{};
  std::optional<std::string> out{};
  cli::Output output{};
};
struct VerifyOptions {
  std::string file{};
  std::string public_key{};
  std::optional<std::string> signature{};
  cli::Output output{};
};

void take_key(cli::CommandLine& line, KeyOptions& options) {
  line.describe({.summary = "make a key for detached signatures",
                 .about = "Makes a key for signatures in the format of minisign, and shows its public key. It has no "
                          "part in whether a bundle is trusted.",
                 .examples = {"trust-bundle minisign key mini.key"}});
  take_new_key(line, options.key);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

void take_sign(cli::CommandLine& line, SignOptions& options) {
  line.describe({.summary = "a detached signature for people",
                 .about = "Signs a file in the format of minisign, for people who check what they download with that "
                          "program. install does not look at it.",
                 .examples = {"trust-bundle minisign sign signed.atb --key mini.key"}});
  line.argument({.name = "FILE", .help = "what to sign; '-' is standard input"}, options.file);
  line.add({"--key", "KEYFILE", "the key to sign with, made by minisign key"}, options.key);
  take_passphrase_fd(line, options.passphrase_fd);
  line.add({.name = "--comment",
            .value = "TEXT",
            .help = "the trusted comment; default: time and name of the file",
            .may_be_empty = true},
           options.comment);
  line.add({"--out", "FILE", "where to write; default: FILE.minisig"}, options.out);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

void take_verify(cli::CommandLine& line, VerifyOptions& options) {
  line.describe({.summary = "check a detached signature",
                 .about =
                     "Checks that a file was signed by one key, in the format of minisign. Whether the bundle in it "
                     "is to be trusted is another question: trust-bundle verify.",
                 .examples = {"trust-bundle minisign verify signed.atb --public-key mini.pub"}});
  line.argument({.name = "FILE", .help = "what was signed; '-' is standard input"}, options.file);
  line.add(
      {"--public-key", "KEY", "the key that must have signed: the line that minisign key prints, or a file with it"},
      options.public_key);
  line.add({"--signature", "FILE", "the signature; default: FILE.minisig"}, options.signature);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

SidecarKey public_key_of(const SecretKey& key) { return sidecar_key(*key.public_key().ed25519); }

/// sidecar_name: the sidecar is beside its file, so what comes from standard input needs another name for it.
Result<std::string> sidecar_name(const std::string& file, const std::optional<std::string>& named,
                                 std::string_view option) {
  if (named) return *named;
  if (file == kStandardInput)
    return failure("E_USAGE", "standard input has no name for its sidecar", cat("give ", option, " FILE"));
  return file + ".minisig";
}

/// comment_of is --comment, or what the stock program writes.
Result<std::string> comment_of(const SignOptions& options) {
  if (options.comment) return *options.comment;
  ODCA_TRY_ASSIGN(const Time now, publishing_time());
  const std::string name = std::filesystem::path(options.file).filename().string();
  if (!bundle::is_canonical_text(name))
    return failure("E_USAGE", cat("the file name ", quote(name), " has characters that a comment may not have"),
                   "give --comment TEXT");
  return cat("timestamp:", now.time_since_epoch().count(), "\tfile:", name, "\thashed");
}

/// shown is a comment for people: the stock program parts it by tabs.
std::string shown(std::string comment) {
  std::replace(comment.begin(), comment.end(), '\t', ' ');
  return escape_text(comment);
}

/// public_key reads --public-key: the line itself, or a file that holds it below a comment.
Result<SidecarKey> public_key(const std::string& argument) {
  auto line = read_sidecar_key(argument);
  if (line) return line;
  if (argument.find('\n') != std::string::npos)
    return failure("E_KEY", "--public-key: expected a key of one line or the name of a file, found several lines",
                   "give the name of the file: --public-key FILE");
  std::error_code problem;
  const bool file = std::filesystem::status(argument, problem).type() != std::filesystem::file_type::not_found;
  if (!file && argument.starts_with("RW")) return std::move(line).error().in("--public-key");
  ODCA_TRY_ASSIGN(const std::string text, read_text(argument, kMaxUntrustedLine * 2));
  auto key = read_sidecar_key_file(text);
  if (!key) return std::move(key).error().in(argument);
  return key;
}

/// made signs, and verifies what it signed as anybody else would.
Result<std::string> made(const SecretKey& key, std::string_view content, std::string_view comment) {
  ODCA_TRY_ASSIGN(std::string text, sign_sidecar(key, content, comment));
  const auto sidecar = read_sidecar(text);
  if (!sidecar || !check_sidecar(*sidecar, public_key_of(key), content))
    return failure("E_INTERNAL", "the sidecar just made does not verify");
  return text;
}

void tell_key(const SidecarKey& key, Answer& answer) {
  answer.document.add("key_id", id_text(key.id)).add("public_key", to_string(key));
  answer.text += cat("key id:     ", id_text(key.id), "\npublic key: ", to_string(key), '\n');
}

Result<Answer> run_key(const KeyOptions& options) {
  const std::string& path = options.key.file;
  ODCA_TRY(bundle::check_key_place(path));
  ODCA_TRY_ASSIGN(const std::optional<SecretText> passphrase, ask_new_passphrase(options.key));
  const SecretKey key = SecretKey::generate();
  ODCA_TRY_ASSIGN(const std::string text,
                  seal(key, passphrase ? &*passphrase : nullptr, options.key.cost, KeyPurpose::sidecar));
  ODCA_TRY(bundle::save_key_file(path, text));
  Answer answer{.text = cat("key file:   ", escape_text(path), '\n'), .status = 0};
  answer.document.add("schema", "trust-bundle-minisign-key/1").add("file", path);
  tell_key(public_key_of(key), answer);
  answer.document.add("encrypted", cli::Document::truth(passphrase.has_value()));
  if (!passphrase) answer.warnings.emplace_back("the key is not encrypted; it is for tests");
  return answer;
}

Result<Answer> run_sign(const SignOptions& options) {
  const std::string& file = options.file;
  ODCA_TRY_ASSIGN(const std::string out, sidecar_name(file, options.out, "--out"));
  ODCA_TRY_ASSIGN(const std::string comment, comment_of(options));
  ODCA_TRY_ASSIGN(const std::string content, read_bundle(file));
  ODCA_TRY_ASSIGN(const Passphrases passphrases, Passphrases::of("--passphrase-fd", options.passphrase_fd));
  ODCA_TRY_ASSIGN(const OpenedKey opened, open_key_file(options.key, passphrases, KeyPurpose::sidecar));
  ODCA_TRY_ASSIGN(const std::string text, made(opened.key, content, comment));
  ODCA_TRY(write_text(out, text, Replace::refused));
  Answer answer{.text = cat("signature:  ", escape_text(out), "\ncomment:    ", shown(comment), '\n'), .status = 0};
  answer.document.add("schema", "trust-bundle-minisign-sign/1").add("file", file).add("signature", out);
  answer.document.add("trusted_comment", comment);
  tell_key(public_key_of(opened.key), answer);
  return answer;
}

Result<Answer> run_verify(const VerifyOptions& options) {
  const std::string& file = options.file;
  ODCA_TRY_ASSIGN(const SidecarKey key, public_key(options.public_key));
  ODCA_TRY_ASSIGN(const std::string place, sidecar_name(file, options.signature, "--signature"));
  ODCA_TRY_ASSIGN(const std::string text, read_text(place, kMaxSidecar));
  auto sidecar = read_sidecar(text);
  if (!sidecar) return std::move(sidecar).error().in(place);
  ODCA_TRY_ASSIGN(const std::string content, read_bundle(file));
  if (Status status = check_sidecar(*sidecar, key, content); !status) return std::move(status).error().in(place);
  Answer answer{.text = cat("verified: ", escape_text(quote(file)), " was signed by key ", id_text(key.id),
                            "\ntrusted comment: ", shown(sidecar->comment),
                            "\nwhether its bundle is to be trusted is another question: trust-bundle verify\n"),
                .status = 0};
  answer.document.add("schema", "trust-bundle-minisign-verify/1").add("file", file).add("signature", place);
  answer.document.add("verified", cli::Document::truth(true)).add("key_id", id_text(key.id));
  answer.document.add("trusted_comment", sidecar->comment);
  return answer;
}

}  // namespace

Work minisign_key(cli::CommandLine& line) { return cli::work(line, take_key, run_key); }
Work minisign_sign(cli::CommandLine& line) { return cli::work(line, take_sign, run_sign); }
Work minisign_verify(cli::CommandLine& line) { return cli::work(line, take_verify, run_verify); }

}  // namespace odca::bundle_tool
