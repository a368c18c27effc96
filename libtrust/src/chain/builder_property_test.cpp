// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Properties of the search: it finds a path exactly where one exists, whatever else is in the bag and in any order.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "chain/testdata/path_case.h"

namespace odca::testing {
namespace {

struct Best {
  Labels path{};
  std::string anchor{};
  bool operator==(const Best&) const = default;
};

Best best_path(const PathCase& certificates, const Labels& bag, const std::string& target, const TrustStore& store,
               const Limits& limits = {}) {
  const Evidence evidence = certificates.evidence(bag);
  // The bag holds the target by the way it is made.
  const auto place = static_cast<std::size_t>(std::find(bag.begin(), bag.end(), target) - bag.begin());
  LinkProofs proofs(limits.signature_checks);
  PathBuilder builder(evidence, place, store, rfc5280_question(), kNow, limits, proofs);
  const auto path = builder.next();
  if (!path) return {};
  return {certificates.names_of(*path), path->anchor->origin.where};
}

Labels shuffled(Labels bag) {
  for (std::size_t i = bag.size(); i > 1; --i) std::swap(bag[i - 1], bag[*rc::gen::inRange(std::size_t{0}, i)]);
  return bag;
}

Labels some_of(const Labels& from) { return *rc::gen::container<Labels>(rc::gen::elementOf(from)); }

RC_GTEST_PROP(PathBuilderProperty, TheBestPathDoesNotDependOnOrderDuplicatesOrStrangers, ()) {
  static const PathCase forged("forged_copies");
  static const TrustStore store = forged.store({"root"});
  const Labels strangers = some_of(forged.labels("copy") + forged.labels("look-alike"));
  const Labels copies = some_of({"leaf", "lower", "upper", "root"});
  const Labels bag = shuffled(Labels{"leaf", "lower", "upper"} + strangers + copies);
  RC_ASSERT(best_path(forged, bag, "leaf", store) == (Best{{"leaf", "lower", "upper"}, "root"}));
}

RC_GTEST_PROP(PathBuilderProperty, TheOrderOfAMeshDoesNotMatter, ()) {
  static const PathCase mesh("mesh_same_name");
  static const TrustStore store = mesh.store({"ca4-by-ca4", "ca5-by-ca5"});
  const Labels bag = some_of(mesh.labels("ca")) + Labels{"leaf-by-ca0"};
  RC_ASSERT(best_path(mesh, shuffled(bag), "leaf-by-ca0", store) == best_path(mesh, bag, "leaf-by-ca0", store));
}

/// reaches is the plain answer: can one walk from CA to CA along the certificates in the bag to an anchor's key.
bool reaches(const Labels& bag, const std::set<char>& anchors, char from) {
  std::set<char> seen{from};
  for (bool grown = true; grown;) {
    grown = false;
    for (const std::string& label : bag)  // "ca1-by-ca2"
      if (label.starts_with("ca") && seen.contains(label[2]) && seen.insert(label[9]).second) grown = true;
  }
  return std::any_of(seen.begin(), seen.end(), [&](char ca) { return anchors.contains(ca); });
}

void check_against_walk(const PathCase& mesh) {
  const Labels edges = mesh.labels("ca");
  const Labels bag = some_of(edges);
  const auto trusted = *rc::gen::container<std::set<char>>(rc::gen::inRange('1', '6'));
  Labels anchors;
  for (const char ca : trusted) anchors.push_back(std::string("ca") + ca + "-by-ca" + ca);
  // The budgets are out of the way: what is asked here is whether the search is right, not whether it is bounded.
  const Limits limits{.signature_checks = 1000, .search_steps = 10000};
  const Best best = best_path(mesh, shuffled(bag + Labels{"leaf-by-ca0"}), "leaf-by-ca0", mesh.store(anchors), limits);
  RC_ASSERT(best.path.empty() != reaches(bag, trusted, '0'));
}

RC_GTEST_PROP(PathBuilderProperty, FindsAPathExactlyWhereOneExists, ()) {
  static const PathCase mesh("mesh");
  check_against_walk(mesh);
}

RC_GTEST_PROP(PathBuilderProperty, FindsAPathAmongNamesakesExactlyWhereOneExists, ()) {
  static const PathCase mesh("mesh_same_name");
  check_against_walk(mesh);
}

bool spoiled(const std::string& label) { return label.ends_with("-spoiled"); }

/// BetterTLS asks this of four fixed graphs; here the graph is drawn at random.
RC_GTEST_PROP(PathBuilderProperty, RoutesAroundSpoiledCertificatesExactlyWherePossible, ()) {
  static const PathCase mesh("spoiled_mesh");
  static const TrustStore store = mesh.store({"root"});
  const Limits limits{.signature_checks = 1000, .search_steps = 10000};
  const Labels bag = some_of(mesh.labels("ca"));
  Labels good = bag;
  std::erase_if(good, spoiled);

  const Best best = best_path(mesh, shuffled(bag + Labels{"leaf-by-ca0"}), "leaf-by-ca0", store, limits);
  const bool sound = !best.path.empty() && std::none_of(best.path.begin(), best.path.end(), spoiled);
  RC_ASSERT(sound == reaches(good, {'4'}, '0'));
  RC_ASSERT(best.path.empty() != reaches(bag, {'4'}, '0'));
}

}  // namespace
}  // namespace odca::testing
