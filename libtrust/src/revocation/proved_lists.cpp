// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "revocation/proved_lists.h"

#include <algorithm>
#include <initializer_list>

#include "base/text.h"

namespace odca {

std::string described(const HeldCrl& held) {
  switch (held.from) {
    case CrlFrom::dump:
      return cat("the CRL ", held.where, " (from the dump)");
    case CrlFrom::caller:
      return cat("the CRL ", held.where, " (given by --crl)");
    case CrlFrom::trust_source:
      break;
  }
  return cat("the CRL ", held.where, " (from the trust source)");
}

std::vector<RevokedEntry> entries_of(const ProvedList& list, ByteView serial, EntryBudget& budget) {
  std::vector<RevokedEntry> found;
  if (list.silent) return found;
  for (const RevokedEntry& entry : list.crl()->entries.with_serial(serial)) {
    budget.spent = budget.spent || budget.left == 0;
    if (budget.spent) break;
    constexpr std::size_t kOctetsForOne = 4;  // of a name: it has to be decoded
    const std::size_t of_name = entry.effective_issuer ? entry.effective_issuer->der().size() / kOctetsForOne : 0;
    budget.left -= std::min(budget.left, 1 + of_name);
    found.push_back(entry);
  }
  return found;
}

namespace {

/// for_whom_is_unknown: RFC 5280 5.3.3 allows an issuer on an entry in indirect CRLs only, and those must say that they
/// are. Differs: some that Intel publishes do not.
bool for_whom_is_unknown(const Crl& crl) {
  const auto& idp = crl->issuing_distribution_point;
  return !(idp && idp->indirect) && crl->entries.any_names_issuer();
}

}  // namespace

/// Round is the work of one call of ProvedLists::of.
class ProvedLists::Round {
 public:
  Round(const ProvedLists& lists, const PathToAsk& asked, std::size_t cert, const Name& issuer, ByteView serial,
        Asks asks)
      : lists_(lists),
        asked_(asked),
        cert_(cert),
        issuer_(issuer),
        serial_(serial),
        asks_(asks),
        speakers_(lists.speakers_.of_path(asked, cert, issuer)),
        has_one_key_(have_one_key(speakers_)) {}

  ListsOfName run() {
    take(lists_.store_.shelf().of(issuer_), {CrlFrom::trust_source});
    take(lists_.presented_.of(issuer_), {CrlFrom::caller, CrlFrom::dump});
    return std::move(out_);
  }

 private:
  void take(const CrlShelf::Row* row, std::initializer_list<CrlFrom> hands) {
    if (row == nullptr) return;
    const std::vector<std::size_t> listing = row->listing(serial_);
    const std::set<std::size_t> lists_it(listing.begin(), listing.end());
    for (const CrlFrom from : hands) {
      for (const std::size_t place : listing) prove(row->lists()[place], from, true);
      if (asks_ == Asks::only_who_lists && from != CrlFrom::dump) continue;
      for (std::size_t place = 0; place < row->lists().size(); ++place)
        if (!lists_it.contains(place)) prove(row->lists()[place], from, false);
    }
  }

  /// prove looks for the key that signed the CRL: selected by name, decided by signature. A CRL of a namesake, which
  /// the debug hierarchy has for every production CA, proves nothing and is not a defect.
  void prove(const HeldCrl& held, CrlFrom from, bool lists_the_serial) {
    if (held.from != from || out_.budget_spent) return;
    const bool silent = !lists_the_serial && from != CrlFrom::dump;  // nothing is known yet of those of the dump
    if (silent && superseded(held)) return;
    const Heard heard = by(speakers_, held, silent);
    if (heard.most == Voice::clears || out_.budget_spent) return;
    if (!heard.signer.empty()) {  // another certificate of that key may give it more voice
      const auto others = lists_.speakers_.certified(asked_, cert_, issuer_, heard.signer, out_.budget_spent);
      if (!out_.budget_spent) by(others, held, silent);
      return;
    }
    if (!certified_) certified_ = lists_.speakers_.certified(asked_, cert_, issuer_, {}, out_.budget_spent);
    if (!out_.budget_spent) by(*certified_, held, silent);
  }

  /// superseded: a CRL without the serial number that is older than a proved one of its scope, from no better source,
  /// adds nothing. Both must be of one key, as far as they say: an older CRL of another key may be the one that counts.
  bool superseded(const HeldCrl& held) const {
    return std::any_of(out_.proved.begin(), out_.proved.end(), [&](const ProvedList& known) {
      const Crl& newer = known.crl();
      return known.voice == Voice::clears && !newer->is_delta && !known.for_whom_is_unknown &&
             newer->this_update <= lists_.judged_at_ && known.held->from >= held.from && is_newer(newer, held.crl) &&
             same_scope(newer, held.crl) && are_of_one_key(known, held.crl);
    });
  }

