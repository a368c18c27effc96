// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "revocation/revocation.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "revocation/scope.h"
#include "revocation/who_may_clear.h"

namespace odca {
namespace {

/// presented_shelf leaves out CRLs that the store has too: the operator's copy counts.
CrlShelf presented_shelf(const Evidence& evidence, const TrustStore& store) {
  std::vector<HeldCrl> lists;
  for (const PresentedCrl::From from : {PresentedCrl::From::caller, PresentedCrl::From::sender})
    for (const PresentedCrl& given : evidence.crls)
      if (given.from == from && !store.shelf().contains(given.crl->sha256))
        lists.push_back({given.crl, given.where, from == PresentedCrl::From::caller ? CrlFrom::caller : CrlFrom::dump});
  return CrlShelf(std::move(lists));
}

ListNamed named(const HeldCrl& held) { return {held.where, std::string(to_string(held.from))}; }

void check_duties(const HeldCrl& held, std::vector<CrlDuty>& duties) {
  const Crl& crl = held.crl;
  const std::string name = cat("the CRL ", held.where);
  const auto owes = [&](ReasonId reason, std::string_view what) { duties.push_back({reason, cat(name, ' ', what)}); };
  if (crl->version == 1) owes("version-1", "is of version 1, without CRL number and authority key identifier");
  if (crl->version != 1 && !crl->number) owes("number-missing", "has no CRL number");
  if (crl->number_critical) owes("number-critical", "has a critical CRL number");
  if (!crl->next_update) owes("next-update-missing", "has no next update");
  if (crl->version != 1 && (!crl->authority_key_id || !crl->authority_key_id->key_id))
    owes("aki-missing", "has no authority key identifier");
  for (const Oddity& deviation : crl->oddities) {
    if (deviation.kind == Oddity::Kind::empty_list)
      owes("empty-list", "has an empty revokedCertificates, RFC 5280 5.1.2.6 requires the field to be absent");
    if (deviation.kind == Oddity::Kind::early_generalized_time)
      owes("early-generalized-time", cat("writes ", deviation.where, " before 2050 as GeneralizedTime"));
  }
}

/// Names are the issuers whose CRLs may matter to a certificate: its issuer, the CRL issuers that it names, and all CAs
/// above it on the path.
class Names {
 public:
  void add(const Name& name) {
    if (seen_.insert(Bytes(name.match_key().begin(), name.match_key().end())).second) names_.push_back(name);
  }
  const std::vector<Name>& all() const { return names_; }

