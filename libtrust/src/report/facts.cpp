// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "report/facts.h"

#include <algorithm>

namespace odca {

bool accepted(const Verdict& verdict) {
  return verdict.verified && !verdict.verified->certificates().empty() && verdict.decisive() == nullptr;
}

const std::vector<PathCertificate>& proved_path(const Verdict& verdict) {
  return verdict.verified ? verdict.verified->certificates() : verdict.path;
}

const TrustAnchor* proved_anchor(const Verdict& verdict) {
  if (verdict.verified) return &verdict.verified->anchor();
  return verdict.anchor ? &*verdict.anchor : nullptr;
}

std::size_t count(const Verdict& verdict, Severity severity) {
  return static_cast<std::size_t>(std::count_if(verdict.findings.begin(), verdict.findings.end(),
                                                [&](const Finding& finding) { return finding.severity == severity; }));
}

void write_state(JsonWriter& json, const AskedState& state) {
  json.key("state").begin_object().key("directory");
  if (state.directory.empty())
    json.null();
  else
    json.string(state.directory);
  json.key("chosen_by").string(state.chosen_by).key("installed").boolean(state.installed);
  if (!state.remark.empty()) json.key("remark").string(state.remark);
  json.end_object();
}

std::string_view to_string(DeviceCheck check) {
  constexpr std::string_view kNames[] = {"mismatch", "not-checked", "tolerated", "match"};
  return kNames[static_cast<std::size_t>(check)];  // in the order of the enumeration
}

DeviceCheck device_check(const Verdict& verdict, RuleId rule) {
  const auto answer = std::find_if(verdict.answers.begin(), verdict.answers.end(),
                                   [&](const RuleAnswer& candidate) { return candidate.rule == rule; });
  if (answer == verdict.answers.end()) return DeviceCheck::not_checked;
  if (answer->answer == RuleAnswer::Kind::pass) return DeviceCheck::match;
  if (answer->answer != RuleAnswer::Kind::finding) return DeviceCheck::not_checked;
  const bool uncompared = std::any_of(verdict.findings.begin(), verdict.findings.end(), [&](const Finding& finding) {
    return finding.rule == rule && finding.reason == "no-rom";
  });
  if (uncompared) return DeviceCheck::not_checked;
  // A policy may lower a mismatch to a warning; it stays a mismatch. Only another part of the leaf that the policy
  // accepts for the whole (docs/hierarchy.md 7) is "tolerated".
  const bool other_part = std::any_of(verdict.findings.begin(), verdict.findings.end(), [&](const Finding& finding) {
    const bool named = finding.reason == "tbs-only" || finding.reason == "spki-only";
    return finding.rule == rule && named && finding.severity != Severity::fail;
  });
  return other_part ? DeviceCheck::tolerated : DeviceCheck::mismatch;
}

bool presented(const Origin& origin) { return origin.kind == OriginKind::presented; }

}  // namespace odca
