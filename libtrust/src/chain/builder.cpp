// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "chain/builder.h"

#include <algorithm>
#include <utility>

#include "chain/anchored.h"
#include "chain/attempt.h"
#include "chain/graph.h"
#include "chain/search_work.h"

namespace odca {
namespace {

/// Pass: the search runs up to three times over the same graph, with wider demands each time. Proofs are remembered,
/// so a later pass costs steps but few checks.
enum class Pass {
  sound,      ///< only issuers that look sound, so that an expired or misused one is routed around
  any,        ///< every issuer: a rule may be lowered, and a rejection should name the defect
  diagnosis,  ///< only when nothing was found: how far can one get
  done
};

struct Frame {
  std::size_t node = 0;
  std::size_t next_issuer = 0;
  bool sound = true;
  bool led_to_path = false;
};

}  // namespace

struct PathBuilder::Search {
  Search(const Evidence& evidence, std::size_t target, const TrustStore& store, const Question& question,
         Time judged_at, const Limits& limits, LinkProofs& proofs)
      : graph(evidence, target, store, question, judged_at),
        work(graph, limits, proofs, outcome),
        equal_anchors(graph.anchors_equal_to_target()) {
    begin(Pass::sound);
  }

  std::optional<Path> next();
  void begin(Pass next_pass);
  Pass following() const;
  std::optional<Path> end_at_target();
  std::optional<Path> climb();
  bool promising(Issuer issuer) const;
  bool fits_path_length(Issuer issuer) const;
  std::optional<Path> finish(Issuer anchor);
  void enter(Issuer issuer);
  void leave();
  void look_down();
  void remember_attempt();
  Path found(std::size_t anchor, bool ends_at_itself);
  std::vector<std::size_t> nodes_on_path() const;

