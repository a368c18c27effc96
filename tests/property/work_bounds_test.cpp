// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Whatever the bag, the work is bounded: public-key operations and search steps stay within the policy's limits, in
// random graphs of CAs with one name or many, cross-signed meshes, cycles and ladders, and with piles of CRLs. Order,
// repetition and namesakes do not change the verdict. Work is counted here, never timed.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>
#include <utility>

#include "chain/testdata/path_case.h"
#include "loaded_vectors.h"

namespace odca::vectors {
namespace {

using testing::Labels;
using testing::PathCase;

/// Graph is a random bag of one family of certificates, a certificate asked about, and anchors.
struct Graph {
  Evidence bag{};
  Question question{.at = testing::kNow};
  TrustStore store{};
};

const std::vector<PathCase>& families() {
  static const std::vector<PathCase> all = [] {
    std::vector<PathCase> read;
    for (const char* name : {"mesh", "mesh_same_name", "spoiled_mesh", "namesakes", "forged_copies", "cycle",
                             "cross_root", "ladder", "look_alikes", "path_length"})
      read.emplace_back(name);
    return read;
  }();
  return all;
}

template <class Item>
std::vector<Item> shuffled(std::vector<Item> items) {
  for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[*rc::gen::inRange<std::size_t>(0, i)]);
  return items;
}

Labels some_of(const Labels& from, std::size_t most) {
  const auto count = *rc::gen::inRange<std::size_t>(1, std::min(most, from.size()) + 1);
  Labels some = shuffled(from);
  some.resize(count);
  return some;
}

/// any_target is mostly a leaf, from which the search has the longest way.
std::string any_target(const PathCase& family) {
  const Labels leaves = family.labels("leaf");
  const bool leaf = !leaves.empty() && *rc::gen::inRange(0, 4) != 0;
  return *rc::gen::elementOf(leaf ? leaves : family.labels());
}

Graph any_graph() {
  const PathCase& family = families()[*rc::gen::inRange<std::size_t>(0, families().size())];
  const std::string target = any_target(family);
  const Labels all = family.labels();
  Labels bag = some_of(all, 63);
  bag.push_back(target);
  Graph graph{.bag = family.evidence(shuffled(std::move(bag))), .question = testing::rfc5280_question()};
  graph.question.target = family[target]->sha256;
  graph.store = family.store(some_of(all, 3), some_of(all, 8));
  return graph;
}

Limits any_limits() {
  Limits limits;
  limits.signature_checks = *rc::gen::inRange<std::size_t>(1, 101);
  limits.search_steps = *rc::gen::inRange<std::size_t>(1, 301);
  limits.path_length = *rc::gen::inRange<std::size_t>(1, 17);
  return limits;
}

Verdict judge(const Graph& graph, const Evidence& bag, const Limits& limits = {}) {
  Policy policy = default_policy();
  policy.limits = limits;
  return Verifier(policy, graph.store).verify(bag, graph.question);
}

void check_work(const Verdict& verdict, const Limits& limits) {
  RC_ASSERT(verdict.work.signature_checks <= limits.signature_checks);
  RC_ASSERT(verdict.work.search_steps <= limits.search_steps);
  RC_ASSERT(verdict.path.size() <= limits.path_length);
}

void check_same(const Verdict& a, const Verdict& b) {
  RC_ASSERT(a.trusted() == b.trusted());
  RC_ASSERT(lines_of(a, Severity::fail) == lines_of(b, Severity::fail));
}

RC_GTEST_PROP(WorkBounds, hold_in_every_graph, ()) {
  const Graph graph = any_graph();
  const Limits limits = any_limits();
  check_work(judge(graph, graph.bag, limits), limits);
}

RC_GTEST_PROP(WorkBounds, hold_with_piles_of_revocation_lists, ()) {
  static const std::vector<PresentedCrl> pool = [] {
    std::vector<PresentedCrl> found;
    for (const Loaded& one : loaded_vectors())
      found.insert(found.end(), one.evidence.crls.begin(), one.evidence.crls.end());
    return found;
  }();
  const auto& all = loaded_vectors();
  const Loaded& given = all[*rc::gen::inRange<std::size_t>(0, all.size())];
  Evidence evidence = given.evidence;
  const auto count = *rc::gen::inRange<std::size_t>(1, 60);
  for (std::size_t i = 0; i < count; ++i) evidence.crls.push_back(pool[*rc::gen::inRange<std::size_t>(0, pool.size())]);
  Policy policy = given.vector.policy;
  policy.limits.signature_checks = *rc::gen::inRange<std::size_t>(1, 40);
  check_work(vectors::judge(given, evidence, policy, given.store), policy.limits);
}

RC_GTEST_PROP(WorkBounds, leave_the_verdict_when_the_bag_is_reversed_doubled_or_shuffled, ()) {
  const Graph graph = any_graph();
  Evidence doubled = graph.bag;
  doubled.certificates.insert(doubled.certificates.end(), graph.bag.certificates.begin(), graph.bag.certificates.end());
  Evidence mixed = doubled;
  mixed.certificates = shuffled(mixed.certificates);
  Evidence reversed = graph.bag;
  std::reverse(reversed.certificates.begin(), reversed.certificates.end());
  const Limits roomy{.certificates = 128};  // repeated certificates count for the size of the bag
  const Verdict plain = judge(graph, graph.bag, roomy);
  for (const Evidence& other : {reversed, doubled, mixed}) check_same(plain, judge(graph, other, roomy));
}

/// namesakes_of lists the certificates of all vectors that bear the name of one on the path.
std::vector<Presented> namesakes_of(const Verdict& verdict) {
  std::set<Bytes> names;
  for (const PathCertificate& step : verdict.path) {
    const ByteView key = step.certificate->subject.match_key();
    names.insert(Bytes(key.begin(), key.end()));
  }
  std::vector<Presented> found;
  std::set<Fingerprint> seen;
  for (const Loaded& one : loaded_vectors())
    for (const Presented& presented : one.evidence.certificates) {
      const ByteView key = presented.certificate->subject.match_key();
      if (names.contains(Bytes(key.begin(), key.end())) && seen.insert(presented.certificate->sha256).second)
        found.push_back(presented);
    }
  return found;
}

/// leaves_room tells that a vector spends at most half of the usual limits, so that what it leaves pays for padding.
/// Vectors that are about limits, or spend most of them on purpose (drowned-search), are not asked.
bool leaves_room(const Loaded& given) {
  const Limits& limits = given.vector.policy.limits;
  if (limits != Limits{}) return false;
  const Verdict verdict = vectors::judge(given, given.evidence);
  return 2 * verdict.work.signature_checks <= limits.signature_checks &&
         2 * verdict.work.search_steps <= limits.search_steps;
}

RC_GTEST_PROP(WorkBounds, leave_a_trusted_chain_trusted_among_its_namesakes, ()) {
  static const std::vector<Loaded> trusted = [] {
    std::vector<Loaded> found;
    for (const Loaded& one : loaded_vectors()) {
      if (one.vector.expect != Expect::trusted) continue;
      Loaded named = with_target_named(one);
      if (leaves_room(named)) found.push_back(std::move(named));
    }
    return found;
  }();
  const Loaded& given = trusted[*rc::gen::inRange<std::size_t>(0, trusted.size())];
  const Verdict plain = vectors::judge(given, given.evidence);
  const std::vector<Presented> namesakes = shuffled(namesakes_of(plain));
  Evidence padded = given.evidence;
  for (std::size_t i = 0; i < std::min<std::size_t>(namesakes.size(), 12); ++i)
    padded.certificates.push_back(namesakes[i]);
  padded.certificates = shuffled(padded.certificates);
  const Verdict verdict = vectors::judge(given, padded);
  // The key of a CRL that counted for nothing may be that of a namesake: then it counts.
  const std::vector<std::string> failures = lines_of(verdict, Severity::fail);
  RC_LOG() << given.vector.name << ": " << ::testing::PrintToString(failures) << '\n';
  RC_ASSERT(verdict.trusted() ||
            (!given.evidence.crls.empty() && std::all_of(failures.begin(), failures.end(), [](const std::string& line) {
              return line.starts_with("fail revocation.revoked ");
            })));
}

}  // namespace
}  // namespace odca::vectors
