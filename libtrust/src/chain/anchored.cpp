// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "chain/anchored.h"

#include <deque>
#include <set>
#include <string_view>

namespace odca {
namespace {

/// above_target marks the target and every node that some chain of names connects to it.
std::vector<bool> above_target(const IssuerGraph& graph) {
  std::vector<bool> marked(graph.size());
  std::set<std::string_view> names_done;
  std::deque<std::size_t> to_do{graph.target()};
  marked[graph.target()] = true;
  while (!to_do.empty()) {
    const ByteView name = graph.certificate(to_do.front())->issuer.match_key();
    to_do.pop_front();
    if (!names_done.insert(as_text(name)).second) continue;
    for (const Issuer& issuer : graph.bearers_of(name)) {
      if (issuer.kind == Issuer::Kind::anchor || marked[issuer.index]) continue;
      marked[issuer.index] = true;
      to_do.push_back(issuer.index);
    }
  }
  return marked;
}

/// Vouched is the queue of names and keys that an anchor vouches for; each is worked on once.
class Vouched {
 public:
  explicit Vouched(const IssuerGraph& graph) : graph_(graph) {}

  void add(Issuer issuer) {
    if (seen_.insert(graph_.identity(issuer)).second) queue_.push_back(issuer);
  }
  bool empty() const { return queue_.empty(); }
  Issuer take() {
    const Issuer first = queue_.front();
    queue_.pop_front();
    return first;
  }

 private:
  const IssuerGraph& graph_;
  std::set<std::size_t> seen_{};
  std::deque<Issuer> queue_{};
};

Vouched start_at_anchors(const IssuerGraph& graph) {
  Vouched vouched(graph);
  for (const bool sound : {true, false})
    for (std::size_t i = 0; i < graph.anchor_count(); ++i) {
      const Issuer anchor{Issuer::Kind::anchor, i};
      if (graph.sound(anchor) == sound) vouched.add(anchor);
    }
  return vouched;
}

/// children_of lists the relevant nodes that name this issuer, those first whose key identifier agrees.
std::vector<std::size_t> children_of(const IssuerGraph& graph, Issuer issuer, const std::vector<bool>& relevant) {
  const std::vector<std::size_t>& named = graph.issued_by_name(graph.subject(issuer).match_key());
  std::vector<std::size_t> children;
  for (const KeyIdMatch wanted : {KeyIdMatch::same, KeyIdMatch::unknown, KeyIdMatch::different})
    for (const std::size_t child : named)
      if (relevant[child] && graph.match_key_ids(child, issuer) == wanted) children.push_back(child);
  return children;
}

}  // namespace

std::vector<bool> find_anchored(const IssuerGraph& graph, SearchWork& work) {
  const std::vector<bool> relevant = above_target(graph);
  std::vector<bool> anchored(graph.size());
  Vouched vouched = start_at_anchors(graph);
  while (!vouched.empty() && !work.out_of_steps()) {
    const Issuer issuer = vouched.take();
    for (const std::size_t child : children_of(graph, issuer, relevant)) {
      if (anchored[child] || work.prove(child, issuer) != LinkAnswer::valid) continue;
      anchored[child] = true;
      vouched.add({Issuer::Kind::certificate, child});
    }
  }
  return anchored;
}

}  // namespace odca
