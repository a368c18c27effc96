// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "publish/sound.h"

#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "bundle/reason.h"
#include "bundle/root_chain.h"
#include "bundle/store_checks.h"
#include "installed/binding.h"
#include "source/embedded_store.h"

namespace odca::bundle_tool {
namespace {

Status check_roots(const bundle::BundleView& view, const RootOfTrust& trust) {
  ODCA_TRY_ASSIGN(const bundle::RootFile trusted, bundle::RootFile::read(trust.text, trust.origin));
  ODCA_TRY(bundle::check_descent(view.roots, *trusted));
  std::vector<bundle::SignatureVerdict> unreported;
  // Every link, those before our root of trust too: machines with an older one walk them.
  Status status = bundle::check_root_signatures(view.roots, unreported);
  if (status || status.error().reason != "E_THRESHOLD") return status;
  Error error = std::move(status).error();
  error.hint = "sign the root document first, as a file of its own: trust-bundle sign";
  return error;
}

/// check_other_than_embedded: of the version that is compiled in there is one content, and machines refuse another.
Status check_other_than_embedded(const bundle::StoreDocument& store, const std::optional<RootOfTrust>& named) {
  if (named && named->only) return {};  // such a publisher counts versions of its own
  const bundle::StoreDocument& embedded = embedded_store();
  if (store.preamble.version != embedded.preamble.version) return {};
  if (bundle::identity_of(store).sha256 == bundle::identity_of(embedded).sha256) return {};
  return bundle::failure(
      "E_EQUIVOCATION",
      cat("the compiled-in store has the same version, ", embedded.preamble.version, ", and other contents"),
      "give the manifest a higher 'version'; under a root of trust that is limited to roles, name it with --root");
}

}  // namespace

RootOfTrust trust_for(const bundle::BundleFile& bundle, const std::optional<RootOfTrust>& named) {
  if (named) return *named;
  return {.text = bundle.first_root(), .origin = "the first root document of the bundle"};
}

Result<bundle::StoreDocument> check_sound(const bundle::BundleFile& bundle, const std::optional<RootOfTrust>& named) {
  const bundle::BundleView& view = bundle.view();
  const RootOfTrust trust = trust_for(bundle, named);
  ODCA_TRY(check_roots(view, trust));
  ODCA_TRY(bundle::check_links(view));
  ODCA_TRY_ASSIGN(const bundle::Preamble preamble, bundle::check_store_link(view, bundle.store_value()));
  ODCA_TRY(bundle::check_scope(preamble));
  ODCA_TRY(bundle::check_reader_level(preamble, program_options({}, {}).tool_version));
  ODCA_TRY_ASSIGN(bundle::StoreDocument store, bundle.store());
  ODCA_TRY(bundle::check_anchor_roles(store, trust));
  ODCA_TRY(check_other_than_embedded(store, named));
  ODCA_TRY(bundle::lint(store, {}));
  return store;
}

}  // namespace odca::bundle_tool
