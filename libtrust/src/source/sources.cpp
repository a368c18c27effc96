// The table of sources, and the two things made of several: source "combined", and the store.
#include "source/sources.h"

#include <algorithm>
#include <iterator>

#include "base/suggestion.h"
#include "base/text.h"
#include "source/store_contents.h"

namespace odca {
namespace {

constexpr TrustSource kSources[] = {
    {"embedded", "Intel's ODCA and DICE material as compiled in", load_embedded},
    {"system", "the operating system's roots (enterprise, rfc5280) and the machine's anchor folder", load_system},
    {"custom", "a file or folder of certificates that the policy names", load_custom},
    {"combined", "system and embedded together", load_combined},
};

Error unknown_source(std::string_view name) {
  std::vector<std::string_view> names;
  std::string list;
  for (const TrustSource& source : kSources) {
    names.push_back(source.id);
    list += cat(list.empty() ? "" : ", ", quote(source.id));
  }
  const auto near = nearest(name, names);
  return {.code = Errc::usage,
          .message = cat("expected a trust source (", list, "), found ", quote(name)),
          .hint = near ? cat("did you mean ", quote(*near)) : std::string{},
          .reason = "unknown-source"};
}

template <class T>
void append(std::vector<T>& out, std::vector<T> more) {
  out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// add_missing adds the deny entries that are not there yet.
void add_missing(std::vector<DenyEntry>& denied, const std::vector<DenyEntry>& more) {
  for (const DenyEntry& entry : more) {
    const bool known = std::any_of(denied.begin(), denied.end(), [&](const DenyEntry& other) {
      return other.kind == entry.kind && other.sha256 == entry.sha256;
    });
    if (!known) denied.push_back(entry);
  }
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
  add_missing(contents.denied, system.denied);
  return contents;
}

Result<TrustStore> TrustStore::load(const TrustChoice& choice, const SourceContext& context) {
  const auto source = std::find_if(std::begin(kSources), std::end(kSources),
                                   [&](const TrustSource& row) { return row.id == choice.source; });
  if (source == std::end(kSources)) return unknown_source(choice.source);
  ODCA_TRY_ASSIGN(SourceContents contents, source->load(choice, context));
  // Deny entries hold against every source: what is known to be a debug key is refused wherever it comes from.
  add_missing(contents.denied, standing_denied(context));
  return from_contents(std::move(contents), choice.source);
}

TrustStore TrustStore::from_contents(SourceContents contents, std::string source) {
  TrustStore store;
  store.contents_ = std::move(contents);
  store.source_ = std::move(source);
  return store;
}

const DenyEntry* TrustStore::denial_of_key(const Fingerprint& spki_sha256) const {
  for (const DenyEntry& entry : contents_.denied)
    if (entry.kind == DenyEntry::Kind::spki && entry.sha256 == spki_sha256) return &entry;
  return nullptr;
}

const DenyEntry* TrustStore::denial_of_certificate(const Fingerprint& sha256) const {
  for (const DenyEntry& entry : contents_.denied)
    if (entry.kind == DenyEntry::Kind::certificate && entry.sha256 == sha256) return &entry;
  return nullptr;
}

}  // namespace odca
