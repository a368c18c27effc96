// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "publish/before.h"

#include <utility>
#include <vector>

#include "base/text.h"
#include "bundle/bundle_file.h"
#include "bundle/reason.h"
#include "bundle/root_chain.h"
#include "installed/binding.h"
#include "source/embedded_store.h"

namespace odca::bundle_tool {

Result<BundleBefore> read_bundle_before(const std::optional<std::string>& previous, const RootOfTrust& trust) {
  if (!previous) {
    BundleBefore before{.store = embedded_store()};
    before.name = cat("the compiled-in store ", before.store.preamble.version);
    return before;
  }
  // No time: a bundle that has expired is what many a release follows.
  auto verified = bundle::verify_bundle(*previous, trust, {}, program_options(bundle::Moment::inspect, {}));
  if (!verified) {
    Error error = std::move(verified).error();
    error.hint = "name the previous bundle, as it was published; signers see the changes against it";
    return std::move(error).in("--previous");
  }
  return BundleBefore{.name = cat("bundle ", verified->version),
                      .store = std::move(verified->store),
                      .content_id = verified->content_id,
                      .checked_by = trust,
                      .root_version = verified->root_version,
                      .root_sha256 = verified->root_sha256,
                      .text = *previous};
}

std::string identity(const BundleBefore& before) {
  return before.content_id.empty() ? before.name : cat(before.name, ", content id ", before.content_id);
}

cli::Document identity_document(const BundleBefore& before) {
  const bool bundle = !before.content_id.empty();
  cli::Document document = cli::Document::members();
  document.add("kind", bundle ? "bundle" : "embedded");
  document.add("version", cli::Document::number(before.store.preamble.version));
  document.add("content_id", bundle ? cli::Document::text(before.content_id) : cli::Document::nothing());
  document.add("verified_from", bundle ? cli::Document::text(before.checked_by.origin) : cli::Document::nothing());
  return document;
}

Status check_root_before(std::string_view text) {
  ODCA_TRY_ASSIGN(const bundle::RootFile root, bundle::RootFile::read(text, ""));
  ODCA_TRY(bundle::check_key_points(*root));
  std::vector<bundle::SignatureVerdict> unreported;
  Status status =
      bundle::check_role(root->envelope, *root, bundle::DocumentType::root, bundle::root_name(*root), unreported);
  if (status) return {};
  Error error = std::move(status).error();
  error.hint = "name the previous root document, signed as it was published";
  return error;
}

}  // namespace odca::bundle_tool
