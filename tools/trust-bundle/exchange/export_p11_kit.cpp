// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Anchors in p11-kit's persist format: one object for each, a denied certificate with x-distrusted.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "exchange/anchors_to_export.h"
#include "exchange/export.h"

namespace odca::bundle_tool {
namespace {

std::string object(std::string_view label, std::string_view trust, const Certificate& certificate) {
  return cat("[p11-kit-object-v1]\nlabel: \"", percent_text(label), "\"\n", trust, '\n', pem_block(certificate->der),
             '\n');
}

bool names(const DenyEntry& deny, const Certificate& certificate) {
  return is_denied({deny}, certificate->sha256, certificate->spki_sha256);
}

/// Held is a certificate that the store has in full.
struct Held {
  std::string label{};
  const Certificate* certificate = nullptr;
};
std::vector<Held> all_held(const bundle::StoreDocument& store) {
  std::vector<Held> held;
  for (const auto& entry : store.anchors)
    if (entry.certificate) held.push_back({entry.label, &*entry.certificate});
  for (const auto& one : store.intermediates) held.push_back({one.certificate->subject.to_string(), &one.certificate});
  return held;
}

}  // namespace

Result<Exported> export_p11_kit(const bundle::StoreDocument& store, const std::vector<DenyEntry>& deny) {
  AnchorsToExport chosen = anchors_to_export(store, deny);
  if (chosen.anchors.empty()) return no_anchor_left(chosen);
  Exported exported{.anchors = chosen.anchors.size(), .dropped = std::move(chosen.dropped)};
  for (const TrustAnchor* const entry : chosen.anchors)
    exported.text += object(entry->label, "trusted: true", *entry->certificate);
  const std::vector<Held> held = all_held(store);
  std::set<Fingerprint> written;
  for (const Held& one : held) {
    const Certificate& certificate = *one.certificate;
    if (is_denied(deny, certificate->sha256, certificate->spki_sha256) && written.insert(certificate->sha256).second)
      exported.text += object(one.label, "x-distrusted: true", certificate);
  }
  const auto lost = std::count_if(deny.begin(), deny.end(), [&held](const DenyEntry& entry) {
    // A key is denied in whatever certificate; this form can only name certificates.
    if (entry.lifted) return false;
    return entry.kind == DenyEntry::Kind::spki ||
           std::none_of(held.begin(), held.end(), [&](const Held& one) { return names(entry, *one.certificate); });
  });
  if (lost > 0)
    exported.dropped.push_back(cat("lost, as only certificates in the store can be named: ", lost,
                                   " deny entries, of keys or of other certificates"));
  return exported;
}

}  // namespace odca::bundle_tool
