// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about plain path validation: the question's demands besides a valid path.
#include <algorithm>

#include "base/text.h"
#include "rules/applies.h"
#include "rules/host_names.h"
#include "rules/prefixes.h"

namespace odca {
namespace {

std::string listed_names(const Certificate& certificate) {
  std::string text;
  for (const GeneralName& name : *certificate->subject_alt_names)
    if (name.kind == GeneralName::Kind::dns || name.kind == GeneralName::Kind::ip)
      text += cat(text.empty() ? "" : ", ", quote(name.text()));
  return text;
}

void check_host_name(const RuleInput& in, Answer& out) {
  if (!in.question.host) return out.not_applicable();
  const Certificate& target = in.path.steps[0].certificate;
  const std::string found = target->subject_alt_names ? listed_names(target) : std::string();
  if (names_host(target, *in.question.host)) return;
  Finding& finding =
      found.empty()
          ? out.report("no-san", 0)
          : out.report("name-mismatch", 0, cat("the certificate names ", found, ", not ", quote(*in.question.host)));
  finding.params = {{"expected", *in.question.host}, {"found", found}};
}

bool allows_eku(const Certificate& certificate, const std::string& wanted) {
  const std::optional<std::vector<std::string>>& usages = certificate->extended_key_usage;
  if (!usages) return true;
  return std::any_of(usages->begin(), usages->end(),
                     [&](const std::string& usage) { return usage == wanted || usage == oid::kAnyExtendedKeyUsage; });
}

void check_eku(const RuleInput& in, Answer& out) {
  if (!in.question.eku) return out.not_applicable();
  for (std::size_t i = 0; i < in.path.steps.size(); ++i) {
    if (allows_eku(in.path.steps[i].certificate, *in.question.eku)) continue;
    out.report("eku", i, cat("the extended key usage does not allow ", quote(*in.question.eku))).params = {
        {"expected", *in.question.eku}};
  }
}

void check_depth(const RuleInput& in, Answer& out) {
  if (!in.question.max_depth) return out.not_applicable();
  std::size_t depth = 0;
  for (std::size_t i = 1; i < in.path.steps.size(); ++i)
    if (!in.path.steps[i].certificate.self_issued()) ++depth;
  if (depth <= *in.question.max_depth) return;
  Finding& finding =
      out.report("depth", {}, cat("the path has ", depth, " intermediates, expected at most ", *in.question.max_depth));
  finding.params = {{"expected", cat(*in.question.max_depth)}, {"found", cat(depth)}};
}

constexpr Reason kHostName[] = {{"no-san", "missing DNS name or IP address in the subject alternative name",
                                 "ask for a name in the certificate; the common name is not used"},
                                {"name-mismatch", "the certificate names other hosts",
                                 "ask for a name in the certificate; the common name is not used"}};
constexpr Reason kEku[] = {{"eku", "the extended key usage does not allow the purpose asked for", ""}};
constexpr Reason kDepth[] = {{"depth", "the path has more intermediates than asked for", ""}};

constexpr Rule kRfc5280Rules[] = {
    {{"rfc5280.name",
      "The subject alternative name of the certificate contains the host asked for.",
      "RFC 5280 4.2.1.6, RFC 9525 6",
      Severity::fail,
      Severity::fail,
      kHostName,
      {"rfc-name-other", "rfc-name-dns"}},
     for_rfc5280,
     check_host_name},
    {{"rfc5280.eku",
      "The extended key usages on the path, where present, allow the one asked for.",
      "RFC 5280 4.2.1.12",
      Severity::fail,
      Severity::warn,
      kEku,
      {"rfc-eku-other", "rfc-eku"}},
     for_rfc5280,
     check_eku},
    {{"rfc5280.depth",
      "The path has no more intermediates than asked for, self-issued ones not counted.",
      "RFC 5280 6.1.4(l)",
      Severity::fail,
      Severity::fail,
      kDepth,
      {"rfc-depth-0", "rfc-depth-1"}},
     for_rfc5280,
     check_depth},
};

}  // namespace

std::span<const Rule> rfc5280_rules() { return kRfc5280Rules; }

}  // namespace odca
