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

Status check_given(const std::optional<std::string>& value, std::string_view option) {
  if (value) return {};
  return failure("E_USAGE", cat("'", option, "' is missing"), "see trust-bundle --help");
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

}  // namespace

Result<Answer> run_payload(const Options& options) {
  ODCA_TRY(check_given(options.document, "--document"));
  ODCA_TRY_ASSIGN(const std::string out, needed_output(options));
  ODCA_TRY_ASSIGN(const Draft draft, read_draft(options.arguments.front(), options));
  ODCA_TRY(refuse_previous_of_bundle(draft));
  ODCA_TRY_ASSIGN(const SignedDocument* document, find_document(draft.publication, *options.document));
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
  if (options.json) return failure("E_USAGE", "'--out -' and '--json' both want standard output", "give --out a file");
  cli::write_error(answer.text);
  answer.text = document->signed_text;
  return answer;
}

Result<Answer> run_add_signature(const Options& options) {
  ODCA_TRY(check_given(options.document, "--document"));
  ODCA_TRY(check_given(options.key_id, "--key-id"));
  ODCA_TRY(check_given(options.signature, "--signature"));
  ODCA_TRY_ASSIGN(Draft draft, read_draft(options.arguments.front(), options));
  ODCA_TRY(refuse_previous_of_bundle(draft));
  ODCA_TRY_ASSIGN(const SignedDocument* document, find_document(draft.publication, *options.document));
  const std::string name = document->name();
  ODCA_TRY_ASSIGN(const std::string signature, read_signature(*options.signature));
  ODCA_TRY(draft.publication.add_signature(name, *options.key_id, signature));
  Answer answer{.text = cat("signature of ", *options.key_id, " added to ", name, '\n')};
  answer.document.add("schema", "trust-bundle-add-signature/1").add("document", name);
  answer.document.add("key_id", *options.key_id);
  ODCA_TRY(deliver(draft, options.out.value_or(draft.path), options.json, answer));
  return answer;
}

Result<Answer> run_merge(const Options& options) {
  ODCA_TRY_ASSIGN(const std::string out, needed_output(options));
  ODCA_TRY_ASSIGN(Draft draft, read_draft(options.arguments.front(), options));
  ODCA_TRY(refuse_previous_of_bundle(draft));
  for (std::size_t i = 1; i < options.arguments.size(); ++i) {
    const std::string& path = options.arguments[i];
    ODCA_TRY_ASSIGN(const Draft other, read_draft(path, options));
    if (Status status = draft.publication.merge(other.publication); !status) return std::move(status).error().in(path);
  }
  Answer answer{.text = cat(options.arguments.size(), " files merged\n")};
  answer.document.add("schema", "trust-bundle-merge/1");
  answer.document.add("merged", cli::Document::list_of(options.arguments));
  ODCA_TRY(deliver(draft, out, options.json, answer));
  return answer;
}

}  // namespace odca::bundle_tool
