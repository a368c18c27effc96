// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "revocation/who_may_clear.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "revocation/scope.h"
#include "revocation/who_may_revoke.h"

namespace odca {
namespace {

/// Group is the lists of one scope: one signer, one issuer, equal issuing distribution points (RFC 5280 5.2.3, 5.2.5).
struct Group {
  CrlScope scope;
  std::vector<const ProvedList*> lists{};  ///< the newest first
};

using Groups = std::vector<Group>;

/// Word is the result of one group that does not list the certificate.
struct Word {
  enum class Weight { fresh, stale, unusable };
  Weight weight = Weight::unusable;
  Cause cause = Cause::none;
  std::string why{};
  const HeldCrl* list = nullptr;
  bool from_dump = false;  ///< it rests on a CRL of the dump
};

/// staleness says why a list is not fresh (6.3.3(a)); empty when it is.
std::string staleness(const Crl& crl, Time judged_at, const RevocationPolicy& policy) {
  if (crl->next_update && *crl->next_update < judged_at)
    return cat("its next update was due ", format_time(*crl->next_update));
  if (policy.max_age_days && judged_at - crl->this_update > std::chrono::days(*policy.max_age_days))
    return cat("it is older than ", *policy.max_age_days, " days, dated ", format_time(crl->this_update));
  // RFC 5280 5.1.2.5 demands nextUpdate; without it only the policy's limit can tell that a CRL is fresh.
  if (!crl->next_update && !policy.max_age_days) return "missing next update";
  return {};
}

struct Defect {
  Cause cause = Cause::none;
  std::string why{};
};

/// defect says why a CRL clears nothing, whatever its scope and age (RFC 5280 5.2, 6.3.3(f)); Cause::none: it may.
Defect defect(const ProvedList& list, Time judged_at) {
  const Crl& crl = list.crl();
  if (list.voice != Voice::clears) return {Cause::signer, list.why_not};
  // RFC 5280 5.2: "If a CRL contains a critical extension that the application cannot process, then the application
  // MUST NOT use that CRL to determine the status of certificates."
  if (!crl->unknown_critical.empty())
    return {Cause::unknown_critical,
            cat("unknown critical extension ", crl->unknown_critical[0], ": RFC 5280 5.2 forbids using the CRL")};
  if (!crl->unknown_critical_of_entries.empty())
    return {Cause::unknown_critical, cat("unknown critical extension ", crl->unknown_critical_of_entries,
                                         " of an entry: RFC 5280 5.3 forbids using the CRL")};
  if (!crl->flaws.empty()) return {Cause::form, crl->flaws[0]};
  if (!equal(crl->inner_signature.der, crl->signature_algorithm.der))
    return {Cause::form, "the signature algorithms inside and outside its signed part differ"};
  if (crl->this_update > judged_at) return {Cause::future, cat("it is dated ", format_time(crl->this_update))};
  if (list.for_whom_is_unknown) return {Cause::form, "its entries name issuers, but it is not marked as indirect"};
  return {};
}

Word unusable(const ProvedList& list, Cause cause, std::string why) {
  return {.weight = Word::Weight::unusable,
          .cause = cause,
          .why = std::move(why),
          .list = list.held,
          .from_dump = list.held->from == CrlFrom::dump};
}

std::string number_text(const std::optional<Bytes>& number) { return number ? cat("number ", to_hex(*number)) : ""; }

/// word_of_delta: 5.2.4: a delta and the complete list that it follows are one complete list of the delta's date.
Word word_of_delta(const ProvedList& delta, const std::vector<const ProvedList*>& lists, Time judged_at,
                   const RevocationPolicy& policy) {
  Defect bad{Cause::delta, cat("missing complete CRL for this delta CRL (", number_text(delta.crl()->base_number),
                               " or a later one before it)")};
  for (const ProvedList* base : lists) {
    if (base->crl()->is_delta || !follows(delta, *base)) continue;
    bad = defect(*base, judged_at);
    if (bad.cause != Cause::none) continue;
    Word word{.weight = Word::Weight::fresh,
              .list = delta.held,
              .from_dump = delta.held->from == CrlFrom::dump || base->held->from == CrlFrom::dump};
    word.why = staleness(delta.crl(), judged_at, policy);
    if (!word.why.empty()) word.weight = Word::Weight::stale;
    return word;
  }
  return unusable(delta, bad.cause, std::move(bad.why));
}

/// word_of judges the newest CRL of a group that is not dated after the time judged: one that did not exist then
/// supersedes nothing. `those` selects the CRLs that count.
template <class Those>
std::optional<Word> word_of(const Group& group, Time judged_at, const RevocationPolicy& policy, Those those) {
  std::vector<const ProvedList*> lists;
  std::copy_if(group.lists.begin(), group.lists.end(), std::back_inserter(lists), those);
  if (lists.empty()) return {};
  const auto existed = [&](const ProvedList* list) { return list->crl()->this_update <= judged_at; };
  const auto newest = std::find_if(lists.begin(), lists.end(), existed);
  if (newest == lists.end()) return unusable(*lists[0], Cause::future, defect(*lists[0], judged_at).why);
  const ProvedList& list = **newest;
  if (const Defect bad = defect(list, judged_at); bad.cause != Cause::none) return unusable(list, bad.cause, bad.why);
  if (list.crl()->is_delta) return word_of_delta(list, lists, judged_at, policy);
  Word word{.weight = Word::Weight::fresh, .list = list.held, .from_dump = list.held->from == CrlFrom::dump};
  word.why = staleness(list.crl(), judged_at, policy);
  if (!word.why.empty()) word.weight = Word::Weight::stale;
  return word;
}

Groups groups_of(const std::vector<ProvedList>& lists, Time judged_at) {
  using Key = std::pair<Bytes, Bytes>;
  std::map<Key, std::size_t> known;
  Groups groups;
  for (const ProvedList& list : lists) {
    const Crl& crl = list.crl();
    const auto& idp = crl->issuing_distribution_point;
    Key key{list.signer, idp ? idp->der : Bytes{}};
    if (list.for_whom_is_unknown) key.second.push_back(1);  // behind DER: a scope of its own
    // The same key may sign in several names.
    key.first.insert(key.first.end(), crl->issuer.match_key().begin(), crl->issuer.match_key().end());
    const auto [place, is_new] = known.emplace(std::move(key), groups.size());
    if (is_new) groups.push_back({.scope = CrlScope(crl)});
    groups[place->second].lists.push_back(&list);
  }
  for (Group& group : groups)
    std::stable_sort(group.lists.begin(), group.lists.end(), [&](const ProvedList* a, const ProvedList* b) {
      if (is_newer(a->crl(), b->crl()) || is_newer(b->crl(), a->crl())) return is_newer(a->crl(), b->crl());
      // Of two with the same date and number the one with a defect comes first, or the one with the earlier nextUpdate.
      const bool a_is_bad = defect(*a, judged_at).cause != Cause::none;
      const bool b_is_bad = defect(*b, judged_at).cause != Cause::none;
      return a_is_bad != b_is_bad ? a_is_bad : a->crl()->next_update < b->crl()->next_update;
    });
  return groups;
}

/// Hearing combines the results of the groups for one certificate.
class Hearing {
 public:
  Hearing(const Certificate& certificate, Time judged_at, const RevocationPolicy& policy)
      : certificate_(certificate), points_(points_of(certificate)), judged_at_(judged_at), policy_(policy) {}

