#include "revocation/revocation.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "chain/graph.h"

namespace odca {
namespace {

/// Signer is a key on the path that may have signed a CRL.
struct Signer {
  const Name& name;
  ByteView spki;
  const KeyInfo& key;
  bool may_sign_crls = false;
  std::optional<Bytes> key_id{};
};

Signer signer_of(const PathStep& step) {
  const Certificate& certificate = step.certificate;
  return {certificate->subject, certificate->spki, certificate->key,
          certificate.is_ca() && certificate.allows(KeyUsage::crl_sign), certificate->subject_key_id};
}

Signer signer_of(const TrustAnchor& anchor) {
  const bool allowed = !anchor.certificate || anchor.certificate->allows(KeyUsage::crl_sign);
  return {anchor.subject, anchor.spki, anchor.key, allowed, anchor.subject_key_id};
}

/// signers_above lists the keys above a certificate of the path, its issuer first, the anchor last.
std::vector<Signer> signers_above(const Path& path, std::size_t cert) {
  std::vector<Signer> signers;
  for (std::size_t i = cert + 1; i < path.steps.size(); ++i) signers.push_back(signer_of(path.steps[i]));
  if (path.anchor) signers.push_back(signer_of(*path.anchor));
  return signers;
}

bool same_name(const Name& a, const Name& b) { return equal(a.match_key(), b.match_key()); }

/// Bystanders finds keys beside the path that may speak for an indirect CRL issuer: anchors of its name, and CAs of its
/// name that an anchor's key certified. Debug namesakes have no such anchor. Anchors of other roles are passed over:
/// "good" by a CRL of theirs would answer a demand for CRLs that is not theirs to answer.
class Bystanders {
 public:
  Bystanders(const TrustStore& store, const Path& path, AnchorRole judged_as,
             const std::vector<Presented>& certificates, LinkProofs& proofs)
      : store_(store), certificates_(certificates), proofs_(proofs) {
    for (const TrustAnchor& anchor : store_.anchors())
      if (may_speak(anchor, path, judged_as)) anchors_.push_back(&anchor);
  }

  void add_to(std::vector<Signer>& signers, const Name& issuer) const {
    for (const TrustAnchor* const anchor : anchors_)
      if (same_name(anchor->subject, issuer) && store_.denial_of_key(anchor->spki_sha256) == nullptr)
        signers.push_back(signer_of(*anchor));
    for (const StoredCertificate& stored : store_.intermediates()) consider(stored.certificate, issuer, signers);
    for (const Presented& presented : certificates_) consider(presented.certificate, issuer, signers);
  }

 private:
  /// may_speak: where the path's own anchor only stands in for the role judged, as a laboratory's does that the policy
  /// names, its peers may speak too.
  static bool may_speak(const TrustAnchor& anchor, const Path& path, AnchorRole judged_as) {
    if (anchor.roles.contains(judged_as)) return true;
    return path.anchor && !path.anchor->roles.contains(judged_as) && share_a_role(anchor.roles, path.anchor->roles);
  }

  void consider(const Certificate& certificate, const Name& issuer, std::vector<Signer>& signers) const {
    if (!same_name(certificate->subject, issuer) || !certificate.is_ca()) return;
    const auto same_key = [&](const Signer& known) { return equal(known.spki, certificate->spki); };
    if (std::any_of(signers.begin(), signers.end(), same_key)) return;
    if (store_.denial_of_key(certificate->spki_sha256) != nullptr) return;
    for (const TrustAnchor* const anchor : anchors_)
      if (same_name(anchor->subject, certificate->issuer) &&
          proofs_.check(anchor->spki, anchor->key, certificate) == LinkAnswer::valid) {
        signers.push_back(signer_of(PathStep{.certificate = certificate}));
        return;
      }
  }

