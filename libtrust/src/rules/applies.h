// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// When a rule is asked: predicates for the `applies` column of the rule tables.
#pragma once

#include <algorithm>

#include "profile/pins.h"
#include "rules/rule.h"

namespace odca {

/// always: the rule needs no path.
inline bool always(const RuleInput&) { return true; }
/// with_path: there is a target, so there is at least an attempt at a path.
inline bool with_path(const RuleInput& in) { return !in.path.steps.empty(); }
/// with_anchor: the path reached an anchor.
inline bool with_anchor(const RuleInput& in) { return with_path(in) && in.path.anchor.has_value(); }
/// for_device: any question about a device, as opposed to plain path validation.
inline bool for_device(const RuleInput& in) { return in.question.purpose != Purpose::rfc5280 && with_path(in); }
/// for_rfc5280: plain path validation.
inline bool for_rfc5280(const RuleInput& in) { return in.question.purpose == Purpose::rfc5280 && with_path(in); }
/// for_odca, for_dice, for_lone: the path has this profile.
inline bool for_odca(const RuleInput& in) { return in.is_odca() && with_path(in); }
inline bool for_dice(const RuleInput& in) { return in.profile.kind == ProfileKind::dice && with_path(in); }
inline bool for_lone(const RuleInput& in) { return in.profile.kind == ProfileKind::lone && with_path(in); }
/// with_issuer: some certificate of the path has an issuer. A certificate that is trusted as a whole needs none.
inline bool with_issuer(const RuleInput& in) {
  return with_path(in) && !in.path.ends_at_itself && (in.path.anchor || in.path.steps.size() > 1);
}
/// with_issued: issuer name and signature were checked. They do not matter for a certificate trusted as a whole.
inline bool with_issued(const RuleInput& in) {
  return with_path(in) && (!in.path.ends_at_itself || proves_itself(in.path));
}
/// with_signature: path validation checked a signature, a self-signature included.
inline bool with_signature(const RuleInput& in) {
  return with_issued(in) && (with_issuer(in) || in.path.steps[0].certificate.self_issued());
}
/// with_chosen_anchor: the anchor is from the trust source. A pin has no roles of its own.
inline bool with_chosen_anchor(const RuleInput& in) { return with_anchor(in) && !stands_on_pin(in.path); }
/// has_problem: path validation, or the search, reported a problem under this rule.
inline bool has_problem(const RuleInput& in, RuleId rule) {
  return std::any_of(in.problems.begin(), in.problems.end(),
                     [&](const Problem& problem) { return problem.rule == rule; });
}
/// with_revocation: revocation was checked for some certificate of the path.
inline bool with_revocation(const RuleInput& in) {
  return with_anchor(in) &&
         std::any_of(in.revocation.begin(), in.revocation.end(), [](const CertificateRevocation& revocation) {
           return revocation.state != RevocationState::not_checked;
         });
}
inline bool after_activation(const RuleInput& in) { return after_activation(in.question.phase); }
/// for_issued: the certificate of an activated device was issued by an enterprise CA, from the trust source or by pin.
inline bool for_issued(const RuleInput& in) {
  return for_lone(in) && after_activation(in) && in.path.anchor && !in.path.ends_at_itself;
}
/// for_own_certificate: the certificate of an activated device reached an anchor.
inline bool for_own_certificate(const RuleInput& in) {
  return for_lone(in) && after_activation(in) && in.path.anchor.has_value();
}
/// for_service: the question names an AMT service.
inline bool for_service(const RuleInput& in) { return for_device(in) && in.question.purpose != Purpose::odca; }
/// for_service_name: the target should have the name of that service. A certificate made by AMT or the enterprise after
/// activation has another.
inline bool for_service_name(const RuleInput& in) { return for_service(in) && !(for_lone(in) && after_activation(in)); }
/// for_device_leaf: the target should be a leaf. The certificate that AMT makes for itself after activation calls
/// itself a CA; it is trusted as a whole or not at all.
inline bool for_device_leaf(const RuleInput& in) {
  return for_device(in) && !(for_lone(in) && after_activation(in) && in.path.ends_at_itself);
}

}  // namespace odca
