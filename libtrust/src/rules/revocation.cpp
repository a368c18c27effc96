// Rules about revocation: what the CRLs at hand say about each certificate of the path.
#include "base/text.h"
#include "rules/applies.h"
#include "rules/themes.h"

namespace odca {
namespace {

std::string listed(const std::vector<std::size_t>& certs) {
  std::string text;
  for (const std::size_t cert : certs) text += cat(text.empty() ? "" : ", ", cert);
  return text;
}

/// report_state makes one finding for all certificates in one state: on most hosts the same CRLs lack for all of them.
void report_state(const RuleInput& in, Answer& out, RevocationState state, std::string_view what,
                  std::string_view reason, std::string_view hint) {
  std::vector<std::size_t> certs;
  for (std::size_t i = 0; i < in.revocation.size(); ++i)
    if (in.revocation[i].state == state) certs.push_back(i);
  if (certs.empty()) return;
  Finding& finding =
      out.report(cat(what, certs.size() == 1 ? " for certificate " : " for certificates ", listed(certs)),
                 certs.size() == 1 ? std::optional<std::size_t>(certs[0]) : std::nullopt, std::string(reason));
  finding.hint = hint;
  finding.params.push_back({"certificates", listed(certs)});
  for (const std::size_t cert : certs)
    if (!in.revocation[cert].detail.empty())
      finding.params.push_back({cat("detail_", cert), in.revocation[cert].detail});
}

void check_revoked(const RuleInput& in, Answer& out) {
  report_validated(in, out);  // what is known against another certificate of a pinned key
  for (std::size_t i = 0; i < in.revocation.size(); ++i) {
    const CertificateRevocation& revocation = in.revocation[i];
    if (revocation.state != RevocationState::revoked) continue;
    Finding& finding = out.report(cat("the certificate is revoked: ", revocation.detail), i, "revoked");
    if (revocation.revoked_at) finding.params.push_back({"revoked_at", format_time(*revocation.revoked_at)});
  }
}

void check_suspicious(const RuleInput& in, Answer& out) {
  for (std::size_t i = 0; i < in.revocation.size(); ++i) {
    if (!in.revocation[i].suspicious) continue;
    out.report("an indirect CRL lists this serial number without saying whose certificate it means", i,
               "serial-without-issuer")
        .hint = "many devices share such serial numbers; ask the CA what the entry means";
  }
}

void check_stale(const RuleInput& in, Answer& out) {
  report_state(in, out, RevocationState::stale, "the CRL at hand is out of date", "stale",
               "fetch the current CRL and give it with --crl or through the trust source");
}

void check_unusable(const RuleInput& in, Answer& out) {
  report_state(in, out, RevocationState::unusable, "the CRL at hand cannot be used", "unusable",
               "fetch the genuine CRL from the address in the certificate");
}

void check_absent(const RuleInput& in, Answer& out) {
  report_state(in, out, RevocationState::absent, "no CRL is at hand", "absent",
               "give CRLs with --crl or through the trust source; nothing is fetched from the network");
}

void check_crl_duties(const RuleInput& in, Answer& out) {
  for (std::size_t i = 0; i < in.revocation.size(); ++i)
    for (const CrlDuty& duty : in.revocation[i].duties) out.report(duty.message, i, duty.reason);
}

constexpr Rule kRules[] = {
    {{"revocation.revoked", "No certificate of the path is revoked by a CRL at hand.", "RFC 5280 6.1.3(a)(3)",
      Severity::fail, Severity::fail},
     [](const RuleInput& in) { return with_revocation(in) || has_problem(in, "revocation.revoked"); },
     check_revoked},
    {{"revocation.suspicious", "No indirect CRL lists a serial number of the path without naming the issuer.",
      "RFC 5280 5.3.3; docs/hierarchy.md 6", Severity::warn, Severity::note},
     with_revocation,
     check_suspicious},
    {{"revocation.stale", "Every CRL that speaks about the path is fresh.", "RFC 5280 5.1.2.5", Severity::warn,
      Severity::note},
     with_revocation,
     check_stale},
    {{"revocation.unusable", "Every CRL meant for the path can be used.", "RFC 5280 6.3.3", Severity::warn,
      Severity::note},
     with_revocation,
     check_unusable},
    {{"revocation.absent", "For every certificate of the path a CRL is at hand.", "RFC 5280 6.3.3", Severity::warn,
      Severity::note},
     with_revocation,
     check_absent},
    {{"crl.duties", "Every CRL used has what RFC 5280 asks of a CRL and does not change what it says.",
      "RFC 5280 5.1.2.5, 5.2.1, 5.2.3", Severity::warn, Severity::note},
     with_revocation,
     check_crl_duties},
};

}  // namespace

std::span<const Rule> revocation_rules() { return kRules; }

}  // namespace odca
