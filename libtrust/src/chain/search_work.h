// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// SearchWork: the budgets of one search. Every proof is requested here, so every one is counted.
#pragma once

#include <cstddef>
#include <string_view>

#include "chain/builder.h"
#include "chain/graph.h"
#include "odca/policy.h"
#include "x509/link_proofs.h"

namespace odca {

class SearchWork {
 public:
  /// All arguments must outlive this; steps and limits reached are written to `outcome`.
  SearchWork(const IssuerGraph& graph, const Limits& limits, LinkProofs& proofs, SearchOutcome& outcome)
      : graph_(graph), limits_(limits), proofs_(proofs), outcome_(outcome) {}

  /// prove spends one step and tells whether `issuer` signed `child`; budget_spent when either budget is used up.
  LinkAnswer prove(std::size_t child, Issuer issuer);
  /// recall tells the same without spending a step.
  LinkAnswer recall(std::size_t child, Issuer issuer);
  bool out_of_steps() const { return out_of_steps_; }
  bool has_room_for(std::size_t certificates);

 private:
  void hit(ReasonId limit, std::size_t value, std::string_view unit);

  const IssuerGraph& graph_;
  const Limits& limits_;
  LinkProofs& proofs_;
  SearchOutcome& outcome_;
  bool out_of_steps_ = false;
};

}  // namespace odca
