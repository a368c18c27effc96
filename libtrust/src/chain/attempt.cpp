// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "chain/attempt.h"

#include <algorithm>
#include <string>

namespace odca {
namespace {

constexpr std::size_t kCandidatesNamed = 4;  // enough to see what is wrong; a hostile bag holds dozens

std::string quoted(const Name& name) { return name.empty() ? "(no name)" : "'" + name.to_string() + "'"; }

std::string name_of(const IssuerGraph& graph, Issuer issuer) {
  if (issuer.kind == Issuer::Kind::anchor) return "anchor '" + graph.anchor(issuer.index).label + "'";
  const IssuerGraph::Node& node = graph.node(issuer.index);
  const std::string place = node.presented_index ? "presented" : "stored";
  return "the " + place + " certificate " + to_hex(node.certificate->sha256).substr(0, 16);
}

/// Tried is what came of one candidate issuer.
struct Tried {
  Issuer issuer{};
  LinkAnswer answer{};
  bool on_path = false;
};

std::string outcome_of(const IssuerGraph& graph, const Tried& tried) {
  if (tried.answer == LinkAnswer::valid)
    return tried.on_path ? "signed it, but has the name and key of a certificate on the path"
                         : "signed it, but limits.path_length was reached";
  if (tried.answer == LinkAnswer::invalid) return "did not sign it";
  if (tried.answer == LinkAnswer::mismatch) return "has a key of another type than the signature";
  if (tried.answer == LinkAnswer::budget_spent) return "was not tried: the budget of signature checks is spent";
  const std::string& problem = graph.key(tried.issuer).problem;
  return problem.empty() ? "could not be tried: the signature algorithm is not supported"
                         : "has an unusable key: " + problem;
}

std::string list_tried(const IssuerGraph& graph, const std::vector<Tried>& tried) {
  std::string text;
  for (std::size_t i = 0; i < std::min(tried.size(), kCandidatesNamed); ++i)
    text += (i == 0 ? "" : "; ") + name_of(graph, tried[i].issuer) + " " + outcome_of(graph, tried[i]);
  if (tried.size() > kCandidatesNamed) text += "; and " + std::to_string(tried.size() - kCandidatesNamed) + " more";
  return text;
}

std::string describe_issuer(const Certificate& child) {
  std::string text = quoted(child->issuer);
  if (child->authority_key_id && child->authority_key_id->key_id)
    text += " (key identifier " + to_hex(*child->authority_key_id->key_id) + ")";
  return text;
}

std::string where_published(const Certificate& child) {
  return child->ca_issuer_uris.empty() ? "" : "; published at '" + child->ca_issuer_uris.front() + "'";
}

bool any(const std::vector<Tried>& tried, LinkAnswer answer) {
  return std::any_of(tried.begin(), tried.end(), [&](const Tried& one) { return one.answer == answer; });
}

/// reason_of_failure names why none of the candidates signed. The first is the likeliest issuer, so if its key is
/// unusable, the reason is that of the key ("weak-key", "curve").
StopReason reason_of_failure(const IssuerGraph& graph, const std::vector<Tried>& tried) {
  const Tried& likeliest = tried.front();
  const bool unusable = likeliest.answer == LinkAnswer::unusable;
  if (!unusable && any(tried, LinkAnswer::invalid)) return StopReason::signature;
  const KeyFlaw flaw = unusable ? graph.key(likeliest.issuer).flaw.value_or(KeyFlaw::malformed) : KeyFlaw::malformed;
  switch (flaw) {
    case KeyFlaw::malformed:
      break;
    case KeyFlaw::algorithm:
      return StopReason::algorithm;
    case KeyFlaw::curve:
      return StopReason::curve;
    case KeyFlaw::explicit_curve:
      return StopReason::explicit_curve;
    case KeyFlaw::weak:
      return StopReason::weak_key;
  }
  return StopReason::key;
}

std::vector<Tried> ask_again(IssuerGraph& graph, const std::vector<std::size_t>& nodes, SearchWork& work) {
  const std::size_t last = nodes.back();
  std::vector<Tried> tried;
  for (const Issuer& issuer : graph.issuers_of(last)) {
    if (issuer.kind == Issuer::Kind::certificate && issuer.index == last) continue;
    const bool on_path = std::any_of(nodes.begin(), nodes.end(),
                                     [&](std::size_t n) { return graph.identity(n) == graph.identity(issuer); });
    tried.push_back({issuer, work.recall(last, issuer), on_path});
  }
  return tried;
}

}  // namespace

ReasonId reason_of(StopReason reason) {
  constexpr ReasonId kNames[] = {"limit", "no-issuer", "untrusted-root", "cycle",          "signature",
                                 "key",   "algorithm", "curve",          "explicit-curve", "weak-key"};
  return kNames[static_cast<std::size_t>(reason)];  // in the order of the enumeration
}

std::vector<PathStep> steps_of(const IssuerGraph& graph, const std::vector<std::size_t>& nodes) {
  std::vector<PathStep> steps;
  steps.reserve(nodes.size());
  for (const std::size_t n : nodes) {
    const IssuerGraph::Node& node = graph.node(n);
    steps.push_back({node.certificate, node.origin, node.presented_index});
  }
  return steps;
}

Path describe_attempt(IssuerGraph& graph, const std::vector<std::size_t>& nodes, SearchWork& work) {
  const std::size_t last = nodes.back();
  const Certificate& child = graph.certificate(last);
  const auto stop = [&](StopReason reason, std::string words) {
    return Path{.steps = steps_of(graph, nodes), .stopped = std::move(words), .stopped_reason = reason};
  };
  if (work.out_of_steps())
    return stop(StopReason::limit, "limits.search_steps was reached at " + quoted(child->subject));

  const std::vector<Tried> tried = ask_again(graph, nodes, work);
  const std::string list = tried.empty() ? "" : ": " + list_tried(graph, tried);
  const bool self_signed =
      child.self_issued() && work.recall(last, {Issuer::Kind::certificate, last}) == LinkAnswer::valid;
  if (self_signed)
    return stop(StopReason::untrusted_root, quoted(child->subject) + " is self-signed and not a trust anchor" + list);
  if (tried.empty())
    return stop(StopReason::no_issuer, "missing issuer " + describe_issuer(child) + " of " + quoted(child->subject) +
                                           ": neither presented, nor stored, nor an anchor" + where_published(child));
  const std::string words = "no available certificate or anchor named " + describe_issuer(child) +
                            " can be the issuer of " + quoted(child->subject) + list + where_published(child);
  for (const Tried& one : tried)
    if (one.answer == LinkAnswer::valid) return stop(one.on_path ? StopReason::cycle : StopReason::limit, words);
  if (any(tried, LinkAnswer::budget_spent)) return stop(StopReason::limit, words);
  return stop(reason_of_failure(graph, tried), words);
}

}  // namespace odca
