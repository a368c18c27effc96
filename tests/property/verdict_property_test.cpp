// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What must hold for every input, tried on the vectors: the verdict does not depend on order or on strangers, narrower
// demands never turn a refusal into trust, and no changed bit survives on a trusted path.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "loaded_vectors.h"

namespace odca::vectors {
namespace {

const Loaded& any_vector() { return loaded_vectors()[*rc::gen::inRange<std::size_t>(0, loaded_vectors().size())]; }

const Loaded& any_trusted_vector() {
  static const std::vector<const Loaded*> trusted = [] {
    std::vector<const Loaded*> found;
    for (const Loaded& one : loaded_vectors())
      if (one.vector.expect == Expect::trusted) found.push_back(&one);
    return found;
  }();
  return *trusted[*rc::gen::inRange<std::size_t>(0, trusted.size())];
}

bool is_named(const Loaded& given) { return given.vector.question.target.has_value(); }

std::vector<std::string> failures_of(const Verdict& verdict) { return lines_of(verdict, Severity::fail); }

RC_GTEST_PROP(Verdict, does_not_depend_on_the_order_of_certificates, ()) {
  const Loaded given = with_target_named(any_vector());
  RC_PRE(is_named(given));
  Evidence shuffled = given.evidence;
  for (std::size_t i = shuffled.certificates.size(); i > 1; --i)
    std::swap(shuffled.certificates[i - 1], shuffled.certificates[*rc::gen::inRange<std::size_t>(0, i)]);
  const Verdict before = judge(given, given.evidence);
  const Verdict after = judge(given, shuffled);
  RC_ASSERT(before.trusted() == after.trusted());
  RC_ASSERT(lines_of(before, Severity::warn) == lines_of(after, Severity::warn));
}

/// pool_of_strangers lists every certificate of every vector once.
const std::vector<Presented>& pool_of_strangers() {
  static const std::vector<Presented> pool = [] {
    std::vector<Presented> found;
    std::set<Fingerprint> seen;
    for (const Loaded& one : loaded_vectors())
      for (const Presented& presented : one.evidence.certificates)
        if (seen.insert(presented.certificate->sha256).second) found.push_back(presented);
    return found;
  }();
  return pool;
}

/// is_unrelated: it neither bears the name of an issuer in the bag, nor was it issued under a name of the bag or of the
/// trust source, so that no path can lead over it.
bool is_unrelated(const Certificate& stranger, const Loaded& given) {
  const auto same = [](const Name& a, const Name& b) { return equal(a.match_key(), b.match_key()); };
  const auto related = [&](const Certificate& known) {
    return same(stranger->subject, known->issuer) || same(stranger->subject, known->subject);
  };
  const auto& bag = given.evidence.certificates;
  const auto stored = given.store.intermediates();
  return std::none_of(bag.begin(), bag.end(), [&](const Presented& p) { return related(p.certificate); }) &&
         std::none_of(stored.begin(), stored.end(), [&](const StoredCertificate& s) { return related(s.certificate); });
}

/// insert puts a certificate into the bag as if its input had held it; the parts behind it move on.
void insert(Evidence& bag, std::size_t at, const Presented& presented) {
  bag.certificates.insert(bag.certificates.begin() + static_cast<std::ptrdiff_t>(at), presented);
  for (InputPart& part : bag.parts) {
    if (part.begin != 0 && part.begin >= at) ++part.begin;
    if (part.end >= at) ++part.end;
  }
}

RC_GTEST_PROP(Verdict, is_not_changed_by_unrelated_certificates, ()) {
  const Loaded given = with_target_named(any_vector());
  RC_PRE(is_named(given));
  Evidence crowded = given.evidence;
  const auto count = *rc::gen::inRange<std::size_t>(1, 12);
  for (std::size_t i = 0; i < count; ++i) {
    const Presented& stranger = pool_of_strangers()[*rc::gen::inRange<std::size_t>(0, pool_of_strangers().size())];
    if (!is_unrelated(stranger.certificate, given)) continue;
    const auto at = *rc::gen::inRange<std::size_t>(0, crowded.certificates.size() + 1);
    insert(crowded, at, stranger);
  }
  RC_PRE(crowded.certificates.size() <= given.vector.policy.limits.certificates);
  const Verdict before = judge(given, given.evidence);
  const Verdict after = judge(given, crowded);
  RC_ASSERT(before.trusted() == after.trusted());
  RC_ASSERT(failures_of(before) == failures_of(after));
}

/// cas_below lists the CA certificates of all vectors that name the certificate as their issuer.
std::vector<Presented> cas_below(const Certificate& certificate) {
  std::vector<Presented> found;
  for (const Presented& other : pool_of_strangers())
    if (other.certificate.is_ca() && !other.certificate.self_issued() &&
        equal(other.certificate->issuer.match_key(), certificate->subject.match_key()))
      found.push_back(other);
  return found;
}

// Whose target is not named: nobody may make a leaf look like a CA.
RC_GTEST_PROP(Verdict, stays_trusted_beside_ca_certificates_of_strangers, ()) {
  const Loaded& given = any_trusted_vector();
  const Verdict before = judge(given, given.evidence);
  const Certificate target = before.path.front().certificate;
  RC_PRE(!target.is_ca());
  RC_PRE(given.vector.policy.limits == Limits{});  // to ask whether the target issued a stranger costs a check
  Evidence crowded = given.evidence;
  for (const Presented& below : cas_below(target)) crowded.certificates.push_back(below);
  const auto count = *rc::gen::inRange<std::size_t>(0, 12);
  for (std::size_t i = 0; i < count; ++i) {
    const Presented& stranger = pool_of_strangers()[*rc::gen::inRange<std::size_t>(0, pool_of_strangers().size())];
    if (!stranger.certificate.is_ca() || !is_unrelated(stranger.certificate, given)) continue;
    const auto at = *rc::gen::inRange<std::size_t>(1, crowded.certificates.size() + 1);  // rfc5280 means the first
    insert(crowded, at, stranger);
  }
  RC_PRE(crowded.certificates.size() <= given.vector.policy.limits.certificates);
  RC_ASSERT(before.trusted());
  RC_ASSERT(judge(given, crowded).trusted());
}

RC_GTEST_PROP(Verdict, tightening_a_rule_never_makes_it_trusted, ()) {
  const Loaded& given = any_vector();
  const auto rules = rule_catalog();
  const RuleInfo& rule = rules[*rc::gen::inRange<std::size_t>(0, rules.size())];
  const auto now = static_cast<int>(severity_of(given.vector.policy, rule.id));
  Policy tighter = given.vector.policy;
  tighter.rules[std::string(rule.id)] =
      static_cast<Severity>(*rc::gen::inRange(0, now + 1));  // of 0 to the present one
  const bool before = judge(given, given.evidence).trusted();
  const bool after = judge(given, given.evidence, tighter, given.store).trusted();
  RC_ASSERT(before || !after);
}

TrustStore store_without(const TrustStore& store, std::size_t removed) {
  SourceContents contents;
  for (std::size_t i = 0; i < store.anchors().size(); ++i)
    if (i != removed) contents.anchors.push_back(store.anchors()[i]);
  contents.intermediates.assign(store.intermediates().begin(), store.intermediates().end());
  contents.crls.assign(store.crls().begin(), store.crls().end());
  contents.denied.assign(store.denied().begin(), store.denied().end());
  return TrustStore::from_contents(std::move(contents), store.source());
}

/// with_anchors_of adds the anchors of another vector, so that there is something left when one is removed.
TrustStore with_anchors_of(const TrustStore& store, const TrustStore& other) {
  SourceContents contents;
  contents.anchors.assign(store.anchors().begin(), store.anchors().end());
  contents.anchors.insert(contents.anchors.end(), other.anchors().begin(), other.anchors().end());
  contents.intermediates.assign(store.intermediates().begin(), store.intermediates().end());
  contents.crls.assign(store.crls().begin(), store.crls().end());
  contents.denied.assign(store.denied().begin(), store.denied().end());
  return TrustStore::from_contents(std::move(contents), store.source());
}

/// only_revoked: nothing but CRLs speak against the certificate.
bool only_revoked(const Verdict& verdict) {
  return std::all_of(verdict.findings.begin(), verdict.findings.end(), [](const Finding& finding) {
    return finding.severity != Severity::fail || finding.rule == "revocation.revoked" ||
           finding.rule == "revocation.suspicious";
  });
}

// Except where the anchor lets a CRL be believed that revokes: without it nobody is known to have signed that CRL. And
// without a pin: an anchor that decides about a pinned certificate can do it more harm than none.
RC_GTEST_PROP(Verdict, removing_an_anchor_never_makes_it_trusted, ()) {
  const Loaded& given = any_vector();
  RC_PRE(!given.vector.device.pin_spki && !given.vector.device.pin_certificate);
  const TrustStore both = with_anchors_of(given.store, any_vector().store);
  RC_PRE(!both.anchors().empty());
  const TrustStore fewer = store_without(both, *rc::gen::inRange<std::size_t>(0, both.anchors().size()));
  const Verdict before = judge(given, given.evidence, given.vector.policy, both);
  const Verdict after = judge(given, given.evidence, given.vector.policy, fewer);
  RC_ASSERT(before.trusted() || !after.trusted() || only_revoked(before));
}

RC_GTEST_PROP(Verdict, what_strict_accepts_the_default_accepts, ()) {
  const Loaded& given = any_vector();
  Policy policy = given.vector.policy;
  for (const RuleInfo& rule : rule_catalog()) {
    if (!*rc::gen::arbitrary<bool>()) continue;
    const int lowest = static_cast<int>(rule.floor);
    policy.rules[std::string(rule.id)] =
        static_cast<Severity>(*rc::gen::inRange(0, lowest + 1));  // of fail to the floor
  }
  const bool strict = judge(given, given.evidence, policy, given.store, Strictness::strict).trusted();
  RC_ASSERT(!strict || judge(given, given.evidence, policy, given.store).trusted());
}

bool is_on_path(const Verdict& verdict, const Certificate& certificate) {
  return std::any_of(verdict.path.begin(), verdict.path.end(),
                     [&](const PathCertificate& step) { return step.certificate == certificate; });
}

/// with_flipped_bit returns the certificate with one bit inverted; nothing when it is no certificate any more.
std::optional<Certificate> with_flipped_bit(const Certificate& certificate) {
  Bytes der = certificate->der;
  const auto bit = *rc::gen::inRange<std::size_t>(0, der.size() * 8);
  der[bit / 8] = static_cast<std::uint8_t>(der[bit / 8] ^ (1U << (bit % 8)));  // one bit of one byte
  Result<Certificate> read = Certificate::from_der(der);
  if (!read) return {};
  return *std::move(read);
}

RC_GTEST_PROP(Verdict, no_flipped_bit_stays_on_a_trusted_path, ()) {
  const Loaded& given = any_trusted_vector();
  for (int repeat = 0; repeat < 10; ++repeat) {
    const auto index = *rc::gen::inRange<std::size_t>(0, given.evidence.certificates.size());
    const auto flipped = with_flipped_bit(given.evidence.certificates[index].certificate);
    if (!flipped) continue;
    Evidence evidence = given.evidence;
    evidence.certificates[index].certificate = *flipped;
    const Verdict verdict = judge(given, evidence);
    const bool believed = verdict.trusted() && is_on_path(verdict, *flipped);
    RC_ASSERT(!believed);
  }
}

bool ran_out_of_checks(const Verdict& verdict) {
  return std::any_of(verdict.findings.begin(), verdict.findings.end(), [](const Finding& finding) {
    return finding.rule == "limit.reached" && finding.reason == "signature_checks";
  });
}

/// One cache for all runs, so that it knows the genuine links before the changed ones are asked about.
LinkCache& shared_links() {
  static LinkCache links(LinkCache::kForOneRun, LinkCache::new_key());
  return links;
}

// Differs only where checks ran out: a link that is known costs none.
RC_GTEST_PROP(Verdict, is_not_changed_by_shared_links, ()) {
  const Loaded& given = any_vector();
  Evidence evidence = given.evidence;
  if (!evidence.certificates.empty() && *rc::gen::arbitrary<bool>()) {
    const auto index = *rc::gen::inRange<std::size_t>(0, evidence.certificates.size());
    if (const auto flipped = with_flipped_bit(evidence.certificates[index].certificate))
      evidence.certificates[index].certificate = *flipped;
  }
  const Verifier verifier(given.vector.policy, given.store);
  const Verdict alone = verifier.verify(evidence, given.vector.question);
  const Verdict shared = verifier.verify(evidence, given.vector.question, &shared_links());
  RC_PRE(!ran_out_of_checks(alone));
  RC_ASSERT(alone.trusted() == shared.trusted());
  RC_ASSERT(lines_of(alone, Severity::note) == lines_of(shared, Severity::note));
}

RC_GTEST_PROP(Verdict, no_bag_exceeds_the_limits, ()) {
  const Loaded& given = any_vector();
  Evidence bag = given.evidence;
  const auto count = *rc::gen::inRange<std::size_t>(0, 60);
  for (std::size_t i = 0; i < count; ++i)
    bag.certificates.push_back(pool_of_strangers()[*rc::gen::inRange<std::size_t>(0, pool_of_strangers().size())]);
  const Verdict verdict = judge(given, bag);
  RC_ASSERT(verdict.work.signature_checks <= given.vector.policy.limits.signature_checks);
  RC_ASSERT(verdict.work.search_steps <= given.vector.policy.limits.search_steps);
  RC_ASSERT(verdict.path.size() <= given.vector.policy.limits.path_length);
}

}  // namespace
}  // namespace odca::vectors
