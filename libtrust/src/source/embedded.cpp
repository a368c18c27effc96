// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Source "embedded": Intel's material as compiled in. Nothing is looked up outside the program.
#include "base/check.h"
#include "base/text.h"
#include "source/embedded_store.h"
#include "source/embedded_text.h"
#include "source/installed_trust.h"
#include "source/sources.h"
#include "source/store_contents.h"

namespace odca {
namespace {

bundle::StoreDocument read_embedded() {
  const auto document = bundle::Document::parse(kEmbeddedStore);
  ODCA_CHECK(document);  // the build read it
  auto store = bundle::read_store(document->root());
  ODCA_CHECK(store);
  store->sha256 = kEmbeddedStoreSha256;
  bundle::stamp(
      *store, {.kind = OriginKind::embedded, .where = "bundles/intel-odca", .bundle_version = store->preamble.version});
  return *std::move(store);
}

}  // namespace

const bundle::StoreDocument& embedded_store() {
  static const bundle::StoreDocument store = read_embedded();
  return store;
}

InstalledTrust merged_with_embedded(bundle::Accepted accepted) {
  InstalledTrust trust{.accepted = std::move(accepted)};
  trust.merged = bundle::merge(embedded_store(), trust.accepted);
  return trust;
}

const InstalledTrust& installed_in(const SourceContext& context) {
  static const InstalledTrust nothing = merged_with_embedded({});
  return context.installed ? *context.installed : nothing;
}

Result<SourceContents> load_embedded(const TrustChoice&, const SourceContext& context) {
  const InstalledTrust& installed = installed_in(context);
  SourceContents contents = contents_of(installed.merged.trust);
  contents.versions.push_back(cat("embedded ", format_time(embedded_store().created).substr(0, 10)));
  if (installed.accepted.store)
    contents.versions.push_back(cat("installed bundle ", installed.accepted.store->preamble.version));
  return contents;
}

}  // namespace odca
