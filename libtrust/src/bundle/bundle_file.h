// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A bundle, or a root document, that was taken apart and owns the text to which its parts refer. Nothing of it is
// believed.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "bundle/verify.h"

namespace odca::bundle {

/// BundleFile is a bundle's text, its document and its view. A copy is cheap and refers to the same text.
class BundleFile {
 public:
  /// read does steps 1 to 3 of docs/bundles.md 4: E_LIMIT, E_CANON, E_FORMAT, E_SCHEMA and what read_root() gives.
  static Result<BundleFile> read(std::string_view text);

  const std::string& text() const { return parts_->text; }
  const Document& document() const { return parts_->document; }
  const BundleView& view() const { return parts_->view; }
  std::uint64_t version() const { return view().targets.header.version; }
  const RootDocument& last_root() const { return view().roots.back(); }
  /// first_root is the text of the first root document.
  std::string first_root() const;
  /// store_value is trust-store.json as it is there; store reads it.
  Value store_value() const { return *document().root().find("store"); }
  Result<StoreDocument> store() const { return read_store(store_value()); }

 private:
  struct Parts {
    std::string text{};
    Document document{};
    BundleView view{};
  };
  explicit BundleFile(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}
  std::shared_ptr<const Parts> parts_;
};

/// RootFile is likewise a root document alone.
class RootFile {
 public:
  /// read parses a canonical root document; `where` names it in errors (those of parse_bundle() and read_root()).
  static Result<RootFile> read(std::string_view text, const std::string& where);

  const RootDocument& operator*() const { return parts_->root; }
  const RootDocument* operator->() const { return &parts_->root; }

 private:
  struct Parts {
    std::string text{};
    RootDocument root{};
  };
  explicit RootFile(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}
  std::shared_ptr<const Parts> parts_;
};

/// is_root_text tells a root document from a bundle by its members (E_CANON, E_LIMIT for what is neither).
Result<bool> is_root_text(std::string_view text);

}  // namespace odca::bundle
