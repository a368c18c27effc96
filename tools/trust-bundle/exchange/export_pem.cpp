// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Anchors as PEM, for software that knows no more than a list of certificates.
#include <algorithm>

#include "base/text.h"
#include "exchange/anchors_to_export.h"
#include "exchange/export.h"

namespace odca::bundle_tool {

Result<Exported> export_pem(const bundle::StoreDocument& store, const std::vector<DenyEntry>& deny) {
  AnchorsToExport chosen = anchors_to_export(store, deny);
  if (chosen.anchors.empty()) return no_anchor_left(chosen);
  Exported exported{.anchors = chosen.anchors.size(), .dropped = std::move(chosen.dropped)};
  for (const TrustAnchor* const entry : chosen.anchors) {
    const Certificate& certificate = *entry->certificate;
    exported.text += cat("# label: ", percent_text(entry->label), "\n# sha256: ", to_hex(certificate->sha256), '\n',
                         pem_block(certificate->der));
  }
  const auto denied = std::count_if(deny.begin(), deny.end(), [](const auto& entry) { return !entry.lifted; });
  if (denied > 0) exported.dropped.push_back(cat("lost: the deny list (", denied, ")"));
  return exported;
}

}  // namespace odca::bundle_tool
