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

/// add_list names the list, and who brought it, for programs.
void add_list(Finding& finding, const std::optional<ListNamed>& list) {
  if (!list) return;
  finding.params.push_back({"list", list->where});
  finding.params.push_back({"list_from", list->from});
}

struct Wording {
  std::string_view what;  ///< before "for certificate 3: …"
  std::string_view hint;
};

/// report_alike makes one finding for all certificates of which the same is to be said: on most hosts the same CRLs
/// lack for all of them.
void report_alike(const RuleInput& in, Answer& out, RevocationState state, std::string_view reason,
                  Wording (*wording)(const CertificateRevocation&)) {
  std::vector<bool> told(in.revocation.size(), false);
  for (std::size_t i = 0; i < in.revocation.size(); ++i) {
    const CertificateRevocation& first = in.revocation[i];
    if (first.state != state || told[i]) continue;
    std::vector<std::size_t> certs;
    for (std::size_t k = i; k < in.revocation.size(); ++k) {
      const CertificateRevocation& other = in.revocation[k];
      if (other.state != state || other.cause != first.cause || other.detail != first.detail) continue;
      told[k] = true;
      certs.push_back(k);
    }
    const Wording words = wording(first);
    const std::string detail = first.detail.empty() ? "" : cat(": ", first.detail);
    Finding& finding = out.report(
        cat(words.what, certs.size() == 1 ? " for certificate " : " for certificates ", listed(certs), detail),
        certs.size() == 1 ? std::optional<std::size_t>(certs[0]) : std::nullopt, std::string(reason));
    finding.hint = words.hint;
    finding.params.push_back({"certificates", listed(certs)});
    if (first.cause != Cause::none) finding.params.push_back({"cause", std::string(to_string(first.cause))});
    add_list(finding, first.list);
  }
}

void check_revoked(const RuleInput& in, Answer& out) {
  report_validated(in, out);  // what is known against another certificate of a pinned key
  for (std::size_t i = 0; i < in.revocation.size(); ++i) {
    const CertificateRevocation& revocation = in.revocation[i];
    if (revocation.state != RevocationState::revoked) continue;
    Finding& finding = out.report(cat("the certificate is revoked: ", revocation.detail), i, "revoked");
    if (revocation.revoked_at) finding.params.push_back({"revoked_at", format_time(*revocation.revoked_at)});
    add_list(finding, revocation.list);
  }
}

std::string_view hint_of_suspicion(std::string_view reason) {
  if (reason == "serial-without-issuer")
    return "many devices share such serial numbers; ask the CA whose certificate the entry means";
  if (reason == "signer-not-allowed")
    return "treat the certificate as revoked until the CA has said otherwise; its certificate must allow cRLSign";
  return "treat the certificate as revoked until the CA has said what the extension means; the list is genuine, and "
         "fetching it again changes nothing";
}

void check_suspicious(const RuleInput& in, Answer& out) {
  report_validated(in, out);  // as above
  for (std::size_t i = 0; i < in.revocation.size(); ++i) {
    const std::optional<Suspicion>& suspicion = in.revocation[i].suspicious;
    if (!suspicion) continue;
    Finding& finding = out.report(cat("the certificate may be revoked: ", suspicion->detail), i, suspicion->reason);
    finding.hint = hint_of_suspicion(suspicion->reason);
    add_list(finding, suspicion->list);
  }
}

Wording stale_wording(const CertificateRevocation&) {
  return {"the CRL at hand is out of date", "fetch the current CRL and give it with --crl or through the trust source"};
}

void check_stale(const RuleInput& in, Answer& out) {
  report_alike(in, out, RevocationState::stale, "stale", stale_wording);
}

/// unusable_hints lead out of each cause. Nobody is sent to fetch again what is genuine.
struct CauseHint {
  Cause cause;
  std::string_view hint;
};
constexpr CauseHint kUnusableHints[] = {
    {Cause::delta, "give the complete CRL as well, with --crl or through the trust source"},
    {Cause::some_reasons, "give the CA's CRLs for the other reasons as well, with --crl or through the trust source"},
    {Cause::unknown_critical,
     "the list is genuine, and fetching it again changes nothing; ask the CA for one without that extension"},
    {Cause::form, "the list is genuine, and fetching it again changes nothing; tell the CA what is wrong with it"},
    {Cause::future, "check the clock, or give the time to judge at by --at; or give the CRL that was current then"},
    {Cause::signer,
     "the list is genuine; give one that a key signed which the CA's certificate and the policy allow to"},
    {Cause::signature, "give a CRL with a signature of a kind that the policy lists, as the CA's certificates have"},
    {Cause::budget, "leave out CRLs and certificates of strangers, or raise limits.signature_checks in the policy"},
};

Wording unusable_wording(const CertificateRevocation& revocation) {
  for (const CauseHint& row : kUnusableHints)
    if (row.cause == revocation.cause) return {"the CRL at hand cannot be used", row.hint};
  return {"the CRL at hand cannot be used", "ask the CA for a list that can be used"};
}

void check_unusable(const RuleInput& in, Answer& out) {
  report_alike(in, out, RevocationState::unusable, "unusable", unusable_wording);
}

Wording absent_wording(const CertificateRevocation& revocation) {
  if (revocation.cause == Cause::from_the_dump)
    return {"no CRL is at hand but the sender's",
            "give the CA's CRLs with --crl or through the trust source; or let those of the dump count with "
            "revocation.dump_crls: clear in the policy"};
  return {"no CRL is at hand", "give CRLs with --crl or through the trust source; nothing is fetched from the network"};
}

Wording scope_wording(const CertificateRevocation&) {
  return {"no CRL at hand is",
          "give the CRL that the certificate names: odca-verify inspect prints its distribution points; nothing is "
          "fetched from the network"};
}

void check_absent(const RuleInput& in, Answer& out) {
  report_alike(in, out, RevocationState::absent, "absent", absent_wording);
  report_alike(in, out, RevocationState::out_of_scope, "out-of-scope", scope_wording);
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
    {{"revocation.suspicious",
      "No CRL that may not be used, or does not name the issuer, lists a certificate of the path.",
      "RFC 5280 5.2, 5.3, 5.3.3; docs/hierarchy.md 6", Severity::fail, Severity::warn},
     [](const RuleInput& in) { return with_revocation(in) || has_problem(in, "revocation.suspicious"); },
     check_suspicious},
    {{"revocation.stale", "Every CRL that speaks about the path is fresh.", "RFC 5280 5.1.2.5", Severity::warn,
      Severity::note},
     with_revocation,
     check_stale},
    {{"revocation.unusable", "Every CRL meant for the path can be used.", "RFC 5280 6.3.3", Severity::warn,
      Severity::note},
     with_revocation,
     check_unusable},
    {{"revocation.absent", "For every certificate of the path a CRL is at hand that is for it.", "RFC 5280 6.3.3",
      Severity::warn, Severity::note},
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
