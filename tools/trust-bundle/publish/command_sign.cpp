// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// trust-bundle sign: shows what changes and the digest to compare, asks, and adds this key's signatures.
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "bundle/reason.h"
#include "commands.h"
#include "odca/report.h"
#include "publish/draft.h"
#include "publish/key_argument.h"
#include "publish/new_key.h"
#include "publish/passphrase.h"
#include "publish/preview.h"
#include "signing/key_file.h"
#include "terminal.h"

namespace odca::bundle_tool {
namespace {

using bundle::DocumentType;
using bundle::failure;
using bundle::SignedDocument;

constexpr int kDeclined = 1;  // as of trust-bundle install

struct SignOptions {
  std::string file{};
  std::vector<std::string> keys{};
  DraftOptions draft{};
  std::optional<std::string> passphrase_fd{};
  std::optional<std::string> out{};
  bool yes = false;
  cli::Output output{};
};

void take_sign(cli::CommandLine& line, SignOptions& options) {
  line.describe(
      {.summary = "show what changes, and add the signatures of a key",
       .about = "Shows what a bundle or root document changes and the digest to compare with the other "
                "signers, asks, and adds the signatures of the keys. A root document is signed as a file of "
                "its own.",
       .examples = {"trust-bundle sign 7.atb --key release-1.key --previous 6.atb"},
       .statuses = {
           {"0", "signed"}, {"1", "nothing was signed, since the answer to the question was no"}, kOtherStatuses}});
  line.argument({.name = "FILE", .help = "the bundle or root document"}, options.file);
  line.add({.name = "--key", .value = "KEYFILE", .help = "the key to sign with; once for each", .required = true},
           options.keys);
  take_draft(line, options.draft);
  take_passphrase_fd(line, options.passphrase_fd);
  line.add({"--out", "FILE", "where to write; default: FILE itself"}, options.out);
  line.add({"--yes", {}, "do not ask"}, options.yes);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

/// has_root_role tells whether the key speaks for a root role of any root document here.
bool has_root_role(const bundle::Publication& publication, const bundle::KeyId& id) {
  const auto is_meant = [&id](const bundle::RoleKey& key) { return key.id == id; };
  const auto& documents = publication.documents();
  return std::any_of(documents.begin(), documents.end(), [&](const SignedDocument& document) {
    return document.type == DocumentType::root &&
           std::any_of(document.signers.begin(), document.signers.end(), is_meant);
  });
}

/// sign_with adds the signatures of one key file.
Status sign_with(const std::string& path, const Passphrases& passphrases, Draft& draft, Answer& answer,
                 cli::Document& signers) {
  ODCA_TRY_ASSIGN(const OpenedKey opened, open_key_file(path, passphrases));
  const bundle::KeyId& id = opened.key.public_key().id;
  auto names = draft.publication.sign(opened.key);
  if (!names) return std::move(names).error().in(path);
  answer.text += cat("key ", id, " signed:");
  for (const std::string& name : *names) answer.text += cat(' ', name, name == names->back() ? "\n" : ",");
  cli::Document signer = cli::Document::members();
  signer.add("key_id", id).add("documents", cli::Document::list_of(*names));
  signers.add(std::move(signer));
  return {};
}

/// check_key tells what is wrong with a key before anybody is asked for anything: it may not sign this, or its file is
/// not encrypted though it is a root key.
Status check_key(const std::string& path, const Draft& draft) {
  ODCA_TRY_ASSIGN(const std::string text, bundle::read_key_file(path));
  auto known = bundle::inspect_key(text);
  if (!known) return std::move(known).error().in(path);
  if (!known->encrypted && has_root_role(draft.publication, known->key.id))
    return failure("E_KEYFILE", cat("the key file ", quote(path), " is not encrypted, and the key is a root key"),
                   "rotate it out: anybody who read the file can sign root documents");
  if (Status may = draft.publication.check_signer(known->key.id); !may) return std::move(may).error().in(path);
  return {};
}

/// consent shows the preview and wants a yes, before any passphrase is asked for.
Result<bool> consent(const SignOptions& options, const Preview& preview, Answer& answer) {
  if (options.yes) {
    answer.text += preview.text + '\n';
    return true;
  }
  ODCA_TRY_ASSIGN(const Reply reply, ask_yes(preview.text + "\nsign this? Write yes or no: "));
  if (reply != Reply::nobody) return reply == Reply::yes;
  return failure("E_USAGE", "no terminal to ask whether to sign this",
                 "compare the digest that trust-bundle inspect prints, then give --yes");
}

Answer declined(Answer answer) {
  answer.document.add("outcome", "declined");
  answer.text = "not signed; nothing was written\n";
  answer.status = kDeclined;
  return answer;
}

Result<Answer> run_sign(const SignOptions& options) {
  ODCA_TRY_ASSIGN(const Passphrases passphrases, Passphrases::of("--passphrase-fd", options.passphrase_fd));
  ODCA_TRY_ASSIGN(Draft draft, read_draft(options.file, options.draft));
  for (const std::string& path : options.keys) ODCA_TRY(check_key(path, draft));
  auto preview = draft.publication.is_root()
                     ? preview_root(draft.text, draft.previous)
                     : preview_bundle(draft.text, {.previous = draft.previous, .root = draft.root});
  if (!preview) return std::move(preview).error();
  Answer answer;
  answer.document.add("schema", "trust-bundle-sign/1");
  ODCA_TRY_ASSIGN(const bool agreed, consent(options, *preview, answer));
  if (!agreed) return declined(std::move(answer));
  answer.document.add("outcome", "signed");
  cli::Document signers = cli::Document::list();
  for (const std::string& path : options.keys) ODCA_TRY(sign_with(path, passphrases, draft, answer, signers));
  answer.document.add(draft.publication.is_root() ? "root" : "bundle", std::move(preview->document));
  answer.document.add("signed", std::move(signers));
  ODCA_TRY(deliver(draft, options.out.value_or(draft.path), options.output.json(), answer));
  return answer;
}

}  // namespace

Work sign(cli::CommandLine& line) { return cli::work(line, take_sign, run_sign); }

}  // namespace odca::bundle_tool