  SearchOutcome outcome{};
  IssuerGraph graph;
  SearchWork work;
  std::vector<std::size_t> equal_anchors;
  std::size_t next_equal_anchor = 0;
  Pass pass = Pass::sound;
  std::vector<Frame> stack{};
  std::optional<std::vector<bool>> anchored{};  ///< set at the first disappointment; see look_down
  std::vector<std::size_t> longest{};
  bool found_any = false;
};

std::optional<Path> PathBuilder::Search::next() {
  while (pass != Pass::done) {
    if (auto path = end_at_target()) return path;
    if (auto path = climb()) return path;
    if (pass == Pass::diagnosis && !found_any) outcome.furthest = describe_attempt(graph, longest, work);
    begin(following());
  }
  return {};
}

Pass PathBuilder::Search::following() const {
  if (pass == Pass::sound) return Pass::any;
  return pass == Pass::any && !found_any ? Pass::diagnosis : Pass::done;
}

void PathBuilder::Search::begin(Pass next_pass) {
  pass = next_pass;
  next_equal_anchor = 0;
  stack.assign(1, Frame{.node = graph.target()});
  if (longest.empty()) longest.push_back(graph.target());
}

/// end_at_target proposes the target alone where it is an anchor, byte for byte. Name and key do not suffice here:
/// anyone can make another certificate with them (CVE-2026-34580 was a leaf with an anchor's name).
std::optional<Path> PathBuilder::Search::end_at_target() {
  while (pass != Pass::diagnosis && next_equal_anchor < equal_anchors.size()) {
    const std::size_t index = equal_anchors[next_equal_anchor++];
    const bool sound = graph.sound_as_target(index);
    if (sound == (pass == Pass::sound)) return found(index, true);
  }
  return {};
}

/// climb goes on with the depth-first search until the next path, or until this pass is exhausted.
std::optional<Path> PathBuilder::Search::climb() {
  while (!stack.empty() && !work.out_of_steps()) {
    Frame& top = stack.back();
    const std::vector<Issuer>& issuers = graph.issuers_of(top.node);
    if (top.next_issuer == issuers.size()) {
      leave();
      continue;
    }
    const Issuer issuer = issuers[top.next_issuer++];
    if (!promising(issuer)) continue;
    if (work.prove(top.node, issuer) != LinkAnswer::valid) {
      look_down();
    } else if (issuer.kind == Issuer::Kind::certificate) {
      enter(issuer);
    } else if (auto path = finish(issuer)) {
      return path;
    }
  }
  if (!stack.empty()) remember_attempt();
  return {};
}

bool PathBuilder::Search::promising(Issuer issuer) const {
  // RFC 4158 2.4.1 and 5.2: the same name and key twice on a path is a loop. Skipping it keeps other ways open.
  for (const Frame& frame : stack)
    if (graph.identity(frame.node) == graph.identity(issuer)) return false;
  if (pass == Pass::sound && (!graph.sound(issuer) || !fits_path_length(issuer))) return false;
  return pass == Pass::diagnosis || issuer.kind == Issuer::Kind::anchor || !anchored || (*anchored)[issuer.index];
}

/// fits_path_length counts as RFC 5280 4.2.1.9 does: intermediates below, self-issued ones and the target not counted.
bool PathBuilder::Search::fits_path_length(Issuer issuer) const {
  const std::optional<std::uint32_t> allowed = graph.path_length(issuer);
  if (!allowed) return true;
  const auto below = std::count_if(stack.begin() + 1, stack.end(),
                                   [&](const Frame& frame) { return !graph.certificate(frame.node).self_issued(); });
  return static_cast<std::size_t>(below) <= *allowed;  // count_if of a vector's elements is never negative
}

/// finish proposes the path, unless the first pass has proposed it before.
std::optional<Path> PathBuilder::Search::finish(Issuer anchor) {
  stack.back().led_to_path = true;
  const bool all_sound = graph.sound(anchor) && fits_path_length(anchor) &&
                         std::all_of(stack.begin(), stack.end(), [](const Frame& frame) { return frame.sound; });
  if (pass == Pass::any && all_sound) return {};
  return found(anchor.index, false);
}

void PathBuilder::Search::enter(Issuer issuer) {
  if (!work.has_room_for(stack.size() + 1)) return;
  const bool sound = graph.sound(issuer) && fits_path_length(issuer);
  stack.push_back({.node = issuer.index, .sound = sound});
}

void PathBuilder::Search::leave() {
  const bool led_to_path = stack.back().led_to_path;
  if (!led_to_path) {
    remember_attempt();
    look_down();
  }
  stack.pop_back();
  if (led_to_path && !stack.empty()) stack.back().led_to_path = true;
}

/// look_down runs once, when the best candidates have failed: from then on only certificates with a proven path to an
/// anchor are entered. A good chain costs nothing more; an input of namesakes or forged copies costs one check for each
/// instead of a search through each.
void PathBuilder::Search::look_down() {
  if (pass == Pass::diagnosis || anchored) return;
  anchored = find_anchored(graph, work);
}

void PathBuilder::Search::remember_attempt() {
  if (stack.size() > longest.size()) longest = nodes_on_path();
}

Path PathBuilder::Search::found(std::size_t anchor, bool ends_at_itself) {
  found_any = true;
  const std::vector<std::size_t> nodes = ends_at_itself ? std::vector<std::size_t>{graph.target()} : nodes_on_path();
  return {.steps = steps_of(graph, nodes), .anchor = graph.anchor(anchor), .ends_at_itself = ends_at_itself};
}

std::vector<std::size_t> PathBuilder::Search::nodes_on_path() const {
  std::vector<std::size_t> nodes;
  nodes.reserve(stack.size());
  for (const Frame& frame : stack) nodes.push_back(frame.node);
  return nodes;
}

PathBuilder::PathBuilder(const Evidence& evidence, std::size_t target, const TrustStore& store,
                         const Question& question, Time judged_at, const Limits& limits, LinkProofs& proofs)
    : search_(std::make_unique<Search>(evidence, target, store, question, judged_at, limits, proofs)) {}

PathBuilder::~PathBuilder() = default;

std::optional<Path> PathBuilder::next() { return search_->next(); }

const SearchOutcome& PathBuilder::outcome() const { return search_->outcome; }

}  // namespace odca
