// Rules about the installed trust as a whole: what a machine should know of it in every verdict.
#include "rules/applies.h"
#include "rules/themes.h"

namespace odca {
namespace {

void report_conditions(const RuleInput& in, Answer& out, TrustCondition::Kind kind, std::string_view reason) {
  for (const TrustCondition& condition : in.store.conditions())
    if (condition.kind == kind) out.report(condition.message, {}, std::string(reason)).hint = condition.hint;
}

void check_degraded(const RuleInput& in, Answer& out) {
  report_conditions(in, out, TrustCondition::Kind::degraded, "degraded");
}
void check_distrust_lost(const RuleInput& in, Answer& out) {
  report_conditions(in, out, TrustCondition::Kind::distrust_lost, "distrust-lost");
}
void check_equivocation(const RuleInput& in, Answer& out) {
  report_conditions(in, out, TrustCondition::Kind::equivocation, "equivocation");
}
void check_stale(const RuleInput& in, Answer& out) {
  report_conditions(in, out, TrustCondition::Kind::stale, "expired");
}
void check_rolled_back(const RuleInput& in, Answer& out) {
  report_conditions(in, out, TrustCondition::Kind::rolled_back, "rolled-back");
}

constexpr Rule kRules[] = {
    {{"trust.distrust_lost", "All that bundles ever denied on this machine could be read.", "docs/trust-sources.md",
      Severity::fail, Severity::fail},
     always,
     check_distrust_lost},
    {{"trust.degraded", "The trust that was installed last is in use, whole.", "docs/trust-sources.md", Severity::warn,
      Severity::warn},
     always,
     check_degraded},
    {{"trust.equivocation", "The installed bundle and the embedded store agree where they have one version.",
      "docs/trust-sources.md", Severity::warn, Severity::warn},
     always,
     check_equivocation},
    {{"trust.stale", "The installed bundle in use has not expired.", "docs/trust-sources.md", Severity::warn,
      Severity::note},
     always,
     check_stale},
    {{"trust.rolled_back", "Nobody went back to an earlier bundle.", "docs/trust-sources.md", Severity::warn,
      Severity::note},
     always,
     check_rolled_back},
};

}  // namespace

std::span<const Rule> installed_rules() { return kRules; }

}  // namespace odca