  const TrustStore& store_;
  std::vector<const TrustAnchor*> anchors_{};  ///< of the store
  const std::vector<Presented>& certificates_;
  LinkProofs& proofs_;
};

/// shares_name implements RFC 5280 6.3.3(b)(2)(i): one of the names in the CRL's distribution point is one of those in
/// the certificate's.
bool shares_name(const DistributionPoint& of_crl, const Certificate& certificate) {
  for (const DistributionPoint& point : certificate->crl_distribution_points) {
    for (const std::string& uri : of_crl.uris)
      if (std::find(point.uris.begin(), point.uris.end(), uri) != point.uris.end()) return true;
    for (const Name& name : of_crl.full_names) {
      const auto same = [&](const Name& other) { return same_name(name, other); };
      if (std::any_of(point.full_names.begin(), point.full_names.end(), same)) return true;
    }
  }
  return false;
}

/// Scope is what makes one CRL the successor of another: the key that signed both, and equal issuing distribution
/// points (RFC 5280 5.2.3, 5.2.5).
using Scope = std::pair<Bytes, Bytes>;

/// Reading is what one CRL says about one certificate. Outside of its scope it says nothing.
struct Reading {
  bool in_scope = false;
  CertificateRevocation answer{};
  std::optional<Scope> scope{};  ///< empty while it is unknown who signed the CRL
};

/// in_scope implements RFC 5280 6.3.3(b)(2).
bool in_scope(const Crl& crl, const Certificate& certificate) {
  const std::optional<IssuingDistributionPoint>& idp = crl->issuing_distribution_point;
  if (!idp) return true;
  if (idp->only_attribute_certs) return false;
  if (idp->only_user_certs && certificate.is_ca()) return false;
  if (idp->only_ca_certs && !certificate.is_ca()) return false;
  return !idp->point || shares_name(*idp->point, certificate);
}

/// defect says why a CRL in scope cannot be used, whatever it lists; empty when it can.
std::string defect(const Crl& crl) {
  if (crl->is_delta) return "it is a delta CRL";
  // RFC 5280 5.2: "If a CRL contains a critical extension that the application cannot process, then the application
  // MUST NOT use that CRL to determine the status of certificates."
  if (!crl->unknown_critical.empty()) return cat("it has the unknown critical extension ", crl->unknown_critical[0]);
  if (!crl->unknown_critical_of_entries.empty()) return "an entry has an unknown critical extension";
  if (!equal(crl->inner_signature.der, crl->signature_algorithm.der)) return "its two algorithm identifiers differ";
  return {};
}

/// meant_for_others: an indirect CRL without a name of its own, from the issuer of a certificate that is sent elsewhere
/// for its status. Intel's intermediates sign two CRLs, the indirect one for device certificates: that it does not list
/// an issuing CA says nothing about the issuing CA.
bool meant_for_others(const Crl& crl, const Certificate& certificate) {
  const std::optional<IssuingDistributionPoint>& idp = crl->issuing_distribution_point;
  if (!idp || !idp->indirect || idp->point) return false;
  const std::vector<DistributionPoint>& points = certificate->crl_distribution_points;
  const auto names_issuer = [&](const DistributionPoint& point) {
    return std::any_of(point.crl_issuers.begin(), point.crl_issuers.end(),
                       [&](const Name& name) { return same_name(name, crl->issuer); });
  };
  return !points.empty() && std::none_of(points.begin(), points.end(), names_issuer);
}

/// staleness says why a CRL is not fresh; empty when it is.
std::string staleness(const Crl& crl, Time judged_at, const RevocationPolicy& policy) {
  if (crl->next_update && *crl->next_update < judged_at)
    return cat("its next update was due ", format_time(*crl->next_update));
  if (policy.max_age_days && judged_at - crl->this_update > std::chrono::days(*policy.max_age_days))
    return cat("it is older than ", *policy.max_age_days, " days, dated ", format_time(crl->this_update));
  // RFC 5280 5.1.2.5 demands nextUpdate; without it only the policy's limit can tell that a CRL is fresh.
  if (!crl->next_update && !policy.max_age_days) return "it does not say when the next update is due";
  return {};
}

void check_duties(const HeldCrl& held, std::vector<CrlDuty>& duties) {
  const Crl& crl = held.crl;
  if (!crl->number) duties.push_back({"number-missing", cat("the CRL ", held.where, " has no CRL number")});
  if (crl->number_critical)
    duties.push_back({"number-critical", cat("the CRL ", held.where, " has a critical number")});
  if (!crl->next_update) duties.push_back({"next-update-missing", cat("the CRL ", held.where, " has no next update")});
  if (!crl->authority_key_id || !crl->authority_key_id->key_id)
    duties.push_back({"aki-missing", cat("the CRL ", held.where, " has no authority key identifier")});
}

bool says_indirect(const Crl& crl) {
  return crl->issuing_distribution_point && crl->issuing_distribution_point->indirect;
}

/// names_issuers: RFC 5280 5.3.3 allows an issuer on an entry in indirect CRLs only, and those must say that they are.
bool names_issuers(const Crl& crl) { return crl->entries.any_names_issuer(); }

/// read_entries judges the entries of a CRL whose signature and form are sound. Direct: the CRL issuer issued the
/// certificate, so entries without an issuer of their own speak of it (RFC 5280 5.3.3).
CertificateRevocation read_entries(const HeldCrl& held, const Certificate& certificate, bool direct, Time judged_at,
                                   const RevocationPolicy& policy) {
  const Crl& crl = held.crl;
  CertificateRevocation answer{.state = RevocationState::good, .detail = cat("by the CRL ", held.where)};
  for (const RevokedEntry& entry : crl->entries.with_serial(certificate->serial)) {
    const bool meant = entry.effective_issuer ? same_name(*entry.effective_issuer, certificate->issuer) : direct;
    if (meant) {
      answer.state = RevocationState::revoked;
      answer.revoked_at = entry.revoked_at;
      answer.detail = cat("since ", format_time(entry.revoked_at), " by the CRL ", held.where);
      return answer;
    }
    // Without the flag it is not certain that this entry takes the issuer of the one before it.
    const bool in_doubt = !entry.effective_issuer || (!says_indirect(crl) && !entry.certificate_issuer && direct);
    if (in_doubt) answer.suspicious = true;
  }
  const bool some_reasons = crl->issuing_distribution_point && crl->issuing_distribution_point->only_some_reasons;
  // What a CRL from later than the time judged lists is revoked all the same; only its silence proves nothing yet.
  if (crl->this_update > judged_at) {
    answer.state = RevocationState::unusable;
    answer.detail = cat("the CRL ", held.where, ": it is dated ", format_time(crl->this_update));
  } else if (some_reasons) {
    answer.state = RevocationState::unusable;
    answer.detail = cat("the CRL ", held.where, " speaks of some reasons only");
  } else if (const std::string why = staleness(crl, judged_at, policy); !why.empty()) {
    answer.state = RevocationState::stale;
    answer.detail = cat("the CRL ", held.where, ": ", why);
  }
  return answer;
}

/// Proof is how the search for a CRL's signer on the path ended.
enum class Proof { none, proved, not_allowed, unusable, budget };

struct Proved {
  Proof proof = Proof::none;
  ByteView signer_spki{};  ///< of the signer, where there is a valid signature
};

/// prove looks for the key that signed the CRL: by name to select, by signature to decide. A CRL by a namesake, as the
/// debug hierarchy has for every production CA, proves nothing and is no defect either.
Proved prove(const Crl& crl, const std::vector<Signer>& signers, LinkProofs& proofs) {
  Proof best = Proof::none;
  for (const Signer& signer : signers) {
    if (!same_name(signer.name, crl->issuer)) continue;
    switch (proofs.check(signer.spki, signer.key, crl)) {
      case LinkAnswer::valid:
        return {signer.may_sign_crls ? Proof::proved : Proof::not_allowed, signer.spki};
      case LinkAnswer::budget_spent:
        return {Proof::budget};
      case LinkAnswer::unusable:
        best = Proof::unusable;
        break;
      // A CRL that the key did not sign is no CRL of its issuer: were it "unusable", anyone could turn a policy's
      // demand for CRLs into a lesser complaint by adding forged ones.
      case LinkAnswer::invalid:
      case LinkAnswer::mismatch:
        break;
    }
  }
  return {best};
}

Scope scope_of(const Crl& crl, ByteView signer_spki) {
  const std::optional<IssuingDistributionPoint>& idp = crl->issuing_distribution_point;
  return {Bytes(signer_spki.begin(), signer_spki.end()), idp ? idp->der : Bytes{}};
}

std::string_view reason_of(Proof proof) {
  switch (proof) {
    case Proof::not_allowed:
      return "the key usage of its issuer does not allow signing CRLs";
    case Proof::budget:
      return "the budget of signature checks is used up";
    case Proof::none:
    case Proof::proved:
    case Proof::unusable:
      break;
  }
  return "it is not signed by the key on the path that bears its issuer's name";
}

/// read asks one CRL about one certificate. `signers` are the keys that may have signed it.
Reading read(const HeldCrl& held, const Certificate& certificate, bool direct, const std::vector<Signer>& signers,
             Time judged_at, const RevocationPolicy& policy, LinkProofs& proofs) {
  const Crl& crl = held.crl;
  if (!in_scope(crl, certificate)) return {};
  const auto [proof, signer_spki] = prove(crl, signers, proofs);
  if (proof == Proof::none) return {};
  std::optional<Scope> scope;
  if (!signer_spki.empty()) scope = scope_of(crl, signer_spki);
  const bool budget_spent = proof == Proof::budget;
  const auto unusable = [&](std::string_view why) {
    return Reading{true,
                   {.state = RevocationState::unusable,
                    .detail = cat("the CRL ", held.where, ": ", why),
                    .budget_spent = budget_spent},
                   scope};
  };
  if (proof != Proof::proved) return unusable(reason_of(proof));
  if (const std::string why = defect(crl); !why.empty()) return unusable(why);
  Reading reading{true, read_entries(held, certificate, direct, judged_at, policy), scope};
  if (reading.answer.state != RevocationState::revoked && meant_for_others(crl, certificate)) return {};
  // Only an indirect CRL speaks for other issuers. Differs: some that Intel publishes as indirect do not say that they
  // are, so what such a one lists under this certificate's issuer counts; its silence does not.
  if (!direct && !says_indirect(crl) && reading.answer.state != RevocationState::revoked) {
    if (!reading.answer.suspicious) return {};
    reading.answer.state = RevocationState::absent;
    reading.answer.detail.clear();
  }
  // The same holds for certificates of the CRL's own issuer: for whom a list speaks that names issuers without saying
  // that it is indirect is unknown, so it neither calls them good nor supersedes the list that is theirs.
  if (direct && !says_indirect(crl) && names_issuers(crl) && reading.answer.state != RevocationState::revoked) {
    Reading in_doubt = unusable("its entries name issuers, but it does not say that it is indirect");
    in_doubt.answer.suspicious = reading.answer.suspicious;
    in_doubt.scope.reset();
    return in_doubt;
  }
  check_duties(held, reading.answer.duties);
  return reading;
}

/// rank orders answers about one certificate: revoked > good > stale > unusable > absent.
int rank(RevocationState state) {
  switch (state) {
    case RevocationState::revoked:
      return 5;
    case RevocationState::good:
      return 4;
    case RevocationState::stale:
      return 3;
    case RevocationState::unusable:
      return 2;
    case RevocationState::absent:
      return 1;
    case RevocationState::not_checked:
      break;
  }
  return 0;
}

void merge(CertificateRevocation& best, CertificateRevocation next) {
  next.suspicious = next.suspicious || best.suspicious;
  next.budget_spent = next.budget_spent || best.budget_spent;
  next.duties.insert(next.duties.begin(), best.duties.begin(), best.duties.end());
  if (rank(next.state) > rank(best.state)) {
    best = std::move(next);
    return;
  }
  best.suspicious = next.suspicious;
  best.budget_spent = next.budget_spent;
  best.duties = std::move(next.duties);
}

/// Opinions gathers what the CRLs at hand say about one certificate. What one of them lists is revoked. Of the others
/// the newest of each scope speaks: an older one may be silent about what the newer would list, so it never answers
/// "good" beside a newer one that is stale or cannot be used.
class Opinions {
 public:
  explicit Opinions(Time judged_at) : judged_at_(judged_at) {}

