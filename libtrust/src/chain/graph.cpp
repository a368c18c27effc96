// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "chain/graph.h"

#include <algorithm>
#include <tuple>

#include "odca/public_key.h"

namespace odca {
namespace {

/// wanted_roles are those that may answer the question (docs/hierarchy.md 8). It orders the search only: whether the
/// role is good enough is decided by rule anchor.role.
Roles wanted_roles(const Question& question) {
  if (question.purpose == Purpose::rfc5280) return {AnchorRole::rfc5280};
  Roles roles{AnchorRole::odca, AnchorRole::dice, AnchorRole::lab};
  const bool activated = after_activation(question.phase);
  if (activated) roles.insert(AnchorRole::enterprise);
  return roles;
}

const std::optional<Bytes>& key_id_of(const TrustAnchor& anchor) {
  const bool from_certificate = !anchor.subject_key_id && anchor.certificate;
  return from_certificate ? (*anchor.certificate)->subject_key_id : anchor.subject_key_id;
}

}  // namespace

bool share_a_role(const Roles& a, const Roles& b) {
  for (const AnchorRole role :
       {AnchorRole::odca, AnchorRole::dice, AnchorRole::enterprise, AnchorRole::lab, AnchorRole::rfc5280})
    if (a.contains(role) && b.contains(role)) return true;
  return false;
}

IssuerGraph::IssuerGraph(const Evidence& evidence, std::size_t target, const TrustStore& store,
                         const Question& question, Time judged_at)
    : store_(store), judged_at_(judged_at), wanted_(wanted_roles(question)) {
  // The target goes first, so that of equal copies the one asked about gives its index to the path.
  const auto present = [&](std::size_t index) {
    const Presented& presented = evidence.certificates[index];
    add(presented.certificate, {.kind = OriginKind::presented, .where = presented.where}, index);
  };
  present(target);
  for (std::size_t i = 0; i < evidence.certificates.size(); ++i) present(i);
  for (const StoredCertificate& stored : store.intermediates()) add(stored.certificate, stored.origin, {});

  for (auto& [name, children] : by_issuer_)
    std::sort(children.begin(), children.end(), [&](std::size_t a, std::size_t b) {
      return nodes_[a].certificate->sha256 < nodes_[b].certificate->sha256;
    });

  for (const TrustAnchor& trusted : store.anchors()) add_anchor(trusted);
}

void IssuerGraph::add_anchor(const TrustAnchor& trusted) {
  by_subject_[as_text(trusted.subject.match_key())].push_back({Issuer::Kind::anchor, anchor_sound_.size()});
  anchor_identity_.push_back(identify(trusted.subject, trusted.spki));
  anchor_sound_.push_back(usable_anchor(trusted) && (!trusted.certificate || sound_certificate(*trusted.certificate)));
}

std::size_t IssuerGraph::identify(const Name& subject, const Bytes& spki) {
  return identities_.emplace(std::pair(as_text(subject.match_key()), as_text(spki)), identities_.size()).first->second;
}

void IssuerGraph::add(const Certificate& certificate, const Origin& origin,
                      std::optional<std::size_t> presented_index) {
  const std::size_t index = nodes_.size();
  if (!by_content_.emplace(certificate->sha256, index).second) return;
  nodes_.push_back({.certificate = certificate,
                    .origin = origin,
                    .presented_index = presented_index,
                    .identity = identify(certificate->subject, certificate->spki),
                    .sound = sound_certificate(certificate)});
  by_subject_[as_text(certificate->subject.match_key())].push_back({Issuer::Kind::certificate, index});
  by_issuer_[as_text(certificate->issuer.match_key())].push_back(index);
}

/// sound_certificate looks at the same facts as validate_path does, but only to ask the promising candidates first.
bool IssuerGraph::sound_certificate(const Certificate& certificate) const {
  return certificate->validity.contains(judged_at_) && certificate.is_ca() &&
         certificate.allows(KeyUsage::key_cert_sign) && certificate->unknown_critical.empty() &&
         certificate->constraints.empty() &&
         equal(certificate->inner_signature.der, certificate->signature_algorithm.der) &&
         store_.denial_of_key(certificate->spki_sha256) == nullptr &&
         store_.denial_of_certificate(certificate->sha256) == nullptr;
}

bool IssuerGraph::usable_anchor(const TrustAnchor& anchor) const {
  if (!share_a_role(anchor.roles, wanted_)) return false;
  if (anchor.validity && !anchor.validity->contains(judged_at_)) return false;
  if (anchor.constraints.use_window && !anchor.constraints.use_window->contains(judged_at_)) return false;
  return store_.denial_of_key(anchor.spki_sha256) == nullptr;
}

const std::vector<Issuer>& IssuerGraph::issuers_of(std::size_t node) {
  const auto known = ordered_.find(node);
  if (known != ordered_.end()) return known->second;
  return ordered_.emplace(node, ordered_issuers(node)).first->second;
}

std::vector<Issuer> IssuerGraph::ordered_issuers(std::size_t child) const {
  // Key identifier, soundness and key kind come first; then trusted material before presented, since a presented copy
  // may be forged to look alike; then the hash, which makes the order independent of the bag.
  using Rank = std::tuple<KeyIdMatch, bool, bool, int, Fingerprint, std::size_t>;
  const auto rank = [&](const Issuer& issuer) -> Rank {
    const KeyIdMatch match = match_key_ids(child, issuer);
    const bool unsound = !sound(issuer);
    const bool unfit = !fits(key(issuer).kind, certificate(child)->signature_algorithm.kind);
    if (issuer.kind == Issuer::Kind::anchor) return {match, unsound, unfit, 0, {}, issuer.index};
    const Node& candidate = node(issuer.index);
    return {match, unsound, unfit, candidate.presented_index ? 2 : 1, candidate.certificate->sha256, 0};
  };

  const std::vector<Issuer>& found = bearers_of(certificate(child)->issuer.match_key());
  std::vector<std::pair<Rank, Issuer>> ranked;
  ranked.reserve(found.size());
  for (const Issuer& issuer : found) ranked.emplace_back(rank(issuer), issuer);
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });

  std::vector<Issuer> ordered;
  ordered.reserve(ranked.size());
  for (const auto& [ignored, issuer] : ranked) ordered.push_back(issuer);
  return ordered;
}