  static bool same_scope(const Crl& a, const Crl& b) {
    const auto der = [](const Crl& crl) {
      return crl->issuing_distribution_point ? ByteView(crl->issuing_distribution_point->der) : ByteView{};
    };
    return equal(der(a), der(b));
  }

  static bool names_key(const Crl& crl) { return crl->authority_key_id && crl->authority_key_id->key_id; }

  /// are_of_one_key: both name it, or the older list names none and the path has one of that name. A signer beside the
  /// path may name a key that is not its own.
  bool are_of_one_key(const ProvedList& known, const Crl& older) const {
    if (!names_key(older)) return !known.beside && has_one_key_;
    const Crl& newer = known.crl();
    if (!names_key(newer) || newer->authority_key_id->key_id != older->authority_key_id->key_id) return false;
    return !known.beside || (*known.beside)->subject_key_id == older->authority_key_id->key_id;
  }
  static bool have_one_key(const std::vector<Speaker>& speakers) {
    return std::all_of(speakers.begin(), speakers.end(),
                       [&](const Speaker& speaker) { return equal(speaker.spki, speakers.front().spki); });
  }

  /// Heard is the most that a list has by a certificate of its signer, and that key; empty: none of them signed it.
  struct Heard {
    Voice most = Voice::none;
    ByteView signer{};
  };

  /// by keeps the list for every certificate of the key that signed it. One key signed it: no other is asked then.
  Heard by(const std::vector<Speaker>& speakers, const HeldCrl& held, bool silent) {
    Heard heard;
    for (const Speaker& speaker : speakers) {
      if (speaker.voice == Voice::none || (!heard.signer.empty() && !equal(heard.signer, speaker.spki))) continue;
      switch (lists_.proofs_.check(speaker.spki, *speaker.key, held.crl)) {
        case LinkAnswer::valid:
          heard.signer = speaker.spki;
          heard.most = std::max(heard.most, keep(speaker, held, silent));
          break;
        case LinkAnswer::budget_spent:
          out_.budget_spent = true;
          return heard;
        case LinkAnswer::unusable:
          if (out_.unverifiable == nullptr) {
            out_.unverifiable = &held;
            out_.why_unverifiable =
                held.crl->signature_algorithm.problem.empty()
                    ? "the key of its issuer is unusable"
                    : cat("its signature cannot be checked: ", held.crl->signature_algorithm.problem);
          }
          break;
        case LinkAnswer::invalid:
        case LinkAnswer::mismatch:
          break;
      }
    }
    return heard;
  }

  Voice keep(const Speaker& speaker, const HeldCrl& held, bool silent) {
    ProvedList list{.held = &held,
                    .voice = voice_of(speaker, held.crl->this_update, lists_.judged_at_),
                    .signer = Bytes(speaker.spki.begin(), speaker.spki.end()),
                    .beside = speaker.beside,
                    .silent = silent,
                    .for_whom_is_unknown = for_whom_is_unknown(held.crl)};
    if (list.voice == Voice::none) return Voice::none;
    if (!speaker.why_not.empty()) list.why_not = speaker.why_not;
    if (list.voice < speaker.voice) list.why_not = "its signer's certificate is not valid at the time judged";
    // An algorithm that the policy does not allow for certificates does not clear any either, but it revokes.
    const auto& allowed = asked_.algorithms.signatures;
    const SignatureKind kind = held.crl->signature_algorithm.kind;
    if (list.voice == Voice::clears && std::find(allowed.begin(), allowed.end(), kind) == allowed.end()) {
      list.voice = Voice::revokes;
      list.why_not = cat("the policy does not allow its signature algorithm, ", to_string(kind));
    }
    out_.proved.push_back(std::move(list));
    return out_.proved.back().voice;
  }

  const ProvedLists& lists_;
  const PathToAsk& asked_;
  std::size_t cert_;
  const Name& issuer_;
  ByteView serial_;
  Asks asks_;
  std::vector<Speaker> speakers_;
  bool has_one_key_;
  std::optional<std::vector<Speaker>> certified_{};
  ListsOfName out_{};
};

ListsOfName ProvedLists::of(const PathToAsk& asked, std::size_t cert, const Name& issuer, ByteView serial,
                            Asks asks) const {
  return Round(*this, asked, cert, issuer, serial, asks).run();
}

}  // namespace odca