  void hear(const Group& group) {
    std::string why = group.scope.excludes(certificate_);
    ReasonSet reasons = 0;
    if (why.empty() && meant_for_others(group.scope.crl()))
      why = "it is an indirect CRL, and the certificate names no CRL issuer";
    if (why.empty()) {
      bool answers = false;
      for (const DistributionPoint& point : points_) {
        std::string miss = group.scope.misses(point, certificate_);
        if (!miss.empty()) {
          if (why.empty()) why = std::move(miss);
          continue;
        }
        answers = true;
        reasons |= group.scope.reasons(point);
      }
      if (answers) return listen(group, reasons);
    }
    note(out_of_scope_, {.state = RevocationState::out_of_scope,
                         .cause = Cause::scope,
                         .detail = cat(described(*group.lists[0]->held), ": ", why),
                         .list = group.lists[0]->held});
  }

  /// conclude: 6.3.3 ends with UNREVOKED only where the reasons_mask holds all reasons; else the status is
  /// undetermined.
  Silence conclude() && {
    if (cleared_ == kAllReasons)
      return {.state = RevocationState::good, .detail = cat("by ", described(*cleared_by_)), .list = cleared_by_};
    if (stale_) return *std::move(stale_);
    if (unusable_) return *std::move(unusable_);
    if (cleared_ != 0)
      return {.state = RevocationState::unusable,
              .cause = Cause::some_reasons,
              .detail = cat(described(*cleared_by_), " covers only some revocation reasons"),
              .list = cleared_by_};
    if (dump_) return *std::move(dump_);
    if (out_of_scope_) return *std::move(out_of_scope_);
    return {};
  }

