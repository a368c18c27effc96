#include "verify/target.h"

#include <algorithm>
#include <set>

#include "profile/odca_names.h"
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

/// issues_another: names select, and where the certificate may be the target the signature decides. Anyone can name a
/// leaf as the issuer of his own certificate, and must not make it look like a CA by that; what the leaf's key did sign
/// stands below the leaf. Of CAs the name suffices: it only chooses what a rejection tells of.
bool issues_another(const Evidence& evidence, const Certificate& certificate, bool may_be_target, LinkProofs& proofs) {
  if (certificate->subject.empty()) return false;
  return std::any_of(evidence.certificates.begin(), evidence.certificates.end(), [&](const Presented& other) {
    if (other.certificate == certificate ||
        !equal(other.certificate->issuer.match_key(), certificate->subject.match_key()))
      return false;
    return !may_be_target || proofs.check(certificate->spki, certificate->key, other.certificate) == LinkAnswer::valid;
  });
}

bool is_pinned(const Evidence& evidence, const Question& question, const Certificate& certificate) {
  const bool late = question.phase == Phase::transition || question.phase == Phase::provisioned;
  return late && evidence.device.pin_spki == certificate->spki_sha256;
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
  if (candidates.empty()) return {.reason = "none"};
  if (candidates.size() > 1) return {.reason = "ambiguous", .candidates = std::move(candidates)};
  const std::size_t only = candidates[0];
  return {.index = only, .candidates = std::move(candidates)};
}

TargetChoice find_named(const Evidence& evidence, const Fingerprint& sha256) {
  for (std::size_t i = 0; i < evidence.certificates.size(); ++i)
    if (evidence.certificates[i].certificate->sha256 == sha256) return {.index = i, .candidates = {i}};
  return {.reason = "named-absent"};
}

/// choose_peer: only the key of the first certificate of a TLS Certificate message is that of the session (RFC 8446
/// 4.4.2). A genuine chain that a stranger sends behind his own certificate says nothing about him, even when the
/// question names its leaf.
TargetChoice choose_peer(const Evidence& evidence, const Question& question) {
  const std::vector<Fingerprint>& peers = evidence.tls_peers;
  if (question.target) {
    const bool is_peer = std::find(peers.begin(), peers.end(), *question.target) != peers.end();
    return is_peer ? find_named(evidence, *question.target) : TargetChoice{.reason = "not-the-peer"};
  }
  Indexes found;
  for (const Fingerprint& peer : peers) {
    const TargetChoice choice = find_named(evidence, peer);
    if (!choice.index) return {.reason = "peer-not-read"};
    found.push_back(*choice.index);
  }
  return only_one_of(std::move(found));
}

/// choose_first takes the first certificate of the first input that has any. What stands before it and may be one, but
/// cannot be read, is not replaced by what follows.
TargetChoice choose_first(const Evidence& evidence) {
  if (evidence.certificates.empty()) return {.reason = "none"};
  for (const InputPart& part : parts_of(evidence)) {
    if (part.unread_first) return {.reason = "first-not-read"};
    if (part.begin < part.end) return {.index = part.begin, .candidates = {part.begin}};
  }
  return {.reason = "none"};
}

TargetChoice choose_leaf(const Evidence& evidence, const Question& question, const Policy& policy, LinkProofs& proofs) {
  const auto is_meant = [&](const Certificate& certificate) { return fits(evidence, certificate, question, policy); };
  const Indexes ends = those(evidence, without_duplicates(evidence), [&](const Certificate& certificate) {
    const bool may_be_target = !certificate.is_ca() || is_meant(certificate);
    return !issues_another(evidence, certificate, may_be_target, proofs);
  });
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
