// When a rule is asked: predicates for the `applies` column of the rule tables.
#pragma once

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
inline bool for_odca(const RuleInput& in) { return in.profile.id == "odca" && with_path(in); }
inline bool for_dice(const RuleInput& in) { return in.profile.id == "dice" && with_path(in); }
inline bool for_lone(const RuleInput& in) { return in.profile.id == "lone" && with_path(in); }
/// after_activation: phases in which AMT no longer presents its on-die chain (docs/hierarchy.md 8).
inline bool after_activation(const RuleInput& in) {
  return in.question.phase == Phase::transition || in.question.phase == Phase::provisioned;
}
/// for_service: the question names an AMT service.
inline bool for_service(const RuleInput& in) { return for_device(in) && in.question.purpose != Purpose::odca; }
/// for_service_name: the target should bear the name of that service. A certificate that AMT or the enterprise made
/// after activation is named otherwise.
inline bool for_service_name(const RuleInput& in) { return for_service(in) && !(for_lone(in) && after_activation(in)); }
/// for_device_leaf: the target should be a leaf. The certificate that AMT makes for itself after activation calls
/// itself a CA; it is trusted as a whole or not at all.
inline bool for_device_leaf(const RuleInput& in) {
  return for_device(in) && !(for_lone(in) && after_activation(in) && in.path.ends_at_itself);
}

}  // namespace odca
