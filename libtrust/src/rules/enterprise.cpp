// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about certificates of the enterprise: do they belong to this machine?
#include <algorithm>

#include "base/text.h"
#include "rules/applies.h"
#include "rules/host_names.h"
#include "rules/prefixes.h"

namespace odca {
namespace {

void check_enterprise_name(const RuleInput& in, Answer& out) {
  if (!in.question.host) return out.not_applicable();
  const Certificate& leaf = in.path.steps[0].certificate;
  if (names_host(leaf, *in.question.host)) return;
  std::string found;
  if (leaf->subject_alt_names)
    for (const GeneralName& name : *leaf->subject_alt_names)
      if (name.kind == GeneralName::Kind::dns || name.kind == GeneralName::Kind::ip)
        found += cat(found.empty() ? "" : ", ", quote(name.text()));
  Finding& finding =
      found.empty()
          ? out.report("no-san", 0)
          : out.report("name-mismatch", 0, cat("the certificate names ", found, ", not ", quote(*in.question.host)));
  finding.params = {{"expected", *in.question.host}, {"found", found}};
}

/// names_it_alone tells whether one of the names is the host itself, not a wildcard.
bool names_it_alone(const Certificate& leaf, const std::string& host) {
  if (parse_ip_address(host)) return true;
  const std::vector<GeneralName>& names = *leaf->subject_alt_names;
  return std::any_of(names.begin(), names.end(), [&](const GeneralName& name) {
    return name.kind == GeneralName::Kind::dns && !name.text().starts_with('*') && dns_name_matches(name.text(), host);
  });
}

void check_bound(const RuleInput& in, Answer& out) {
  const DeviceFacts& device = in.evidence.device;
  if (is_pinned(device) || device.leaf_hash) return;
  const Certificate& leaf = in.path.steps[0].certificate;
  if (!in.question.host) {
    out.report("unbound", 0).hint =
        cat("name the machine with --name, or pin its key, learnt in a trusted session, with --pin ",
            to_hex(leaf->spki_sha256));
    return;
  }
  if (!names_host(leaf, *in.question.host) || names_it_alone(leaf, *in.question.host)) return;
  out.report(
         "wildcard", 0,
         cat("the certificate names ", quote(*in.question.host), " by a wildcard, which matches other machines too"))
      .hint = cat("pin the machine's key, learnt in a trusted session, with --pin ", to_hex(leaf->spki_sha256));
}

constexpr Reason kEnterpriseName[] = {{"no-san", "missing DNS name or IP address in the subject alternative name",
                                       "another machine may have answered; the common name is not used"},
                                      {"name-mismatch", "the certificate names other machines",
                                       "another machine may have answered; the common name is not used"}};
constexpr Reason kBound[] = {
    {"unbound", "nothing ties the certificate to this machine: any host with one from the enterprise could answer",
     "name the machine with --name, or pin its key with --pin"},
    {"wildcard", "the certificate names the machine by a wildcard, which matches other machines too",
     "pin the machine's key, learnt in a trusted session, with --pin"}};

constexpr Rule kEnterpriseRules[] = {
    {{"enterprise.name",
      "The certificate of an activated device names the host asked for.",
      "RFC 5280 4.2.1.6, RFC 9525 6; docs/hierarchy.md 8",
      Severity::fail,
      Severity::fail,
      kEnterpriseName,
      {"enterprise-leaf-other-name", "enterprise-leaf-named"}},
     for_own_certificate,
     check_enterprise_name},
    {{"enterprise.bound",
      "A name, a pin or a leaf hash ties the certificate of an activated device to the machine.",
      "docs/hierarchy.md 8; docs/threat-model.md",
      Severity::warn,
      Severity::note,
      kBound,
      {"enterprise-leaf-wildcard", "enterprise-leaf-named"}},
     for_own_certificate,
     check_bound},
};

}  // namespace

std::span<const Rule> enterprise_rules() { return kEnterpriseRules; }

}  // namespace odca
