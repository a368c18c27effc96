// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Path: a candidate certification path, from the target to the certificate that an anchor's key signed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "odca/certificate.h"
#include "odca/trust_store.h"

namespace odca {

/// StopReason is why a search ended before an anchor. Those from `key` on are defects of the issuer found, or of its
/// key.
enum class StopReason {
  limit,
  no_issuer,
  untrusted_root,
  cycle,
  signature,
  key,
  algorithm,
  curve,
  explicit_curve,
  weak_key
};
ReasonId reason_of(StopReason reason);  ///< "no-issuer"

struct PathStep {
  Certificate certificate;
  Origin origin{};                               ///< presented, or that of the store
  std::optional<std::size_t> presented_index{};  ///< index into Evidence::certificates
};

/// Path: steps[0] is the target; the last step is signed by `anchor` or is the anchor's own certificate
/// (`ends_at_itself`, only when the target itself is trusted as a whole certificate). Without an anchor it is an
/// attempt: the furthest that the search got; `stopped` says why it ended there.
struct Path {
  std::vector<PathStep> steps{};
  std::optional<TrustAnchor> anchor{};
  bool ends_at_itself = false;
  std::string stopped{};  ///< of an attempt: "missing issuer …"
  StopReason stopped_reason = StopReason::no_issuer;
};

/// stands_on_pin: the path's anchor is a pin, not one of the trust source.
inline bool stands_on_pin(const Path& path) { return path.anchor && path.anchor->origin.kind == OriginKind::pin; }

/// proves_itself: the path is one self-issued certificate that a pin trusts, so its own signature is checked. Otherwise
/// the signature of a certificate that is trusted as a whole does not matter.
inline bool proves_itself(const Path& path) {
  return path.ends_at_itself && stands_on_pin(path) && path.steps.size() == 1 &&
         path.steps[0].certificate.self_issued();
}

}  // namespace odca
