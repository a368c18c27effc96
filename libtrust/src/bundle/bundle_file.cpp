// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/bundle_file.h"

#include <utility>

#include "bundle/schema.h"

namespace odca::bundle {

Result<BundleFile> BundleFile::read(std::string_view text) {
  auto parts = std::make_shared<Parts>();
  parts->text = text;
  ODCA_TRY_ASSIGN(parts->document, parse_bundle(parts->text));
  ODCA_TRY_ASSIGN(parts->view, read_container(parts->document));
  return BundleFile(std::move(parts));
}

std::string BundleFile::first_root() const {
  return std::string(document().root().find("roots")->items().front().text());  // read_container() saw to one
}

Result<RootFile> RootFile::read(std::string_view text, const std::string& where) {
  auto parts = std::make_shared<Parts>();
  parts->text = text;
  ODCA_TRY_ASSIGN(const Document document, parse_bundle(parts->text));
  if (!document.root().is_object()) return Field(document.root(), where).mismatch("a root document");
  ODCA_TRY_ASSIGN(parts->root, read_root(document.root(), where));
  return RootFile(std::move(parts));
}

Result<bool> is_root_text(std::string_view text) {
  ODCA_TRY_ASSIGN(const Document document, parse_bundle(text));
  return document.root().is_object() && document.root().find("signed").has_value();
}

}  // namespace odca::bundle