  void add(const Crl& crl, Reading reading) {
    // A CRL dated after the time judged supersedes nothing: at that time it did not exist.
    const bool speaks_alone = !reading.scope || reading.answer.state == RevocationState::revoked ||
                              reading.answer.state == RevocationState::absent || crl->this_update > judged_at_;
    if (speaks_alone) return merge(merged_, std::move(reading.answer));
    suspicious_ = suspicious_ || reading.answer.suspicious;
    const auto [newest, is_first] = newest_.try_emplace(*reading.scope, crl, reading.answer);
    if (!is_first && supersedes(crl, reading.answer, newest->second)) newest->second = {crl, std::move(reading.answer)};
  }

  CertificateRevocation conclude() && {
    for (auto& [scope, opinion] : newest_) merge(merged_, std::move(opinion.second));
    merged_.suspicious = merged_.suspicious || suspicious_;
    return std::move(merged_);
  }

 private:
  using Opinion = std::pair<Crl, CertificateRevocation>;

  /// supersedes: RFC 5280 5.2.3 gives later CRLs of a scope higher numbers. Of two that neither tells apart the one
  /// that says less speaks.
  static bool supersedes(const Crl& crl, const CertificateRevocation& answer, const Opinion& other) {
    const auto order = [](const Crl& of, const CertificateRevocation& says) {
      const Bytes number = of->number.value_or(Bytes{});  // without leading zeros, so the longer one is the higher
      return std::tuple(of->this_update, number.size(), number, -rank(says.state));
    };
    return order(crl, answer) > order(other.first, other.second);
  }

