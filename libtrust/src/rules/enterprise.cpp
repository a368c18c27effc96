// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about certificates of the enterprise: is it this machine's?.
#include <algorithm>

#include "base/text.h"
#include "rules/applies.h"
#include "rules/host_names.h"
#include "rules/prefixes.h"

namespace odca {
namespace {

void check_name(const RuleInput& in, Answer& out) {
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

/// names_it_alone: one of the names is that of this machine, and not a pattern for many.
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
        cat("name the machine with --name, or pin its key, once learnt in a trusted session, with --pin ",
            to_hex(leaf->spki_sha256));
    return;
  }
  if (!names_host(leaf, *in.question.host) || names_it_alone(leaf, *in.question.host)) return;
  out.report("wildcard", 0,
             cat("the certificate names ", quote(*in.question.host), " by a wildcard, which names other machines too"))
      .hint = cat("pin the machine's key, once learnt in a trusted session, with --pin ", to_hex(leaf->spki_sha256));
}

constexpr Reason kName[] = {
    {"no-san", "the certificate names no machine: it has no DNS name and no IP address in its subject alternative name",
     "the certificate of another machine may have been presented; the common name is not consulted"},
    {"name-mismatch", "the certificate names other machines",
     "the certificate of another machine may have been presented; the common name is not consulted"}};
constexpr Reason kBound[] = {
    {"unbound",
     "the certificate is one of the enterprise's, and nothing ties it to this machine: any other host that has one "
     "could present it",
     "name the machine with --name, or pin its key with --pin"},
    {"wildcard", "the certificate names the machine by a wildcard, which names other machines too",
     "pin the machine's key, once learnt in a trusted session, with --pin"}};

constexpr Rule kRules[] = {
    {{"enterprise.name",
      "The certificate of an activated device names the machine asked for.",
      "RFC 5280 4.2.1.6, RFC 9525 6; docs/hierarchy.md 8",
      Severity::fail,
      Severity::fail,
      kName,
      {"enterprise-leaf-other-name", "enterprise-leaf-named"}},
     for_own_certificate,
     check_name},
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

std::span<const Rule> enterprise_rules() { return kRules; }

}  // namespace odca
