// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Verdict: the whole answer to one question, owning everything it names. VerifiedPath: the proof that it was yes.
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

/// PathCertificate is one certificate of the path, with the role that its place and name give it.
struct PathCertificate {
  Certificate certificate;
  CertificateRole role = CertificateRole::ca;
  Origin origin{};  ///< presented, or the store that supplied it
  RevocationState revocation = RevocationState::not_checked;
};

/// PathAttempt is one candidate that the builder tried, for --explain; of many the first 32 are kept.
struct PathAttempt {
  std::vector<std::string> subjects{};  ///< leaf first
  std::vector<std::string> sha256{};
  std::string anchor{};   ///< label of the anchor reached; empty: none
  std::string outcome{};  ///< "trusted", or the decisive finding's rule and message
};

/// WorkDone counts what the verdict cost.
struct WorkDone {
  std::size_t signature_checks = 0;
  std::size_t search_steps = 0;
  std::size_t paths_tried = 0;
};

/// VerifiedPath can be made only by Verifier, and only for a path that no rule fails.
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
  std::vector<PathCertificate> path{};     ///< the path judged, leaf first; the furthest attempt when rejected
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
  AskedState state{};  ///< whose distrust counted

  bool trusted() const { return verified.has_value(); }
  /// decisive returns the first failing finding, or nullptr.
  const Finding* decisive() const;
};

}  // namespace odca