  Time judged_at_;
  CertificateRevocation merged_{};
  bool suspicious_ = false;
  std::map<Scope, Opinion> newest_{};
};

}  // namespace

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
  }
  return "not-checked";
}

std::vector<CertificateRevocation> check_revocation(const Path& path, AnchorRole judged_as, const CrlIndex& crls,
                                                    const TrustStore& store, Time judged_at,
                                                    const RevocationPolicy& policy, LinkProofs& proofs,
                                                    const std::vector<Presented>& certificates) {
  const Bystanders bystanders(store, path, judged_as, certificates, proofs);
  std::vector<CertificateRevocation> answers;
  for (std::size_t i = 0; i < path.steps.size(); ++i) {
    const Certificate& certificate = path.steps[i].certificate;
    const bool is_anchor = path.ends_at_itself && i + 1 == path.steps.size();
    if (is_anchor || !path.anchor) {  // an anchor is trusted as it is; without one no key is known to speak
      answers.push_back({.state = RevocationState::not_checked});
      continue;
    }
    Opinions opinions(judged_at);
    const std::vector<Signer> signers = signers_above(path, i);
    const auto ask = [&](const Name& issuer, bool direct, std::vector<Signer> candidates) {
      if (!direct && !crls.by_issuer(issuer).empty()) bystanders.add_to(candidates, issuer);
      for (const HeldCrl& held : crls.by_issuer(issuer)) {
        Reading reading = read(held, certificate, direct, candidates, judged_at, policy, proofs);
        if (reading.in_scope) opinions.add(held.crl, std::move(reading));
      }
    };
    ask(certificate->issuer, true, {signers.front()});
    std::set<Bytes> asked;
    for (const DistributionPoint& point : certificate->crl_distribution_points)
      for (const Name& issuer : point.crl_issuers)
        if (!same_name(issuer, certificate->issuer) &&
            asked.insert(Bytes(issuer.match_key().begin(), issuer.match_key().end())).second)
          ask(issuer, false, signers);
    answers.push_back(std::move(opinions).conclude());
  }
  return answers;
}

}  // namespace odca
