#include "publish/sound.h"

#include <string>
#include <utility>
#include <vector>

#include "bundle/reason.h"
#include "bundle/root_chain.h"
#include "bundle/store_checks.h"
#include "installed/binding.h"

namespace odca::bundle_tool {
namespace {

using bundle::RootDocument;

Status check_roots(const bundle::BundleView& view, const bundle::RootOfTrust& trust) {
  ODCA_TRY_ASSIGN(const bundle::Document document, bundle::parse_bundle(trust.text));
  ODCA_TRY_ASSIGN(const RootDocument trusted, bundle::read_root(document.root(), trust.origin));
  ODCA_TRY(bundle::check_descent(view.roots, trusted, {}));
  std::vector<bundle::SignatureVerdict> unreported;
  // Every link, those before our root of trust too: machines with an older one walk them.
  Status status = bundle::check_root_signatures(view.roots, view.roots.front().header.version, unreported);
  if (status || status.error().reason != "E_THRESHOLD") return status;
  Error error = std::move(status).error();
  error.hint = "sign the root document first, as a file of its own: trust-bundle sign";
  return error;
}

}  // namespace

bundle::RootOfTrust trust_for(const bundle::Document& bundle, const std::optional<BundleRoot>& named) {
  if (named) return root_of_trust(*named);
  return {.text = std::string(bundle.root().find("roots")->items().front().text()),  // read_container saw to one
          .origin = "the first root document of the bundle"};
}

Result<bundle::StoreDocument> check_sound(const bundle::Document& document, const bundle::BundleView& view,
                                          const std::optional<BundleRoot>& named) {
  const bundle::RootOfTrust trust = trust_for(document, named);
  ODCA_TRY(check_roots(view, trust));
  ODCA_TRY(bundle::check_links(view));
  ODCA_TRY_ASSIGN(const bundle::Preamble preamble,
                  bundle::check_store_link(view, *document.root().find("store")));  // read_container saw to it
  ODCA_TRY(bundle::check_scope(preamble));
  ODCA_TRY(bundle::check_reader_level(preamble, program_options({}, {}).tool_version));
  ODCA_TRY_ASSIGN(bundle::StoreDocument store, bundle::store_of(view));
  ODCA_TRY(bundle::check_anchor_roles(store, trust));
  ODCA_TRY(bundle::lint(store, {}));
  return store;
}

}  // namespace odca::bundle_tool
