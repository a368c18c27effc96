// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/diff.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "bundle/anchor_words.h"

namespace odca::bundle {
namespace {

/// Lines collects changes; each has the effect of its kind.
class Lines {
 public:
  void add(ChangeKind kind, std::uint64_t id, std::string subject, std::string text) {
    changes_.push_back({effect_of(kind), kind, id, std::move(subject), std::move(text)});
  }
  std::vector<Change> take() && {
    std::stable_sort(changes_.begin(), changes_.end(),
                     [](const Change& a, const Change& b) { return a.effect < b.effect; });
    return std::move(changes_);
  }

 private:
  static Effect effect_of(ChangeKind kind) {
    switch (kind) {
      case ChangeKind::anchor_added:
      case ChangeKind::roles_widened:
      case ChangeKind::constraint_widened:
      case ChangeKind::denial_lifted:
      case ChangeKind::revocation_lost:
        return Effect::expands;
      case ChangeKind::anchor_removed:
      case ChangeKind::roles_narrowed:
      case ChangeKind::constraint_narrowed:
      case ChangeKind::denial_added:
      case ChangeKind::revocation_added:
        return Effect::narrows;
      case ChangeKind::intermediate_added:
      case ChangeKind::intermediate_removed:
      case ChangeKind::description_changed:
        return Effect::neutral;  // signatures decide about intermediates
    }
    return Effect::expands;
  }

  std::vector<Change> changes_{};
};

/// AnchorLines compares one anchor with its former self.
class AnchorLines {
 public:
  AnchorLines(const TrustAnchor& before, const TrustAnchor& after, Lines& lines)
      : before_(before), after_(after), lines_(lines) {}

  void compare() {
    const AnchorConstraints& was = before_.constraints;
    const AnchorConstraints& is = after_.constraints;
    roles();
    first_ca(was.first_ca, is.first_ca);
    bound("path length", was.path_len, is.path_len, Bound::upper);
    bound("first AMT version", was.min_amt, is.min_amt, Bound::lower);
    bound("last AMT version", was.max_amt, is.max_amt, Bound::upper);
    interval("use", was.use_window, is.use_window);
    interval("validity", before_.validity, after_.validity);
    certificate();
    description();
  }

 private:
  enum class Bound { lower, upper };

  void line(ChangeKind kind, std::string_view text) {
    lines_.add(kind, after_.id, after_.label, cat("anchor ", after_.id, " ", quote(after_.label), ": ", text));
  }
  /// moved says that a constraint demands less, more, or something else.
  void moved(bool wider, std::string_view text) {
    line(wider ? ChangeKind::constraint_widened : ChangeKind::constraint_narrowed, text);
  }

  void roles() {
    const std::vector<std::string> was = before_.roles.to_strings();
    const std::vector<std::string> is = after_.roles.to_strings();
    const auto missing_in = [](const std::vector<std::string>& there, const std::vector<std::string>& from) {
      std::vector<std::string> missing;
      for (const std::string& name : from)
        if (std::find(there.begin(), there.end(), name) == there.end()) missing.push_back(name);
      return missing;
    };
    const auto gained = missing_in(was, is);
    const auto lost = missing_in(is, was);
    if (!gained.empty()) line(ChangeKind::roles_widened, cat("now also for ", join(gained)));
    if (!lost.empty()) line(ChangeKind::roles_narrowed, cat("no longer for ", join(lost)));
  }

  /// implies tells whether every name that fits `demand` fits `other`.
  static bool implies(const NamePart& demand, const NamePart& other) {
    if (demand.type != other.type) return false;
    if (other.prefix) return demand.value.starts_with(other.value);
    return !demand.prefix && demand.value == other.value;
  }
  static std::vector<std::string> not_implied(const std::vector<NamePart>& parts, const std::vector<NamePart>& by) {
    std::vector<std::string> left;
    for (const NamePart& part : parts) {
      const bool implied = std::any_of(by.begin(), by.end(), [&](const NamePart& one) { return implies(one, part); });
      if (!implied) left.push_back(part_text(part));
    }
    return left;
  }
  void first_ca(const std::vector<NamePart>& was, const std::vector<NamePart>& is) {
    const auto dropped = not_implied(was, is);
    const auto added = not_implied(is, was);
    if (!dropped.empty()) moved(true, cat("no longer demands of the first CA: ", join(dropped)));
    if (!added.empty()) moved(false, cat("now demands of the first CA: ", join(added)));
  }

