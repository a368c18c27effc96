// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// trust-bundle payload, add-signature and merge: signatures made elsewhere. payload hands out exactly the bytes that
// are signed; what comes back is verified before it is kept.
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "bundle/reason.h"
#include "commands.h"
#include "files/file_io.h"
#include "odca/digest.h"
#include "odca/report.h"
#include "publish/draft.h"
#include "publish/output.h"
#include "publish/preview.h"
#include "terminal.h"

namespace odca::bundle_tool {
namespace {

using bundle::failure;
using bundle::SignedDocument;

constexpr std::size_t kSignatureBytes = 64;
constexpr std::size_t kMaxSignatureFile = 4096;

struct PayloadOptions {
  std::string file{};
  std::string document{};
  DraftOptions draft{};
  std::string out{};
  cli::Output output{};
};
struct AddOptions {
  std::string file{};
  std::string document{};
  std::string key_id{};
  std::string signature{};
  DraftOptions draft{};
  std::optional<std::string> out{};
  cli::Output output{};
};
struct MergeOptions {
  std::vector<std::string> files{};
  DraftOptions draft{};
  std::string out{};
  cli::Output output{};
};

void take_document(cli::CommandLine& line, std::string& document) {
  line.add({"--document", "NAME", "the document meant: root, timestamp, snapshot or targets"}, document);
}

void take_payload(cli::CommandLine& line, PayloadOptions& options) {
  line.describe({.summary = "the exact bytes to sign elsewhere, and their digest",
                 .about = "Writes the bytes of one document that a signature covers, for a key that is kept elsewhere, "
                          "and shows their digest and which keys may sign them.",
                 .examples = {"trust-bundle payload 7.atb --document targets --out targets.bin"}});
  line.argument({.name = "FILE", .help = "the bundle or root document"}, options.file);
  take_document(line, options.document);
  take_previous(line, options.draft);
  line.add({"--out", "FILE", "where to write"}, options.out);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

void take_add(cli::CommandLine& line, AddOptions& options) {
  line.describe(
      {.summary = "add a signature that was made elsewhere",
       .about = "Adds a signature of the bytes that payload wrote, after verifying it.",
       .examples = {"trust-bundle add-signature 7.atb --document targets --key-id ID --signature targets.sig"}});
  line.argument({.name = "FILE", .help = "the bundle or root document"}, options.file);
  take_document(line, options.document);
  line.add({"--key-id", "ID", "the key that signed, as key show prints its id"}, options.key_id);
  line.add({"--signature", "HEX|FILE", "the signature: 128 hexadecimal digits, or a file that holds it"},
           options.signature);
  take_previous(line, options.draft);
  line.add({"--out", "FILE", "where to write; default: FILE itself"}, options.out);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

void take_merge(cli::CommandLine& line, MergeOptions& options) {
  line.describe({.summary = "join the signatures of several files",
                 .about = "Joins the signatures that several people added to copies of one bundle or root document.",
                 .examples = {"trust-bundle merge 7-ann.atb 7-bob.atb --out 7.atb"}});
  line.arguments({.name = "FILE...", .help = "copies of one bundle or root document"}, 2, options.files);
  take_previous(line, options.draft);
  line.add({"--out", "FILE", "where to write"}, options.out);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

/// find_document takes "targets 7", and "targets" alone where there is one of that kind.
Result<const SignedDocument*> find_document(const bundle::Publication& publication, const std::string& name) {
  std::vector<const SignedDocument*> found;
  std::string known;
  for (const SignedDocument* const document : publication.to_sign()) {
    if (document->name() == name || to_string(document->type) == name) found.push_back(document);
    known += cat(known.empty() ? "" : ", ", quote(document->name()));
  }
  if (found.size() == 1) return found.front();
  return failure("E_ROLE", cat("--document: ", found.empty() ? "no document " : "more than one document ", quote(name)),
                 cat("there ", found.empty() && publication.is_root() ? "is " : "are ", known,
                     publication.is_root() ? "" : "; a root document is signed as a file of its own"));
}

/// read_signature reads 128 hexadecimal digits, or a file that holds these or the 64 octets.
Result<std::string> read_signature(const std::string& argument) {
  const auto is_signature = [](const std::optional<Bytes>& bytes) { return bytes && bytes->size() == kSignatureBytes; };
  if (const auto bytes = from_hex(argument); is_signature(bytes)) return to_hex(*bytes);
  ODCA_TRY_ASSIGN(std::string content, read_text(argument, kMaxSignatureFile));
  if (content.size() == kSignatureBytes) return to_hex(as_bytes(content));
  while (content.ends_with('\n') || content.ends_with('\r')) content.pop_back();
  if (const auto bytes = from_hex(content); is_signature(bytes)) return to_hex(*bytes);
  return failure("E_SCHEMA", cat(quote(argument), " holds no signature"),
                 "expected the 64 octets of an Ed25519 signature, or 128 hexadecimal digits");
}

/// refuse_previous_of_bundle: for these commands --previous names the root document before.
Status refuse_previous_of_bundle(const Draft& draft) {
  if (draft.publication.is_root() || !draft.previous) return {};
  return failure("E_USAGE", "'--previous' is for a root document here, and this is a bundle", "leave it out");
}

Result<Answer> run_payload(const PayloadOptions& options) {
  const std::string& out = options.out;
  ODCA_TRY_ASSIGN(const Draft draft, read_draft(options.file, options.draft));
  ODCA_TRY(refuse_previous_of_bundle(draft));
  ODCA_TRY_ASSIGN(const SignedDocument* document, find_document(draft.publication, options.document));
  const std::string digest = to_hex(sha256(as_bytes(document->signed_text)));
  std::vector<std::string> signers;
  for (const bundle::RoleKey& key : document->signers) signers.push_back(key.id);
  Answer answer{.text = cat(document->name(), ", ", document->signed_text.size(), " bytes, SHA-256:\n",
                            in_groups(digest), "keys that may sign it:\n"),
                .status = 0};
  for (const std::string& id : signers) answer.text += cat("  ", id, '\n');
  answer.document.add("schema", "trust-bundle-payload/1").add("file", out).add("document", document->name());
  answer.document.add("bytes", cli::Document::number(document->signed_text.size())).add("sha256", digest);
  answer.document.add("key_ids", cli::Document::list_of(signers));
  if (out != kStandardOutput) {
    ODCA_TRY(write_text(out, document->signed_text, Replace::refused));
    return answer;
  }
  if (options.output.json())
    return failure("E_USAGE", "'--out -' and '--json' both want standard output", "give --out a file");
  cli::write_error(answer.text);
  answer.text = document->signed_text;
  return answer;
}

Result<Answer> run_add(const AddOptions& options) {
  ODCA_TRY_ASSIGN(Draft draft, read_draft(options.file, options.draft));
  ODCA_TRY(refuse_previous_of_bundle(draft));
  ODCA_TRY_ASSIGN(const SignedDocument* document, find_document(draft.publication, options.document));
  const std::string name = document->name();
  ODCA_TRY_ASSIGN(const std::string signature, read_signature(options.signature));
  ODCA_TRY(draft.publication.add_signature(name, options.key_id, signature));
  Answer answer{.text = cat("signature of ", options.key_id, " added to ", name, '\n')};
  answer.document.add("schema", "trust-bundle-add-signature/1").add("document", name);
  answer.document.add("key_id", options.key_id);
  ODCA_TRY(deliver(draft, options.out.value_or(draft.path), options.output.json(), answer));
  return answer;
}

Result<Answer> run_merge(const MergeOptions& options) {
  ODCA_TRY_ASSIGN(Draft draft, read_draft(options.files.front(), options.draft));
  ODCA_TRY(refuse_previous_of_bundle(draft));
  for (std::size_t i = 1; i < options.files.size(); ++i) {
    const std::string& path = options.files[i];
    ODCA_TRY_ASSIGN(const Draft other, read_draft(path, options.draft));
    if (Status status = draft.publication.merge(other.publication); !status) return std::move(status).error().in(path);
  }
  Answer answer{.text = cat(options.files.size(), " files merged\n")};
  answer.document.add("schema", "trust-bundle-merge/1");
  answer.document.add("merged", cli::Document::list_of(options.files));
  ODCA_TRY(deliver(draft, options.out, options.output.json(), answer));
  return answer;
}

}  // namespace

Work payload(cli::CommandLine& line) { return cli::work(line, take_payload, run_payload); }
Work add_signature(cli::CommandLine& line) { return cli::work(line, take_add, run_add); }
Work merge_command(cli::CommandLine& line) { return cli::work(line, take_merge, run_merge); }

}  // namespace odca::bundle_tool
