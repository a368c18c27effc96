// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "operate/effective.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "bundle/merge.h"
#include "bundle/reason.h"
#include "odca/installed.h"
#include "source/embedded_store.h"
#include "source/store_contents.h"

namespace odca::bundle_tool {
namespace {

/// Things are the parts of one kind, each as a text that tells it from all others.
using Things = std::vector<std::string>;

Things sorted(Things things) {
  std::sort(things.begin(), things.end());
  return things;
}

std::string bound(const std::optional<Validity>& interval) {
  return interval ? cat(format_time(interval->not_before), '-', format_time(interval->not_after)) : std::string();
}
template <class Number>
std::string bound(const std::optional<Number>& value) {
  return value ? std::to_string(*value) : std::string();
}

/// text_of has all of an anchor that decides.
std::string text_of(const TrustAnchor& anchor) {
  const AnchorConstraints& limits = anchor.constraints;
  std::string text = cat(anchor.subject.to_string(), '|', to_hex(anchor.spki), '|', bound(limits.path_len), '|',
                         bound(limits.min_amt), '|', bound(limits.max_amt), '|', bound(limits.use_window), '|',
                         bound(anchor.validity), '|', anchor.certificate ? to_hex((*anchor.certificate)->sha256) : "");
  for (const std::string& role : anchor.roles.to_strings()) text += cat('|', role);
  for (const NamePart& part : limits.first_ca) text += cat('|', part.type, part.prefix ? "^=" : "=", quote(part.value));
  return text;
}

Things anchors_of(std::span<const TrustAnchor> list) {
  Things things;
  for (const TrustAnchor& anchor : list) things.push_back(text_of(anchor));
  return sorted(std::move(things));
}
Things intermediates_of(std::span<const StoredCertificate> list) {
  Things things;
  for (const StoredCertificate& one : list) things.push_back(to_hex(one.certificate->sha256));
  return sorted(std::move(things));
}
Things crls_of(std::span<const StoredCrl> list) {
  Things things;
  for (const StoredCrl& one : list) things.push_back(to_hex(one.crl->sha256));
  return sorted(std::move(things));
}
Things denied_in(std::span<const DenyEntry> list) {
  Things things;
  for (const DenyEntry& entry : list)
    things.push_back(cat(entry.kind == DenyEntry::Kind::spki ? "key " : "certificate ", to_hex(entry.sha256)));
  things = sorted(std::move(things));
  things.erase(std::unique(things.begin(), things.end()), things.end());  // an entry twice denies no more than once
  return things;
}

Error differs(std::string_view why) {
  return bundle::failure("E_INTERNAL", cat("the bundle was installed, and does not take effect as verified: ", why),
                         "run trust-bundle status; trust-bundle rollback goes back; report it");
}

Status same(std::string_view kind, const Things& foretold, const Things& loaded) {
  if (foretold == loaded) return {};
  return differs(cat("expected ", foretold.size(), ' ', kind, ", found ",
                     foretold.size() == loaded.size() ? "others" : std::to_string(loaded.size())));
}

}  // namespace

Status check_same(const SourceContents& foretold, const TrustStore& loaded) {
  ODCA_TRY(same("anchors", anchors_of(foretold.anchors), anchors_of(loaded.anchors())));
  ODCA_TRY(same("intermediates", intermediates_of(foretold.intermediates), intermediates_of(loaded.intermediates())));
  ODCA_TRY(same("CRLs", crls_of(foretold.crls), crls_of(loaded.crls())));
  return same("deny entries", denied_in(foretold.denied), denied_in(loaded.denied()));
}

Status check_effective(const Place& place, const state::Situation& installed) {
  const bundle::Accepted accepted{.store = installed.bundle->store,
                                  .ledger = *installed.ledger,
                                  .highest_version = installed.highest_version,
                                  .only = place.root ? place.root->only : std::nullopt};
  const SourceContents foretold = contents_of(bundle::merge(embedded_store(), accepted).trust);
  SourceContext context;
  load_installed({.state = place.directory, .root = place.root, .now = place.now}, context);
  const auto loaded = TrustStore::load({.source = SourceKind::embedded}, context);
  if (!loaded) return differs(describe(loaded.error()));
  return check_same(foretold, *loaded);
}

}  // namespace odca::bundle_tool