  template <class Number>
  void bound(std::string_view what, const std::optional<Number>& was, const std::optional<Number>& is, Bound kind) {
    if (was == is) return;
    const auto text = [](const std::optional<Number>& value) { return value ? std::to_string(*value) : "any"; };
    // "any" is the widest of either kind.
    const bool higher = was && is ? *is > *was : (kind == Bound::upper) == !is;
    moved(higher == (kind == Bound::upper), cat(what, " was ", text(was), ", is ", text(is)));
  }

  static Validity whole(const std::optional<Validity>& interval) {
    constexpr auto kEver = std::numeric_limits<Time::rep>::max();
    return interval.value_or(Validity{Time(Time::duration(-kEver)), Time(Time::duration(kEver))});
  }
  void interval(std::string_view what, const std::optional<Validity>& was, const std::optional<Validity>& is) {
    const auto text = [](const std::optional<Validity>& value) {
      return value ? cat("from ", format_time(value->not_before), " to ", format_time(value->not_after))
                   : std::string("without end");
    };
    const Validity a = whole(was);
    const Validity b = whole(is);
    if (b.not_before < a.not_before || b.not_after > a.not_after)
      moved(true, cat(what, " was ", text(was), ", is ", text(is)));
    if (b.not_before > a.not_before || b.not_after < a.not_after)
      moved(false, cat(what, " was ", text(was), ", is ", text(is)));
  }

  /// certificate: an anchor that brings its certificate is checked like one.
  void certificate() {
    const auto& was = before_.certificate;
    const auto& is = after_.certificate;
    if (was && !is) moved(true, "its certificate is no longer there to be checked");
    if (!was && is) moved(false, "its certificate is there to be checked");
    if (was && is && !(*was == *is))
      moved(true, cat("another certificate is there to be checked, valid ", interval_words((*is)->validity)));
  }

  void description() {
    const TrustAnchor& was = before_;
    const TrustAnchor& is = after_;
    if (was.label != is.label) line(ChangeKind::description_changed, cat("was called ", quote(was.label)));
    if (before_.id != after_.id) line(ChangeKind::description_changed, cat("had the id ", before_.id));
    if (was.cert_sha256 != is.cert_sha256) line(ChangeKind::description_changed, "other published certificates");
    if (was.subject_key_id != is.subject_key_id) line(ChangeKind::description_changed, "another key identifier");
  }

  const TrustAnchor& before_;
  const TrustAnchor& after_;
  Lines& lines_;
};

bool same_anchor(const TrustAnchor& a, const TrustAnchor& b) { return a.spki == b.spki && a.subject == b.subject; }

/// Pairing finds the entry of a list that is about the same anchor, each entry once: a key may occur twice, for the
/// roles of two publishers.
class Pairing {
 public:
  explicit Pairing(const std::vector<TrustAnchor>& list) : list_(list), taken_(list.size()) {}
  const TrustAnchor* take(const TrustAnchor& wanted) {
    const auto find = [&](bool by_roles) {
      std::size_t i = 0;
      while (i < list_.size() &&
             (taken_[i] || !same_anchor(list_[i], wanted) || (by_roles && !(list_[i].roles == wanted.roles))))
        ++i;
      return i;
    };
    std::size_t found = find(true);
    if (found == list_.size()) found = find(false);
    if (found == list_.size()) return nullptr;
    taken_[found] = true;
    return &list_[found];
  }
  std::vector<const TrustAnchor*> rest() const {
    std::vector<const TrustAnchor*> rest;
    for (std::size_t i = 0; i < list_.size(); ++i)
      if (!taken_[i]) rest.push_back(&list_[i]);
    return rest;
  }

