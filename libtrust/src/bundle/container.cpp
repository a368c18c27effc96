// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The container: the documents and the store in one file, each of its right shape, none of it believed.
#include <utility>

#include "base/excerpt.h"
#include "base/text.h"
#include "bundle/foreign.h"
#include "bundle/schema.h"
#include "bundle/verify.h"

namespace odca::bundle {
namespace {

// The longest string that is allowed anywhere: a CRL of kMaxCrlBytes in base64. Readers bound each field of their own.
constexpr std::size_t kMaxString = (kMaxCrlBytes + 2) / 3 * 4;

Result<std::vector<RootDocument>> read_roots(const Field& field) {
  ODCA_TRY_ASSIGN(const std::vector<Field> items, field.items(kMaxRoots));
  if (items.empty()) return field.error("expected at least one root document");
  std::vector<RootDocument> roots;
  for (const Field& item : items) {
    ODCA_TRY_ASSIGN(RootDocument root, read_root(item.value(), item.place()));
    roots.push_back(std::move(root));
  }
  return roots;
}

}  // namespace

Result<Document> parse_bundle(std::string_view file) {
  auto document = Document::parse(file, {.string = kMaxString});
  if (document || document.error().reason != "E_CANON") return document;
  // What is no JSON at all was not changed after it was signed.
  if (std::optional<Error> foreign = foreign_file(file)) return *std::move(foreign);
  return document;
}

void as_root_document(std::string& text) {
  constexpr std::string_view kBeginning = R"({"signatures":)";  // the first member of an envelope
  if (text.starts_with(kBeginning) && text.ends_with('\n')) text.pop_back();
}

Status check_format(const Document& document) {
  const Field whole(document.root(), "");
  if (!whole.value().is_object()) return whole.mismatch("an object");
  const std::optional<Value> format = whole.value().find("format");
  if (!format || !format->is_string()) return whole.error("not a bundle: expected a string 'format'", "E_FORMAT");
  if (format->string() != kFormat)
    return whole.error(cat("expected format ", quote(kFormat), ", found ", quote_excerpt(format->string())),
                       "E_FORMAT");
  return {};
}

Result<BundleView> read_container(const Document& document) {
  ODCA_TRY(check_format(document));
  ODCA_TRY_ASSIGN(const Object object,
                  Field(document.root(), "").object({"format", "roots", "snapshot", "store", "targets", "timestamp"}));
  if (!object["store"].value().is_object()) return object["store"].mismatch("an object");
  BundleView view;
  ODCA_TRY_ASSIGN(view.roots, read_roots(object["roots"]));
  ODCA_TRY_ASSIGN(view.timestamp, read_timestamp(object["timestamp"].value()));
  ODCA_TRY_ASSIGN(view.snapshot, read_snapshot(object["snapshot"].value()));
  ODCA_TRY_ASSIGN(view.targets, read_targets(object["targets"].value()));
  view.store_text = object["store"].value().text();
  return view;
}

}  // namespace odca::bundle
