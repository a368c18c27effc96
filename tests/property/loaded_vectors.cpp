// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "loaded_vectors.h"

#include <stdexcept>
#include <utility>

namespace odca::vectors {
namespace {

Loaded load(const std::string& name) {
  Result<VectorCase> vector = read_case(name);
  if (!vector) throw std::runtime_error(describe(vector.error()));
  Result<Evidence> evidence = read_evidence(*vector);
  Result<Verifier> verifier = make_verifier(*vector, Strictness::default_);
  if (!evidence || !verifier) return {};
  return {*std::move(vector), *std::move(evidence), verifier->store()};
}

}  // namespace

const std::vector<Loaded>& loaded_vectors() {
  static const std::vector<Loaded> all = [] {
    std::vector<Loaded> loaded;
    for (const std::string& name : all_case_names()) loaded.push_back(load(name));
    std::erase_if(loaded, [](const Loaded& one) { return one.vector.name.empty(); });
    return loaded;
  }();
  return all;
}

const Loaded& loaded_vector(std::string_view name) {
  for (const Loaded& one : loaded_vectors())
    if (one.vector.name == name) return one;
  throw std::runtime_error("no vector is named " + std::string(name));
}

Verdict judge(const Loaded& given, const Evidence& evidence, const Policy& policy, TrustStore store,
              Strictness strictness) {
  return Verifier(policy, std::move(store), strictness).verify(evidence, given.vector.question);
}

Verdict judge(const Loaded& given, const Evidence& evidence) {
  return judge(given, evidence, given.vector.policy, given.store);
}

Loaded with_target_named(Loaded given) {
  const Verdict verdict = judge(given, given.evidence);
  if (!verdict.path.empty()) given.vector.question.target = verdict.path.front().certificate->sha256;
  return given;
}

}  // namespace odca::vectors
