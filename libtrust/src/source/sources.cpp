// The table of sources, and the two things made of several: source "combined", and the store.
#include "source/sources.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "source/crl_shelf.h"
#include "source/store_contents.h"

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

using DenyKey = std::pair<DenyEntry::Kind, Fingerprint>;

DenyKey key_of(const DenyEntry& entry) { return {entry.kind, entry.sha256}; }

/// add_missing adds the deny entries that are not there yet.
void add_missing(std::vector<DenyEntry>& denied, std::vector<DenyEntry> more) {
  std::set<DenyKey> known;
  for (const DenyEntry& entry : denied) known.insert(key_of(entry));
  for (DenyEntry& entry : more)
    if (known.insert(key_of(entry)).second) denied.push_back(std::move(entry));
}

/// check_installed: where a policy demands a bundle, its absence is an error and never a way back to older trust.
Status check_installed(const TrustChoice& choice, const SourceContext& context) {
  if (choice.installed == InstalledTrust::optional || (context.installed && context.installed->store)) return {};
  std::string why;
  for (const TrustCondition& condition : context.conditions) why += cat(": ", condition.message);
  return Error{.code = Errc::usage,
               .message = cat("the policy demands installed trust (trust.installed), and no bundle is in use", why),
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
  ODCA_TRY(check_installed(choice, context));
  ODCA_TRY_ASSIGN(SourceContents contents, source->load(choice, context));
  // Deny entries hold against every source: what is known to be a debug key is refused wherever it comes from.
  add_missing(contents.denied, standing_denied(context));
  ODCA_TRY_ASSIGN(std::vector<DenyEntry> machine, machine_denied(context));
  add_missing(contents.denied, std::move(machine));
  TrustStore store = from_contents(std::move(contents), std::string(to_string(choice.source)));
  store.conditions_ = context.conditions;
  store.state_ = context.state;
  return store;
}

TrustStore TrustStore::from_contents(SourceContents contents, std::string source) {
  TrustStore store;
  store.contents_ = std::move(contents);
  store.source_ = std::move(source);
  std::vector<HeldCrl> lists;
  for (const StoredCrl& stored : store.contents_.crls)
    lists.push_back({stored.crl, stored.origin.where, CrlFrom::trust_source});
  store.shelf_ = std::make_shared<const CrlShelf>(std::move(lists));
  const std::vector<DenyEntry>& denied = store.contents_.denied;
  store.by_hash_.resize(denied.size());
  std::iota(store.by_hash_.begin(), store.by_hash_.end(), std::size_t{0});
  std::stable_sort(store.by_hash_.begin(), store.by_hash_.end(),
                   [&](std::size_t a, std::size_t b) { return key_of(denied[a]) < key_of(denied[b]); });
  return store;
}

const CrlShelf& TrustStore::shelf() const {
  static const CrlShelf none;
  return shelf_ ? *shelf_ : none;
}

const DenyEntry* TrustStore::denial(DenyEntry::Kind kind, const Fingerprint& sha256) const {
  const std::vector<DenyEntry>& denied = contents_.denied;
  const DenyKey wanted{kind, sha256};
  const auto found =
      std::lower_bound(by_hash_.begin(), by_hash_.end(), wanted,
                       [&](std::size_t place, const DenyKey& key) { return key_of(denied[place]) < key; });
  return found != by_hash_.end() && key_of(denied[*found]) == wanted ? &denied[*found] : nullptr;
}

const DenyEntry* TrustStore::denial_of_key(const Fingerprint& spki_sha256) const {
  return denial(DenyEntry::Kind::spki, spki_sha256);
}

const DenyEntry* TrustStore::denial_of_certificate(const Fingerprint& sha256) const {
  return denial(DenyEntry::Kind::certificate, sha256);
}

}  // namespace odca
