// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "operate/inspect_root.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"
#include "bundle/bundle_file.h"
#include "bundle/root_chain.h"
#include "bundle/tuf.h"
#include "bundle/verify.h"
#include "operate/contents.h"
#include "operate/describe.h"

namespace odca::bundle_tool {
namespace {

using bundle::DocumentType;
using bundle::RootDocument;
using cli::Document;

/// Signers is one threshold: the root role of one root document.
struct Signers {
  std::string of{};  ///< "root 1"
  std::uint64_t threshold = 0;
  std::vector<std::pair<bundle::KeyId, std::string>> keys{};  ///< with "good", "bad", …, "missing"
  Status status{};
};

Signers signers_of(const RootDocument& root, const RootDocument& authority) {
  std::vector<bundle::SignatureVerdict> verdicts;
  Signers signers{.of = bundle::root_name(authority), .threshold = authority.role(DocumentType::root).threshold};
  signers.status = bundle::check_role(root.envelope, authority, DocumentType::root, bundle::root_name(root), verdicts);
  for (const bundle::KeyId& id : authority.role(DocumentType::root).key_ids) {
    const auto found = std::find_if(verdicts.begin(), verdicts.end(),
                                    [&id](const bundle::SignatureVerdict& verdict) { return verdict.key_id == id; });
    signers.keys.emplace_back(id, found == verdicts.end() ? "missing" : to_string(found->state));
  }
  return signers;
}

Document document_of(const Signers& signers) {
  Document document = Document::members();
  document.add("keys_of", signers.of).add("threshold", Document::number(signers.threshold));
  document.add("met", Document::truth(static_cast<bool>(signers.status)));
  Document keys = Document::list();
  for (const auto& [id, state] : signers.keys) {
    Document key = Document::members();
    key.add("key_id", id).add("signature", state);
    keys.add(std::move(key));
  }
  document.add("signatures", std::move(keys));
  return document;
}

std::string text_of(const Signers& signers) {
  std::string text =
      line(cat("signatures by the root keys of ", signers.of, ", of which ", signers.threshold,
               signers.threshold == 1 ? " has" : " have", " to sign: ", signers.status ? "enough" : "NOT ENOUGH"));
  for (const auto& [id, state] : signers.keys) text += line(cat("  ", state, ' ', id));
  return text;
}

}  // namespace

Result<Answer> inspect_root(const std::string& name, std::string_view file, const std::optional<RootOfTrust>& trusted) {
  auto root = bundle::RootFile::read(file, "root");
  if (!root) return std::move(root).error().in(name);
  if (Status points = bundle::check_key_points(**root); !points) return std::move(points).error().in(name);
  std::vector<Signers> all;
  if (trusted) {
    ODCA_TRY_ASSIGN(const bundle::RootFile before, bundle::RootFile::read(trusted->text, trusted->origin));
    if (before->header.version + 1 == (*root)->header.version) all.push_back(signers_of(**root, *before));
  }
  all.push_back(signers_of(**root, **root));
  const std::string digest = bundle::signed_sha256((*root)->envelope);
  const std::string expires = format_time((*root)->header.expires);
  Answer answer{.status = 0};
  answer.text = line(cat(quote(name), ", root document ", (*root)->header.version, ", expires ", expires));
  answer.text += line(cat("SHA-256 of what is signed: ", digest));
  answer.text += root_keys_document(**root).to_text();
  answer.document.add("schema", "trust-bundle-inspect-root/1").add("file", name);
  answer.document.add("version", Document::number((*root)->header.version)).add("expires", expires);
  answer.document.add("sha256_of_signed", digest).add("keys", root_keys_document(**root));
  Document thresholds = Document::list();
  for (const Signers& signers : all) {
    answer.text += text_of(signers);
    thresholds.add(document_of(signers));
    if (!signers.status && !answer.problem) answer.problem = Error(signers.status.error()).in(name);
  }
  answer.document.add("thresholds", std::move(thresholds));
  return answer;
}

}  // namespace odca::bundle_tool
