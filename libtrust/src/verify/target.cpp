// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "verify/target.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "profile/odca_names.h"
#include "profile/pins.h"
#include "rules/leaf_names.h"

namespace odca {
namespace {

using Indexes = std::vector<std::size_t>;

Indexes without_duplicates(const Evidence& evidence) {
  std::set<Fingerprint> seen;
  Indexes unique;
  for (std::size_t i = 0; i < evidence.certificates.size(); ++i)
    if (seen.insert(evidence.certificates[i].certificate->sha256).second) unique.push_back(i);
  return unique;
}

/// Issues tells whether a certificate issued another one of the input; `unknown` when the budget of checks was spent
/// first, so that neither a CA passes as a leaf nor a leaf as a CA.
enum class Issues { unknown, no, yes };

/// is_renewed: a self-signed certificate that was renewed with its key issued nothing.
bool is_renewed(const Certificate& a, const Certificate& b) {
  return a.self_issued() && equal(a->spki, b->spki) && equal(a->subject.match_key(), b->subject.match_key());
}

/// issues_another: selected by name; where the certificate may be the target, decided by signature. Anyone can name a
/// leaf as the issuer of another certificate, which must not turn it into a CA. For CAs the name suffices: it only
/// affects which certificate a rejection is about.
Issues issues_another(const std::vector<const Certificate*>& named_issuer, const Certificate& certificate,
                      bool may_be_target, LinkProofs& proofs) {
  Issues answer = Issues::no;
  for (const Certificate* const other : named_issuer) {
    if (*other == certificate || is_renewed(certificate, *other)) continue;
    if (!may_be_target) return Issues::yes;
    const LinkAnswer link = proofs.check(certificate->spki, certificate->key, *other);
    if (link == LinkAnswer::valid) return Issues::yes;
    if (link == LinkAnswer::budget_spent) answer = Issues::unknown;
  }
  return answer;
}

/// ByIssuer lists certificates, each once, by the name that they give as their issuer's.
using ByIssuer = std::map<std::string_view, std::vector<const Certificate*>>;
ByIssuer by_issuer(const Evidence& evidence, const Indexes& unique) {
  ByIssuer found;
  for (const std::size_t index : unique) {
    const Certificate& certificate = evidence.certificates[index].certificate;
    found[as_text(certificate->issuer.match_key())].push_back(&certificate);
  }
  return found;
}

bool is_pinned(const Evidence& evidence, const Question& question, const Certificate& certificate) {
  const DeviceFacts& device = evidence.device;
  return after_activation(question.phase) &&
         (fits_pinned_key(device, certificate) || fits_pinned_certificate(device, certificate));
}

bool has_service_name(const Certificate& certificate, const Question& question, const Policy& policy) {
  const Name& subject = certificate->subject;
  if (subject.attributes().size() != 1 || subject.count(kCommonName) != 1) return false;
  const std::vector<std::string> names = leaf_names(policy, question.purpose);
  return std::find(names.begin(), names.end(), *subject.first(kCommonName)) != names.end();
}

bool fits(const Evidence& evidence, const Certificate& certificate, const Question& question, const Policy& policy) {
  if (is_pinned(evidence, question, certificate)) return true;
  if (certificate.is_ca()) return false;
  if (question.purpose != Purpose::odca) return has_service_name(certificate, question, policy);
  const std::optional<DeviceCaName> issuer = parse_device_ca_name(certificate->issuer);
  return issuer && issuer->level == DeviceCaName::Level::app;
}

template <class Keep>
Indexes those(const Evidence& evidence, const Indexes& from, Keep keep) {
  Indexes kept;
  std::copy_if(from.begin(), from.end(), std::back_inserter(kept),
               [&](std::size_t index) { return keep(evidence.certificates[index].certificate); });
  return kept;
}

TargetChoice only_one_of(Indexes candidates) {
  if (candidates.empty()) return {.problem = TargetProblem::none_fits};
  if (candidates.size() > 1) return {.problem = TargetProblem::ambiguous, .candidates = std::move(candidates)};
  const std::size_t only = candidates[0];
  return {.index = only, .candidates = std::move(candidates)};
}

TargetChoice find_named(const Evidence& evidence, const Fingerprint& sha256) {
  for (std::size_t i = 0; i < evidence.certificates.size(); ++i)
    if (evidence.certificates[i].certificate->sha256 == sha256) return {.index = i, .candidates = {i}};
  return {.problem = TargetProblem::named_absent};
}

/// choose_peer: only the first certificate of a TLS Certificate message has the key of the session (RFC 8446 4.4.2). A
/// genuine chain sent after it says nothing about the peer, even when the question names its leaf.
TargetChoice choose_peer(const Evidence& evidence, const Question& question) {
  const std::vector<Fingerprint>& peers = evidence.tls_peers;
  if (question.target) {
    const bool is_peer = std::find(peers.begin(), peers.end(), *question.target) != peers.end();
    return is_peer ? find_named(evidence, *question.target) : TargetChoice{.problem = TargetProblem::not_the_peer};
  }
  Indexes found;
  for (const Fingerprint& peer : peers) {
    const TargetChoice choice = find_named(evidence, peer);
    if (!choice.index) return {.problem = TargetProblem::peer_not_read};
    found.push_back(*choice.index);
  }
  return only_one_of(std::move(found));
}

/// choose_first takes the first certificate of the first input that has any. An unreadable item before it that may be a
/// certificate is not replaced by what follows.
TargetChoice choose_first(const Evidence& evidence) {
  if (evidence.certificates.empty()) return {.problem = TargetProblem::none_fits};
  for (const InputPart& part : parts_of(evidence)) {
    if (part.unread_first) return {.problem = TargetProblem::first_not_read};
    if (part.begin < part.end) return {.index = part.begin, .candidates = {part.begin}};
  }
  return {.problem = TargetProblem::none_fits};
}

TargetChoice choose_leaf(const Evidence& evidence, const Question& question, const Policy& policy, LinkProofs& proofs) {
  const Indexes unique = without_duplicates(evidence);
  const ByIssuer issued = by_issuer(evidence, unique);
  const auto is_meant = [&](const Certificate& certificate) { return fits(evidence, certificate, question, policy); };
  Indexes ends;
  for (const std::size_t index : unique) {
    const Certificate& certificate = evidence.certificates[index].certificate;
    const auto below = issued.find(as_text(certificate->subject.match_key()));
    if (below == issued.end() || certificate->subject.empty()) {
      ends.push_back(index);
      continue;
    }
    const bool may_be_target = !certificate.is_ca() || is_meant(certificate);
    const Issues answer = issues_another(below->second, certificate, may_be_target, proofs);
    if (answer == Issues::unknown) return {.problem = TargetProblem::checks_spent};
    if (answer == Issues::no) ends.push_back(index);
  }
  const Indexes fitting = those(evidence, ends, is_meant);
  if (!fitting.empty()) return only_one_of(fitting);
  const Indexes leaves = those(evidence, ends, [](const Certificate& certificate) { return !certificate.is_ca(); });
  return only_one_of(leaves.empty() ? ends : leaves);
}

}  // namespace

TargetChoice choose_target(const Evidence& evidence, const Question& question, const Policy& policy,
                           LinkProofs& proofs) {
  if (!evidence.tls_peers.empty()) return choose_peer(evidence, question);
  if (question.target) return find_named(evidence, *question.target);
  if (question.purpose != Purpose::rfc5280) return choose_leaf(evidence, question, policy, proofs);
  return choose_first(evidence);
}

}  // namespace odca