 private:
  std::set<Bytes> seen_{};
  std::vector<Name> names_{};
};

Names names_for(const PathToAsk& asked, std::size_t cert) {
  const Certificate& certificate = asked.path.steps[cert].certificate;
  Names names;
  names.add(certificate->issuer);
  for (const DistributionPoint& point : certificate->crl_distribution_points)
    for (const Name& issuer : point.crl_issuers) names.add(issuer);
  for (std::size_t i = cert + 1; i < asked.path.steps.size(); ++i) names.add(asked.path.steps[i].certificate->issuer);
  if (asked.path.anchor) names.add(asked.path.anchor->subject);
  return names;
}

/// lower limits the voice of a CRL to `most`.
void lower(ProvedList& list, Voice most, std::string_view why_not) {
  if (list.voice <= most) return;
  list.voice = most;
  list.why_not = why_not;
}

/// names_above are the issuers whose CRLs may mean the certificate of a CRL issuer beside the path: its issuer, the CRL
/// issuers that it names, and the CAs above that issuer; none below.
Names names_above(const PathToAsk& asked, const Certificate& crl_issuer) {
  Names names;
  names.add(crl_issuer->issuer);
  for (const DistributionPoint& point : crl_issuer->crl_distribution_points)
    for (const Name& issuer : point.crl_issuers) names.add(issuer);
  const std::vector<PathStep>& steps = asked.path.steps;
  const auto issuer = std::find_if(steps.begin(), steps.end(), [&](const PathStep& step) {
    return same_name(step.certificate->subject, crl_issuer->issuer);
  });
  for (auto step = issuer; step != steps.end(); ++step) names.add(step->certificate->issuer);
  if (asked.path.anchor) names.add(asked.path.anchor->subject);
  return names;
}

/// So many entries of a CRL take no longer than a signature check.
constexpr std::size_t kEntriesForACheck = 2500;

void note_spent(CertificateRevocation& answer) {
  answer.budget_spent = true;
  answer.state = RevocationState::unusable;
  answer.cause = Cause::budget;
  answer.detail = "limits.signature_checks was reached before every available CRL was checked";
}

/// is_addressed tells whether the CRLs of that name answer for a certificate; those of others only revoke.
bool is_addressed(const Certificate& certificate, const Name& name) {
  return same_name(certificate->issuer, name) || names_as_crl_issuer(certificate, name);
}

/// key_of is equal for certificates below equal keys on paths that are judged alike: their answer is the same.
Bytes key_of(const PathToAsk& asked, std::size_t cert) {
  Bytes key;
  const auto put = [&](ByteView bytes) { key.insert(key.end(), bytes.begin(), bytes.end()); };
  for (std::size_t i = cert; i < asked.path.steps.size(); ++i) {
    put(asked.path.steps[i].certificate->sha256);
    key.push_back(static_cast<std::uint8_t>(i < asked.voices.size() ? asked.voices[i] : Voice::clears));
  }
  const TrustAnchor& anchor = *asked.path.anchor;
  put(anchor.spki_sha256);
  put(anchor.subject.match_key());
  for (const Fingerprint& sha256 : anchor.cert_sha256) put(sha256);  // dates and key usage differ between them
  for (const AnchorRole role :
       {AnchorRole::odca, AnchorRole::dice, AnchorRole::enterprise, AnchorRole::lab, AnchorRole::rfc5280})
    key.push_back(anchor.roles.contains(role) ? 1 : 0);
  key.push_back(static_cast<std::uint8_t>(asked.judged_as));
  key.push_back(asked.level_of_name != nullptr ? 1 : 0);
  for (const SignatureKind kind : asked.algorithms.signatures) key.push_back(static_cast<std::uint8_t>(kind));
  return key;
}

}  // namespace

std::string_view to_string(Cause cause) {
  constexpr std::string_view kNames[] = {"",       "budget", "signature",    "signer", "unknown-critical", "form",
                                         "future", "delta",  "some-reasons", "scope",  "from-the-dump",    "stale"};
  return kNames[static_cast<std::size_t>(cause)];  // in the order of the enumeration
}

std::string_view to_string(RevocationState state) {
  switch (state) {
    case RevocationState::not_checked:
      return "not-checked";
    case RevocationState::good:
      return "good";
    case RevocationState::revoked:
      return "revoked";
    case RevocationState::stale:
      return "stale";
    case RevocationState::absent:
      return "absent";
    case RevocationState::unusable:
      return "unusable";
    case RevocationState::out_of_scope:
      return "out-of-scope";
  }
  return "not-checked";
}

Revocation::Revocation(const Evidence& evidence, const TrustStore& store, Time judged_at,
                       const RevocationPolicy& policy, std::size_t checks, LinkProofs& proofs)
    : store_(store),
      judged_at_(judged_at),
      policy_(policy),
      entries_{.left = checks * kEntriesForACheck},
      proofs_(proofs),
      shelf_(presented_shelf(evidence, store)),
      lists_(shelf_, store, evidence, judged_at, proofs) {}

std::vector<CertificateRevocation> Revocation::check(const PathToAsk& asked) {
  std::vector<CertificateRevocation> answers;
  for (std::size_t i = 0; i < asked.path.steps.size(); ++i) {
    const bool is_anchor = asked.path.ends_at_itself && i + 1 == asked.path.steps.size();
    if (is_anchor || !asked.path.anchor) {  // an anchor is trusted as it is; without one no key is known
      answers.push_back({.state = RevocationState::not_checked});
      continue;
    }
    const auto [known, is_new] = known_.try_emplace(key_of(asked, i));
    if (is_new) known->second = judge(asked, i);
    answers.push_back(known->second);
  }
  return answers;
}

Accused Revocation::accused(const Certificate& certificate) {
  return {.certificate = certificate,
          .judged_at = judged_at_,
          .dump_counts = policy_.dump_crls == DumpCrls::clear,
          .entries = entries_,
          .names_as_crl_issuer = names_as_crl_issuer};
}

CertificateRevocation Revocation::judge(const PathToAsk& asked, std::size_t cert) {
  const Certificate& certificate = asked.path.steps[cert].certificate;
  CertificateRevocation answer;
  const std::vector<ProvedList> lists = lists_about(asked, cert, answer);
  const std::optional<Charge> charge = who_may_revoke(accused(certificate), lists);
  if (charge && charge->weight == Charge::Weight::suspicious)
    answer.suspicious = Suspicion{charge->reason, charge->detail, named(*charge->list)};
  if (charge && charge->weight == Charge::Weight::revoked) {
    answer.state = RevocationState::revoked;
    answer.detail = charge->detail;
    answer.list = named(*charge->list);
    answer.revoked_at = charge->revoked_at;
    return answer;
  }
  if (entries_.spent) note_spent(answer);
  if (answer.budget_spent) return answer;  // one that was not checked may revoke
  std::vector<ProvedList> addressed;
  std::copy_if(lists.begin(), lists.end(), std::back_inserter(addressed),
               [&](const ProvedList& list) { return is_addressed(certificate, list.crl()->issuer); });
  const Silence silence = who_may_clear(certificate, addressed, judged_at_, policy_);
  const bool nothing_to_say =
      silence.state == RevocationState::absent || silence.state == RevocationState::out_of_scope;
  if (nothing_to_say && !answer.detail.empty()) return answer;  // a CRL that could not be checked comes first
  answer.state = silence.state;
  answer.cause = silence.cause;
  answer.detail = silence.detail;
  answer.list = silence.list != nullptr ? std::optional(named(*silence.list)) : std::nullopt;
  for (const ProvedList& list : addressed)
    if (silence.list == list.held && list.crl()->flaws.empty()) check_duties(*list.held, answer.duties);
  return answer;
}

/// lists_about gathers the proved CRLs that may matter, and reports in `answer` those that could not be proved.
std::vector<ProvedList> Revocation::lists_about(const PathToAsk& asked, std::size_t cert,
                                                CertificateRevocation& answer) {
  const Certificate& certificate = asked.path.steps[cert].certificate;
  std::vector<ProvedList> lists;
  const Names names = names_for(asked, cert);
  std::map<Fingerprint, std::optional<Charge::Weight>> charges;  // by the signer's certificate
  for (const Name& name : names.all()) {
    if (!lists_.any_of(name)) continue;
    const Asks asks = is_addressed(certificate, name) ? Asks::for_all : Asks::only_who_lists;
    ListsOfName found = lists_.of(asked, cert, name, certificate->serial, asks);
    answer.budget_spent = answer.budget_spent || found.budget_spent;
    for (ProvedList& list : found.proved) {
      if (list.beside) {
        const auto [known, is_new] = charges.try_emplace((*list.beside)->sha256);
        if (is_new) known->second = charge_against(asked, cert, *list.beside, answer.budget_spent);
        if (known->second == Charge::Weight::revoked)
          lower(list, Voice::unfit, "its signer's certificate is revoked");
        else if (known->second)
          lower(list, Voice::revokes, "its signer's certificate may be revoked");
      }
      // The CRL was proved once by each certificate of its signer's key; the one that gives it the most voice counts.
      const auto known =
          std::find_if(lists.begin(), lists.end(), [&](const ProvedList& other) { return other.held == list.held; });
      if (known == lists.end())
        lists.push_back(std::move(list));
      else if (known->voice < list.voice)
        *known = std::move(list);
    }
    if (asks == Asks::only_who_lists || found.unverifiable == nullptr || !answer.detail.empty()) continue;
    answer.state = RevocationState::unusable;
    answer.cause = Cause::signature;
    answer.detail = cat(described(*found.unverifiable), ": ", found.why_unverifiable);
    answer.list = named(*found.unverifiable);
  }
  if (answer.budget_spent) note_spent(answer);
  return lists;
}

/// charge_against is the charge of the available CRLs against the certificate of a CRL issuer beside the path. If a key
/// of the path revoked it, its CRLs are not used (RFC 5280 6.3.3(f): its own path is validated); if it is suspicious,
/// they do not clear. Another CRL issuer beside the path only makes it suspicious, since two may accuse each other; so
/// does a CRL of the sender, or an old one with a hold would take from a signer the power to revoke.
std::optional<Charge::Weight> Revocation::charge_against(const PathToAsk& asked, std::size_t cert,
                                                         const Certificate& crl_issuer, bool& budget_spent) {
  const Names names = names_above(asked, crl_issuer);
  std::vector<ProvedList> of_path;
  std::vector<ProvedList> of_others;
  for (const Name& name : names.all()) {
    if (!lists_.any_of(name)) continue;
    ListsOfName found = lists_.of(asked, cert, name, crl_issuer->serial, Asks::only_who_lists);
    budget_spent = budget_spent || found.budget_spent;
    for (ProvedList& list : found.proved) {
      const bool counts = !list.beside && (list.held->from != CrlFrom::dump || policy_.dump_crls == DumpCrls::clear);
      (counts ? of_path : of_others).push_back(std::move(list));
    }
  }
  if (const std::optional<Charge> charge = who_may_revoke(accused(crl_issuer), of_path)) return charge->weight;
  return who_may_revoke(accused(crl_issuer), of_others) ? std::optional(Charge::Weight::suspicious) : std::nullopt;
}

std::optional<Suspicion> Revocation::unheard(const Certificate& certificate, const Certificate* signer,
                                             bool all_above_are_known) {
  const auto may_be_of_signer = [&](const HeldCrl& held) {
    if (signer == nullptr) return true;
    const LinkAnswer answer = proofs_.check((*signer)->spki, (*signer)->key, held.crl);
    return answer == LinkAnswer::valid || answer == LinkAnswer::budget_spent;
  };
  for (const CrlShelf* shelf : {&store_.shelf(), static_cast<const CrlShelf*>(&shelf_)}) {
    for (const HeldCrl* const held : shelf->listing(certificate->serial)) {
      const bool of_issuer = same_name(held->crl->issuer, certificate->issuer);
      if (all_above_are_known && !(of_issuer && may_be_of_signer(*held))) continue;
      const ProvedList list{.held = held,
                            .voice = Voice::unfit,
                            .why_not = "no certificate of its signer that was valid then is available"};
      if (const std::optional<Charge> charge = who_may_revoke(accused(certificate), {list}))
        return Suspicion{"signer-not-at-hand", charge->detail, named(*held)};
      if (entries_.spent)
        return Suspicion{"budget", cat("limits.signature_checks was reached before ", described(*held), " was checked"),
                         named(*held)};
    }
  }
  return std::nullopt;
}

}  // namespace odca
