// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The table of sources, source "combined", and loading a store.
#include "source/sources.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "source/installed_trust.h"
#include "trust/denial.h"

namespace odca {
namespace {

constexpr TrustSource kSources[] = {
    {SourceKind::embedded, "Intel's ODCA and DICE material as compiled in", load_embedded},
    {SourceKind::system, "the operating system's roots (enterprise, rfc5280) and the machine's anchor folder",
     load_system},
    {SourceKind::custom, "a file or folder of certificates that the policy names", load_custom},
    {SourceKind::combined, "system and embedded together", load_combined},
};

template <class T>
void append(std::vector<T>& out, std::vector<T> more) {
  out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// add_missing adds the deny entries that are not there yet.
void add_missing(std::vector<DenyEntry>& denied, std::vector<DenyEntry> more) {
  std::set<DenyKey> known;
  for (const DenyEntry& entry : denied) known.insert(key_of(entry));
  for (DenyEntry& entry : more)
    if (known.insert(key_of(entry)).second) denied.push_back(std::move(entry));
}

/// check_installed: where a policy demands a bundle, its absence is an error and never a way back to older trust.
Status check_installed(const TrustChoice& choice, const InstalledTrust& installed) {
  if (choice.installed == InstalledDemand::optional || installed.accepted.store) return {};
  std::string why;
  for (const TrustCondition& condition : installed.conditions) why += cat(": ", condition.message);
  return Error{.code = Errc::usage,
               .message = cat("no bundle is in use, and the policy demands one (trust.installed)", why),
               .hint = "install one with trust-bundle, name its folder by --state, or set trust.installed to optional",
               .reason = "not-installed"};
}

}  // namespace

std::span<const TrustSource> all_sources() { return kSources; }

Result<SourceContents> load_combined(const TrustChoice& choice, const SourceContext& context) {
  ODCA_TRY_ASSIGN(SourceContents contents, load_embedded(choice, context));
  ODCA_TRY_ASSIGN(SourceContents system, load_system(choice, context));
  append(contents.anchors, std::move(system.anchors));
  append(contents.intermediates, std::move(system.intermediates));
  append(contents.crls, std::move(system.crls));
  append(contents.versions, std::move(system.versions));
  add_missing(contents.denied, std::move(system.denied));
  return contents;
}

Result<TrustStore> TrustStore::load(const TrustChoice& choice, const SourceContext& context) {
  const auto source = std::find_if(std::begin(kSources), std::end(kSources),
                                   [&](const TrustSource& row) { return row.kind == choice.source; });
  ODCA_CHECK(source != std::end(kSources));
  const InstalledTrust& installed = installed_in(context);
  ODCA_TRY(check_installed(choice, installed));
  ODCA_TRY_ASSIGN(SourceContents contents, source->load(choice, context));
  // Deny entries hold against every source: what is known to be a debug key is refused wherever it comes from.
  add_missing(contents.denied, installed.merged.trust.deny);
  ODCA_TRY_ASSIGN(std::vector<DenyEntry> machine, machine_denied(context));
  add_missing(contents.denied, std::move(machine));
  TrustStore store = from_contents(std::move(contents), std::string(to_string(choice.source)));
  store.conditions_ = installed.conditions;
  store.state_ = installed.state;
  return store;
}

}  // namespace odca
