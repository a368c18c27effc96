// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "describe.h"

#include <algorithm>

#include "base/text.h"
#include "bundle/canonical.h"
#include "bundle/root_chain.h"
#include "bundle/tuf.h"
#include "odca/report.h"

namespace odca::bundle_tool {
namespace {

using cli::Document;

/// RootFacts is nothing for a document that cannot be read; find_root_of_trust gives none such.
struct RootFacts {
  std::uint64_t version = 0;
  std::string sha256{};
};
std::optional<RootFacts> facts_of(const RootOfTrust& root) {
  const auto text = bundle::Document::parse(root.text);
  if (!text) return std::nullopt;
  const auto document = bundle::read_root(text->root(), "root of trust");
  if (!document) return std::nullopt;
  return RootFacts{.version = document->header.version, .sha256 = bundle::signed_sha256(document->envelope)};
}

std::string joined(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += cat(list.empty() ? "" : ", ", word);
  return list;
}

}  // namespace

std::string line(std::string_view text) { return escape_text(text) + '\n'; }

std::string lines(const std::vector<std::string>& texts, std::string_view before) {
  std::string all;
  for (const std::string& text : texts) all += cat(before, line(text));
  return all;
}

Document to_document(const Error& error) {
  Document document = Document::members();
  document.add("class", std::string(error.reason)).add("message", describe(error)).add("hint", error.hint);
  return document;
}

Document to_document(const std::vector<Error>& errors) {
  Document list = Document::list();
  for (const Error& error : errors) list.add(to_document(error));
  return list;
}

Document to_document(const state::BundleReference& reference) {
  Document document = Document::members();
  document.add("version", Document::number(reference.version));
  document.add("content_id", reference.content_id).add("file_sha256", reference.file_sha256);
  return document;
}

Document to_document(const bundle::VerifiedBundle& bundle) {
  Document document = to_document(state::reference_to(bundle));
  document.add("root_version", Document::number(bundle.root_version));
  document.add("expires", format_time(bundle.expires)).add("stale", Document::truth(bundle.stale));
  document.add("notes", bundle.store.notes);
  return document;
}

Document to_document(const RootOfTrust& root) {
  Document document = Document::members();
  const auto facts = facts_of(root);
  document.add("origin", root.origin);
  document.add("version", facts ? Document::number(facts->version) : Document::nothing());
  document.add("sha256", facts ? Document::text(facts->sha256) : Document::nothing());
  document.add("roles", root.only ? Document::list_of(root.only->to_strings()) : Document::nothing());
  return document;
}

Document to_document(const std::vector<bundle::Check>& checks) {
  Document list = Document::list();
  for (const bundle::Check& check : checks) {
    Document one = Document::members();
    one.add("name", check.name).add("result", check.result).add("detail", check.detail);
    list.add(std::move(one));
  }
  return list;
}

std::string warning_lines(const std::vector<Error>& warnings) {
  std::string text;
  for (const Error& warning : warnings) {
    text += line(cat("warning: ", warning.reason, ": ", describe(warning)));
    if (!warning.hint.empty()) text += line(cat("  hint: ", warning.hint));
  }
  return text;
}

std::string check_lines(const std::vector<bundle::Check>& checks) {
  constexpr std::size_t kWidth = 9;  // of the longest result, "not run", and two spaces
  std::string text;
  for (const bundle::Check& check : checks) {
    std::string result = check.result;
    result.resize(std::max(kWidth, result.size() + 1), ' ');
    text += cat("  ", result, line(cat(check.name, check.detail.empty() ? "" : ": ", check.detail)));
  }
  return text;
}

std::string root_line(const RootOfTrust& root) {
  const auto facts = facts_of(root);
  const std::string first =
      line(cat("root of trust: ", facts ? cat("version ", facts->version, ", ") : std::string(), root.origin,
               root.only ? cat("; limited to the roles ", joined(root.only->to_strings())) : std::string()));
  return first + (facts ? line(cat("  SHA-256 of what is signed: ", facts->sha256)) : std::string());
}

}  // namespace odca::bundle_tool