const std::vector<Issuer>& IssuerGraph::bearers_of(ByteView name) const {
  static const std::vector<Issuer> none;
  const auto found = by_subject_.find(as_text(name));
  return found == by_subject_.end() ? none : found->second;
}

KeyIdMatch IssuerGraph::match_key_ids(std::size_t child, Issuer issuer) const {
  const auto& authority = certificate(child)->authority_key_id;
  const std::optional<Bytes>& subject_key_id =
      issuer.kind == Issuer::Kind::anchor ? key_id_of(anchor(issuer.index)) : certificate(issuer.index)->subject_key_id;
  if (!authority || !authority->key_id || !subject_key_id) return KeyIdMatch::unknown;
  return equal(*authority->key_id, *subject_key_id) ? KeyIdMatch::same : KeyIdMatch::different;
}

const std::vector<std::size_t>& IssuerGraph::issued_by_name(ByteView name) const {
  static const std::vector<std::size_t> none;
  const auto found = by_issuer_.find(as_text(name));
  return found == by_issuer_.end() ? none : found->second;
}

std::vector<std::size_t> IssuerGraph::anchors_equal_to_target() const {
  const Certificate& target = certificate(target_);
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < store_.anchors().size(); ++i) {
    const TrustAnchor& candidate = store_.anchors()[i];
    const bool listed = std::find(candidate.cert_sha256.begin(), candidate.cert_sha256.end(), target->sha256) !=
                        candidate.cert_sha256.end();
    if (listed || (candidate.certificate && *candidate.certificate == target)) found.push_back(i);
  }
  return found;
}

bool IssuerGraph::sound(Issuer issuer) const {
  return issuer.kind == Issuer::Kind::anchor ? anchor_sound_[issuer.index] : nodes_[issuer.index].sound;
}

bool IssuerGraph::sound_as_target(std::size_t index) const { return usable_anchor(anchor(index)); }

std::size_t IssuerGraph::identity(Issuer issuer) const {
  return issuer.kind == Issuer::Kind::anchor ? anchor_identity_[issuer.index] : nodes_[issuer.index].identity;
}

const Name& IssuerGraph::subject(Issuer issuer) const {
  return issuer.kind == Issuer::Kind::anchor ? anchor(issuer.index).subject : certificate(issuer.index)->subject;
}

ByteView IssuerGraph::spki(Issuer issuer) const {
  return issuer.kind == Issuer::Kind::anchor ? anchor(issuer.index).spki : certificate(issuer.index)->spki;
}

const KeyInfo& IssuerGraph::key(Issuer issuer) const {
  return issuer.kind == Issuer::Kind::anchor ? anchor(issuer.index).key : certificate(issuer.index)->key;
}

std::optional<std::uint32_t> IssuerGraph::path_length(Issuer issuer) const {
  const auto of_certificate = [](const Certificate& certificate) -> std::optional<std::uint32_t> {
    if (!certificate->basic_constraints) return {};
    return certificate->basic_constraints->path_len;
  };
  if (issuer.kind == Issuer::Kind::certificate) return of_certificate(certificate(issuer.index));
  const TrustAnchor& trusted = anchor(issuer.index);
  std::optional<std::uint32_t> shortest = trusted.constraints.path_len;
  if (trusted.certificate)
    if (const auto own = of_certificate(*trusted.certificate)) shortest = std::min(shortest.value_or(*own), *own);
  return shortest;
}

}  // namespace odca