 private:
  static void note(std::optional<Silence>& place, Silence silence) {
    if (!place) place = std::move(silence);
  }

  /// meant_for_others: an indirect CRL without a distribution point name, while the certificate's distribution points
  /// name no CRL issuer. Intel's intermediates sign two CRLs, and the indirect one covers only device certificates, so
  /// it does not clear an issuing CA.
  bool meant_for_others(const Crl& crl) const {
    const auto& idp = crl->issuing_distribution_point;
    return idp && idp->indirect && !idp->point && !certificate_->crl_distribution_points.empty() &&
           !names_as_crl_issuer(certificate_, crl->issuer);
  }

  void listen(const Group& group, ReasonSet reasons) {
    const auto all = [](const ProvedList*) { return true; };
    const auto operators = [](const ProvedList* list) { return list->held->from != CrlFrom::dump; };
    std::optional<Word> word = word_of(group, judged_at_, policy_, all);
    const bool counts = policy_.dump_crls == DumpCrls::clear;
    // A newer CRL of the sender may supersede an older one, but it may not clear.
    if (word && word->weight == Word::Weight::fresh && word->from_dump && !counts) {
      note(dump_, {.state = RevocationState::absent,
                   .cause = Cause::from_the_dump,
                   .detail = "CRLs of the dump do not clear, because its sender chose them",
                   .list = word->list});
      word = word_of(group, judged_at_, policy_, operators);
    }
    if (word) take(*word, reasons);
  }

  void take(const Word& word, ReasonSet reasons) {
    switch (word.weight) {
      case Word::Weight::fresh:
        cleared_ = static_cast<ReasonSet>(cleared_ | reasons);
        cleared_by_ = word.list;
        return;
      case Word::Weight::stale:
        return note(stale_, {.state = RevocationState::stale,
                             .cause = Cause::stale,
                             .detail = cat(described(*word.list), ": ", word.why),
                             .list = word.list});
      case Word::Weight::unusable:
        return note(unusable_, {.state = RevocationState::unusable,
                                .cause = word.cause,
                                .detail = cat(described(*word.list), ": ", word.why),
                                .list = word.list});
    }
  }

  const Certificate& certificate_;
  std::vector<DistributionPoint> points_;
  Time judged_at_;
  const RevocationPolicy& policy_;
  ReasonSet cleared_ = 0;
  const HeldCrl* cleared_by_ = nullptr;
  std::optional<Silence> stale_{};
  std::optional<Silence> unusable_{};
  std::optional<Silence> dump_{};
  std::optional<Silence> out_of_scope_{};
};

}  // namespace

Silence who_may_clear(const Certificate& certificate, const std::vector<ProvedList>& lists, Time judged_at,
                      const RevocationPolicy& policy) {
  Hearing hearing(certificate, judged_at, policy);
  for (const Group& group : groups_of(lists, judged_at)) hearing.hear(group);
  return std::move(hearing).conclude();
}

}  // namespace odca
