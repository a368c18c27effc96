// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Verdict: the answer to one question; it owns everything it refers to. VerifiedPath: the path of a trusted verdict.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "odca/certificate.h"
#include "odca/evidence.h"
#include "odca/finding.h"
#include "odca/profile.h"
#include "odca/revocation_state.h"
#include "odca/trust_store.h"

namespace odca {

/// PathCertificate is one certificate of the path.
struct PathCertificate {
  Certificate certificate;
  CertificateRole role = CertificateRole::ca;
  Origin origin{};  ///< presented, or from the store
  RevocationState revocation = RevocationState::not_checked;
};

/// PathAttempt is one candidate path that was tried, for --explain; the first 32 are kept.
struct PathAttempt {
  std::vector<std::string> subjects{};  ///< leaf first
  std::vector<std::string> sha256{};
  std::string anchor{};   ///< label of the anchor reached; empty: none
  std::string outcome{};  ///< "trusted", or the decisive finding's rule and message
};

/// WorkDone is the cost of the verdict.
struct WorkDone {
  std::size_t signature_checks = 0;
  std::size_t search_steps = 0;
  std::size_t paths_tried = 0;
};

/// VerifiedPath is made only by Verifier, and only for a path without a failing finding.
class VerifiedPath {
 public:
  const std::vector<PathCertificate>& certificates() const { return certificates_; }
  const TrustAnchor& anchor() const { return anchor_; }

 private:
  friend class Verifier;
  VerifiedPath(std::vector<PathCertificate> certificates, TrustAnchor anchor)
      : certificates_(std::move(certificates)), anchor_(std::move(anchor)) {}
  std::vector<PathCertificate> certificates_;
  TrustAnchor anchor_;
};

struct Verdict {
  std::optional<VerifiedPath> verified{};  ///< empty means rejected
  std::vector<PathCertificate> path{};     ///< the path judged, leaf first; without an anchor the furthest attempt
  std::optional<TrustAnchor> anchor{};
  ProfileKind profile = ProfileKind::none;
  DeviceIdentity identity{};
  Question question{.at = {}};
  Time judged_at{};                 ///< differs from question.at only by rule time.clock
  std::vector<Finding> findings{};  ///< most severe first, then in rule order
  std::vector<PathAttempt> attempts{};
  std::vector<RuleAnswer> answers{};
  std::vector<std::string> unused{};  ///< certificates presented but not on the path: subject and fingerprint
  WorkDone work{};
  std::string policy{};  ///< name of the policy
  std::string trust_source{};
  std::vector<std::string> trust_versions{};
  std::size_t trust_anchors = 0;
  AskedState state{};  ///< the state directory whose denials were applied

  bool trusted() const { return verified.has_value(); }
  /// decisive returns the first failing finding, or nullptr.
  const Finding* decisive() const;
};

}  // namespace odca