 private:
  const std::vector<TrustAnchor>& list_;
  std::vector<bool> taken_;
};

using DenyMap = std::map<std::pair<DenyEntry::Kind, Fingerprint>, const DenyEntry*>;

DenyMap map_of(const std::vector<DenyEntry>& list) {
  DenyMap map;
  for (const DenyEntry& deny : list) map.emplace(std::pair{deny.kind, deny.sha256}, &deny);
  return map;
}

bool refuses(const DenyMap& denied, const TrustAnchor& anchor) {
  const auto& hashes = anchor.cert_sha256;
  return denied.contains({DenyEntry::Kind::spki, anchor.spki_sha256}) ||
         std::any_of(hashes.begin(), hashes.end(), [&denied](const Fingerprint& hash) {
           return denied.contains({DenyEntry::Kind::certificate, hash});
         });
}

/// usable returns the anchors that no deny entry refuses, which are all that count.
std::vector<TrustAnchor> usable(const EffectiveTrust& trust, const DenyMap& denied) {
  std::vector<TrustAnchor> anchors;
  std::copy_if(trust.anchors.begin(), trust.anchors.end(), std::back_inserter(anchors),
               [&denied](const TrustAnchor& entry) { return !refuses(denied, entry); });
  return anchors;
}

void compare_anchors(const std::vector<TrustAnchor>& before, const std::vector<TrustAnchor>& after, Lines& lines) {
  Pairing former(before);
  for (const TrustAnchor& entry : after) {
    const std::string& label = entry.label;
    if (const TrustAnchor* const was = former.take(entry)) {
      AnchorLines(*was, entry, lines).compare();
    } else {
      lines.add(ChangeKind::anchor_added, entry.id, label,
                cat("anchor ", entry.id, " ", quote(label), ": new, ", anchor_words(entry)));
    }
  }
  for (const TrustAnchor* const gone : former.rest())
    lines.add(ChangeKind::anchor_removed, gone->id, gone->label,
              cat("anchor ", gone->id, " ", quote(gone->label), ": no longer trusted, was for ",
                  join(gone->roles.to_strings())));
}

void add_missing_denials(const DenyMap& there, const DenyMap& from, ChangeKind kind, std::string_view what,
                         Lines& lines) {
  for (const auto& [key, deny] : from) {
    if (there.contains(key)) continue;
    const DenyEntry& entry = *deny;
    lines.add(kind, deny->id, entry.label,
              cat("deny entry ", deny->id, " ", quote(entry.label), ": ", what, ' ',
                  entry.kind == DenyEntry::Kind::spki ? "the key " : "the certificate ", to_hex(entry.sha256)));
  }
}

/// compare_lifted leaves out what a line tells already: a denial of before, or one of now.
void compare_lifted(const EffectiveTrust& before, const EffectiveTrust& after, const DenyMap& was, const DenyMap& is,
                    Lines& lines) {
  const DenyMap lifted_before = map_of(before.lifted);
  const DenyMap lifted_after = map_of(after.lifted);
  DenyMap fresh;
  DenyMap gone;
  for (const auto& [key, deny] : lifted_after)
    if (!was.contains(key)) fresh.emplace(key, deny);
  for (const auto& [key, deny] : lifted_before)
    if (!is.contains(key)) gone.emplace(key, deny);
  add_missing_denials(lifted_before, fresh, ChangeKind::denial_lifted,
                      "not denied by the one before, and lifted wherever else it is denied:", lines);
  add_missing_denials(lifted_after, gone, ChangeKind::denial_added, "no longer lifts the denial of", lines);
}

template <class Set>
std::size_t count_missing(const Set& there, const Set& from) {
  return static_cast<std::size_t>(
      std::count_if(from.begin(), from.end(), [&there](const auto& one) { return !there.contains(one); }));
}

/// Revoked is an issuer's serial numbers.
using Revoked = std::map<Bytes, std::set<Bytes>>;

Bytes match_key(const Name& name) { return {name.match_key().begin(), name.match_key().end()}; }

Revoked revoked_in(const EffectiveTrust& trust, std::map<Bytes, std::string>& names) {
  Revoked revoked;
  for (const StoredCrl& one : trust.crls) {
    names.emplace(match_key(one.crl->issuer), one.crl->issuer.to_string());
    for (const RevokedEntry& entry : one.crl->entries) {
      const Name& issuer = entry.effective_issuer ? *entry.effective_issuer : one.crl->issuer;
      names.emplace(match_key(issuer), issuer.to_string());
      revoked[match_key(issuer)].insert(entry.serial);
    }
  }
  return revoked;
}

void compare_crls(const EffectiveTrust& before, const EffectiveTrust& after, Lines& lines) {
  std::map<Bytes, std::string> names;
  Revoked was = revoked_in(before, names);
  Revoked is = revoked_in(after, names);
  for (const auto& [issuer, name] : names) {
    const std::size_t lost = count_missing(is[issuer], was[issuer]);
    const std::size_t added = count_missing(was[issuer], is[issuer]);
    if (lost > 0)
      lines.add(ChangeKind::revocation_lost, 0, name, cat("CRLs of ", quote(name), ": ", lost, " no longer revoked"));
    if (added > 0)
      lines.add(ChangeKind::revocation_added, 0, name, cat("CRLs of ", quote(name), ": ", added, " more revoked"));
  }
}

void compare_intermediates(const EffectiveTrust& before, const EffectiveTrust& after, Lines& lines) {
  const auto fingerprints = [](const EffectiveTrust& trust) {
    std::set<Fingerprint> all;
    for (const StoredCertificate& one : trust.intermediates) all.insert(one.certificate->sha256);
    return all;
  };
  const auto add = [&lines](const EffectiveTrust& from, const std::set<Fingerprint>& there, ChangeKind kind) {
    for (const StoredCertificate& one : from.intermediates) {
      if (there.contains(one.certificate->sha256)) continue;
      const std::string name = one.certificate->subject.to_string();
      lines.add(kind, 0, name,
                cat("intermediate ", quote(name), kind == ChangeKind::intermediate_added ? ": new" : ": removed"));
    }
  };
  add(after, fingerprints(before), ChangeKind::intermediate_added);
  add(before, fingerprints(after), ChangeKind::intermediate_removed);
}

}  // namespace

std::string_view to_string(Effect effect) {
  constexpr std::string_view kNames[] = {"expands", "narrows", "neutral"};
  return kNames[static_cast<std::size_t>(effect)];  // in the order of the enumeration
}

std::string_view to_string(ChangeKind kind) {
  constexpr std::string_view kNames[] = {
      "anchor-added",        "anchor-removed",       "roles-widened",      "roles-narrowed",  "constraint-widened",
      "constraint-narrowed", "denial-lifted",        "denial-added",       "revocation-lost", "revocation-added",
      "intermediate-added",  "intermediate-removed", "description-changed"};
  return kNames[static_cast<std::size_t>(kind)];  // in the order of the enumeration
}

std::vector<Change> diff(const EffectiveTrust& before, const EffectiveTrust& after) {
  Lines lines;
  const DenyMap was = map_of(before.deny);
  const DenyMap is = map_of(after.deny);
  compare_anchors(usable(before, was), usable(after, is), lines);
  add_missing_denials(is, was, ChangeKind::denial_lifted, "no longer denies", lines);
  add_missing_denials(was, is, ChangeKind::denial_added, "denies", lines);
  compare_lifted(before, after, was, is, lines);
  compare_crls(before, after, lines);
  compare_intermediates(before, after, lines);
  return std::move(lines).take();
}

std::vector<std::string> denied_anchors(const EffectiveTrust& trust) {
  const DenyMap denied = map_of(trust.deny);
  std::vector<std::string> labels;
  for (const TrustAnchor& entry : trust.anchors)
    if (refuses(denied, entry)) labels.push_back(entry.label);
  return labels;
}

bool expands_trust(const std::vector<Change>& changes) {
  return std::any_of(changes.begin(), changes.end(), [](const Change& one) { return one.effect == Effect::expands; });
}

std::vector<std::string> requirement_changes(const Preamble& before, const Preamble& after) {
  std::vector<std::string> lines;
  if (before.min_tool != after.min_tool)
    lines.push_back(cat("min_tool: needs version ", after.min_tool, " of the program, before ", before.min_tool));
  if (before.reader_level != after.reader_level)
    lines.push_back(cat("reader_level: ", after.reader_level, ", before ", before.reader_level));
  return lines;
}

std::string counts_of(std::size_t expanding, std::size_t narrowing, std::size_t neutral) {
  if (expanding + narrowing + neutral == 0) return "nothing changes for trust";
  return cat(expanding, expanding == 1 ? " change adds trust, " : " changes add trust, ", narrowing,
             narrowing == 1 ? " takes it away, " : " take it away, ", neutral,
             neutral == 1 ? " decides nothing" : " decide nothing");
}

std::string to_text(const std::vector<Change>& changes) {
  constexpr std::array<char, 3> kMarks = {'+', '-', ' '};  // in the order of Effect
  std::string text;
  for (const Change& one : changes) text += cat(kMarks[static_cast<std::size_t>(one.effect)], ' ', one.text, '\n');
  return text;
}

}  // namespace odca::bundle
