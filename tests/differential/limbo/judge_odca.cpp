// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <chrono>

#include "base/text.h"
#include "code.h"
#include "judge.h"
#include "odca/rule_catalog.h"
#include "odca/verifier.h"

namespace odca::limbo {
namespace {

/// The policy's own budgets hold; its lists of rfc5280 are the wide ones that the suites need.
Policy suite_policy(const Case& asked) {
  Policy policy = default_policy();
  policy.name = "suite";
  // The bags of the suites hold up to a hundred certificates, and their remixes more. How many may be presented is a
  // bound on input; what these bags try are the bounds on work, and those stay as they are.
  policy.limits.certificates = 512;
  // A case is about its path: what else is in the bag, and that most cases bring no CRL, is nobody's failure, strict or
  // not.
  policy.rules["input.readable"] = Severity::note;
  policy.rules["revocation.absent"] = Severity::note;
  // Who brings a CRL asks for it to be used.
  if (!asked.crls.empty()) {
    policy.rules["revocation.unusable"] = Severity::fail;
    policy.rules["revocation.stale"] = Severity::fail;
  }
  return policy;
}

ParseLimits certificate_limits(const Limits& limits) { return parse_limits(limits, limits.certificate_bytes); }

void present(const std::vector<Bytes>& ders, const Limits& limits, Evidence& evidence) {
  for (const Bytes& der : ders) {
    Result<Certificate> certificate = Certificate::from_der(der, certificate_limits(limits));
    if (certificate) {
      evidence.certificates.push_back({*std::move(certificate), "untrusted"});
    } else {
      evidence.unreadable.push_back({Unreadable::Kind::certificate, "untrusted", std::move(certificate).error()});
    }
  }
}

void present_crls(const std::vector<Bytes>& ders, const Limits& limits, Evidence& evidence) {
  for (const Bytes& der : ders) {
    Result<Crl> crl = Crl::from_der(der, parse_limits(limits, limits.crl_bytes));
    if (crl) {
      evidence.crls.push_back({*std::move(crl), "crl", PresentedCrl::From::caller});
    } else {
      evidence.unreadable.push_back({Unreadable::Kind::crl, "crl", std::move(crl).error()});
    }
  }
}

/// store_of makes anchors of the trusted certificates. One that cannot be read is no anchor.
TrustStore store_of(const std::vector<Bytes>& trusted, const Limits& limits, std::string& unread) {
  SourceContents contents;
  for (const Bytes& der : trusted) {
    Result<Certificate> certificate = Certificate::from_der(der, certificate_limits(limits));
    if (certificate) {
      contents.anchors.push_back(anchor_from_certificate(*certificate, {AnchorRole::rfc5280},
                                                         {.kind = OriginKind::custom, .where = "trusted"}));
    } else {
      unread = code_of(certificate.error());
    }
  }
  return TrustStore::from_contents(std::move(contents), "custom");
}

std::string place_of(const Finding& finding, const Verdict& verdict) {
  if (!finding.cert) return finding.rule.text().starts_with("anchor.") ? "anchor" : "";
  return *finding.cert < verdict.path.size() ? cat(*finding.cert, " ", to_string(verdict.path[*finding.cert].role))
                                             : "";
}

/// warns: strict raises a warning to a failure, and it is one all the same.
bool warns(const Finding& finding) {
  if (finding.severity == Severity::warn) return true;
  return finding.severity == Severity::fail && rule_info(finding.rule).severity == Severity::warn;
}

Answer answer_of(const Verdict& verdict) {
  Answer answer{.outcome = verdict.trusted() ? Outcome::accepted : Outcome::refused,
                .signature_checks = verdict.work.signature_checks,
                .steps = verdict.work.search_steps};
  for (const Finding& finding : verdict.findings)
    if (warns(finding)) answer.warnings.push_back(code_of(finding));
  const Finding* const decisive = verdict.decisive();
  if (decisive == nullptr) {
    if (!verdict.trusted()) answer.outcome = Outcome::crash;  // a refusal without a reason is a fault of ours
    return answer;
  }
  answer.code = code_of(*decisive);
  answer.detail = cat(decisive->rule, '/', decisive->reason, ": ", decisive->message);
  answer.cert = place_of(*decisive, verdict);
  return answer;
}

Answer ask(const Case& asked, bool strict) {
  const Policy policy = suite_policy(asked);
  Result<Certificate> peer = Certificate::from_der(asked.peer, certificate_limits(policy.limits));
  if (!peer)
    return {.outcome = Outcome::refused,
            .code = code_of(peer.error()),
            .detail = describe(peer.error()),
            .cert = "0 target"};
  Evidence evidence;
  evidence.certificates.push_back({*peer, "peer"});
  present(asked.presented, policy.limits, evidence);
  present_crls(asked.crls, policy.limits, evidence);
  const Question question{
      .purpose = Purpose::rfc5280, .at = asked.at, .target = (*peer)->sha256, .max_depth = asked.max_depth};
  std::string unread_anchor;
  const Verifier verifier(policy, store_of(asked.trusted, policy.limits, unread_anchor),
                          strict ? Strictness::strict : Strictness::default_);
  Answer answer = answer_of(verifier.verify(evidence, question));
  // Where the only anchor cannot be read, that is why there is no path.
  if (answer.outcome == Outcome::refused && asked.trusted.size() == 1 && !unread_anchor.empty())
    answer.code = unread_anchor;
  return answer;
}

}  // namespace

Judge odca_judge(bool strict) {
  return {.name = "libtrust", .ask = [strict](const Case& asked) { return ask(asked, strict); }};
}

}  // namespace odca::limbo
